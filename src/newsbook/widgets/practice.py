"""A widget that is bound to no exercise still answers, by the rules of the exercise kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from newsbook.exercises import (
    BoundaryExercise,
    ChoiceExercise,
    Option,
    PredictExercise,
    Prediction,
    Verdict,
)
from newsbook.exercises.verdict import Json, State
from newsbook.spans import Span

__all__ = [
    "PracticeVerdict",
    "practice",
    "practice_boundary",
    "practice_choice",
    "practice_predict",
]


class PracticeVerdict(Verdict):
    """A verdict without id and points: practice earns none.

    Example:
        >>> PracticeVerdict("", State.NOT_YET, 0.0, 0, "Look at the verb.")
        △ not yet
        Look at the verb.
    """

    @property
    def headline(self) -> str:
        """The verdict without its sentence: sign and state."""
        return f"{self.state.sign} {self.state}"


class _Practice:
    """What practice has instead of what an exercise's author writes."""

    id = title = skill = ""
    points = minutes = 0
    hints = ()

    def verdict(
        self, state: State, sentence: str, observation: Json, score: float = 0.0
    ) -> Verdict:
        return PracticeVerdict("", state, score, 0, sentence, observation)


def practice(kind: type[Any], **attributes: Any) -> Any:
    """What judges an answer by the rules of an exercise kind, without an exercise.

    Args:
        kind: The exercise kind.
        attributes: What an author of an exercise would write into its class.

    Example:
        >>> from newsbook.exercises import MatchExercise, Pair
        >>> pairs = [Pair("a", "Seoul", "GPE")]
        >>> rules = practice(MatchExercise, labels=["GPE", "ORG"], pairs=pairs, praise="Right.")
        >>> rules.check({"pairs": {"a": "GPE"}})
        ✓ correct
        Right.
    """
    return type(f"Practice{kind.__name__}", (_Practice, kind), attributes)()


def practice_boundary(
    text: str, *, start: Sequence[Span], reference: Sequence[Span]
) -> BoundaryExercise:
    """What judges free tokens by a reference.

    Args:
        text: What is tokenised.
        start: The tokens that the learner starts from; an answer like them is no attempt.
        reference: The tokens to come to.

    Example:
        >>> parts = [Span(0, 2), Span(2, 4)]
        >>> practice_boundary("it’s", start=[], reference=parts).check({"spans": [[0, 4]]})
        △ not yet
        0 of 2 tokens are as in the reference; look again near “it’s”.
    """
    gold = [Span(span.start, span.end) for span in reference]
    made: BoundaryExercise = practice(
        BoundaryExercise,
        question="",
        text=text,
        # Where the text is to stay as it is, leaving it so is an answer.
        start=[] if gold == list(start) else list(start),
        gold_spans=gold,
        traps=(),
        yardstick="the reference",
        praise="Every token is as in the reference.",
    )
    return made


def practice_choice(question: str, options: Sequence[Option], many: bool) -> ChoiceExercise | None:
    """What judges a free choice; None for a poll, in which no option is right.

    Args:
        question: What is asked.
        options: The options. One without a sentence gets a plain one.
        many: Whether more than one may be chosen.

    Example:
        >>> options = [Option("a", "Yoon", "He is spoken of."), Option("b", "Park", "", right=True)]
        >>> practice_choice("Who speaks?", options, many=False).check({"chosen": ["a"]})
        △ not yet
        He is spoken of.
    """
    right = [option for option in options if option.right]
    if not right:
        return None

    def says(option: Option) -> str:
        left_out = "Something that belongs to the answer is still missing."
        return option.says or (left_out if option.right else "Not this one: think again.")

    # What a right option says is meant for who leaves it out where many may be chosen, and for
    # who picks it where one is.
    praise = "" if many else right[0].says
    kind = type(
        "PracticeChoice",
        (_Practice, ChoiceExercise),
        {
            "question": question,
            "options": tuple(replace(option, says=says(option)) for option in options),
            "many": many,
            "praise": praise or "That is right.",
        },
    )
    made: ChoiceExercise = kind()
    return made


def practice_predict(question: str, predictions: Sequence[Prediction]) -> PredictExercise:
    """What judges free predictions.

    Args:
        question: What is asked.
        predictions: What to predict.

    Example:
        >>> from newsbook.exercises import Line
        >>> twins = [Line("len('it’s')"), Line("len('we’ll')")]
        >>> rules = practice_predict("How long?", [Prediction("a", twins, "Count each mark.")])
        >>> rules.check({"tries": {"a": ["3"]}})
        △ not yet
        Count each mark.
    """
    kind = type(
        "PracticePredict",
        (_Practice, PredictExercise),
        {
            "question": question,
            "predictions": tuple(predictions),
            "praise": "You predicted the last line of each.",
            "goes_round": False,
        },
    )
    made: PredictExercise = kind()
    return made
