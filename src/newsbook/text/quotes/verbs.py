"""Is it a verb of saying here? *The mayors report* is one, *a staff report* is none."""

from __future__ import annotations

from newsbook.text.abbreviations import word_set
from newsbook.text.clauses.page import Unit
from newsbook.text.clauses.phrases import REACH
from newsbook.text.clauses.words import (
    BREAKS,
    CLITICS,
    DETERMINERS,
    NEGATIONS,
    NUMBERS,
    PIECE,
    PREPOSITIONS,
    PRONOUNS,
    SUBORDINATORS,
)
from newsbook.text.quotes.lexicon import CUES, NOUNS_TOO, PARTICLES, Form

__all__ = ["BE", "CHAINS", "CHANNELS", "form_at", "is_cue", "is_passive", "piece_near"]

BE = word_set("is are was were be been being ’s 's ’re 're get gets got")
_MODALS = word_set("would will could can may might should must shall ’ll 'll did does do to")
#: *By phone* is no agent, as *by Smith* is.
CHANNELS = word_set(
    "phone telephone email e-mail video text mail letter fax satellite radio saying"
)
#: What makes an infinitive a cue: went on |to say, likes |to say.
CHAINS = word_set("on continued had went liked like likes used began begins continues goes")


def form_at(low: list[str], k: int) -> tuple[Form | None, int]:
    """The form of a verb of saying that words are, and how many words it has.

    Example:
        >>> form_at(["she", "pointed", "out"], 1)
        (('point_out', 'report', 'past'), 2)
    """
    word = low[k]
    particles = PARTICLES.get(word)
    if particles and k + 1 < len(low) and low[k + 1] in particles:
        return particles[low[k + 1]], 2
    return CUES.get(word), 1


def is_cue(unit: Unit, k: int, end: int, form: Form) -> bool:
    """Whether the word is a verb here, and one that says rather than does not say."""
    low = unit.low
    before = low[k - 1] if k else ""
    after = low[end] if end < len(low) else ""
    beside = _piece_beside(low, k, end) or _is_cut_off(unit, k, end)
    if (
        before in DETERMINERS
        and before not in PRONOUNS
        and unit.names[k - 1] < 0
        and before not in NUMBERS
    ):
        return False
    if form.form in ("past", "pp") and before in ("the", "a", "an", "of"):
        return False
    if form.form in ("base", "s") and before in CLITICS and low[k] in NOUNS_TOO:
        return False  # called Smith’s |claim “absurd”
    if (
        form.form == "base"
        and low[k] in NOUNS_TOO
        and k
        and unit.is_verb_like(k - 1)
        and before not in _MODALS
    ):
        return False  # dismissed |talk of
    if form.lemma == "rule" and after == "out":
        return False
    if _is_negated(low, k) and not beside:
        return False
    if form.form in ("base", "s") and k > 1 and low[k] in NOUNS_TOO and unit.names[k - 1] < 0:
        # a staff |report, the seven-year |pledge; but: the page |reads, the mayor |claims that
        clear = form.form == "s" and (
            after in (PIECE, "that", ":") or PIECE in low[max(0, k - 4) : k]
        )
        if (
            low[k - 2] in DETERMINERS
            and before not in PRONOUNS
            and not before.endswith("s")
            and not clear
        ):
            return False
    if before in PREPOSITIONS and form.form != "ing" and before != "to":
        return False
    if form.does == "manner":
        near = [word for word in low[max(0, k - 16) : k] if word not in (",", "the")]
        if _is_cut_off(unit, k, end):
            return True
        if form.form == "ing":
            return before == PIECE or after == PIECE
        return PIECE in near or PIECE in low[end : end + 2]
    if form.does == "weak":
        return beside or after == "that" or PIECE in low[end : end + 3]
    if form.does in ("label", "urge"):
        if form.form in ("base", "s") and low[k] in NOUNS_TOO and not _has_subject(unit, k):
            return False  # the price |tag on the “bargain” house
        return piece_near(low, k)
    if before == "to":
        return beside or after == "that" or (k > 1 and low[k - 2] in CHAINS)
    if (
        before in PREPOSITIONS
        and form.form not in ("ing",)
        and before not in ("in", "on", "of", "at")
    ):
        return beside and form.form in ("past", "s")
    if form.form == "base" and before in _MODALS:
        return beside or after == "that"
    if low[k] in NOUNS_TOO:
        person = k > 0 and (unit.label(k - 1) in ("PERSON", "ORG") or before in PRONOUNS)
        return (beside and before != "to") or after == "that" or (person and form.form != "base")
    if form.form == "base":
        return before != "it" or beside or after == "that"
    if form.does == "ask":
        return after not in ("not", "to", "for") or beside
    if form.form == "ing":
        return after not in ("to", "for") and before not in DETERMINERS
    return True


def _is_negated(low: list[str], k: int) -> bool:
    near = low[max(0, k - 4) : k]
    for i in range(len(near) - 1, -1, -1):
        if near[i] in BREAKS or near[i] in SUBORDINATORS:
            near = near[i + 1 :]
            break
    if any(word in NEGATIONS for word in near[-3:]):
        return True
    return "to" in near[-1:] and any(
        word in ("declined", "refused", "declining", "refusing") for word in near
    )


def piece_near(low: list[str], k: int) -> bool:
    """Whether there is a quoted piece anywhere about in the unit."""
    return PIECE in low[max(0, k - REACH) : k + REACH]


def _piece_beside(low: list[str], k: int, end: int) -> bool:
    """Whether a quoted piece stands next to the verb or to its subject or object."""
    for i in range(end, min(len(low), end + 9)):
        if low[i] == PIECE:
            return True
        if low[i] in (";", ".") or (low[i] == "," and i > end + 4):
            break
    for i in range(k - 1, max(-1, k - 9), -1):
        if low[i] == PIECE:
            return True
        if low[i] in (";", "."):
            break
    return False


def _has_subject(unit: Unit, k: int) -> bool:
    """Whether a name, a pronoun or a modal stands before a verb that could be a noun."""
    low = unit.low
    i = k - 1
    while i > 0 and unit.is_adverb(i):
        i -= 1
    plural = low[i].endswith("s") and low[k] in NOUNS_TOO and not low[k].endswith("s")
    return i >= 0 and (unit.names[i] >= 0 or low[i] in PRONOUNS or low[i] in _MODALS or plural)


def _is_cut_off(unit: Unit, k: int, end: int) -> bool:
    """Whether the verb ends a tag that the splitter cut off: “Why?” | Ada Ray |wondered."""
    low = unit.low
    if k > 4 or not unit.index or (end < len(low) and low[end] not in BREAKS):
        return False
    if any(word in BREAKS for word in low[:end]):
        return False
    before = unit.page.unit(unit.index - 1)
    last = len(before) - 1
    return (
        before.paragraph == unit.paragraph
        and before.items[last] < 0
        and before.last_inside(last) in tuple("?!…—-")
    )


def is_passive(unit: Unit, k: int, form: Form, named: bool) -> bool:
    """Whether the verb is done to its subject: councillors were |told|, she was |quoted|."""
    low = unit.low
    i = k - 1
    while i >= 0 and (unit.is_adverb(i) or unit.label(i) == "DATE"):
        i -= 1
    if i >= 0 and low[i] in BE and not (low[i] in ("’s", "'s") and form.lemma == "say"):
        return True
    after = low[k + 1] if k + 1 < len(low) else ""
    opens = not named and (k == 0 or low[k - 1] in (",", PIECE, "when"))
    if opens and form.lemma in ("ask", "tell", "quote", "describe", "call"):
        return after in (
            "whether",
            "if",
            "about",
            "by",
            "why",
            "what",
            "how",
            "when",
            "where",
            "that",
            "to",
            "on",
            "as",
        )
    where = low[k + 2] if k + 2 < len(low) else ""
    return (
        after == "by" and where not in CHANNELS and form.does in ("label", "report", "weak", "tell")
    )
