"""3.5: the speaker on either side of the cue."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception

CUES = ("said", "told", "asked", "added", "replied")


class EitherSide(CodeExercise):
    """*X said* and *said X*, with words between."""

    id = "3.5"
    title = "X said, said X"
    skill = "find the speaker on the right side of a cue"
    points = 3
    minutes = 12
    answer_name = "speaker_of"
    returns = "a string"
    hints = (
        "Split the tag at its cue: what is on its left, and what on its right?",
        "When is the left side empty but for blanks? On which side is the speaker then?",
        "In `Ada Ray, who met Jo Lin, said`: which of the two names stands at the beginning? How "
        "do you find out where a name stands?",
    )
    mistakes = (
        Misconception(
            "the first name anywhere",
            "You take the first name of the tag. In `she told Ada Ray`, does Ada Ray speak?",
            "def speaker_of(tag, names):\n"
            "    here = [n for n in names if n in tag]\n"
            "    return min(here, key=tag.index) if here else ''",
        ),
        Misconception(
            "only before the cue",
            "Your function looks to the left of the cue only. What about `said Ada Ray`?",
            "def speaker_of(tag, names):\n"
            "    cue = re.search(r'\\b(?:said|told|asked|added|replied)\\b', tag)\n"
            "    here = [n for n in names if n in tag[:cue.start()]]\n"
            "    return min(here, key=tag.index) if here else ''",
        ),
        Misconception(
            "the name next to the cue",
            "Nearest is not always right. Another name can stand between a speaker and the cue.",
            "def speaker_of(tag, names):\n"
            "    cue = re.search(r'\\b(?:said|told|asked|added|replied)\\b', tag)\n"
            "    left, right = tag[:cue.start()], tag[cue.end():]\n"
            "    here = [n for n in names if n in (left if left.strip() else right)]\n"
            "    if not here:\n"
            "        return ''\n"
            "    return max(here, key=left.rfind) if left.strip() else min(here, key=right.find)",
        ),
        Misconception(
            "the order of the list",
            "You go by the order of `names`. It says nothing about where they stand in the tag.",
            "def speaker_of(tag, names):\n"
            "    cue = re.search(r'\\b(?:said|told|asked|added|replied)\\b', tag)\n"
            "    left, right = tag[:cue.start()], tag[cue.end():]\n"
            "    side = left if left.strip() else right\n"
            "    return next((n for n in names if n in side), '')",
        ),
        Misconception(
            "None for nobody",
            "Where no name is on the speaker's side, wanted is an empty string.",
            "def speaker_of(tag, names):\n"
            "    cue = re.search(r'\\b(?:said|told|asked|added|replied)\\b', tag)\n"
            "    left, right = tag[:cue.start()], tag[cue.end():]\n"
            "    side = left if left.strip() else right\n"
            "    here = [n for n in names if n in side]\n"
            "    return min(here, key=side.index) if here else None",
        ),
    )
    praise = "One cue, two sides, and the subject's place decides. That is most of attribution."

    def make_cases(self) -> Sequence[Case]:
        """Tags as they stand behind a quoted piece, and the names that the article knows."""
        names = ["Jo Lin", "Ada Ray", "NATO"]
        return (
            Case((" Ada Ray said.", names), "Ada Ray"),
            Case((" said Ada Ray, a nurse.", names), "Ada Ray"),
            Case((" Ada Ray, who met Jo Lin on Monday, said.", names), "Ada Ray"),
            Case((" Jo Lin told NATO.", names), "Jo Lin"),
            Case((" she told Ada Ray.", names), ""),
            Case((" replied Ada Ray to Jo Lin.", names), "Ada Ray"),
            Case((" he added.", names), ""),
            Case((" NATO said on Friday.", names), "NATO"),
        )
