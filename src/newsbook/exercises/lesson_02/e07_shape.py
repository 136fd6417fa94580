"""2.7: the shape of a word, as a feature."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class WordShape(CodeExercise):
    """X for capitals, x for small letters, d for digits; runs of one sort are one."""

    id = "2.7"
    title = "The shape of a word"
    skill = "turn a word into a feature that other words share"
    points = 3
    minutes = 10
    answer_name = "shape"
    returns = "a string"
    off_limits = ("newsbook.text.entities.features:shape",)
    hints = (
        "First only: what becomes of one character? `isupper()`, `islower()` and `isdigit()` "
        "tell three sorts apart; what about the rest?",
        "When do you add a letter to the shape, and when is it there already? Look at its end.",
        "Does the rule about runs hold for `.` as well?",
    )
    mistakes = (
        Misconception(
            "runs are not one",
            "You give a letter for each character. Then “Seoul” and “Vilnius” have different "
            "shapes; should they?",
            "def shape(word):\n"
            "    out = ''\n"
            "    for c in word:\n"
            "        out += 'X' if c.isupper() else 'x' if c.islower() else 'd' if c.isdigit()"
            " else c\n"
            "    return out",
        ),
        Misconception(
            "every letter once",
            "Each sort of letter comes only once in your shapes. Where does the second capital of "
            "“McKay” go?",
            "def shape(word):\n"
            "    out = ''\n"
            "    for c in word:\n"
            "        s = 'X' if c.isupper() else 'x' if c.islower() else 'd' if c.isdigit()"
            " else c\n"
            "        if s not in out:\n"
            "            out += s\n"
            "    return out",
        ),
        Misconception(
            "marks are one, too",
            "Two marks side by side have become one. Which sorts of characters does the rule about "
            "runs name?",
            "def shape(word):\n"
            "    out = ''\n"
            "    for c in word:\n"
            "        s = 'X' if c.isupper() else 'x' if c.islower() else 'd' if c.isdigit()"
            " else c\n"
            "        if not out.endswith(s):\n"
            "            out += s\n"
            "    return out",
        ),
        Misconception(
            "only a to z",
            "The letters of some names are lost on you: “Pōtaka”, “Špire”. Which method of a "
            "string knows the letters of all languages?",
            "def shape(word):\n"
            "    out = ''\n"
            "    for c in word:\n"
            "        s = ('X' if 'A' <= c <= 'Z' else 'x' if 'a' <= c <= 'z' else\n"
            "             'd' if '0' <= c <= '9' else c)\n"
            "        if s not in 'Xxd' or not out.endswith(s):\n"
            "            out += s\n"
            "    return out",
        ),
        Misconception(
            "marks are dropped",
            "The marks have gone. Are “N.Korean” and “McKay” to look alike?",
            "def shape(word):\n"
            "    out = ''\n"
            "    for c in word:\n"
            "        s = 'X' if c.isupper() else 'x' if c.islower() else 'd' if c.isdigit()"
            " else ''\n"
            "        if s and not out.endswith(s):\n"
            "            out += s\n"
            "    return out",
        ),
    )
    praise = (
        "Now a word that nobody has ever seen looks like thousands that were seen. That is what "
        "features are for."
    )

    def make_cases(self) -> Sequence[Case]:
        """Worked out by hand."""
        return (
            Case(("Seoul",), "Xx"),
            Case(("NATO",), "X"),
            Case(("N.Korean",), "X.Xx"),
            Case(("McKay",), "XxXx"),
            Case(("Pōtaka",), "Xx"),
            Case(("Špire",), "Xx"),
            Case(("F-16",), "X-d"),
            Case(("...",), "..."),
            Case(("£1,200",), "£d,d"),
            Case(("",), ""),
        )
