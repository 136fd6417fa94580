"""4.4: mend what the tagger found, before the later steps stand on it."""

from newsbook.exercises import SpanExercise
from newsbook.exercises.span_traps import CallsIt, CutsShort, Marks
from newsbook.spans import Span

STORY = (
    "Rosa Vik of Holm Shipping met Lena Berg in Bergen on Tuesday. Berg, who speaks for the "
    "Sailors Union, said that Holm had never signed. Norwegian law is on her side, Vik said."
)


def _at(words: str, label: str, after: int = 0) -> Span:
    start = STORY.index(words, after)
    return Span(start, start + len(words), label)


class MendTheTagger(SpanExercise):
    """A tagger's output as the start; six spans are right, four are not, and one is missing."""

    id = "4.4"
    title = "Mend it early"
    skill = "mend a tagger's output, so that later steps stand on firm ground"
    points = 3
    minutes = 8
    question = (
        "A tagger has marked this story, and not everything is right. Mend what it found: labels, "
        "edges, what is missing and what is too much. Dates count too."
    )
    text = STORY
    overlapping = False
    gold = (
        ("Rosa Vik", "PERSON"),
        ("Holm Shipping", "ORG"),
        ("Lena Berg", "PERSON"),
        ("Bergen", "GPE"),
        ("Tuesday", "DATE"),
        ("Berg", "PERSON"),
        ("Sailors Union", "ORG"),
        ("Holm", "ORG"),
        ("Norwegian", "NORP"),
        ("Vik", "PERSON"),
    )
    start = (
        _at("Rosa Vik", "PERSON"),
        _at("Holm", "PERSON"),
        _at("Lena Berg", "PERSON"),
        _at("Bergen", "GPE"),
        _at("Tuesday", "DATE"),
        _at("Berg", "GPE", STORY.index("Berg,")),
        _at("Sailors Union", "ORG"),
        _at("Holm", "PERSON", STORY.index("Holm had")),
        _at("law", "ORG"),
        _at("Vik", "PERSON", STORY.index("Vik said")),
    )
    traps = (
        CutsShort(
            "A piece of a longer name is marked as if it were whole. Read on: what does "
            "it belong to?",
            part="Holm",
        ),
        CallsIt(
            "GPE",
            "PERSON",
            "A place cannot speak for anybody. Who was called by that name one sentence before?",
        ),
        CallsIt(
            "PERSON",
            "ORG",
            "Something that can sign is not always a person. What did the first sentence call it?",
        ),
        Marks(("law",), "Is that a name? It begins with a small letter and means any law."),
        CallsIt(
            "GPE",
            "NORP",
            "A country is a place; what comes from it, or its people, has a label of its own.",
        ),
    )
    hints = (
        "Go from name to name: who speaks, who is spoken for, and where are they?",
        "The same word can stand for a person in one sentence and for something else in another. "
        "What does the sentence say that this one does?",
        "Which word with a capital letter is not marked at all?",
    )
    praise = (
        "Five things mended, and every later step gets better: a speaker who was a place can now "
        "be somebody."
    )
