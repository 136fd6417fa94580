"""What it costs to count a class: putting an answer, and making the heat map.

Run ``python tests/benchmarks/tally.py [STUDENTS …]``; it takes about a minute. Students answer over
a whole article, three times over. Processor time of one process; nothing is asserted.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "package"))

from live_crowd import crowd

from newsbook.articles import Article, practice_names
from newsbook.live.asking import activity_of
from newsbook.live.tallies import tally_of

CLASSES = (100, 500, 1_000)


def longest() -> str:
    """The training article with the most paragraphs that a class can mark whole."""
    names = practice_names("train")
    return max(names, key=lambda name: len(Article.load(name).paragraphs))


def measure(key: str, students: int) -> str:
    """A line of figures for one activity and class."""
    asked = activity_of(key)
    rounds = [crowd(asked, students, 1, skill) for skill in (0.6, 0.7, 0.8)]
    tracemalloc.start()
    tally = tally_of(asked)
    for student, value in rounds[0].items():
        tally.put(student, value)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    tally = tally_of(asked)
    puts, heats = [], []
    for answers in rounds:
        for student, value in answers.items():
            begin = time.process_time()
            tally.put(student, value)
            puts.append(time.process_time() - begin)
        for _ in range(5):
            begin = time.process_time()
            heat = tally.heat()
            heats.append(time.process_time() - begin)
    size = len(json.dumps(heat, separators=(",", ":")))
    put = statistics.mean(puts) * 1e6
    return (
        f"{key:<34}{students:>6}{put:>10.0f} µs{max(puts) * 1e3:>9.2f} ms"
        f"{statistics.mean(heats) * 1e3:>9.2f} ms{size / 1e3:>9.1f} kB{held / students:>9.0f} B"
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description="What it costs to count a class.")
    options.add_argument(
        "students", nargs="*", type=int, default=CLASSES, help="how many answer (100 500 1000)"
    )
    classes = options.parse_args().students
    name = longest()
    article = Article.load(name)
    print(f"{name}: {len(article.paragraphs)} paragraphs, {len(article.text):,} characters")
    print(f"{'activity':<34}{'class':>6}{'put, mean':>13}{'most':>12}{'heat':>12}{'JSON':>12}"
          f"{'a student':>11}")  # fmt: skip
    for layer in ("tokens", "entities", "quotes"):
        for students in classes:
            print(measure(f"{layer}:{name}:all", students), flush=True)
    print(measure("predict: len('it’s') | 'a b'.split()", classes[-1]))


if __name__ == "__main__":
    main()
