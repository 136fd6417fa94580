"""Formats and other tools: what they wrote is read, and what we wrote their parsers read."""

import io
import json
import re

import pytest
from nltk.chunk import conlltags2tree, tree2conlltags
from nltk.corpus.reader.util import read_blankline_block
from rdflib import RDF, Graph, Namespace

from newsbook.articles import Article, Layers, Quote, article_names
from newsbook.formats import FormatError, read, read_all, write
from newsbook.spans import Span


def tag(label, **selectors):
    """A web annotation as another tool may write it."""
    given = [{"type": kind, **fields} for kind, fields in selectors.items()]
    body = {"type": "TextualBody", "value": label, "purpose": "tagging"}
    return {
        "type": "Annotation",
        "motivation": "tagging",
        "body": body,
        "target": {"source": "http://example.org/ada.txt", "selector": given},
    }


def test_words_decide_where_places_of_another_unit_are_wrong():
    text = "😀😀 Ada met Ada."
    words = {"exact": "Ada", "prefix": "met ", "suffix": "."}
    in_utf16 = tag("PERSON", TextPositionSelector={"start": 13, "end": 16}, TextQuoteSelector=words)
    found = read(json.dumps([in_utf16]), "webanno", text)
    assert found.layers.entities == (Span(11, 14, "PERSON"),) and found.name == "ada"
    twice = tag("PERSON", TextQuoteSelector={"exact": "Ada"})
    with pytest.raises(FormatError, match="annotation 1: 'Ada' stands at several places"):
        read(json.dumps(twice), "webanno", text)
    gone = tag("PERSON", TextQuoteSelector={"exact": "Bob"})
    with pytest.raises(FormatError, match="'Bob' does not stand in the text"):
        read(json.dumps(gone), "webanno", text)
    bare = tag("PERSON")
    with pytest.raises(FormatError, match="neither a place in the text nor words"):
        read(json.dumps(bare), "webanno", text)
    comment = {**twice, "motivation": "commenting", "body": {"type": "TextualBody", "value": "?"}}
    assert read(json.dumps([comment]), "webanno", text).layers == Layers()


@pytest.mark.parametrize(
    "labels",
    [
        "B-PER I-PER O B-GPE B-GPE",  # BIO, IOB2
        "I-PER I-PER O I-GPE B-GPE",  # IOB1
        "B-PER E-PER O S-GPE S-GPE",  # BIOES
        "B-PER L-PER O U-GPE U-GPE",  # BILOU
    ],
)
@pytest.mark.parametrize("columns", ["{}\t{}", "{} NNP B-NP {}", "{}\tNNP\t{}"])
def test_conll_of_other_tools(labels, columns):
    text = "Ada Ray saw Oslo Paris"
    rows = [columns.format(*row) for row in zip(text.split(), labels.split(), strict=True)]
    data = "-DOCSTART- -X- O O\r\n\r\n" + "\r\n".join(rows)
    found = read(data, "conll", text)
    spans = (Span(0, 7, "PER"), Span(12, 16, "GPE"), Span(17, 22, "GPE"))
    assert found.layers.entities == spans
    assert found.layers.sentences == (Span(0, 22),)


@pytest.mark.parametrize(
    "entities",
    [
        '"spans": [{"start": 0, "end": 3, "label": "PERSON", "token_end": 0}]',
        '"ents": [{"start": 0, "end": 3, "label": "PERSON"}]',
        '"entities": [[0, 3, "PERSON"]]',
        '"label": [[0, 3, "PERSON"]]',
    ],
)
def test_json_lines_of_other_tools(entities):
    data = f'\n{{"text": "Ada flew", {entities}}}\r\n\n{{"text": "Bo"}}\n'
    found = read_all(data, "spacy")
    assert [document.layers.entities for document in found] == [(Span(0, 3, "PERSON"),), None]


def test_brat_of_other_tools():
    text = "Ada saw Bo. Ada ran."
    data = (
        "T1\tPerson 0 3\tAda\r\nT2\tPerson 8 10\tBo\nT3\tAttack 4 7\tsaw\n"
        "E1\tAttack:T3 Agent:T1\nR1\tSees Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\n"
        "N1\tReference T1 Wiki:5\tAda\nA1\tNegated E1\n#1\tAnnotatorNotes T1\tsure?\n"
        "T4\tQuote 12 19\tAda ran\nE2\tQuote:T4 Speaker:T1\n"
    )
    layers = read(data, "brat", text).layers
    assert layers.entities == (Span(0, 3, "Person"), Span(8, 10, "Person"))
    assert layers.quotes == (Quote("indirect", Span(12, 19), (), None, Span(0, 3)),)


# --- Other parsers -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", article_names()[:12])
def test_nltk_reads_our_conll(name):
    article = Article.load(name)
    data = write(article, Layers.of(article), "conll")
    lines = [line for line in data.split("\n") if "\t" in line or not line]
    stream = io.StringIO("\n".join(lines))
    blocks = iter(lambda: read_blankline_block(stream), [])
    # NLTK's readers of columns cut a line at any white space.
    sentences = [[tuple(row.split()) for row in block.splitlines()] for [block] in blocks]
    text = article.text
    assert len(sentences) == len(article.gold("sentences"))
    words = [word for rows in sentences for word, _ in rows]
    assert words == [span.of(text) for span in article.gold("tokens")]
    named = []
    for rows in sentences:
        triples = [(word, "-", label) for word, label in rows]
        tree = conlltags2tree(triples, strict=True)
        assert tree2conlltags(tree) == triples
        named += [
            (t.label(), [leaf[0] for leaf in t.leaves()]) for t in tree.subtrees() if t != tree
        ]
    assert named == [
        (e.label, [t.of(text) for t in article.gold("tokens") if e.contains(t)])
        for e in article.gold("entities")
    ]


#: The terms of http://www.w3.org/ns/anno.jsonld that we use: the test must not need the network.
TERMS = {
    "@context": {
        "oa": "http://www.w3.org/ns/oa#",
        "as": "http://www.w3.org/ns/activitystreams#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "id": {"@type": "@id", "@id": "@id"},
        "type": {"@type": "@id", "@id": "@type"},
        "Annotation": "oa:Annotation",
        "AnnotationPage": "as:OrderedCollectionPage",
        "TextualBody": "oa:TextualBody",
        "SpecificResource": "oa:SpecificResource",
        "TextPositionSelector": "oa:TextPositionSelector",
        "TextQuoteSelector": "oa:TextQuoteSelector",
        "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
        "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
        "tagging": "oa:tagging",
        "classifying": "oa:classifying",
        "linking": "oa:linking",
        "highlighting": "oa:highlighting",
        "identifying": "oa:identifying",
        "body": {"@type": "@id", "@id": "oa:hasBody"},
        "target": {"@type": "@id", "@id": "oa:hasTarget"},
        "source": {"@type": "@id", "@id": "oa:hasSource"},
        "selector": {"@type": "@id", "@id": "oa:hasSelector"},
        "value": "rdf:value",
        "format": "dc:format",
        "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
        "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
        "exact": "oa:exact",
        "prefix": "oa:prefix",
        "suffix": "oa:suffix",
    }
}

OA = Namespace("http://www.w3.org/ns/oa#")


@pytest.mark.parametrize("name", article_names()[:4])
def test_an_rdf_store_finds_speakers_in_our_annotations(name):
    article = Article.load(name)
    page = json.loads(write(article, Layers.of(article), "webanno"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    page |= TERMS
    graph = Graph().parse(data=json.dumps(page), format="json-ld", publicID="http://example.org/")
    found = []
    for part in graph.subjects(OA.motivatedBy, OA.linking):
        assert (part, RDF.type, OA.Annotation) in graph
        bodies = list(graph.objects(part, OA.hasBody))
        if "speaker" not in {str(graph.value(body, RDF.value)) for body in bodies}:
            continue
        [quote] = [key for body in bodies if (key := graph.value(body, OA.hasSource))]
        assert (quote, OA.motivatedBy, OA.classifying) in graph
        said_by = [
            str(graph.value(body, RDF.value))
            for body in graph.objects(quote, OA.hasBody)
            if (body, OA.hasPurpose, OA.identifying) in graph
        ]
        [target] = graph.objects(part, OA.hasTarget)
        selectors = list(graph.objects(target, OA.hasSelector))
        place, words = (
            next(one for one in selectors if (one, RDF.type, kind) in graph)
            for kind in (OA.TextPositionSelector, OA.TextQuoteSelector)
        )
        start, end = (graph.value(place, edge).toPython() for edge in (OA.start, OA.end))
        exact = str(graph.value(words, OA.exact))
        found.append((start, end, exact, said_by[0] if said_by else ""))
    spoken = [quote for quote in article.quotes if quote.speaker]
    assert sorted(found) == sorted(
        (q.speaker.start, q.speaker.end, q.speaker.of(article.text), q.resolved or "")
        for q in spoken
    )
    assert found


def test_an_annotation_has_what_the_model_asks_for():
    article = Article.load("harbour_bridge")
    page = json.loads(write(article, Layers.of(article), "webanno"))
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids) and all(key.startswith("urn:uuid:") for key in ids)
    for item in page["items"]:
        place, words = item["target"]["selector"]
        exact = article.text[place["start"] : place["end"]]
        assert words["exact"] == exact
        around = words["prefix"] + exact + words["suffix"]
        assert article.text[place["start"] - len(words["prefix"]) :].startswith(around)
        assert item["target"]["source"] == "harbour_bridge.txt"


BRAT = re.compile(
    r"T\d+\t[\w-]+ \d+ \d+(?:;\d+ \d+)*\t[^\t\n]+|E\d+\t\w+:T\d+(?: \w+:T\d+)*"
    r"|A\d+\tKind E\d+ (?:direct|mixed|indirect)|\#\d+\tAnnotatorNotes E\d+\t[^\t\n]+",
    re.ASCII,
)


@pytest.mark.parametrize("name", article_names())
def test_brat_files_have_the_form_that_brat_documents(name):
    article = Article.load(name)
    lines = write(article, Layers.of(article), "brat").split("\n")
    assert lines.pop() == ""
    keys = [line.partition("\t")[0] for line in lines]
    assert len(set(keys)) == len(keys)
    for line in lines:
        assert BRAT.fullmatch(line), line
        if line.startswith("T"):
            _, places, words = line.split("\t")
            fragments = [tuple(map(int, p.split())) for p in places.split(" ", 1)[1].split(";")]
            assert words == " ".join(article.text[start:end] for start, end in fragments)
            assert all("\n" not in article.text[start:end] for start, end in fragments)
            assert fragments == sorted(fragments)


def test_spacy_tokens_with_their_spaces_give_the_text():
    """As spaCy builds a Doc: words and whether a space follows, and nothing between."""
    for name in article_names():
        article = Article.load(name)
        record = json.loads(write(article, Layers.of(article), "spacy"))
        built = "".join(t["text"] + " " * t["ws"] for t in record["tokens"])
        assert built == article.text
        for span in record["spans"]:
            first, last = (record["tokens"][span[key]] for key in ("token_start", "token_end"))
            assert (first["start"], last["end"]) == (span["start"], span["end"])
