"""4.6: about whom does somebody speak?"""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception

TEXT = "“Lund told Holm and Lund is right about Bergen,” Holm said in Oslo. Lund left."
NAMES = [
    [1, 5, "Lund"],
    [11, 15, "Holm"],
    [20, 24, "Lund"],
    [40, 46, "Bergen"],
    [49, 53, "Holm"],
    [62, 66, "Oslo"],
    [68, 72, "Lund"],
]


class AboutWhom(CodeExercise):
    """The names inside the content, the speaker's left out, each once."""

    id = "4.6"
    title = "About whom?"
    skill = "find the names inside of what was said, by their offsets"
    points = 3
    minutes = 10
    answer_name = "about"
    returns = "a list of names"
    hints = (
        "A name stands inside when it starts at or after the start of what was said, and ends at "
        "or before its end. Which two comparisons are that?",
        "Which two names does one have to leave out: the one that is on the list already, and "
        "whose?",
        "What is the first thing that your function makes, and the last that it gives back?",
    )
    mistakes = (
        Misconception(
            "all names of the article",
            "You list names that stand outside of the quote. Which offsets say where it begins "
            "and ends?",
            "def about(content, speaker, names):\n"
            "    found = []\n"
            "    for start, end, name in names:\n"
            "        if name != speaker and name not in found:\n"
            "            found.append(name)\n"
            "    return found",
        ),
        Misconception(
            "keeps the speaker, and names twice",
            "You list every name inside. Two kinds do not belong there: who speaks, and what is on "
            "the list already. How can your function see that?",
            "def about(content, speaker, names):\n"
            "    a, b = content\n"
            "    return [name for start, end, name in names if a <= start and end <= b]",
        ),
        Misconception(
            "keeps the speaker",
            "Somebody who names himself is on your list. Whom does he speak about, beside himself?",
            "def about(content, speaker, names):\n"
            "    found = []\n"
            "    for start, end, name in names:\n"
            "        if content[0] <= start and end <= content[1] and name not in found:\n"
            "            found.append(name)\n"
            "    return found",
        ),
        Misconception(
            "names twice",
            "A name that is said twice is on your list twice. Does the list have it already?",
            "def about(content, speaker, names):\n"
            "    found = []\n"
            "    for start, end, name in names:\n"
            "        if content[0] <= start and end <= content[1] and name != speaker:\n"
            "            found.append(name)\n"
            "    return found",
        ),
        Misconception(
            "strictly inside",
            "A name at the very edge of the quote is missing. Are two equal offsets inside or "
            "outside?",
            "def about(content, speaker, names):\n"
            "    found = []\n"
            "    for start, end, name in names:\n"
            "        inside = content[0] < start and end < content[1]\n"
            "        if inside and name != speaker and name not in found:\n"
            "            found.append(name)\n"
            "    return found",
        ),
        Misconception(
            "sorted",
            "The names are right, and in another order than in the text. Who put them in the "
            "alphabet's?",
            "def about(content, speaker, names):\n"
            "    a, b = content\n"
            "    return sorted({n for s, e, n in names if a <= s and e <= b and n != speaker})",
        ),
    )
    praise = (
        "Offsets are enough: no word is searched for, so a name elsewhere in the article is never "
        "taken for one inside the quote."
    )

    def make_cases(self) -> Sequence[Case]:
        """One line of news looked at from several quotes."""
        return (
            Case(([0, 48], "Holm", NAMES), ["Lund", "Bergen"]),
            Case(([1, 46], "Ek", NAMES), ["Lund", "Holm", "Bergen"]),
            Case(([20, 46], "Lund", NAMES), ["Bergen"]),
            Case(([40, 66], "Holm", NAMES), ["Bergen", "Oslo"]),
            Case(([25, 39], "Holm", NAMES), []),
            Case(([0, 30], "Holm", []), []),
        )
