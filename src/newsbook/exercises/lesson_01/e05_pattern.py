"""1.5: complete the regular expression."""

from collections.abc import Sequence

from newsbook.exercises import Case, Misconception, PatternExercise
from newsbook.exercises.off_limits import TOKENISER


class CompleteThePattern(PatternExercise):
    """Hyphens, clitics and numbers in one pattern."""

    id = "1.5"
    title = "Complete the pattern"
    skill = "grow a regular expression by what it gets wrong"
    points = 3
    minutes = 10
    answer_name = "pattern"
    off_limits = TOKENISER
    hints = (
        "An alternation tries its branches from left to right. Which branch has to come before "
        "`\\w+`, so that `1,200` is not cut at its comma?",
        "A number is digits, and then, any number of times, a dot or comma *with digits behind "
        "it*. How do you write “any number of times” for a group?",
        "`’s` and `’re` begin with the apostrophe. Which branch catches an apostrophe with "
        "letters behind it, and must it stand before or after the one for single marks?",
    )
    mistakes = (
        Misconception(
            "words only",
            "Where are the full stops and quote marks? Only white space may be left out.",
            r'pattern = r"\w+"',
        ),
        Misconception(
            "split on white space",
            "This finds what stands between white space, which split() could do. Look at the "
            "last token of each sentence.",
            r'pattern = r"\S+"',
        ),
        Misconception(
            "breaks words at marks",
            "Nothing is lost, but some tokens are in pieces. What happened to the hyphen?",
            r'pattern = r"\w+|[^\w\s]"',
        ),
        Misconception(
            "clitics stay on",
            "The hyphens are right. By the guidelines, does `’s` stay with its word?",
            r'pattern = r"\d+(?:[.,]\d+)*|[\w’-]+|[^\w\s]"',
        ),
        Misconception(
            "the keyboard's apostrophe",
            "Your branch for clitics has the straight apostrophe of the keyboard. Which one do "
            "these sentences have?",
            r'''pattern = r"\d+(?:[.,]\d+)*|\w+(?:-\w+)*|'\w+|[^\w\s]"''',
        ),
        Misconception(
            "hyphens break",
            "The numbers and the clitics are right. Is `two-day` one token, or three?",
            r'pattern = r"\d+(?:[.,]\d+)*|\w+|’\w+|[^\w\s]"',
        ),
        Misconception(
            "one hyphen only",
            "`two-day` is whole. What about a word with more than one hyphen?",
            r'pattern = r"\d+(?:[.,]\d+)*|\w+(?:-\w+)?|’\w+|[^\w\s]"',
        ),
        Misconception(
            "numbers break",
            "Words come out whole. What has become of the numbers?",
            r'pattern = r"\w+(?:-\w+)*|’\w+|[^\w\s]"',
        ),
        Misconception(
            "marks stick to words",
            "The numbers are whole, but now a comma or full stop sticks to a word's end.",
            r'pattern = r"[\w.,-]+|’\w+|[^\w\s]"',
        ),
    )
    praise = "One pattern, read from left to right, and every branch is there for a reason."

    def make_cases(self) -> Sequence[Case]:
        """Sentences that are not in the article, tokenised by the guidelines."""
        return (
            Case(
                ("The two-day talks cost $1,200.",),
                ["The", "two-day", "talks", "cost", "$", "1,200", "."],
            ),
            Case(
                ("It’s 3.5 degrees, and they’re cold.",),
                ["It", "’s", "3.5", "degrees", ",", "and", "they", "’re", "cold", "."],
            ),
            Case(
                ("“A rules-based order,” Park said in 2023.",),
                ["“", "A", "rules-based", "order", ",", "”", "Park", "said", "in", "2023", "."],
            ),
            Case(
                ("A state-of-the-art café sold 1,200,000 cups; we’ll see a two-day, quiet trip.",),
                [
                    "A", "state-of-the-art", "café", "sold", "1,200,000", "cups", ";", "we", "’ll",
                    "see", "a", "two-day", ",", "quiet", "trip", ".",
                ],
            ),
            Case(
                ("‘No,’ she wrote: 10,000 left, 7 stayed.",),
                [
                    "‘", "No", ",", "’", "she", "wrote", ":", "10,000", "left", ",", "7",
                    "stayed", ".",
                ],
            ),
        )  # fmt: skip
