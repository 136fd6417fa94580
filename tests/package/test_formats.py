"""Layers as other tools write them: what goes out comes back, and other parsers read it too."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from odd_texts import ODD, any_text

from newsbook.articles import Article, ArticleError, Layers, Quote, article_names
from newsbook.classroom.draft import draft_layers
from newsbook.errors import BadInput
from newsbook.formats import FORMATS, HOLDS, FormatError, export, import_file, read, write
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


def test_pieces_with_only_a_line_between_them_stay_two_in_brat():
    text = "“One.\n“Two,\nthree.”"
    pieces = (Span(0, 5), Span(6, len(text)))
    quote = Quote("mixed", Span(0, len(text)), pieces)
    written = assert_comes_back(text, Layers(quotes=(quote,)), "brat")
    assert "Quoted 0 5\t" in written and "Quoted 6 11;12 19\t“Two, three.”" in written


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
