"""4.1: put the steps of the pipeline in order."""

from newsbook.exercises import ExtraLine, OrderExercise, WrongOrder

TOKENS = "    tokens = tokenise(text)"
SENTENCES = "    sentences = split_sentences(text)"
ENTITIES = "    entities = tag_entities(text, tokens, sentences)"
QUOTES = "    found = find_quotes(text, entities, tokens, sentences)"
EMPTY = "    answer = []"
EACH = "    for quote in found.quotes:"
APPEND = "        answer.append((quote.content, quote.resolved))"
STEPS = (TOKENS, SENTENCES, ENTITIES, QUOTES)


def _program(*steps: str) -> tuple[str, ...]:
    """The whole function, with these lines before its loop."""
    return ("def who_said_it(text):", *steps, EACH, APPEND, "    return answer")


def _in_any_right_order() -> tuple[tuple[str, ...], ...]:
    """Neither of the first two steps needs the other, and the empty list needs nothing."""
    return tuple(
        _program(*steps[:at], EMPTY, *steps[at:])
        for steps in (STEPS, (SENTENCES, TOKENS, ENTITIES, QUOTES))
        for at in range(5)
    )


class PipelineInOrder(OrderExercise):
    """Each step stands on what the steps before it found."""

    id = "4.1"
    title = "The steps in order"
    skill = "put a pipeline together, each step on what it needs"
    points = 2
    minutes = 5
    question = (
        "Put the lines together to a function that gives, for each quote, its place and the name "
        "of whoever said it. Two lines are in the way."
    )
    program = _program(*STEPS, EMPTY)
    also = _in_any_right_order()
    extra = (
        ExtraLine(
            "text = text.lower()",
            "One line changes the text before anybody has looked at it. What do names begin with, "
            "and what can a step no longer see?",
        ),
        ExtraLine(
            "quote.resolved = entities[0]",
            "One line makes the same entity the speaker of every quote. Who has worked that out "
            "already, quote by quote?",
        ),
    )
    wrong = (
        WrongOrder(
            "quotes before entities",
            _program(TOKENS, SENTENCES, QUOTES, ENTITIES, EMPTY),
            "Read the brackets of each step: one of your steps is handed something that no line "
            "above it has made.",
        ),
        WrongOrder(
            "returns in the loop",
            (*_program(*STEPS, EMPTY)[:-1], "        return answer"),
            "Your function ends as soon as it has seen one quote. How deep does its last line "
            "stand?",
        ),
        WrongOrder(
            "empties the answer in the loop",
            (*_program(*STEPS)[:-2], "        answer = []", APPEND, "    return answer"),
            "Each time round the loop your answer begins anew. How many quotes are in it at the "
            "end?",
        ),
    )
    hints = (
        "What stands in the brackets of each step is what it needs. Which step needs nothing but "
        "the text?",
        "Which names does `find_quotes` get in its brackets, and which lines make them?",
        "Which lines are to happen once, and which once for each quote?",
    )
    praise = (
        "Each step takes the text and the spans that are there already, and adds some. Tokens and "
        "sentences may change places, for neither needs the other."
    )
