r"""brat: standoff lines (``.ann``) beside the untouched text (``.txt``).

    T1	ORG 0 4	NATO
    T2	Quote 20 45	‘interconnected’ security
    T3	Cue 11 19	stresses
    E1	Quote:T2 Cue:T3
    A1	Kind E1 mixed
    #1	AnnotatorNotes E1	Jens Stoltenberg

Holds entities and quotes; no tokens and no sentences. An entity is a T line. A quote is an event:
its trigger is the content, its arguments are the cue, the speaker and the quoted pieces; its kind
is an attribute, and the name that its speaker resolves to is the annotator's note on it. Scare
quotes are T lines of that name. So an entity's label may be none of Quote, Cue, Speaker, Quoted and
ScareQuote, and is one word of letters, digits, ``_`` and ``-``, as brat wants it. A layer with
nothing in it leaves no line, and comes back as a layer that is not there. Entities come back in the
order of the text.

Offsets count code points. A span that runs over the end of a line is written in fragments, as brat
wants it (``0 4;5 9``), and so are the quoted pieces of one quote; read, fragments with nothing but
a line's end between them are one span again. `brat_config` gives the ``annotation.conf`` that brat
needs in the folder to show all this.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from newsbook.articles.gold import ENTITY_LABELS
from newsbook.articles.layers import Layers
from newsbook.articles.quote import QUOTE_KINDS, Quote
from newsbook.errors import BadInput
from newsbook.formats.base import (
    LINE_BREAKS,
    Document,
    FormatError,
    name_written,
    named_and_quoted,
    short,
)
from newsbook.spans import Span, cover

__all__ = ["brat_config", "read_brat", "write_brat"]

_OURS = ("Quote", "Cue", "Speaker", "Quoted", "ScareQuote")
_BREAK = re.compile(rf"\s*[{LINE_BREAKS}]\s*")
_LABEL = re.compile(r"[\w-]+", re.ASCII)
_PLACE = re.compile(r"(\d{1,12}) (\d{1,12})")


def brat_config(layers: Layers) -> str:
    """The ``annotation.conf`` that brat needs in the folder to show files of ours.

    Args:
        layers: The layers that were written; labels of their own are listed too.

    Example:
        >>> brat_config(Layers(entities=(Span(0, 4, "SHIP"),))).split()[1:8]
        ['PERSON', 'ORG', 'GPE', 'LOC', 'NORP', 'DATE', 'SHIP']
    """
    labels = dict.fromkeys([*ENTITY_LABELS, *(entity.label for entity in layers.entities or ())])
    entities = "\n".join([*labels, *_OURS[1:]])
    return f"""[entities]
{entities}

[relations]
<OVERLAP> Arg1:<ANY>, Arg2:<ANY>, <OVL-TYPE>:<ANY>

[events]
Quote Cue?:Cue, Speaker?:Speaker, Quoted*:Quoted

[attributes]
Kind Arg:<EVENT>, Value:{"|".join(QUOTE_KINDS)}
"""


def write_brat(name: str, text: str, layers: Layers) -> str:
    r"""Write the lines of the ``.ann`` file.

    Args:
        name: The article's name, which the file's name says.
        text: Its text, which lies beside as ``.txt``.
        layers: Entities, quotes, or both.

    Raises:
        FormatError: A label is one that the format cannot hold.

    Example:
        >>> write_brat("ada", "Ada\nRay flew", Layers(entities=(Span(0, 7, "PERSON"),)))
        'T1\tPERSON 0 3;4 7\tAda Ray\n'
    """
    lines: list[str] = []
    count = 0

    def bound(label: str, spans: Iterable[Span]) -> str:
        nonlocal count
        count += 1
        pieces = [piece for span in spans for piece in _fragments(text, span)]
        places = ";".join(f"{piece.start} {piece.end}" for piece in pieces)
        words = " ".join(re.sub(r"\s", " ", piece.of(text)) for piece in pieces)
        lines.append(f"T{count}\t{label} {places}\t{words}")
        return f"T{count}"

    for entity in layers.entities or ():
        _check_label(entity, text)
        bound(entity.label, [entity])
    for number, quote in enumerate(layers.quotes or (), 1):
        arguments = [f"Quote:{bound('Quote', [quote.content])}"]
        if quote.cue:
            arguments.append(f"Cue:{bound('Cue', [quote.cue])}")
        if quote.speaker:
            arguments.append(f"Speaker:{bound('Speaker', [quote.speaker])}")
        for i, pieces in enumerate(_apart(text, quote.pieces), 1):
            role = "Quoted" if i == 1 else f"Quoted{i}"
            arguments.append(f"{role}:{bound('Quoted', pieces)}")
        lines.append(f"E{number}\t{' '.join(arguments)}")
        lines.append(f"A{number}\tKind E{number} {quote.kind}")
        if quote.resolved is not None:
            lines.append(f"#{number}\tAnnotatorNotes E{number}\t{_note(quote.resolved)}")
    for scare in layers.scare_quotes or ():
        bound("ScareQuote", [scare])
    return "".join(f"{line}\n" for line in lines)


def _check_label(entity: Span, text: str) -> None:
    if entity.label in _OURS or not _LABEL.fullmatch(entity.label):
        why = "which newsbook needs for quotes" if entity.label in _OURS else "which brat forbids"
        raise FormatError(
            f"brat cannot hold the entity {short(entity.of(text))} at {entity.start} under the "
            f"label {short(entity.label)}, {why}; use another of letters, digits, _ and -"
        )


def _fragments(text: str, span: Span) -> Iterator[Span]:
    """The parts of a span between the ends of lines; a span of nothing else is one part."""
    at = span.start
    for gap in _BREAK.finditer(text, span.start, span.end):
        if at < gap.start() and gap.end() < span.end:
            yield Span(at, gap.start())
            at = gap.end()
    yield Span(at, span.end)


def _one_span(text: str, before: Span, after: Span) -> bool:
    return before.end < after.start and bool(_BREAK.fullmatch(text, before.end, after.start))


def _apart(text: str, pieces: Sequence[Span]) -> list[list[Span]]:
    """Pieces that can be told apart again when they are the fragments of one line."""
    groups: list[list[Span]] = []
    for piece in pieces:
        last = groups[-1][-1] if groups else None
        if last is None or piece.start < last.end or _one_span(text, last, piece):
            groups.append([])
        groups[-1].append(piece)
    return groups


def _note(name: str) -> str:
    odd = name != name.strip() or not name or name.startswith('"')
    return json.dumps(name) if odd or any(c in name for c in LINE_BREAKS + "\t") else name


@dataclass
class _Lines:
    """The lines of an ``.ann`` file by what they are."""

    bound: dict[str, tuple[str, list[Span]]] = field(default_factory=dict)
    events: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


def read_brat(
    data: str, text: str | None, where: str = "the .ann file", name: str = "text"
) -> Document:
    r"""Read entities and quotes.

    T lines are entities, except those of our own labels and those that trigger an event. Events and
    attributes of other kinds, relations, normalisations and notes on something else than a quote
    are passed over.

    Args:
        data: What the ``.ann`` file holds.
        text: What the ``.txt`` file holds.
        where: What to call the file in a sentence.
        name: The article's name.

    Raises:
        FormatError: There is no text, or a line is not of the format or does not fit the text.

    Example:
        >>> read_brat("T1\tPERSON 0 3;4 7\tAda Ray\n", "Ada\nRay flew").layers.entities
        (Span(start=0, end=7, label='PERSON'),)
    """
    if text is None:
        raise FormatError(f"{where} holds places in a text; give that text, the .txt file, too")
    lines = _Lines()
    for number, line in enumerate(data.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if line.strip():
            try:
                _take(lines, line, text)
            except BadInput as error:
                raise FormatError(f"{where}: line {number}: {error}") from None
    try:
        quotes = _quotes(lines)
    except ValueError as error:
        raise FormatError(f"{where}: {error}") from None
    triggers = {parts[0][1] for parts in lines.events.values()}
    entities, scares = [], []
    for key, (label, spans) in lines.bound.items():
        if label == "ScareQuote":
            scares += spans
        elif label not in _OURS and key not in triggers:
            entities.append(cover(spans, label))
    return named_and_quoted(name, text, entities, quotes, scares)


def _take(lines: _Lines, line: str, text: str) -> None:
    key, *rest = line.split("\t")
    if not rest or not re.fullmatch(r"[A-Z#]\w*|\*", key):
        raise BadInput(f"{short(line)} is no annotation; begin it with T1 or the like and a tab")
    head = rest[0].split()
    if key[0] == "T":
        if key in lines.bound:
            raise BadInput(f"{key} is there twice; number the lines anew")
        lines.bound[key] = _bound(key, rest, text)
    elif key[0] == "E":
        parts = [tuple(argument.split(":")) for argument in head]
        if not parts or any(len(part) != 2 for part in parts):
            raise BadInput(f"{key} is no event such as Quote:T1 Cue:T2; correct it")
        lines.events[key] = [(part[0], part[1]) for part in parts]
    elif key[0] == "A" and head[:1] == ["Kind"] and len(head) == 3:
        lines.kinds[head[1]] = head[2]
    elif key[0] == "#" and head[:1] == ["AnnotatorNotes"] and len(head) == 2 and len(rest) > 1:
        lines.notes[head[1]] = name_written("\t".join(rest[1:]))


def _bound(key: str, rest: Sequence[str], text: str) -> tuple[str, list[Span]]:
    label, _, places = rest[0].partition(" ")
    spans: list[Span] = []
    for place in places.split(";"):
        match = _PLACE.fullmatch(place.strip())
        if not match or not label:
            raise BadInput(f"{key} is no span such as PERSON 0 4; correct it")
        span = Span(int(match[1]), int(match[2]))
        if span.end > len(text):
            raise BadInput(
                f"{key} ends at {span.end}, after the text, which has {len(text)} characters; is "
                "it the text that was annotated?"
            )
        spans.append(span)
    said = re.sub(r"\s", " ", "\t".join(rest[1:]))
    words = " ".join(re.sub(r"\s", " ", span.of(text)) for span in spans)
    if said.split() != words.split():
        raise BadInput(
            f"{key} says {short(said)} where the text has {short(words)}; is it the text that was "
            "annotated?"
        )
    whole = [spans[0]]
    for span in spans[1:]:
        if _one_span(text, whole[-1], span):
            whole[-1] = Span(whole[-1].start, span.end)
        else:
            whole.append(span)
    return label, whole


def _quotes(lines: _Lines) -> list[Quote]:
    """The quotes among the events."""
    quotes = []
    for event, parts in lines.events.items():
        if parts[0][0] != "Quote":
            continue
        roles: dict[str, list[Span]] = {}
        for role, key in parts:
            if key not in lines.bound:
                raise BadInput(f"{event} speaks of {key}, which is not there; add its line")
            roles.setdefault(role.rstrip("0123456789"), []).extend(lines.bound[key][1])
        pieces = tuple(sorted(roles.get("Quoted", [])))
        content = cover(roles["Quote"])
        kind = lines.kinds.get(event) or _kind(content, pieces)
        cue, speaker = (
            cover(roles[role]) if role in roles else None for role in ("Cue", "Speaker")
        )
        quotes.append(Quote(kind, content, pieces, cue, speaker, lines.notes.get(event)))
    return sorted(quotes, key=lambda quote: quote.content)


def _kind(content: Span, pieces: Sequence[Span]) -> str:
    """What a quote is that nobody has said it of."""
    if not pieces:
        return "indirect"
    return "direct" if list(pieces) == [content] else "mixed"
