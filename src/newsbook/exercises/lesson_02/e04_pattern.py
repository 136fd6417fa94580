"""2.4: a pattern for stretches of capitalised words."""

from newsbook.exercises import Case, RegexExercise, WrongPattern


class PatternForNames(RegexExercise):
    """Two or more words side by side, each with a capital."""

    id = "2.4"
    title = "A pattern for names"
    skill = "write a pattern for names of several words"
    points = 3
    minutes = 8
    question = (
        "Find every stretch of two or more words that begin with a capital and stand side by "
        "side, one space between them. The stretch is one match, without anything around it."
    )
    text = (
        "Park Jin met Jens Stoltenberg in Seoul, the Yonhap News Agency said. “We talked,” "
        "Stoltenberg told South Korean reporters. A paper of the NATO Council names "
        "Anne-Marie Duval and two others. Park flew home."
    )
    target = (
        "Park Jin", "Jens Stoltenberg", "Yonhap News Agency", "South Korean", "NATO Council",
        "Anne-Marie Duval",
    )  # fmt: skip
    more = (
        Case(
            ("The mayor, Nora Quill, left Lake Pepin State Park. UN Women Kenya did not.",),
            [[11, 21], [28, 49], [51, 65]],
        ),
        Case(("Their host was Mina Ray\nHal Oso left early.",), [[15, 23], [24, 31]]),
        Case(("At noon she met Jo Ng of Bell Labs. Jo waved.",), [[16, 21], [25, 34]]),
    )
    example = "[a-z]+"
    traps = (
        WrongPattern(
            "one word each",
            r"[A-Z][\w-]*",
            "Each of your matches is one word. How does a pattern say “and then another one”?",
        ),
        WrongPattern(
            "one or more",
            r"[A-Z][\w-]*(?: [A-Z][\w-]*)*",
            "Single words are found, too. Which sign asks for at least one repetition?",
        ),
        WrongPattern(
            "exactly two",
            r"[A-Z][\w-]* [A-Z][\w-]*",
            "Names of three words come out too short. What has to be repeated, and how often?",
        ),
        WrongPattern(
            "small letters after the first",
            r"[A-Z][a-z]+(?: [A-Z][a-z]+)+",
            "You allow only small letters inside of a word. Are all words of the text like that?",
        ),
        WrongPattern(
            "space at the end",
            r"(?:[A-Z][\w-]* ){2,}",
            "Your matches end with a space, and need one. What stands behind the last word of a "
            "name?",
        ),
        WrongPattern(
            "greedy",
            r"[A-Z].+[A-Z][\w-]*",
            "One match runs from the first capital of a line to the last. What may stand between "
            "two words of a name?",
        ),
        WrongPattern(
            "any white space",
            r"[A-Z][\w-]*(?:\s[A-Z][\w-]*)+",
            "Somewhere one of your matches runs over the end of a line. What exactly may stand "
            "between two words?",
        ),
        WrongPattern(
            "any white space or mark",
            r"[A-Z][\w-]*(?:\W+[A-Z][\w-]*)+",
            "Some matches run over a comma or a full stop. What exactly may stand between words?",
        ),
    )
    hints = (
        "What does one word with a capital look like? `[A-Z]` is a capital letter, and `\\w` any "
        "letter or digit. Can there be a hyphen in it?",
        "Between two words there is one space. What comes after it, each time?",
        "A group `(?: … )` can be repeated. Which of `*`, `+` and `?` means “once or more”?",
    )
    praise = (
        "It finds names that no list knows. That it also finds “South Korean” and would find "
        "“The Mayor” is the next problem."
    )
