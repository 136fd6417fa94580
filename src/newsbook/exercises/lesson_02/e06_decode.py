"""2.6: from BIO tags to spans of tokens."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class FromTags(CodeExercise):
    """Repair a function that joins names which only stand side by side."""

    id = "2.6"
    title = "From tags to spans"
    skill = "read names out of BIO tags"
    points = 3
    minutes = 10
    answer_name = "names_in"
    returns = "a list of (first, last + 1, label)"
    off_limits = ("newsbook.text.entities.bio", "newsbook.formats.conll:_entities")
    hints = (
        'Try the function on `["B-PERSON", "B-PERSON"]`. How many names should come out?',
        "When does a token go on with the name before it? There are three conditions; which one "
        "is missing?",
        "What does `tag[0]` tell you that `tag[2:]` does not?",
    )
    mistakes = (
        Misconception(
            "never looks at B",
            "Two names of one label that stand side by side still become one. Which letter says "
            "that a new one begins?",
            "def names_in(tags):\n"
            "    found = []\n"
            "    for i, tag in enumerate(tags):\n"
            "        if tag == 'O':\n"
            "            continue\n"
            "        label = tag[2:]\n"
            "        if found and found[-1][1] == i and found[-1][2] == label:\n"
            "            found[-1] = (found[-1][0], i + 1, label)\n"
            "        else:\n"
            "            found.append((i, i + 1, label))\n"
            "    return found",
        ),
        Misconception(
            "every token a name",
            "Each token has become a name of its own. What does an `I` do?",
            "def names_in(tags):\n"
            "    return [(i, i + 1, t[2:]) for i, t in enumerate(tags) if t != 'O']",
        ),
        Misconception(
            "only the beginnings",
            "You found where names begin. Where do they end?",
            "def names_in(tags):\n"
            "    return [(i, i + 1, t[2:]) for i, t in enumerate(tags) if t[0] == 'B']",
        ),
        Misconception(
            "last token included",
            "Your second number is the last token itself. Ends are exclusive here, as in a slice: "
            "what must come out for a name of one token?",
            "def names_in(tags):\n"
            "    found = []\n"
            "    for i, tag in enumerate(tags):\n"
            "        if tag == 'O':\n"
            "            continue\n"
            "        label = tag[2:]\n"
            "        if tag[0] == 'I' and found and found[-1][1:] == (i - 1, label):\n"
            "            found[-1] = (found[-1][0], i, label)\n"
            "        else:\n"
            "            found.append((i, i, label))\n"
            "    return found",
        ),
        Misconception(
            "ignores the label",
            "An `I` of another label goes on with the name before. Is that the same name?",
            "def names_in(tags):\n"
            "    found = []\n"
            "    for i, tag in enumerate(tags):\n"
            "        if tag == 'O':\n"
            "            continue\n"
            "        if tag[0] == 'I' and found and found[-1][1] == i:\n"
            "            found[-1] = (found[-1][0], i + 1, found[-1][2])\n"
            "        else:\n"
            "            found.append((i, i + 1, tag[2:]))\n"
            "    return found",
        ),
        Misconception(
            "drops an I without a B",
            "A tagger may give an `I` without a `B` before it. Should the name be lost for that?",
            "def names_in(tags):\n"
            "    found = []\n"
            "    for i, tag in enumerate(tags):\n"
            "        label = tag[2:]\n"
            "        if tag[0] == 'B':\n"
            "            found.append((i, i + 1, label))\n"
            "        elif tag[0] == 'I' and found and found[-1][1:] == (i, label):\n"
            "            found[-1] = (found[-1][0], i + 1, label)\n"
            "    return found",
        ),
        Misconception(
            "joins over a gap",
            "A name goes on although there are tokens outside of it in between. What must be true "
            "of the token right before?",
            "def names_in(tags):\n"
            "    found = []\n"
            "    for i, tag in enumerate(tags):\n"
            "        if tag == 'O':\n"
            "            continue\n"
            "        label = tag[2:]\n"
            "        if tag[0] == 'I' and found and found[-1][2] == label:\n"
            "            found[-1] = (found[-1][0], i + 1, label)\n"
            "        else:\n"
            "            found.append((i, i + 1, label))\n"
            "    return found",
        ),
    )
    praise = "Tags and spans say the same. Now a question about spans can be one about tokens."

    def make_cases(self) -> Sequence[Case]:
        """Each has a place where one of the mistakes shows."""
        return (
            Case((["O", "B-PERSON", "I-PERSON", "O", "B-GPE"],), [[1, 3, "PERSON"], [4, 5, "GPE"]]),
            Case((["B-PERSON", "B-PERSON", "O"],), [[0, 1, "PERSON"], [1, 2, "PERSON"]]),
            Case((["B-NORP", "B-PERSON", "I-PERSON"],), [[0, 1, "NORP"], [1, 3, "PERSON"]]),
            Case((["B-ORG", "I-GPE"],), [[0, 1, "ORG"], [1, 2, "GPE"]]),
            Case((["O", "I-ORG", "I-ORG"],), [[1, 3, "ORG"]]),
            Case((["B-GPE", "O", "I-GPE"],), [[0, 1, "GPE"], [2, 3, "GPE"]]),
            Case((["O", "O"],), []),
            Case(([],), []),
        )
