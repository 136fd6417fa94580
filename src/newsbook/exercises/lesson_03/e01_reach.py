"""3.1: how far does a pattern reach?"""

import re
from typing import Any

from newsbook.exercises import Line, PredictExercise, Prediction


class HowFar(PredictExercise):
    """Greedy, up to the next mark, the apostrophe, and a mark that is none."""

    id = "3.1"
    title = "How far does it reach?"
    skill = "predict where a pattern for quotes begins and stops"
    points = 2
    minutes = 6
    question = (
        "`re.findall` gives all matches of a pattern, as a list. What does each line give? Commit "
        "before you know."
    )
    predictions = (
        Prediction(
            key="a",
            lines=(
                Line(
                    "len(re.findall('“.*”', '“Go,” he said. “Now.”'))",
                    {
                        "2": "Two quotes are there. But where does a greedy `.*` stop?",
                        "0": "A dot stands for any character, a comma and a blank too.",
                        "4": "These are the marks. How many matches are there?",
                    },
                ),
                Line(
                    "len(re.findall('‘.*’', '‘Go’ and ‘stay’'))",
                    {"2": "Two words stand in marks. How far does the star run in one go?"},
                ),
            ),
            why="Which is the last closing mark of the line, and what stops the star before it?",
        ),
        Prediction(
            key="b",
            lines=(
                Line(
                    "len(re.findall('“[^”]*”', '“Go,” he said. “Now.”'))",
                    {
                        "1": "`[^”]` is any character but one. Can it run past the first `”`?",
                        "4": "These are the marks. How many matches are there?",
                    },
                ),
                Line(
                    "len(re.findall('“[^”]*”', '“Yes,” and “no,” and “well.”'))",
                    {"1": "What is the one character that `[^”]` does not match?"},
                ),
            ),
            why="A match ends at the first `”`; then the search goes on behind it.",
        ),
        Prediction(
            key="c",
            lines=(
                Line(
                    "len(re.findall('‘[^’]*’', '‘It’s late,’ she said.')[0])",
                    {
                        "11": "You read to the end of the quote. Which character ends the match?",
                        "12": "You read to the end of the quote. Which character ends the match?",
                        "3": "The marks are part of the match, too.",
                    },
                ),
                Line(
                    "len(re.findall('‘[^’]*’', '‘I’ll go.’')[0])",
                    {
                        "10": "You read to the end of the quote. Which character ends the match?",
                        "1": "The marks are part of the match, too.",
                    },
                ),
            ),
            why="Point at each character, and stop at the first `’`, whatever its job is.",
        ),
        Prediction(
            key="d",
            lines=(
                Line(
                    """len(re.findall('"[^"]*"', 'a 6" nail, a "sharp" one'))""",
                    {
                        "2": "After the first match, is there still a pair left?",
                        "3": "It takes two marks for one match.",
                    },
                ),
                Line(
                    """re.findall('"[^"]*"', 'a 9" pipe: "no"')[0] == '"no"'""",
                    {"True": "Which straight mark comes first, and does it open anything?"},
                ),
            ),
            why="A straight mark looks the same on both sides. The search takes them two by two.",
        ),
    )
    hints = (
        "For a and b: put a finger on the first mark. What is the pattern allowed to run over?",
        "For c: how many closing marks do you see, and does the pattern see one more?",
        "For d: how many straight marks are in the string, and which two make the first match?",
    )
    praise = "You see quotation marks as a pattern sees them: as characters, and not as signs."

    @staticmethod
    def result(code: str) -> Any:
        """Run a line, in which `re` is known."""
        # The line is this package's own text, never a learner's.
        return eval(code, {"re": re})
