"""3.4: mark cues and speakers in a story from Nairobi."""

from typing import ClassVar

from newsbook.exercises import LeavesOut, Marks, SpanExercise, SpanTrap, TakesIn
from newsbook.exercises.lesson_03.passages import passage
from newsbook.spans import Span

_TEXT, _QUOTES = passage("tea_tariffs", "We have closed eleven", "what the European Union already")
_CUES = {(q.cue.start, q.cue.end) for q in _QUOTES if q.cue}
_SPEAKERS = {(q.speaker.start, q.speaker.end) for q in _QUOTES if q.speaker}


class CueAndSpeaker(SpanExercise):
    """Three paragraphs: a name, a name with an office, a pronoun; two cues for one speaker."""

    id = "3.4"
    title = "Cue and speaker"
    skill = "mark the verb that says so, and the words that name who"
    points = 3
    minutes = 8
    question = (
        "Mark each cue, and the mention of each speaker that belongs to a cue. A mention is a name "
        "without its office, or a pronoun; where two cues have the same one, mark it once."
    )
    text = _TEXT
    labels: ClassVar = {"CUE": "a verb of saying", "SPEAKER": "the mention of who says it"}
    gold = tuple(
        sorted(
            [Span(*place, "CUE") for place in _CUES]
            + [Span(*place, "SPEAKER") for place in _SPEAKERS]
        )
    )
    traps: ClassVar[tuple[SpanTrap, ...]] = (
        LeavesOut("SPEAKER", "The verbs are there. Who does what they say?"),
        LeavesOut("CUE", "The speakers are there. Which words tell that they say something?"),
        TakesIn(
            ("negotiator,", "negotiator"),
            "One mention has an office in it. How much of it is a name?",
            "SPEAKER",
        ),
        Marks(
            ("Bern",),
            "Bern would not accept something. Is it Bern that speaks in this sentence?",
            "SPEAKER",
        ),
        Marks(
            ("European Union", "the European Union"),
            "Look again at the last paragraph: who speaks, and who is spoken of?",
            "SPEAKER",
        ),
        Marks(
            ("told", "told us", "has told"),
            "One verb that you marked stands inside of quotation marks. Whose cue would it be?",
            "CUE",
        ),
        Marks(
            ("accept", "would not accept"),
            "Not to accept is to do something. Which verb says that something was said?",
            "CUE",
        ),
    )
    hints = (
        "Cover all that stands in quotation marks with your hand. Which verbs of saying are left?",
        "For each of these verbs: who does it? Is it a name, or a word that stands for one?",
        "One speaker has two cues in one sentence. Have you found both?",
    )
    praise = (
        "You separated three things: what is said, the verb that says so, and the one who speaks."
    )
    yardstick = "the gold"
    overlapping = False
    shows_gold_after = 4
