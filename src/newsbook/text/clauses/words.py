"""Small words by their kind: what a reader leans on who has no parser.

English tells with a few hundred short words where a noun phrase begins and where a clause ends.
These are closed lists, so they can be read and checked; everything else is taken for a noun, a verb
or an adjective by its neighbours.
"""

from __future__ import annotations

from newsbook.text.abbreviations import word_set

__all__ = [
    "ADVERBS", "AUXILIARIES", "BREAKS", "CLITICS", "CONJUNCTIONS", "DASHES", "DAYS", "DETERMINERS",
    "HE", "IRREGULAR", "NEGATIONS", "NUMBERS", "PIECE", "POSSESSIVES", "PREPOSITIONS", "PRONOUNS",
    "SHE", "STOPS", "SUBORDINATORS", "is_adverb", "is_verb_like",
]  # fmt: skip

#: What stands in a unit's words for a whole quoted piece.
PIECE = "“”"

HE = frozenset({"he"})
SHE = frozenset({"she"})
#: Pronouns that can be the subject of *said*.
PRONOUNS = word_set(
    """
    he she they it i we you someone somebody everyone everybody nobody anyone one others many
    some most few another neither both several all either none two three other
    """
)

POSSESSIVES = word_set("his her their its our my your")

#: Days by name, for texts whose dates nobody has marked.
DAYS = word_set("monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow")

NUMBERS = word_set("one two three four five six seven eight nine ten dozen dozens hundreds several")

DETERMINERS = (
    word_set(
        """
    the a an this that these those some any no another each every both either many several most
    few all other
    """
    )
    | POSSESSIVES
    | NUMBERS
)

PREPOSITIONS = word_set(
    """
    of for from with at in on by to about against among between over under during after before
    since through near inside outside across around behind beyond within without toward towards
    via per like despite besides along alongside into onto upon amid amongst above below beside
    following including until throughout off up down out
    """
)

SUBORDINATORS = word_set(
    """
    that because when while as if although though whether until unless where why how what which
    who whom whose once than lest so whenever wherever whereas
    """
)

CONJUNCTIONS = word_set("and but or yet nor &")

AUXILIARIES = word_set(
    """
    is are was were be been being am has have had having do does did will would can could may
    might shall should must ’s ’d ’ll ’ve ’re ’m 's 'd 'll 've 're 'm ca wo
    """
)

NEGATIONS = word_set("not n’t n't never neither nor hardly without")

DASHES = frozenset({"—", "–", "--", "-", "―"})

#: Marks that end the stretch in which a subject is looked for.
BREAKS = frozenset({",", ";", ":", "(", ")", "[", "]", ".", "!", "?", "…", "...", PIECE}) | DASHES

#: What a possessive leaves of itself as a token.
CLITICS = frozenset({"’s", "'s", "’", "'"})

#: What no noun phrase goes on over.
STOPS = BREAKS | SUBORDINATORS | CONJUNCTIONS

ADVERBS = word_set(
    """
    also later then now still again already just even only first finally recently previously
    repeatedly earlier here there too once often sometimes always ever perhaps maybe soon today
    yesterday tomorrow tonight meanwhile instead afterward afterwards however moreover
    nonetheless himself herself themselves itself aloud back flatly jointly long much never not
    n’t n't
    """
)

#: Past tenses that do not end in -ed, for telling where a subject ends.
IRREGULAR = word_set(
    """
    went came took got gave left put sat stood held kept met ran saw led won lost made paid sold
    bought brought thought taught caught found felt knew grew drew threw flew drove rode wrote
    spoke broke chose rose fell began sang drank swam told said says say heard spent sent built
    lent meant read hit cut set let shut quit hurt beat wore tore swore bore slept swept dealt
    fought sought struck stuck hung sank shook wants want plans hopes believes thinks lives
    works owns runs expect expects remain remains seem seems appear appears include includes
    means believe feels knows tries keeps becomes gives goes comes makes takes needs become
    continues
    """
)

_NOT_ADVERBS = word_set(
    """
    family july italy assembly ally reply supply rally bully daily orderly elderly butterfly
    anomaly monopoly likely friendly
    """
)
_NOT_VERBS = word_set(
    """
    united unidentified named married retired hundred red bed seed need speed feed deed weed
    shed wed sacred wicked naked beloved so-called veteran-led armed unnamed elected appointed
    embattled
    """
)


def is_adverb(word: str) -> bool:
    """Whether a small-letter word is an adverb by the list or by its ending.

    Example:
        >>> [is_adverb(word) for word in ("also", "quietly", "family")]
        [True, True, False]
    """
    return word in ADVERBS or (len(word) > 4 and word.endswith("ly") and word not in _NOT_ADVERBS)


def is_verb_like(word: str) -> bool:
    """Whether a small-letter word looks like a finite verb: *was*, *went*, *leaned*.

    Example:
        >>> [is_verb_like(word) for word in ("was", "leaned", "mayor", "went")]
        [True, True, False, True]
    """
    return (
        word in AUXILIARIES
        or word in IRREGULAR
        or (len(word) > 3 and word.endswith("ed") and word not in _NOT_VERBS)
    )
