"""Challenges: scored over whole articles, with points that grow, and a board."""

import pytest

import newsbook
from newsbook.articles import Article
from newsbook.exercises import Case, ChallengeExercise, Misconception, State, all_exercises
from newsbook.exercises.challenge import _around
from newsbook.exercises.equating import Scale
from newsbook.notebook import Note, scoreboard
from newsbook.scoring import pooled, score
from newsbook.spans import Span, from_json
from newsbook.text import analyse, tag_entities, tokenise

TEXTS = ("a b c d", "e f g h")


class Letters(ChallengeExercise):
    """Find the letters; the gold is every letter of two short texts."""

    id = "9.9"
    title = "Letters"
    skill = "find letters"
    points = 10
    minutes = 1
    hints = ("One?", "Two?")
    praise = "All of them."
    answer_name = "letters"
    returns = "a list of (start, end) pairs"
    article_names = ("nato_seoul",)
    enough = 0.8
    mistakes = (
        Misconception("first only", "Only one?", "def letters(text):\n    return [(0, 1)]"),
    )

    def gold_of(self, article: Article):
        return article.gold("tokens")

    def reference(self, text: str):
        return [Span(i, i + 1) for i in range(0, len(text), 2)]

    def make_cases(self):
        return [Case((t,), [[i, i + 1] for i in range(0, len(t), 2)]) for t in TEXTS]


def first(count):
    return lambda text: [(i, i + 1) for i in range(0, 2 * count, 2)]


@pytest.mark.parametrize(
    ("answer", "state", "score"),
    [
        (first(4), State.CORRECT, 1.0),
        # Three of four in both: F1 is 6/7, and 0.8 is enough.
        (first(3), State.CORRECT, 1.0),
        # Two of four: F1 is 2/3, two thirds of the way from the first idea's 0.4 to 0.8.
        (first(2), State.NOT_YET, 2 / 3),
        # What the first idea earns is nothing.
        (first(1), State.NOT_YET, 0.0),
        (first(0), State.NOT_YET, 0.0),
        (lambda text: 7, State.NOT_YET, 0.0),
        (lambda text: [(0, 99)], State.NOT_YET, 0.0),
        (lambda text: [(3, 1)], State.NOT_YET, 0.0),
        (lambda text: [("a", "b")], State.NOT_YET, 0.0),
        (lambda text: text.nothing, State.RAISED, 0.0),
        (..., State.NOT_ATTEMPTED, 0.0),
        (lambda text: ..., State.NOT_ATTEMPTED, 0.0),
    ],
)
def test_points_grow_with_f1(answer, state, score):
    verdict = Letters().check(answer)
    assert verdict.state is state, verdict.sentence
    assert verdict.score == pytest.approx(score)


def test_counts_are_pooled_and_not_averaged():
    """A long article weighs more: a perfect short one does not make up for it."""
    cases = [Case(("a b",), [[0, 1], [2, 3]]), Case(("a " * 20,), [[i, i + 1] for i in range(20)])]
    exercise = Letters()
    verdict = exercise.judge(exercise.observe(first(2), cases), cases)
    assert "recall 0.182" in verdict.sentence


def test_a_known_mistake_is_named_and_others_get_a_place():
    assert Letters().check(lambda text: [(0, 1)]).sentence == "Only one?"
    told = Letters().check(first(2)).sentence
    assert "F1 is 0.667" in told and "miss too many" in told and "“" in told
    told = Letters().check(lambda text: [(i, j) for i in range(7) for j in range(i + 1, 8)])
    assert "give too many" in told.sentence


def test_the_place_is_of_whole_words_in_one_paragraph():
    text = "A short headline\n\nOf the unforgettable courts of Dublin one is old.\nNext paragraph."
    start = text.index("Dublin")
    place = Span(start, start + 6)
    assert _around(text, place) == "unforgettable courts of Dublin one is old."
    assert _around(text, Span(0, 7)) == "A short headline"
    assert _around(text, Span(text.index("Next"), len(text))) == "Next paragraph."
    there = _around(text, Span(start - 3, start + 6))
    assert there == "the unforgettable courts of Dublin one is old."
    whole = _around(text, Span(0, len(text)))
    assert whole == "A short headline Of the unforgettable courts of Dublin one is old. Next …"
    assert _around("x" * 300, Span(100, 101)) == "x"
    # Marks in the words do not run into those around them.
    case = Case(("“No,” he said.",), [[1, 3]])
    missed = score([Span(1, 3)], [])
    told = Letters().told(pooled([missed]), missed, case, Scale(0.4, 0.8))
    assert "look near `“No,” he said.`, for one" in told


def test_any_iterable_of_spans_will_do():
    answer = first(4)
    assert Letters().check(lambda text: (Span(*pair) for pair in answer(text))).score == 1.0
    assert Letters().check(lambda text: tuple(answer(text))).score == 1.0


def test_a_span_that_ends_after_the_text_is_none_of_it():
    """Every letter is found; but the last span reaches beyond the end, and so nothing counts."""
    right = first(4)
    assert Letters().check(lambda text: [*right(text), (6, 7)]).state is State.CORRECT
    verdict = Letters().check(lambda text: [*right(text), (6, 8)])
    assert (verdict.state, verdict.score) == (State.NOT_YET, 0.0)
    assert "one item is [6, 8]. Where does it start and end" in verdict.sentence


def test_a_flood_of_spans_is_refused():
    told = Letters().check(lambda text: [(0, 1)] * 2000)
    assert told.state is State.NOT_YET and "more spans" in told.sentence


def spans_of_the_pipeline(exercise):
    """What its reference gives for each text: while an answer is tried, it refuses."""
    return {case.inputs[0]: list(exercise.reference(case.inputs[0])) for case in exercise.cases}


def copied(exercise):
    """The pipeline's spans as a learner hands them in, with more than is asked for."""
    known = spans_of_the_pipeline(exercise)
    return lambda text: [*known[text], Span(0, 1, "DATE")]


def test_the_pipeline_s_own_spans_earn_nothing():
    challenges = [e for e in all_exercises() if isinstance(e, ChallengeExercise)]
    for exercise in challenges:
        verdict = exercise.check(copied(exercise))
        if exercise.copy_counts:
            continue
        assert (verdict.state, verdict.score) == (State.NOT_YET, 0.0), exercise.id
        assert "own pipeline" in verdict.sentence
        # Nor do they without one or two, or with others between them.
        known = spans_of_the_pipeline(exercise)
        gold = {case.inputs[0]: set(from_json(case.expected)) for case in exercise.cases}
        right = {text: [s for s in own if s in gold[text]] for text, own in known.items()}
        for left_out, added in (
            ({text: own[:1] for text, own in known.items()}, ()),
            ({text: own[7::20] for text, own in right.items()}, ()),
            ({text: own[:1] for text, own in right.items()}, [Span(i, i + 1) for i in range(40)]),
        ):
            answer = {
                text: [*(s for s in own if s not in left_out[text]), *added]
                for text, own in known.items()
            }
            verdict = exercise.check(lambda text, answer=answer: answer[text])
            assert verdict.score == 0.0 and "own pipeline" in verdict.sentence, exercise.id
    assert [e.id for e in challenges if e.copy_counts] == ["1.12"]


def test_an_answer_of_one_s_own_is_no_copy():
    """Who finds all that the pipeline finds, and makes other mistakes, has found it."""
    for exercise in all_exercises():
        if not isinstance(exercise, ChallengeExercise) or exercise.copy_counts:
            continue
        gold = {case.inputs[0]: set(from_json(case.expected)) for case in exercise.cases}
        known = spans_of_the_pipeline(exercise)
        # All that it has right, half of what it has wrong, and as many mistakes of one's own.
        answer = {
            text: [
                *(s for s in own if s in gold[text]),
                *[s for s in own if s not in gold[text]][::2],
                *(Span(i, i + 1, "PERSON") for i in range(6)),
            ]
            for text, own in known.items()
        }
        verdict = exercise.check(lambda text, answer=answer: answer[text])
        assert verdict.score == 1.0, (exercise.id, verdict.sentence)


def test_newsbook_s_own_functions_earn_nothing_either():
    from newsbook.exercises import get_exercise

    assert get_exercise("2.10").check(lambda text: tag_entities(text)).score == 0.0
    assert get_exercise("2.10").check(lambda text: analyse(text).entities).score == 0.0
    quotes = lambda text: [  # noqa: E731
        (p.start, p.end, q.resolved or "") for q in analyse(text).quotes for p in q.pieces
    ]
    assert get_exercise("3.10").check(quotes).score == 0.0


def test_where_the_pipeline_is_right_everywhere_so_is_who_gives_the_same():
    exercise = Letters()
    assert not exercise.copy_counts
    assert exercise.check(exercise.reference).state is State.CORRECT


def test_an_author_who_forgets_is_told():
    class Half(Letters):
        enough = 0
        article_names = ()

    faults = " ".join(Half().faults())
    assert "article_names" in faults and "needs enough" in faults


def test_the_board_has_a_row_for_each_way():
    board = Letters().board(first(2), Letters().cases)
    assert list(board.rows) == ["first idea", "yours", "newsbook"]
    assert board.total("newsbook").f1 == 1.0
    assert board.total("yours").f1 == pytest.approx(2 / 3)
    broken = Letters().board(lambda text: 7, Letters().cases)
    assert broken.total("yours") is None


def test_scoreboard_in_a_notebook():
    shown = repr(scoreboard("1.12", lambda text: [(s.start, s.end) for s in tokenise(text)]))
    assert shown.splitlines()[0].split() == ["F1", "all", "harbour_bridge"]
    assert "yours" in shown and "0.97" in shown
    assert "yours" not in repr(scoreboard("1.12", ...))
    assert "no spans" in repr(scoreboard("1.12", lambda text: 1))
    assert isinstance(scoreboard("1.1"), Note) and "no challenge" in repr(scoreboard("1.1"))
    assert "no exercise" in repr(scoreboard("7.7"))


def test_scoreboard_takes_the_answer_from_the_notebook():
    space = {"scoreboard": newsbook.scoreboard, "my_tokens": lambda text: []}
    assert "yours" in repr(eval('scoreboard("1.12")', space))


def test_the_first_idea_of_every_challenge_is_below_what_is_asked():
    """And newsbook's own pipeline is above it, or the scoreboard would be a joke."""
    challenges = [e for e in all_exercises() if isinstance(e, ChallengeExercise)]
    assert challenges
    for exercise in challenges:
        board = exercise.board()
        assert board.total("first idea").f1 < exercise.enough < board.total("newsbook").f1
