"""How fast the text layer is, step by step, and how its time grows with the length of a text.

Run ``python tests/benchmarks/speed.py``, with ``--passes N`` for more passes. Times are processor
time of this one process, the best of the passes for each article, since another program on the
machine can only make a pass slower. Loading (Punkt's model, the tagger's model, the lists, and a
first sentence) is timed apart. From the second pass on the tagger has met each word before; the
first pass is printed too. Nothing is asserted: it is a measurement.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from newsbook.articles import Article, practice_names

STEPS = ("tokens", "sentences", "entities", "quotes", "people")

#: In characters, a text and one of four times its length.
LENGTHS = (62_500, 250_000)

#: What a step of quadratic time would choke on, made as long as one likes.
HARD: dict[str, str] = {
    "one line": "“No,” Ada Ray said, and it was late; ",
    "quote marks": '“‘"’”',
    "capitals": "Anna NATO ",
    "no spaces": "他说：“你好。”a.b",
    "blank lines": "Anna Ray\n\n",
    "full stops": ". ",
}


def run(text: str) -> list[float]:
    """The seconds that each of `STEPS` takes."""
    from newsbook.text import find_quotes, split_sentences, tag_entities, tie_mentions, tokenise

    taken: list[float] = []

    def timed(step: Callable[..., Any], *given: Any) -> Any:
        start = time.process_time()
        result = step(*given)
        taken.append(time.process_time() - start)
        return result

    tokens = timed(tokenise, text)
    sentences = timed(split_sentences, text, tokens)
    entities = timed(tag_entities, text, tokens, sentences)
    found = timed(find_quotes, text, entities, tokens, sentences)
    timed(tie_mentions, text, entities, found)
    return taken


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--passes", type=int, default=7, help="how often to read the articles")
    passes = max(1, parser.parse_args(arguments).passes)
    texts = [Article.load(name).text for name in ("nato_seoul", *practice_names("train"))]
    size = sum(map(len, texts))
    start = time.process_time()
    run("“It rained,” said Ada Ray of Seoul.\n\n“All day,” she said.")
    print(f"{len(texts)} articles, {size:,} characters; loading took {_since(start):.2f} CPU s")
    first = [run(text) for text in texts]
    best = first
    for _ in range(passes - 1):
        again = [run(text) for text in texts]
        best = [[*map(min, a, b)] for a, b in zip(best, again, strict=True)]
    print(f"{'seconds a million characters':32}{'first pass':>12}{f'best of {passes}':>12}")
    for k, step in enumerate(STEPS):
        a, b = (sum(taken[k] for taken in held) / size * 1e6 for held in (first, best))
        print(f"  {step:30}{a:12.2f}{b:12.2f}")
    for name, count in (("with quotes", 4), ("with people", 5)):
        a, b = (size / sum(sum(taken[:count]) for taken in held) for held in (first, best))
        print(f"{'characters a CPU s, ' + name:32}{a:12,.0f}{b:12,.0f}")
    print(
        "\nfour times the text takes how many times as long? (4 is linear, 16 would be quadratic)"
    )
    for name, unit in HARD.items():
        short, long = ((unit * (length // len(unit) + 1))[:length] for length in LENGTHS)
        seconds = [min(sum(run(text)) for _ in range(2)) for text in (short, long)]
        print(f"  {name:30}{seconds[1] / seconds[0]:12.1f}{seconds[1]:10.1f} s", flush=True)
    return 0


def _since(start: float) -> float:
    return time.process_time() - start


if __name__ == "__main__":
    sys.exit(main())
