"""3.3: said, or only in marks?"""

from newsbook.exercises import MatchExercise, Pair

_SAID = "said by somebody"
_NAME = "a title or a name"
_WORD = "a word that is talked about"


class SaidOrMarked(MatchExercise):
    """What quotation marks are there for."""

    id = "3.3"
    title = "Said, or only in marks?"
    skill = "tell speech from words that only stand in quotation marks"
    points = 2
    minutes = 4
    question = "Why do these words stand in quotation marks?"
    labels = (_SAID, _NAME, _WORD)
    pairs = (
        Pair(
            "a",
            "“Nobody,” he answered.",
            _SAID,
            {
                _WORD: "In a it is one word only. But is there a verb that says that it came out "
                "of a mouth?"
            },
            "Look at the verb behind the marks in a.",
        ),
        Pair(
            "b",
            "Roland “Tank” Mills runs the gym.",
            _NAME,
            {_SAID: "In b, who would have said “Tank”, and to whom? The sentence tells of nobody."},
            "Look at the marks in b: do they stand inside of something larger?",
        ),
        Pair(
            "c",
            "She called the plan “a bridge to nowhere”.",
            _SAID,
            {
                _NAME: "In c, is that what the plan is called by all, or what she thinks of it?",
                _WORD: "In c she explains no word; she judges a plan. Whose words are these?",
            },
        ),
        Pair(
            "d",
            "Sailors call her “the Admiral”.",
            _NAME,
            {
                _SAID: "In d, `call` is a verb of saying at times. Is anything claimed, or is it a "
                "name in use?"
            },
            "In d, is it a name in use?",
        ),
        Pair(
            "e",
            "The law leaves the word “livestock” open.",
            _WORD,
            {_SAID: "In e, does anybody open their mouth?"},
            "What does the sentence in e tell us about its word?",
        ),
        Pair(
            "f",
            "The talks were “productive”, the ministry said.",
            _SAID,
            {
                _WORD: "In f the marks may sound doubtful. Yet what do the last three words say?",
            },
            "Read the sentence in f to its end.",
        ),
        Pair(
            "g",
            "Her book “Slow Gardens” sold 40,000 copies.",
            _NAME,
            {_SAID: "In g something sold 40,000 copies. What was it, and was it spoken?"},
            "What is it that sold so well in g?",
        ),
    )
    hints = (
        "Which sentences have a verb that tells you that somebody opened their mouth?",
        "Could you write “X said:” before the words in marks? Who would X be?",
    )
    praise = (
        "The marks are alike in all seven. What they are for stands outside of them, in the verb."
    )
