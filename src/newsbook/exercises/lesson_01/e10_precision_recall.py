"""1.10: precision and recall of a tokeniser."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class PrecisionRecall(CodeExercise):
    """Two shares of the same hits."""

    id = "1.10"
    title = "Precision and recall"
    skill = "score a prediction against the gold"
    points = 3
    minutes = 8
    answer_name = "precision_recall"
    returns = "a pair (precision, recall)"
    off_limits = ("newsbook.scoring", "newsbook.quote_scoring")
    hints = (
        "Which pairs are in both lists? A set of pairs makes that one step.",
        "Precision asks: of what I *predicted*, how much is right? What do you divide by?",
        "What should come out when a list is empty, and what would Python do if you divided then?",
    )
    mistakes = (
        Misconception(
            "swapped",
            "Both numbers are there, but which one asks about what was predicted? Check the order.",
            "def precision_recall(gold, predicted):\n"
            "    hits = len(set(gold) & set(predicted))\n"
            "    p = hits / len(predicted) if predicted else 0.0\n"
            "    r = hits / len(gold) if gold else 0.0\n"
            "    return r, p",
        ),
        Misconception(
            "compared lengths",
            "This compares how many there are. Two lists can be equally long and share nothing.",
            "def precision_recall(gold, predicted):\n"
            "    if not gold or not predicted:\n"
            "        return 0.0, 0.0\n"
            "    fewer = min(len(gold), len(predicted))\n"
            "    return fewer / len(predicted), fewer / len(gold)",
        ),
        Misconception(
            "divided by all",
            "You divided by everything that is in either list. Whose mistakes should each number "
            "show?",
            "def precision_recall(gold, predicted):\n"
            "    hits = len(set(gold) & set(predicted))\n"
            "    union = len(set(gold) | set(predicted)) or 1\n"
            "    return hits / union, hits / union",
        ),
        Misconception(
            "starts only",
            "A token is a hit when both its start and its end are right. Do you look at both?",
            "def precision_recall(gold, predicted):\n"
            "    g, p = {s for s, _ in gold}, {s for s, _ in predicted}\n"
            "    hits = len(g & p)\n"
            "    return (hits / len(p) if p else 0.0), (hits / len(g) if g else 0.0)",
        ),
        Misconception(
            "rounded",
            "Your shares are rounded, and so no longer exact. Who has to round them, and when?",
            "def precision_recall(gold, predicted):\n"
            "    hits = len(set(gold) & set(predicted))\n"
            "    p = hits / len(predicted) if predicted else 0.0\n"
            "    r = hits / len(gold) if gold else 0.0\n"
            "    return round(p, 2), round(r, 2)",
        ),
        Misconception(
            "divided by nothing",
            "It works until a list is empty. What does Python say to a division by zero?",
            "def precision_recall(gold, predicted):\n"
            "    hits = len(set(gold) & set(predicted))\n"
            "    return hits / len(predicted), hits / len(gold)",
        ),
    )
    praise = "The same hits, divided by what was predicted and by what was wanted."

    def make_cases(self) -> Sequence[Case]:
        """Gold and predicted spans; fractions worked out by hand."""
        its = ((0, 2), (2, 4), (5, 9))  # it | ’s | time
        return (
            # it’s | time: one of two is right, one of three is found
            Case((list(its), [(0, 4), (5, 9)]), [1 / 2, 1 / 3]),
            # it | ’ | s | time: two of four, two of three
            Case((list(its), [(0, 2), (2, 3), (3, 4), (5, 9)]), [1 / 2, 2 / 3]),
            # the last token starts one character late: two of three either way
            Case((list(its), [(0, 2), (2, 4), (6, 9)]), [2 / 3, 2 / 3]),
            Case((list(its), list(its)), [1.0, 1.0]),
            Case((list(its), [(0, 9)]), [0.0, 0.0]),
            Case((list(its), []), [0.0, 0.0]),
            Case(([], [(0, 2)]), [0.0, 0.0]),
        )
