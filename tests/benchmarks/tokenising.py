"""How many characters a tokeniser or a sentence splitter gets through in a second of CPU time.

Run ``python tests/benchmarks/tokenising.py``. One process, one text, one thread; each function
warms up on the text once, then the best of five runs counts. The second table doubles the length of
texts built to make patterns go back over what they have read: where the work is linear, the ratio
of the times stays near 2. Nothing is asserted: times are the machine's, not the code's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from newsbook.articles import Article
from newsbook.text.nltk_tokens import NLTK_TOKENISERS, nltk_tokens
from newsbook.text.sentences import punkt_sentences, split_sentences
from newsbook.text.tokens import split_tokens, tokenise

HARD: dict[str, str] = {
    "letters": "a",
    "dotted letters": "a.",
    "hyphens": "a-",
    "apostrophes": "a’",
    "n and apostrophes": "n’t",
    "figures": "1,",
    "addresses": "http://",
    "at signs": "a@",
    "domains": "a.b.",
    "marks": "a\u0301",
    "emoji": "👩\u200d",
    "dots": ".",
    "spaced dots": ". ",
    "closing quotes": "”",
    "ends of quotes": "a.” ",
    "ends without spaces": "ab.Ab",
    "white space": " ",
    "blank lines": "\n",
}


def seconds(work: Callable[[str], Any], text: str, runs: int = 5) -> float:
    """CPU seconds of the best run."""
    best = float("inf")
    for _ in range(runs):
        start = time.process_time()
        work(text)
        best = min(best, time.process_time() - start)
    return best


def main() -> None:
    """Print both tables."""
    text = "\n\n".join([Article.load("nato_seoul").text] * 40)
    contestants: dict[str, Callable[[str], Any]] = {
        "tokenise": tokenise,
        "split_tokens": split_tokens,
        "split_sentences": split_sentences,
        "punkt_sentences": punkt_sentences,
    }
    for name in NLTK_TOKENISERS:
        contestants[f"nltk_tokens {name}"] = partial(nltk_tokens, name=name)
    contestants["NLTK treebank itself"] = _nltk_treebank()
    print(f"{len(text)} characters of news")
    for name, work in contestants.items():
        work(text)
        print(f"{name:24}{len(text) / seconds(work, text):12,.0f} characters a CPU second")
    print("\nhow the time grows when a hard text doubles (2 is linear, 4 is quadratic)")
    for name, unit in HARD.items():
        short, long = unit * (60_000 // len(unit)), unit * (120_000 // len(unit))
        ratios = [
            seconds(work, long, 2) / max(seconds(work, short, 2), 1e-9)
            for work in (tokenise, split_sentences)
        ]
        print(f"{name:24}tokenise {ratios[0]:5.1f}   split_sentences {ratios[1]:5.1f}")


def _nltk_treebank() -> Callable[[str], Any]:
    from nltk.tokenize import NLTKWordTokenizer

    tokeniser = NLTKWordTokenizer()
    return lambda text: list(tokeniser.span_tokenize(text))


if __name__ == "__main__":
    main()
