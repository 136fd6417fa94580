"""3.7: from a short name to the full one, or to nothing."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class FullOrNothing(CodeExercise):
    """A short form of exactly one name becomes that name."""

    id = "3.7"
    title = "Short names and full names"
    skill = "resolve a short name, and keep silent when two people bear it"
    points = 3
    minutes = 8
    answer_name = "full_name"
    returns = "a string"
    hints = (
        "Which of the full names begin or end with the mention, as whole words?",
        "How do you keep `Lin` from fitting `Karl Lindqvist`? What stands beside a whole word?",
        "You have collected those that fit. What does it mean when there are two of them?",
    )
    mistakes = (
        Misconception(
            "the first that fits",
            "You give the first name that fits. What if it fits somebody else, too?",
            "def full_name(mention, names):\n"
            "    if mention in names:\n"
            "        return mention\n"
            "    for n in names:\n"
            "        if n.startswith(mention + ' ') or n.endswith(' ' + mention):\n"
            "            return n\n"
            "    return ''",
        ),
        Misconception(
            "part of a word",
            "Letters inside of a longer word are no name. Is `Karl Lindqvist` ever called Lin?",
            "def full_name(mention, names):\n"
            "    if mention in names:\n"
            "        return mention\n"
            "    fits = [n for n in names if mention in n]\n"
            "    return fits[0] if len(fits) == 1 else ''",
        ),
        Misconception(
            "only last names",
            "Last names are found. In Korea, whose names come first? Look at `Park Jin`.",
            "def full_name(mention, names):\n"
            "    if mention in names:\n"
            "        return mention\n"
            "    fits = [n for n in names if n.endswith(' ' + mention)]\n"
            "    return fits[0] if len(fits) == 1 else ''",
        ),
        Misconception(
            "the mention when in doubt",
            "Where you do not know, you give the mention back. It looks like a name. Is it one?",
            "def full_name(mention, names):\n"
            "    fits = [n for n in names if f' {n} '.startswith(f' {mention} ')"
            " or n.endswith(' ' + mention)]\n"
            "    return fits[0] if len(fits) == 1 else mention",
        ),
        Misconception(
            "a full name is in doubt",
            "A mention that is itself a full name needs no search, whoever else is called like it.",
            "def full_name(mention, names):\n"
            "    fits = [n for n in names if f' {n} '.startswith(f' {mention} ')"
            " or n.endswith(' ' + mention)]\n"
            "    return fits[0] if len(fits) == 1 else ''",
        ),
    )
    praise = (
        "Where one name fits, it is given; where two fit, nothing is. Silence is an answer, too."
    )

    def make_cases(self) -> Sequence[Case]:
        """A mention and the full names of an article."""
        people = ["Park Jin", "Yoon Suk Yeol", "Ada Murray", "Miles Ackerley", "Dorothy Ackerley"]
        return (
            Case(("Park", people), "Park Jin"),
            Case(("Murray", people), "Ada Murray"),
            Case(("Ray", [*people, "Lena Ray"]), "Lena Ray"),
            Case(("Lin", [*people, "Karl Lindqvist"]), ""),
            Case(("Ackerley", people), ""),
            Case(("Miles", people), "Miles Ackerley"),
            Case(("Ada Murray", people), "Ada Murray"),
            Case(("Ackerley", ["Ackerley", "Miles Ackerley"]), "Ackerley"),
            Case(("Stoltenberg", people), ""),
            Case(("Park", []), ""),
        )
