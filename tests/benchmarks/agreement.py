"""How alike the two annotation passes over twenty practice articles are.

Run ``python tests/benchmarks/agreement.py``; it takes some seconds. The second pass lies in
``seeds/practice/NAME/second/`` as it was made. The first is the gold, which was mended after the
two were compared; a folder given as an argument (``FOLDER/NAME/entities.json`` and
``quotes.json``) is read in its stead, for instance one with the files as they were before. Nothing
is asserted:
``seeds/practice/AGREEMENT.md`` keeps the figures and says what they are worth.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from newsbook.agreement import agreement, pooled_agreement
from newsbook.articles import Article, seeds_folder
from newsbook.articles.gold import QuoteLayer, SpanLayer, read_quotes, read_spans
from newsbook.quote_agreement import QuoteAgreement, quote_agreement
from newsbook.scoring import pooled, score


def passes(article: Article, first: Path | None) -> list[tuple[SpanLayer, QuoteLayer]]:
    """The entities and quotes of both passes."""
    assert article.folder is not None
    folders = (
        first / article.name if first else article.folder / "gold",
        article.folder / "second",
    )
    return [
        (read_spans(folder / "entities.json", "entities"), read_quotes(folder / "quotes.json"))
        for folder in folders
    ]


def table(counts: Counter[tuple[str, str]]) -> str:
    """A confusion table: the first pass down, the second across."""
    names = sorted({label for pair in counts for label in pair})
    rows = [["", *names], *([a, *(str(counts[a, b]) for b in names)] for a in names)]
    return "\n".join("".join(cell.rjust(9) for cell in row) for row in rows)


def counted(tables: list[dict[str, dict[str, int]]]) -> Counter[tuple[str, str]]:
    """The sum of confusions."""
    total: Counter[tuple[str, str]] = Counter()
    for one in tables:
        total.update({(a, b): n for a, row in one.items() for b, n in row.items()})
    return total


def main() -> None:
    """Print a line an article, then all of them together."""
    options = argparse.ArgumentParser(description="How alike the two annotation passes are.")
    options.add_argument(
        "folder", nargs="?", type=Path, help="read the first pass here instead of the gold"
    )
    first = options.parse_args().folder
    entities, quotes, scares = [], [], []
    for folder in sorted(file.parent for file in (seeds_folder() / "practice").glob("*/second")):
        article = Article.open(folder)
        (spans, said), (other_spans, other_said) = passes(article, first)
        tokens = article.gold("tokens")
        both = agreement(article.text, spans.spans, other_spans.spans, tokens)
        reported = quote_agreement(article.text, said.quotes, other_said.quotes, tokens)
        entities.append(both)
        quotes.append(reported)
        scares.append(score(said.scare_quotes, other_said.scare_quotes))
        print(f"{article.name:24}{both}\n{'':24}{reported}")
    whole = pooled_agreement(entities)
    print(f"\nall, entities  {whole}\n{whole.why}")
    print(table(counted([dict(whole.confusion)])))  # type: ignore[arg-type]
    print(f"\nall, quotes  {_all(quotes)}")
    print(table(counted([dict(one.kinds) for one in quotes])))  # type: ignore[arg-type]
    print(f"\nall, scare quotes  {pooled(scares)}")


def _all(parts: list[QuoteAgreement]) -> QuoteAgreement:
    fields = {
        name: sum(getattr(part, name) for part in parts)
        for name in ("pairs", "kind", "cue", "speaker", "resolved")
    }
    content, units = (
        pooled(getattr(part, name) for part in parts) for name in ("content", "units")
    )
    return QuoteAgreement(content=content, units=units, kinds={}, **fields)


if __name__ == "__main__":
    main()
