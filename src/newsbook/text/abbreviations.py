"""Words that are written with a dot of their own.

A dot does two jobs in English: it ends sentences and it shortens words. No pattern can tell the two
apart by looks alone, so this table does part of the work. It is kept to what newspapers use, and a
form that is also a common last word of a sentence ("Miss.", "Sun.", "no.") is left out or bound to
what follows it: a table that is too eager hides more sentence ends than it saves words.
"""

from __future__ import annotations

__all__ = ["ABBREVIATIONS", "BEFORE_A_NAME", "BEFORE_A_NUMBER", "word_set"]


def word_set(text: str) -> frozenset[str]:
    """A table of words as a set, so that a table can be written the way a reader reads it.

    Example:
        >>> sorted(word_set("Mr Mrs Ms"))
        ['Mr', 'Mrs', 'Ms']
    """
    return frozenset(text.split())


#: Never the last word of a sentence: a name always follows.
BEFORE_A_NAME: frozenset[str] = word_set(
    """
    Adm Amb Brig Capt Cmdr Col Cpl Dr Fr Gen Gov Hon Lt Maj Messrs Mme Mmes Mr Mrs Ms Mt Pres Prof
    Pvt Rep Reps Rev Sen Sens Sgt Smt St Supt
    """
)

#: Short for something only when a figure follows: "No. 5", but "He said no."
BEFORE_A_NUMBER: frozenset[str] = word_set(
    "Art Fig No Nos Rs Sec Vol art c ca est fig no nos p pp sec vol"
)

#: Everything else; any of these may end a sentence as well.
ABBREVIATIONS: frozenset[str] = BEFORE_A_NAME | word_set(
    """
    Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Mon Tue Tues Wed Thu Thur Thurs Fri Sat
    Bhd Bros Co Corp Cos Dept Inc Jr Ltd Pte Pty Sdn Sr
    Alta Man Ont Que Sask
    Ave Blvd Ft Rd
    Ala Ariz Calif Colo Conn Fla Ga Kan Ky Md Mich Minn Mont Neb Nev Okla Ore Pa Penn Tenn Tex Va Vt
    Wis Wyo
    al approx cf etc vs
    """
)
