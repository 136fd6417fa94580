"""1.11: one step of byte-pair encoding."""

from collections.abc import Sequence

from newsbook.exercises import Case, CodeExercise, Misconception


class MergeAPair(CodeExercise):
    """Join a pair of neighbours wherever it occurs."""

    id = "1.11"
    title = "Merge a pair"
    skill = "carry out the one step that subword tokens are made of"
    points = 3
    minutes = 10
    answer_name = "merge"
    returns = "a list of strings"
    off_limits = ("newsbook.text.subwords",)
    hints = (
        "Walk along the list with an index. When the pair stands at the index, how far do you "
        "move on? And when it does not?",
        "In `['a', 'a', 'a']` with the pair `('a', 'a')`: which symbols are used up by the first "
        "merge?",
        "What must you check before you look at `symbols[i + 1]`?",
    )
    mistakes = (
        Misconception(
            "first only",
            "The first pair is joined. Does it occur again further on?",
            "def merge(symbols, pair):\n"
            "    for i in range(len(symbols) - 1):\n"
            "        if (symbols[i], symbols[i + 1]) == tuple(pair):\n"
            "            return symbols[:i] + [pair[0] + pair[1]] + symbols[i + 2:]\n"
            "    return symbols",
        ),
        Misconception(
            "a symbol used twice",
            "One symbol went into two merges. Once it is joined, it is used up.",
            "def merge(symbols, pair):\n"
            "    out, i = [], 0\n"
            "    while i < len(symbols):\n"
            "        if tuple(symbols[i:i + 2]) == tuple(pair):\n"
            "            out.append(pair[0] + pair[1])\n"
            "            if tuple(symbols[i + 1:i + 3]) != tuple(pair):\n"
            "                i += 1\n"
            "        else:\n"
            "            out.append(symbols[i])\n"
            "        i += 1\n"
            "    return out",
        ),
        Misconception(
            "replaced in a joined string",
            "Joining the symbols to one string forgets where each of them ends. Look at a symbol "
            "that only ends like the pair's first.",
            "def merge(symbols, pair):\n"
            "    return ' '.join(symbols).replace(' '.join(pair), ''.join(pair)).split()",
        ),
        Misconception(
            "lost the last symbol",
            "Count the letters before and after: one is missing at the end.",
            "def merge(symbols, pair):\n"
            "    out, i = [], 0\n"
            "    while i < len(symbols) - 1:\n"
            "        if (symbols[i], symbols[i + 1]) == tuple(pair):\n"
            "            out.append(pair[0] + pair[1])\n"
            "            i += 2\n"
            "        else:\n"
            "            out.append(symbols[i])\n"
            "            i += 1\n"
            "    return out",
        ),
    )
    praise = "That one step, repeated some ten thousand times, makes a language model's vocabulary."

    def make_cases(self) -> Sequence[Case]:
        """Symbols and a pair; each case catches one mistake."""
        return (
            Case((["t", "h", "e"], ("t", "h")), ["th", "e"]),
            Case((["t", "h", "a", "t", "h"], ("t", "h")), ["th", "a", "th"]),
            Case((["a", "a", "a"], ("a", "a")), ["aa", "a"]),
            Case((["ba", "n", "a", "n"], ("a", "n")), ["ba", "n", "an"]),
            Case((["k", "o", "r"], ("o", "k")), ["k", "o", "r"]),
            Case((["ab", "c"], ("a", "bc")), ["ab", "c"], "Which two symbols is the pair made of?"),
            Case(([], ("a", "b")), []),
        )
