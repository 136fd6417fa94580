"""1.6: tokenise a sentence that is not in the article."""

from newsbook.exercises import BoundaryExercise, Trap


class TokeniseUnseen(BoundaryExercise):
    """A sentence full of hard cases."""

    id = "1.6"
    title = "A sentence you have not seen"
    skill = "apply the guidelines to new text"
    points = 2
    minutes = 5
    question = "The same guidelines, a new sentence. Six places need you."
    text = "The ministers’ two-day visit didn’t end at 5 p.m. (it’s Sunday)."
    gold = (
        "The", "ministers", "’", "two-day", "visit", "did", "n’t", "end", "at", "5", "p.m.", "(",
        "it", "’s", "Sunday", ")", ".",
    )  # fmt: skip
    traps = (
        Trap(
            "ministers’",
            "Whose visit is it? `Yoon’s` does not stay whole either.",
        ),
        Trap("two - day", "Would you look up `two-day` as one word or as three?"),
        Trap("didn’t", "`didn’t` is two words run together. Say them slowly."),
        Trap("didn ’t", "Say `didn’t` in full: *did not*. Which letters are left of *not*?"),
        Trap("p . m .", "Does each dot of `p.m.` end something, or do they shorten words?"),
        Trap(
            "p.m .",
            "In the headline `N.` keeps its dot. What about the last one of `p.m.`?",
        ),
        Trap("(it’s", "An opening bracket stands alone, as a quote mark does. Look around `it’s`."),
        Trap("it’s", "`it’s` is short for two words. Where does the second one begin?"),
        Trap("Sunday).", "Three marks and a word in one box at the end. How many tokens is that?"),
        Trap("Sunday ).", "Is `).` one token, or two that happen to be neighbours?"),
    )
    hints = (
        "Which words in this sentence are two words run together?",
        "For each dot: does it shorten a word, or does it end the sentence?",
    )
    praise = "All seventeen tokens, on a sentence nobody had shown you."
