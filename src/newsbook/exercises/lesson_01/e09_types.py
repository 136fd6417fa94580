"""1.9: count types, not tokens."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class CountTypes(CodeExercise):
    """How many different words are there?"""

    id = "1.9"
    title = "Types and tokens"
    skill = "count different words rather than all of them"
    points = 2
    minutes = 6
    answer_name = "count_types"
    returns = "a number"
    hints = (
        "Are `The` and `the` one word or two? Which method makes them look the same?",
        "How do you tell `rules-based` from `,`? Does either contain a letter?",
        "What holds each of its members just once?",
    )
    mistakes = (
        Misconception(
            "counted tokens",
            "You counted every token. A word that comes twice is still one type.",
            "def count_types(tokens):\n"
            "    return len([t for t in tokens if any(c.isalnum() for c in t)])",
        ),
        Misconception(
            "case matters",
            "`The` at a sentence's start counts apart from `the`. Should it?",
            "def count_types(tokens):\n"
            "    return len({t for t in tokens if any(c.isalnum() for c in t)})",
        ),
        Misconception(
            "punctuation counts",
            "Commas and quote marks are among your types. Are they words?",
            "def count_types(tokens):\n    return len({t.lower() for t in tokens})",
        ),
        Misconception(
            "a bare set",
            "A set holds each token once: a good start. Now look at what is in it. Are `The` and "
            "`the` two words, and is `,` one?",
            "def count_types(tokens):\n    return len(set(tokens))",
        ),
        Misconception(
            "only pure letters",
            "Some words have fallen through: is `rules-based` made of letters alone? Is `2023`?",
            "def count_types(tokens):\n    return len({t.lower() for t in tokens if t.isalpha()})",
        ),
    )
    praise = "Types, not tokens: that is what a vocabulary is."

    def make_cases(self) -> Sequence[Case]:
        """Lists of tokens as strings."""
        return (
            Case((["The", "talks", "ended", ",", "and", "the", "talks", "began", "."],), 5),
            # Of each way of counting it gives another number.
            Case((["“", "No", ",", "no", ",", "no", ",", "no", "”", "!"],), 1),
            Case((["A", "rules-based", "order", "in", "2023", ",", "a", "new", "order"],), 6),
            Case((["it", "’s", "Yoon", "’s"],), 3),
            Case((["U.S.", "...", "B", ";", "b"],), 2),
            Case(([",", "."],), 0),
            Case(([],), 0),
        )
