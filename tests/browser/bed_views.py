"""What the tests of the views show; copied beside each test's notebook."""

from newsbook.articles import Article, Quote
from newsbook.charts import bar_chart, confusion_chart, line_chart
from newsbook.spans import Span
from newsbook.widgets import PipelineView, ScoreView

__all__ = [
    "SEED", "Article", "PipelineView", "Quote", "ScoreView", "Span", "bar_chart",
    "confusion_chart", "hostile", "line_chart", "tagged",
]  # fmt: skip

SEED = Article.load("nato_seoul")

hostile = (
    "<script>window.hacked=1</script> <img/src=x/onerror=window.hacked=2>\n"
    "\u202eliam\u202c a\u200bb 🙂👩\u200d👩\u200d👧 &amp; $x$ قال الرئيس."
)


def tagged() -> list[Span]:
    """Entities as a tagger could have found them: some missed, some wrong, one invented."""
    found = [Span(5, 10, "ORG")]
    for i, span in enumerate(SEED.gold("entities")):
        if i % 7 == 3:
            continue
        if i % 9 == 4:
            found.append(span.labelled("LOC"))
        elif i % 11 == 5:
            found.append(Span(max(0, span.start - 4), span.end, span.label))
        else:
            found.append(span)
    return found
