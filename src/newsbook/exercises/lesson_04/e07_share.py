"""4.7: whose words fill the article?"""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class ShareOfWords(CodeExercise):
    """Shares of the words that anybody says, by speaker."""

    id = "4.7"
    title = "Who has the most words?"
    skill = "turn counts into shares, and keep those who have no name"
    points = 3
    minutes = 10
    answer_name = "shares"
    returns = "a dictionary from names to numbers"
    hints = (
        "How many words are there in all rows together? When can you know that number, before or "
        "after you have gone through them?",
        "What does `counts.get(name, 0)` give for a name that is not there yet, and for one that "
        "is?",
        "Under which key do you count a row whose name is `None`?",
    )
    mistakes = (
        Misconception(
            "overwrites",
            "Somebody who speaks twice has only the words of one quote. What happens to the first "
            "number when you write the second?",
            "def shares(rows):\n"
            "    counts = {}\n"
            "    for name, words in rows:\n"
            "        counts[name or 'no name'] = words\n"
            "    total = sum(words for name, words in rows)\n"
            "    return {name: n / total for name, n in counts.items()}",
        ),
        Misconception(
            "leaves out who has no name",
            "Your shares leave out the rows without a name, so everybody else seems to say more. "
            "Are those words not said?",
            "def shares(rows):\n"
            "    counts = {}\n"
            "    for name, words in rows:\n"
            "        if name is not None:\n"
            "            counts[name] = counts.get(name, 0) + words\n"
            "    total = sum(counts.values())\n"
            "    return {name: n / total for name, n in counts.items()}",
        ),
        Misconception(
            "counts quotes",
            "You count how often somebody speaks. A row has a second number; what does it say?",
            "def shares(rows):\n"
            "    counts = {}\n"
            "    for name, words in rows:\n"
            "        counts[name or 'no name'] = counts.get(name or 'no name', 0) + 1\n"
            "    return {name: n / len(rows) for name, n in counts.items()}",
        ),
        Misconception(
            "counts and no shares",
            "These are numbers of words. What is each a part of?",
            "def shares(rows):\n"
            "    counts = {}\n"
            "    for name, words in rows:\n"
            "        counts[name or 'no name'] = counts.get(name or 'no name', 0) + words\n"
            "    return counts",
        ),
    )
    praise = (
        "The shares add up to 1, and those without a name are among them: leaving them out would "
        "have been a decision, and nobody would have seen it."
    )

    def make_cases(self) -> Sequence[Case]:
        """Rows as the desk has them: a name, or None, and a number of words."""
        return (
            Case(([["Lund", 6], ["Holm", 2], ["Lund", 2]],), {"Lund": 0.8, "Holm": 0.2}),
            Case(([["Holm", 5], [None, 15]],), {"Holm": 0.25, "no name": 0.75}),
            Case(([[None, 1], ["Ek", 2], [None, 1]],), {"no name": 0.5, "Ek": 0.5}),
            Case(([["Ek", 7]],), {"Ek": 1.0}),
            Case(([],), {}),
        )
