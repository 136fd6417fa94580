"""Spans as a tag for each token, and back: the BIO scheme (Ramshaw and Marcus 1995).

``B-PERSON`` begins a person's name, ``I-PERSON`` goes on with it, ``O`` is outside of any. So a
question about spans becomes one about tokens, which a classifier can answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsbook.spans import Span

__all__ = ["bio_decode", "bio_encode"]


def bio_encode(tokens: Sequence[Span], spans: Iterable[Span]) -> list[str]:
    """A tag for each token.

    A token is in a span if they share a character. Where spans overlap, the later one takes it.

    Args:
        tokens: The tokens, in order and disjoint.
        spans: Labelled spans, in any order.

    Example:
        >>> from newsbook.text import tokenise
        >>> tokens = tokenise("Park Jin thanked NATO")
        >>> bio_encode(tokens, [Span(0, 8, "PERSON"), Span(17, 21, "ORG")])
        ['B-PERSON', 'I-PERSON', 'O', 'B-ORG']
    """
    tags = ["O"] * len(tokens)
    at = 0
    for span in sorted(spans):
        while at < len(tokens) and tokens[at].end <= span.start:
            at += 1
        mark = "B"
        while at < len(tokens) and tokens[at].start < span.end:
            tags[at] = f"{mark}-{span.label}"
            mark = "I"
            at += 1
    return tags


def bio_decode(tokens: Sequence[Span], tags: Sequence[str]) -> list[Span]:
    """The spans that the tags stand for.

    An ``I`` that continues nothing of its label begins a span: a tagger's slip is read as a reader
    would.

    Raises:
        ValueError: There are more tags than tokens, or fewer.

    Example:
        >>> bio_decode([Span(0, 4), Span(5, 8), Span(9, 16)], ["B-PERSON", "I-PERSON", "O"])
        [Span(start=0, end=8, label='PERSON')]
    """
    spans: list[Span] = []
    going = ""
    for token, tag in zip(tokens, tags, strict=True):
        if tag == "O":
            going = ""
            continue
        mark, _, label = tag.partition("-")
        if mark == "I" and label == going:
            spans[-1] = Span(spans[-1].start, token.end, label)
        elif label:
            spans.append(Span(token.start, token.end, label))
        going = label
    return spans
