"""Layers as other tools write them: what goes out comes back, and other parsers read it too."""

import io
import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.chunk import conlltags2tree, tree2conlltags
from nltk.corpus.reader.util import read_blankline_block
from odd_texts import ODD, any_text
from rdflib import RDF, Graph, Namespace

from newsbook.articles import Article, ArticleError, Layers, Quote, article_names
from newsbook.classroom.draft import draft_layers
from newsbook.errors import BadInput
from newsbook.formats import FORMATS, HOLDS, FormatError, export, import_file, read, read_all, write
from newsbook.spans import Span
from newsbook.text import split_sentences, tokenise

#: Texts that put offsets out, each with names and quotes of all kinds in it.
HARD = {
    "emoji": "😀 Ada Ray 👩‍👩‍👧 flew to Oslo 🇳🇴.\n\n“We 🎉 won,” she said.",
    "combining": "Ame\u0301lie Dupont\u0308 said “cafe\u0301” in Pari\u0301s.\n",
    "CRLF": "Ada\r\nRay spoke.\r\n\r\n“One,” she said. “Two\r\nthree.”\r\n",
    "old Mac": "Ada Ray spoke.\r\r“One,” she said.\r",
    "no newline at the end": "Ada Ray said that it was “late”",
    "right to left": "אמר דוד כהן: “כן”.\n\nقال الرئيس: «نعم».",
    "other line breaks": "Ada\u2028Ray said “yes”.\u2029“No,”\x85said\x0bBo\x0c Li.",
    "tabs": "Ada\tRay\tsaid “a\tb”.",
    "hash": "# Ada Ray said “#1” # x\n# layers = none\n-DOCSTART- O\n",
    "escapes": 'Ada "Ray" \\n said \\u0041 “{}” <b>&amp;</b>',
}


def held(layers):
    """Layers as a format without empty ones gives them back."""
    return Layers(
        **{name: getattr(layers, name) or None for name in ("tokens", "sentences", "entities")},
        quotes=layers.quotes or None,
        scare_quotes=layers.scare_quotes or None,
    )


def assert_comes_back(text, layers, format, name="a name"):
    article = Article.from_text(text, name)
    written = write(article, layers, format)
    assert written == write(article, layers, format)
    found = read(written, format, None if format == "spacy" else text, name=name)
    wanted = layers.only(HOLDS[format])
    if format in ("conll", "spacy"):
        assert found.layers == wanted
    else:  # no line for what is empty
        assert held(found.layers) == found.layers == held(wanted)
    assert (found.text, found.name) == (text, name)
    return written


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", article_names())
def test_every_article_comes_back(name, format):
    article = Article.load(name)
    assert_comes_back(article.text, Layers.of(article), format, name)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hard_texts_come_back(text, format):
    layers = draft_layers(text)
    written = assert_comes_back(text, layers, format)
    # A reader that takes any line break for one finds as many lines as one that knows \n alone.
    assert len(written.splitlines()) == written.count("\n")
    everything = Span(0, len(text.rstrip()))
    first = Span(0, 1, "X") if text[0].strip() else everything.labelled("X")
    quote = Quote("direct", everything, (everything,), None, first.labelled(""), "Bo\nLi\t“x”")
    if format != "conll":
        assert_comes_back(text, Layers(entities=[first], quotes=[quote]), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_come_back_or_are_refused(text, format):
    layers = Layers(tokens=tokenise(text), sentences=split_sentences(text), entities=())
    try:
        Article.from_text(text)
    except ArticleError:
        return  # no article: blank, or half a character
    assert_comes_back(text, layers, format)


@st.composite
def texts_with_layers(draw):
    """Any text with tokens, and entities, quotes and scare quotes on any of them."""
    text = draw(any_text.filter(_is_article))
    tokens = tokenise(text)

    def stretch(label=""):
        i = draw(st.integers(0, len(tokens) - 1))
        k = draw(st.integers(i, min(len(tokens) - 1, i + 6)))
        return Span(tokens[i].start, tokens[k].end, label)

    label = st.sampled_from(["PERSON", "GPE", "X-1", "bird_2"])
    entities = sorted({stretch(draw(label)) for _ in range(draw(st.integers(0, 4)))})
    quotes = []
    for _ in range(draw(st.integers(0, 3))):
        pieces = sorted({stretch() for _ in range(draw(st.integers(0, 3)))})
        cue, speaker = (stretch() if draw(st.booleans()) else None for _ in range(2))
        name = draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8))
        kind = draw(st.sampled_from(["direct", "mixed", "indirect"]))
        quotes.append(Quote(kind, stretch(), tuple(pieces), cue, speaker, name))
    quotes = sorted({quote.content: quote for quote in quotes}.values(), key=lambda q: q.content)
    scares = sorted({stretch() for _ in range(draw(st.integers(0, 2)))})
    sentences = split_sentences(text) if draw(st.booleans()) else None
    return text, Layers(tokens, sentences, entities, quotes, scares)


def _is_article(text):
    try:
        return bool(tokenise(Article.from_text(text).text))
    except ArticleError:
        return False


@settings(max_examples=150, deadline=None)
@given(texts_with_layers(), st.sampled_from(FORMATS))
def test_any_layers_come_back_or_are_refused_in_a_sentence(made, format):
    text, layers = made
    try:
        write(text, layers, format)
    except FormatError as error:
        # Only CoNLL has no place for what overlaps or crosses, and it says so.
        assert format == "conll" and re.search(r"CoNLL (cannot hold|gives|needs)", str(error))
        assert "\n" not in str(error)
        layers = layers.only(["tokens", "sentences"])
    assert_comes_back(text, layers, format)


@pytest.mark.parametrize("name", ["x", "two words", "a\nb\t“c”", ' "quoted" ', "a/b%20#?é", "日本"])
@pytest.mark.parametrize("format", ["conll", "spacy", "webanno"])
def test_the_name_comes_back(name, format):
    layers = Layers(tokens=[Span(0, 2), Span(3, 6)], entities=[Span(3, 6, "A")])
    assert_comes_back("To Ada", layers, format, name)


def test_a_layer_that_is_not_there_stays_away():
    tokens = tokenise("Ada flew.")
    for format in ("conll", "spacy"):
        for layers in (Layers(tokens=tokens), Layers(tokens=tokens, entities=())):
            assert_comes_back("Ada flew.", layers, format)
    assert read('{"text": "Ada"}', "spacy").layers == Layers()


# --- Refusals ------------------------------------------------------------------------------------

TEXT = "Ada Ray flew. Oslo, too."
TOKENS = tokenise(TEXT)


@pytest.mark.parametrize(
    ("format", "layers", "sentence"),
    [
        ("conll", Layers(entities=[Span(0, 3, "A")]), "these layers have no tokens"),
        ("conll", Layers(tokens=[Span(0, 7), *TOKENS[2:]]), "'Ada Ray' at 0, for it has white"),
        ("conll", Layers(tokens=TOKENS[1:]), "'A' at 0 is in none"),
        ("conll", Layers(tokens=TOKENS[::-1]), "does not come after"),
        ("conll", Layers(TOKENS, entities=[Span(0, 2, "A")]), "begins or ends within a token"),
        (
            "conll",
            Layers(TOKENS, entities=[Span(0, 7, "A"), Span(4, 7, "B")]),
            "cannot overlap the one before it",
        ),
        ("conll", Layers(TOKENS, entities=[Span(0, 3, "A B")]), "a label is one word"),
        ("conll", Layers(TOKENS, entities=[Span(0, 3)]), "a label is one word"),
        ("conll", Layers(TOKENS, [Span(0, 13)]), "each token in a sentence"),
        ("conll", Layers(TOKENS, [Span(0, 13), Span(4, 24)]), "does not fit in"),
        (
            "conll",
            Layers(TOKENS, [Span(0, 13), Span(14, 24)], [Span(8, 18, "A")]),
            "goes on in the next sentence",
        ),
        ("spacy", Layers(tokens=TOKENS[1:]), "each character in a token"),
        ("spacy", Layers(tokens=[Span(0, 3), Span(3, 4), *TOKENS[1:]]), "white space alone"),
        ("spacy", Layers(tokens=TOKENS[::-1]), "in order and apart"),
        ("brat", Layers(entities=[Span(0, 3, "Cue")]), "which newsbook needs for quotes"),
        ("brat", Layers(entities=[Span(0, 3, "A B")]), "which brat forbids"),
        ("brat", Layers(entities=[Span(0, 3, "Ö")]), "which brat forbids"),
        ("webanno", Layers(entities=[Span(0, 3)]), "has none; give it one"),
        ("brat", Layers(entities=[Span(0, 99, "A")]), "a span goes from 0 to 99"),
        ("xml", Layers(), "there is no format 'xml'; the formats are conll, spacy, brat, webanno"),
    ],
)
def test_what_a_format_cannot_hold(format, layers, sentence):
    with pytest.raises(BadInput) as caught:
        write(TEXT, layers, format)
    assert sentence in str(caught.value) and "\n" not in str(caught.value)


def brat_line(line, text=TEXT):
    return ("brat", line, text)


@pytest.mark.parametrize(
    ("format", "data", "text", "sentence"),
    [
        ("conll", "Ada\tO\n", None, "give the article's text too"),
        ("conll", "Ada\tO\nRoy\tO\n", "Ada Ray", "the word 'Roy', but the text has 'Ray' where"),
        ("conll", "Ada\tO\nRay\tO\n", "Ada", "the text is at its end"),
        ("conll", "Ada\tO\n", "Ada Ray", "which goes on with 'Ray'"),
        ("conll", "Ada\n", "Ada", "line 1 is 'Ada'; write a word, a tab and its label"),
        ("conll", "Ada\tPERSON\n", "Ada", "is none of BIO"),
        ("conll", "Ada\tX-PERSON\n", "Ada", "is none of BIO"),
        ("spacy", "", None, "holds no line"),
        ("spacy", "{", None, "line 1: this is not JSON"),
        ("spacy", "[" * 100_000, None, "line 1: "),
        ("spacy", '{"texts": ""}', None, 'give it one'),
        ("spacy", '{"text": "a", "spans": [{"start": 0}]}', None, 'in its "spans"'),
        ("spacy", '{"text": "a", "tokens": {}}', None, 'its "tokens" are not a list'),
        ("spacy", '{"text": "a", "ents": [{"start": 0, "end": 2, "label": "A"}]}', None, "0 to 2"),
        ("spacy", '{"text": "a", "quotes": [{"kind": "direct"}]}', None, "a quote has the keys"),
        ("spacy", '{"text": "a"}\n{"text": "b"}', None, "holds 2 articles; read_all reads"),
        ("brat", "T1\tA 0 3\tAda\n", None, "the .txt file"),
        (*brat_line("junk"), "line 1: 'junk' is no annotation"),
        (*brat_line("T1\tA 0\tAda"), "T1 is no span"),
        (*brat_line("T1\tA 3 0\tAda"), "a span ends after it starts"),
        (*brat_line("T1\tA 0 99\tAda"), "T1 ends at 99, after the text"),
        (*brat_line("T1\tA 0 3\tBob"), "T1 says 'Bob' where the text has 'Ada'"),
        (*brat_line("T1\tA 0 3\tAda\nT1\tA 0 3\tAda"), "line 2: T1 is there twice"),
        (*brat_line("E1\tQuote:T9"), "E1 speaks of T9, which is not there"),
        (*brat_line("E1\tQuote"), "E1 is no event"),
        (*brat_line("T1\tQuote 0 3\tAda\nE1\tQuote:T1\nA1\tKind E1 free"), "not 'free'"),
        ("webanno", "{}", None, "does not hold the text"),
        ("webanno", "{", TEXT, "is not JSON"),
        ("webanno", "{}", TEXT, "holds no annotations"),
        ("webanno", '{"items": [1]}', TEXT, "annotation 1: it is no JSON object"),
    ],
)  # fmt: skip
def test_what_is_not_of_a_format(format, data, text, sentence):
    with pytest.raises(FormatError) as caught:
        read(data, format, text, where="file.x")
    assert str(caught.value).startswith("file.x") and sentence in str(caught.value)
    assert "\n" not in str(caught.value)


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


# --- Files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", FORMATS)
def test_files_come_back(format, tmp_path):
    article = Article.from_text(HARD["CRLF"], "crlf")
    layers = draft_layers(article.text)
    first, *beside = export(article, layers, format, tmp_path)
    [found] = import_file(first)
    assert (found.name, found.text) == ("crlf", article.text)
    assert held(found.layers) == held(layers.only(HOLDS[format]))
    assert [path.name for path in beside][:1] == ([] if format == "spacy" else ["crlf.txt"])
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    export(article, layers, format, tmp_path)  # the same again is no harm
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    other = Article.from_text("Ada Ray flew.", "crlf")
    with pytest.raises(FormatError, match="is there already and holds something else"):
        export(other, draft_layers(other.text), format, tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_name_without_an_ending_is_a_folder(tmp_path):
    article, layers = Article.load("nato_seoul"), Layers(entities=[Span(0, 4, "ORG")])
    export(article, layers, "brat", tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == [
        "annotation.conf", "nato_seoul.ann", "nato_seoul.txt",
    ]  # fmt: skip
    with pytest.raises(FormatError, match=r"give a name that ends in \.conll"):
        export(article, Layers.of(article), "conll", tmp_path / "a.txt")


def test_brat_gets_its_configuration_and_keeps_ones_own(tmp_path):
    article = Article.from_text("Ada Ray sailed.", "ship")
    export(article, Layers(entities=[Span(0, 7, "CREW")]), "brat", tmp_path)
    conf = (tmp_path / "annotation.conf").read_text("utf-8")
    assert {"CREW", "PERSON", "Quote Cue?:Cue, Speaker?:Speaker, Quoted*:Quoted"} <= set(
        conf.splitlines()
    )
    (tmp_path / "annotation.conf").write_text("[entities]\nMine\n", "utf-8")
    export(article, Layers(entities=[Span(0, 7, "CREW")]), "brat", tmp_path)
    assert (tmp_path / "annotation.conf").read_text("utf-8") == "[entities]\nMine\n"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.ann", b"\xff", "is not UTF-8: byte 0"),
        ("a.docx", b"", "does not say by its ending what it is"),
        ("a.conll", b"x\tO", r"a\.txt is not there; put it there, or name it with --text"),
    ],
)
def test_files_that_cannot_be_read(name, data, sentence, tmp_path):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(FormatError, match=sentence):
        import_file(tmp_path / name)
    with pytest.raises(FormatError, match="there is no file"):
        import_file(tmp_path / "nothing.ann")
    with pytest.raises(FormatError, match="is not a file"):
        import_file(tmp_path, "brat")
