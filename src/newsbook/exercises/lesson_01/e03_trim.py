"""1.3: cut white space away and keep the offsets."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class Trim(CodeExercise):
    """Repair a function that loses the place of what it cleans."""

    id = "1.3"
    title = "Clean without losing your place"
    skill = "shrink a span instead of copying its words"
    points = 2
    minutes = 8
    answer_name = "trim"
    returns = "a pair (start, end)"
    off_limits = ("newsbook.articles.paragraphs:trimmed",)
    hints = (
        "Which character do you have to look at to know whether `start` may move on? And which "
        "one for `end`, which is exclusive?",
        "While the character at `start` is white space (`text[start].isspace()`), what should "
        "happen to `start`?",
        "Try `trim('so so', 2, 5)` with a pencil: which two numbers should come out?",
    )
    mistakes = (
        Misconception(
            "returned the words",
            "These are the words, but where in the article did they stand? Return two offsets.",
            "def trim(text, start, end):\n    return text[start:end].strip()",
        ),
        Misconception(
            "searched for the words",
            "Some words occur twice. Which of the places does `find` give you?",
            "def trim(text, start, end):\n"
            "    words = text[start:end].strip()\n"
            "    at = text.find(words)\n"
            "    return at, at + len(words)",
        ),
        Misconception(
            "offsets into the slice",
            "Your offsets count from the start of the piece. The article starts elsewhere.",
            "def trim(text, start, end):\n"
            "    piece = text[start:end]\n"
            "    lead = len(piece) - len(piece.lstrip())\n"
            "    return lead, lead + len(piece.strip())",
        ),
        Misconception(
            "inclusive end",
            "Your end is the place of the last character. `text[start:end]` stops before `end`.",
            "def trim(text, start, end):\n"
            "    while start < end and text[start].isspace():\n"
            "        start += 1\n"
            "    while start < end and text[end - 1].isspace():\n"
            "        end -= 1\n"
            "    return start, end - 1",
        ),
        Misconception(
            "only one side",
            "One side is clean. What about the other?",
            "def trim(text, start, end):\n"
            "    while start < end and text[start].isspace():\n"
            "        start += 1\n"
            "    return start, end",
        ),
    )
    praise = "The span shrinks, the text stays untouched, and every offset still means the same."

    def make_cases(self) -> Sequence[Case]:
        """Short texts, each with a reason to be there."""
        return (
            Case(("  Seoul: \n", 0, 10), [2, 8]),
            Case(("so so so", 2, 6), [3, 5]),
            Case(("IANS\n\nExit mobile version\n", 4, 26), [6, 25]),
            Case(("Park said", 0, 4), [0, 4]),
            Case(("a \u00a0b", 1, 4), [3, 4], "There is more white space than the space bar's."),
        )
