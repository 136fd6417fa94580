"""4.9: who speaks before being named?"""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


def _loop(test: str, once: bool = True) -> str:
    """A wrong answer: goes through the quotes, and lists the names that pass a test."""
    met = (
        "        if name in met:\n            continue\n        met.append(name)\n" if once else ""
    )
    return (
        "def named_late(quotes, first_named):\n"
        "    found, met = [], []\n"
        "    for name, sentence in quotes:\n"
        f"{met}        met.append(name)\n"
        f"        if {test}:\n"
        "            found.append(name)\n"
        "    return found"
    )


class NamedLate(CodeExercise):
    """Who has the word before the article gives the full name?"""

    id = "4.9"
    title = "Who speaks before being named?"
    skill = "compare places in a text to find out who is introduced late"
    points = 3
    minutes = 10
    answer_name = "named_late"
    returns = "a list of names"
    hints = (
        "For one speaker: which two sentence numbers do you compare, and which of them is smaller "
        "when the name comes too late?",
        "How do you know, at the second quote of a speaker, that you have met the name before?",
        "What does `first_named.get(name)` give for a name that is not in the dictionary, and "
        "where do such names belong?",
    )
    mistakes = (
        Misconception(
            "in the same sentence counts as late",
            "`“Yes,” said Per Holm.` gives the name in the sentence of the quote itself, as most "
            "tags do. Is that late?",
            _loop("name not in first_named or sentence <= first_named[name]"),
        ),
        Misconception(
            "any quote counts",
            "Somebody is on your list more than once. Which of a speaker's quotes is asked about?",
            _loop("name not in first_named or sentence < first_named[name]", once=False),
        ),
        Misconception(
            "never named counts as in time",
            "A speaker whom the article never gives a full name is not on your list. When is "
            "“never”: early or late?",
            _loop("sentence < first_named.get(name, 0)"),
        ),
        Misconception(
            "the others",
            "You list those who are named in time. Who is asked for?",
            _loop("name in first_named and first_named[name] <= sentence"),
        ),
        Misconception(
            "the last quote decides",
            "By their last quote almost everybody has been named. Which quote of each speaker "
            "decides?",
            "def named_late(quotes, first_named):\n"
            "    last = {name: sentence for name, sentence in quotes}\n"
            "    return [n for n in last if n not in first_named or last[n] < first_named[n]]",
        ),
    )
    praise = (
        "Two places, one comparison: now an article tells whom it introduces before letting them "
        "speak, and whom it does not."
    )

    def make_cases(self) -> Sequence[Case]:
        """Short casts, each with a reason to be there."""
        late = [["Ek", 1], ["Holm", 2], ["Ek", 3], ["Ek", 9], ["Lund", 9], ["Lund", 10]]
        return (
            Case((late, {"Ek": 4, "Holm": 2, "Lund": 11}), ["Ek", "Lund"]),
            Case(([["Ek", 3], ["Vik", 4], ["Vik", 8]], {"Ek": 1}), ["Vik"]),
            Case(([["Ek", 5], ["Ek", 6]], {"Ek": 5}), []),
            Case(([["Vik", 2], ["Vik", 7], ["Berg", 4]], {"Vik": 6, "Berg": 1}), ["Vik"]),
            Case(([], {"Ek": 1}), []),
        )
