"""3.6: put a program in order that carries speakers over."""

from newsbook.exercises import ExtraLine, OrderExercise, WrongOrder

_HEAD = ("def carried(found):", "    last = None", "    names = []", "    for name in found:")


class CarryOver(OrderExercise):
    """Remember who spoke last."""

    id = "3.6"
    title = "Carry the speaker over"
    skill = "keep what was known last while a program walks through a text"
    points = 2
    minutes = 6
    question = (
        "`found` has, for each quoted piece in order, the speaker's name or `None`. The program is "
        "to fill each gap with whoever spoke last: `['Park', None, 'Yoon', None]` gives `['Park', "
        "'Park', 'Yoon', 'Yoon']`. Two lines are in the way."
    )
    program = (
        *_HEAD,
        "        if name is not None:",
        "            last = name",
        "        names.append(last)",
        "    return names",
    )
    also = (
        (
            "def carried(found):",
            "    names = []",
            "    last = None",
            "    for name in found:",
            "        if name is not None:",
            "            last = name",
            "        names.append(last)",
            "    return names",
        ),
    )
    extra = (
        ExtraLine(
            "names.append(name)", "This line keeps the gaps as they are. What should fill them?"
        ),
        ExtraLine(
            "last = names[0]", "The first speaker is not the last one. When does `last` change?"
        ),
    )
    wrong = (
        WrongOrder(
            "appends only where a name is",
            (
                *_HEAD,
                "        if name is not None:",
                "            last = name",
                "            names.append(last)",
                "    return names",
            ),
            "Your list has a name only where there was one already. How long should it be?",
        ),
        WrongOrder(
            "appends before it remembers",
            (
                *_HEAD,
                "        names.append(last)",
                "        if name is not None:",
                "            last = name",
                "    return names",
            ),
            "Each piece gets the speaker of the piece before, even where its own is known. What "
            "must come first?",
        ),
        WrongOrder(
            "forgets in each round",
            (
                "def carried(found):",
                "    names = []",
                "    for name in found:",
                "        last = None",
                "        if name is not None:",
                "            last = name",
                "        names.append(last)",
                "    return names",
            ),
            "Your program forgets in every round who spoke. Where must `last` begin?",
        ),
        WrongOrder(
            "returns too soon",
            (
                *_HEAD,
                "        if name is not None:",
                "            last = name",
                "        names.append(last)",
                "        return names",
            ),
            "This one stops after the first piece. To which line does `return` belong?",
        ),
    )
    hints = (
        "What must exist before the loop begins, so that the loop can use it?",
        "For a piece with a name: do you remember it first, or write it down first?",
    )
    praise = "One name to remember, and a paragraph without a speaker has one."
