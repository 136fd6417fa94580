"""3.2: one pattern for three newsrooms."""

from newsbook.exercises import Case, RegexExercise, WrongPattern

_TEXT = """“The gate was shut,” the ferryman said. “Nobody told us.”

‘It’s the tide’s fault, not ours,’ his sister answered.

"We'll look into it," the harbour office wrote. It's silent since.

“My father had the boat before me. He never asked anybody.

“I’m not going to start now.”"""

_MORE = """"No," she wrote. "It's Ray's boat," and left.

‘We’ve asked,’ they said, and “they’ve left.”

“One paragraph, without an end.

“And another, which ends.” So it’s over."""


def _places(text: str, *pieces: str) -> list[list[int]]:
    """Where the pieces stand, each after the one before."""
    found, at = [], 0
    for piece in pieces:
        start = text.index(piece, at)
        at = start + len(piece)
        found.append([start, at])
    return found


class ThreeNewsrooms(RegexExercise):
    """Curly, single and straight marks, apostrophes, and a paragraph that never closes."""

    id = "3.2"
    title = "Three newsrooms, one pattern"
    skill = "grow a pattern for quoted pieces by what it gets wrong"
    points = 3
    minutes = 10
    question = (
        "Find each quoted piece, marks included. A speech that goes on in the next paragraph is a "
        "piece for each. The box below the pattern makes `$` mean the end of each line. The "
        "pattern is also tried on a text that you do not see."
    )
    text = _TEXT
    target = (
        "“The gate was shut,”",
        "“Nobody told us.”",
        "‘It’s the tide’s fault, not ours,’",
        '"We\'ll look into it,"',
        "“My father had the boat before me. He never asked anybody.",
        "“I’m not going to start now.”",
    )
    more = (
        Case(
            (_MORE,),
            _places(
                _MORE,
                '"No,"',
                "\"It's Ray's boat,\"",
                "‘We’ve asked,’",
                "“they’ve left.”",
                "“One paragraph, without an end.",
                "“And another, which ends.”",
            ),
        ),
    )
    flags = ("m",)
    start = "“.*”"
    traps = (
        WrongPattern(
            "one kind of marks",
            "“[^”]*”",
            "Each “ now runs to the next ”. Which newsrooms go without these two?",
        ),
        WrongPattern(
            "apostrophe closes",
            '“[^”]*”|‘[^’]*’|"[^"]*"',
            "All three kinds of marks are in it. Look at what has become of `It’s`.",
        ),
        WrongPattern(
            "runs over the paragraph",
            r"“[^”]*”|‘.+?’(?!\w)|\"[^\"]*\"",
            "One piece is as long as two paragraphs. What else can end a piece, besides its mark?",
        ),
        WrongPattern(
            "loses the open paragraph",
            r"“[^”\n]*”|‘.+?’(?!\w)|\"[^\"\n]*\"",
            "Nothing crosses a paragraph any more. But what has become of the one that opens and "
            "never closes? If you wrote `$` for its end: at the end of what does it stand, as long "
            "as the box below is empty?",
        ),
        WrongPattern(
            "words instead of marks",
            r"“.*?”|‘.*?’|\".*?\"",
            "As few characters as possible is a good idea. For ‘ it is one apostrophe too few.",
        ),
    )
    hints = (
        "A bar `|` means “or”. How many kinds of opening marks are there to be branches of it?",
        "A closing `’` and an apostrophe are the same character. What stands behind each of them?",
        "Which character must a piece never run over, so that it stays in its paragraph?",
        "A piece ends at its mark, or else at the end of the line. How is that said in a group?",
    )
    praise = (
        "Six pieces in three styles, and one that never closes: your pattern bends to them all."
    )
