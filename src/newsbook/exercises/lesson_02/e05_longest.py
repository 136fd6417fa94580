"""2.5: look names up, the longest first."""

from newsbook.exercises import ExtraLine, OrderExercise, WrongOrder


class LongestFirst(OrderExercise):
    """Republic of Korea before Korea."""

    id = "2.5"
    title = "The longest name first"
    skill = "look names of several words up in a list"
    points = 3
    minutes = 8
    question = (
        "Put the lines in order. The function goes through a list of words from left to right and "
        "collects the names that are in `names`: of those that begin at one word the longest, of "
        "three words at most. After a name it goes on behind it. Two lines are in the way."
    )
    program = (
        "def look_up(words, names):",
        "    found = []",
        "    i = 0",
        "    while i < len(words):",
        "        for length in [3, 2, 1]:",
        '            name = " ".join(words[i : i + length])',
        "            if name in names:",
        "                found.append(name)",
        "                break",
        "        i = i + length",
        "    return found",
    )
    also = (
        (
            "def look_up(words, names):",
            "    i = 0",
            "    found = []",
            "    while i < len(words):",
            "        for length in [3, 2, 1]:",
            '            name = " ".join(words[i : i + length])',
            "            if name in names:",
            "                found.append(name)",
            "                break",
            "        i = i + length",
            "    return found",
        ),
    )
    extra = (
        ExtraLine(
            "for length in [1, 2, 3]:",
            "In which order are the lengths tried? Which name would then be found first, and what "
            "happens to a longer one that begins with it?",
        ),
        ExtraLine(
            "i = i + 1",
            "Where does the search go on after a name of three words? Could a part of it be found "
            "once more?",
        ),
    )
    wrong = (
        WrongOrder(
            "stops at the first name",
            (
                "def look_up(words, names):",
                "    found = []",
                "    i = 0",
                "    while i < len(words):",
                "        for length in [3, 2, 1]:",
                '            name = " ".join(words[i : i + length])',
                "            if name in names:",
                "                found.append(name)",
                "                break",
                "        i = i + length",
                "        return found",
            ),
            "How often does the `while` go round when the last line stands that deep?",
        ),
        WrongOrder(
            "breaks in any case",
            (
                "def look_up(words, names):",
                "    found = []",
                "    i = 0",
                "    while i < len(words):",
                "        for length in [3, 2, 1]:",
                '            name = " ".join(words[i : i + length])',
                "            if name in names:",
                "                found.append(name)",
                "            break",
                "        i = i + length",
                "    return found",
            ),
            "When does the `for` end early here: only after a name, or always?",
        ),
        WrongOrder(
            "goes on inside the for",
            (
                "def look_up(words, names):",
                "    found = []",
                "    i = 0",
                "    while i < len(words):",
                "        for length in [3, 2, 1]:",
                '            name = " ".join(words[i : i + length])',
                "            if name in names:",
                "                found.append(name)",
                "                break",
                "            i = i + length",
                "    return found",
            ),
            "You move on after every length that was tried. Which words are then never looked at?",
        ),
        WrongOrder(
            "forgets what it found",
            (
                "def look_up(words, names):",
                "    i = 0",
                "    while i < len(words):",
                "        found = []",
                "        for length in [3, 2, 1]:",
                '            name = " ".join(words[i : i + length])',
                "            if name in names:",
                "                found.append(name)",
                "                break",
                "        i = i + length",
                "    return found",
            ),
            "What happens to the list at each turn of the `while`?",
        ),
    )
    hints = (
        "Which lines are needed once, before anything is searched, and which at every turn?",
        "`break` leaves the `for`. When should the search for a shorter name stop?",
        "What is `length` when no name was found at all, and is that where you want to go on?",
    )
    praise = (
        "The longest match wins, and the search goes on behind it: so do most programs that look "
        "names up."
    )
