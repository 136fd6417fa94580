r"""CoNLL: a token a line with its BIO label, a blank line between sentences.

    NATO	B-ORG
    chief	O

Holds tokens, sentences and entities; no quotes, and no name that lies in another or goes on in
the next sentence. It knows words and no places, so reading it needs the article's text: the tokens
are found in it one after another, with nothing but white space between them. For that to be sure,
what cannot come back is refused when it is written: a token with white space in it, a character
that is in no token, an entity that ends within one.

Two lines before the first sentence begin with ``#`` and have no tab, which no token's line has: the
article's name, and the layers where they are not all three. Not every tool knows such comments.

What other tools write is read too: columns set apart by spaces, of which the first is the word and
the last the label, ``-DOCSTART-`` lines, labels of the kinds IOB1, IOB2, BIOES and BILOU.
"""

from __future__ import annotations

import json

from newsbook.articles.layers import Layers
from newsbook.formats.base import LINE_BREAKS, Document, FormatError, first_odd, name_written, short
from newsbook.spans import Span, cover, lost_characters

__all__ = ["read_conll", "write_conll"]

_ALL = ("tokens", "sentences", "entities")
_BEGIN, _ALONE, _INSIDE = "B", "SU", "IEL"


def write_conll(name: str, text: str, layers: Layers) -> str:
    r"""Write tokens with BIO labels.

    Args:
        name: The article's name.
        text: Its text.
        layers: Tokens, and if they are there sentences and entities.

    Raises:
        FormatError: There are no tokens, or the format cannot hold these.

    Example:
        >>> layers = Layers(tokens=(Span(0, 4), Span(5, 9)), entities=(Span(0, 4, "PERSON"),))
        >>> print(write_conll("ada", "Park flew", layers).replace("\t", " | "))
        # name = ada
        # layers = tokens entities
        <BLANKLINE>
        Park | B-PERSON
        flew | O
        <BLANKLINE>
    """
    if layers.tokens is None:
        raise FormatError(
            "CoNLL has a token a line and these layers have no tokens; add them, for instance "
            "with newsbook.text.tokenise"
        )
    tokens = layers.tokens
    _check_tokens(text, tokens)
    labels = _labels(text, tokens, layers.entities or ())
    breaks = _breaks(text, tokens, layers)
    held = [layer for layer in _ALL if layer in layers.held]
    lines = [f"# name = {_plain(name)}"]
    if tuple(held) != _ALL:
        lines.append(f"# layers = {' '.join(held)}")
    for i, (token, label) in enumerate(zip(tokens, labels, strict=True)):
        if i in breaks:
            lines.append("")
        lines.append(f"{token.of(text)}\t{label}")
    return "\n".join(lines) + "\n"


def _check_tokens(text: str, tokens: tuple[Span, ...]) -> None:
    if odd := first_odd(tokens):
        raise FormatError(
            f"CoNLL needs the tokens in order and apart; {short(odd[1].of(text))} at "
            f"{odd[1].start} does not come after {short(odd[0].of(text))}"
        )
    for token in tokens:
        if any(char.isspace() for char in token.of(text)):
            raise FormatError(
                f"CoNLL cannot hold the token {short(token.of(text))} at {token.start}, for it has "
                "white space in it; split it there"
            )
    if lost := lost_characters(text, tokens):
        raise FormatError(
            f"CoNLL gives the text as its tokens, and {short(text[lost[0]])} at {lost[0]} is in "
            "none; put it into one"
        )


def _labels(text: str, tokens: tuple[Span, ...], entities: tuple[Span, ...]) -> list[str]:
    starts = {token.start: i for i, token in enumerate(tokens)}
    ends = {token.end: i for i, token in enumerate(tokens)}
    labels = ["O"] * len(tokens)
    before: Span | None = None
    for entity in entities:
        words = f"the entity {short(entity.of(text))} at {entity.start}"
        if entity.start not in starts or entity.end not in ends:
            raise FormatError(f"CoNLL cannot hold {words}, for it begins or ends within a token")
        if before is not None and entity.start < before.end:
            raise FormatError(
                f"CoNLL gives a token one label, so {words} cannot overlap the one before it, nor "
                "come before it"
            )
        if not entity.label or any(char.isspace() for char in entity.label):
            raise FormatError(
                f"CoNLL cannot hold the label {short(entity.label)} of {words}; a label is one word"
            )
        for i in range(starts[entity.start], ends[entity.end] + 1):
            labels[i] = f"{'B' if i == starts[entity.start] else 'I'}-{entity.label}"
        before = entity
    return labels


def _breaks(text: str, tokens: tuple[Span, ...], layers: Layers) -> set[int]:
    """Numbers of the tokens that have a blank line before them."""
    if layers.sentences is None:
        return {0}
    starts = {token.start: i for i, token in enumerate(tokens)}
    ends = {token.end: i for i, token in enumerate(tokens)}
    found = []
    next_token = 0
    for sentence in layers.sentences:
        first, last = starts.get(sentence.start), ends.get(sentence.end)
        if first != next_token or last is None or last < first:
            raise FormatError(
                f"CoNLL needs sentences that take in all tokens, one after another; "
                f"{short(sentence.of(text))} at {sentence.start} does not fit in"
            )
        found.append(first)
        next_token = last + 1
    if next_token < len(tokens):
        token = tokens[next_token]
        raise FormatError(
            f"CoNLL needs each token in a sentence; {short(token.of(text))} at {token.start} is in "
            "none"
        )
    begins = set(found)
    for entity in layers.entities or ():
        if begins.intersection(range(starts[entity.start] + 1, ends[entity.end] + 1)):
            raise FormatError(
                f"CoNLL cannot hold the entity {short(entity.of(text))} at {entity.start}, for it "
                "goes on in the next sentence"
            )
    return begins


def read_conll(data: str, text: str | None, where: str = "the CoNLL data") -> Document:
    r"""Read tokens with labels, and find their places in the text.

    Args:
        data: What the file holds.
        text: The article's text.
        where: What to call the file in a sentence.

    Raises:
        FormatError: There is no text, or the tokens are not those of this text, or a line has no
            label.

    Example:
        >>> found = read_conll("Park\tB-PERSON\nflew\tO\n\nHome\tO\n", "Park flew \n Home")
        >>> found.layers.sentences
        (Span(start=0, end=9, label=''), Span(start=12, end=16, label=''))
        >>> found.layers.entities
        (Span(start=0, end=4, label='PERSON'),)
    """
    if text is None:
        raise FormatError(
            f"{where} holds words without their places; give the article's text too, as it was "
            "when they were cut"
        )
    name = "text"
    held: tuple[str, ...] = _ALL
    tokens: list[Span] = []
    labels: list[str] = []
    blocks: list[list[Span]] = [[]]
    at = 0
    for number, line in enumerate(data.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if line.startswith("#") and "\t" not in line:
            key, sign, value = line[1:].partition("=")
            if sign and key.strip() in ("name", "newdoc id"):
                name = name_written(value.strip())
            elif sign and key.strip() == "layers":
                held = tuple(layer for layer in _ALL if layer in value.split())
            if sign or not text[at:].lstrip().startswith("#"):
                continue  # or it is the word "#" with its label, in columns of spaces
        if not line.strip():
            blocks.append([])
            continue
        columns = line.split("\t") if "\t" in line else line.split()
        if columns[0] == "-DOCSTART-" and not text.startswith("-DOCSTART-", at):
            continue
        if len(columns) < 2 or not columns[0] or not columns[-1]:
            raise FormatError(
                f"{where}: line {number} is {short(line)}; write a word, a tab and its label"
            )
        start = at
        while start < len(text) and text[start].isspace():
            start += 1
        if not text.startswith(columns[0], start):
            there = text[start : start + 20]
            has = f"has {short(there)} where" if there else "is at its end when"
            raise FormatError(
                f"{where}: line {number} has the word {short(columns[0])}, but the text {has} it "
                "should come next; is it the text that these words were cut from?"
            )
        at = start + len(columns[0])
        tokens.append(Span(start, at))
        labels.append(columns[-1])
        blocks[-1].append(tokens[-1])
    if rest := text[at:].strip():
        raise FormatError(
            f"{where} ends before its text does, which goes on with {short(rest, 20)}; is it the "
            "text that these words were cut from?"
        )
    entities = _entities(tokens, labels, blocks, where)
    layers = Layers(
        tokens=tuple(tokens),
        sentences=tuple(cover(block) for block in blocks if block),
        entities=tuple(entities),
    )
    return Document(name, text, layers.only(held))


def _entities(
    tokens: list[Span], labels: list[str], blocks: list[list[Span]], where: str
) -> list[Span]:
    """The entities of labels of any BIO kind; a blank line ends one."""
    begins_block = {block[0].start for block in blocks if block}
    found: list[Span] = []
    open_label = ""
    for token, tag in zip(tokens, labels, strict=True):
        if token.start in begins_block:
            open_label = ""
        if tag == "O":
            open_label = ""
            continue
        kind, sign, label = tag.partition("-")
        if not sign or not label or len(kind) != 1 or kind not in _BEGIN + _ALONE + _INSIDE:
            raise FormatError(
                f"{where}: the label {short(tag)} is none of BIO; write O, or B- or I- and the name"
            )
        if kind in _INSIDE and label == open_label:
            found[-1] = Span(found[-1].start, token.end, label)
        else:  # in IOB1 an entity begins with I-, where none goes on
            found.append(token.labelled(label))
        open_label = label if kind in _BEGIN + "I" else ""
    return found


def _plain(name: str) -> str:
    """A name for a line; one that has a line's end or a tab in it as a JSON string."""
    odd = name != name.strip() or name.startswith('"') or any(c in name for c in LINE_BREAKS + "\t")
    return json.dumps(name) if odd else name
