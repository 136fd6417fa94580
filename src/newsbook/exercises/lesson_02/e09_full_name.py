"""2.9: whose short name is it?"""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class FullName(CodeExercise):
    """Tie a short mention to the full name that it belongs to."""

    id = "2.9"
    title = "Whose short name is it?"
    skill = "tie a short mention to a full name"
    points = 3
    minutes = 10
    answer_name = "full_name"
    returns = "a string, or None"
    hints = (
        "A name is a row of words. What does `split()` give for the short name, and for a long "
        "one?",
        "When does a long name hold a short one: when the letters occur in it, or the words?",
        "Two people fit. Which one did the article speak of last, and how do you come by the last "
        "of a list first?",
    )
    mistakes = (
        Misconception(
            "letters, not words",
            "Your short name was found in the middle of another word: “Lee” is no part of "
            "“Leeson”. What are the parts of a name?",
            "def full_name(short, names):\n"
            "    for name in reversed(names):\n"
            "        if short in name:\n"
            "            return name\n"
            "    return None",
        ),
        Misconception(
            "the first that fits",
            "Two people share the short name, and you took the one who was named first. Of whom "
            "does an article speak?",
            "def full_name(short, names):\n"
            "    for name in names:\n"
            "        if all(word in name.split() for word in short.split()):\n"
            "            return name\n"
            "    return None",
        ),
        Misconception(
            "only the last word",
            "You compare with the last word of the full name. Does the family name stand last "
            "everywhere in the world?",
            "def full_name(short, names):\n"
            "    for name in reversed(names):\n"
            "        if name.split()[-1] == short:\n"
            "            return name\n"
            "    return None",
        ),
        Misconception(
            "one word only",
            "A short name of two words is not found. Which of its words must be in the full name?",
            "def full_name(short, names):\n"
            "    for name in reversed(names):\n"
            "        if short in name.split():\n"
            "            return name\n"
            "    return None",
        ),
        Misconception(
            "only the first word",
            "You look at the first word of the short name and at no other. Is “Park Jin” the same "
            "person as “Park Min-ji”?",
            "def full_name(short, names):\n"
            "    for name in reversed(names):\n"
            "        if short.split()[0] in name.split():\n"
            "            return name\n"
            "    return None",
        ),
        Misconception(
            "any word will do",
            "One shared word was enough for you. Is “Ada Park” the same person as “Ben Park”?",
            "def full_name(short, names):\n"
            "    for name in reversed(names):\n"
            "        if any(word in name.split() for word in short.split()):\n"
            "            return name\n"
            "    return None",
        ),
        Misconception(
            "gives the short name back",
            "Where nobody fits, you give back the short name. How is the caller to know that "
            "nobody was found?",
            "def full_name(short, names):\n"
            "    for name in reversed(names):\n"
            "        if all(word in name.split() for word in short.split()):\n"
            "            return name\n"
            "    return short",
        ),
    )
    praise = (
        "Words and nearness: that ties most names of a newspaper together. The rest is reading."
    )

    def make_cases(self) -> Sequence[Case]:
        """Names in the order in which an article mentions them."""
        names = ["Jens Stoltenberg", "Park Jin", "Yoon Suk Yeol"]
        family = ["Ada Park", "Ben Park"]
        return (
            Case(("Stoltenberg", names), "Jens Stoltenberg"),
            Case(("Park", names), "Park Jin"),
            Case(("Suk Yeol", names), "Yoon Suk Yeol"),
            Case(("Park", family), "Ben Park"),
            Case(("Ada Park", family), "Ada Park"),
            Case(("Park Jin", ["Park Jin", "Park Min-ji"]), "Park Jin"),
            Case(("Ada Moss", family), None),
            Case(("Lee", ["Ann Lee", "Ada Leeson"]), "Ann Lee"),
            Case(("Kim", names), None),
            Case(("Park", []), None),
        )
