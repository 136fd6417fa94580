"""1.4: tokenise the headline by hand."""

from newsbook.articles import Article
from newsbook.exercises import BoundaryExercise, Trap


class TokeniseTheHeadline(BoundaryExercise):
    """The article's headline, by the guidelines."""

    id = "1.4"
    title = "Tokenise the headline by hand"
    skill = "decide where a token ends, and why"
    points = 2
    minutes = 5
    question = "Split the headline as the guidelines say. Three places need you."
    text = Article.load("nato_seoul").paragraphs[0].of(Article.load("nato_seoul").text)
    gold = (
        "NATO", "chief", "stresses", "‘", "interconnected", "’", "security", "amid", "N.",
        "Korean", "support", "to", "Russia",
    )  # fmt: skip
    traps = (
        Trap("‘interconnected’", "The quote marks are not part of the word. How many tokens?"),
        Trap("‘ interconnected’", "One quote mark stands alone. Where is its partner?"),
        Trap("‘interconnected ’", "One quote mark stands alone. Where is its partner?"),
        Trap("N.Korean", "A space went missing here. How many words would a reader see?"),
        Trap("N . Korean", "What does the dot mean here? Can `N` stand for North without it?"),
        Trap("N .Korean", "Which word does the dot belong to: the one it shortens, or the next?"),
    )
    hints = (
        "Read the headline aloud. Which marks do you not pronounce?",
        "`N.` is short for a word. Which one, and where would you type a space?",
    )
    praise = "Thirteen tokens: the marks stand alone, and `N.` keeps the dot that shortens it."
