"""newsbook: a Jupyter workbook on tokenising, entity tagging and quote extraction.

Importing it is cheap: each name below loads its module when it is first used, so that a kernel
which only checks an answer pays for neither NLTK nor plotly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

__version__ = "0.1.0"

if TYPE_CHECKING:
    from newsbook.articles import Article as Article
    from newsbook.charts import bar_chart as bar_chart
    from newsbook.charts import confusion_chart as confusion_chart
    from newsbook.charts import frequency_chart as frequency_chart
    from newsbook.charts import line_chart as line_chart
    from newsbook.charts import network_chart as network_chart
    from newsbook.charts import timeline_chart as timeline_chart
    from newsbook.live.joining import join as join
    from newsbook.notebook import check as check
    from newsbook.notebook import course_map as course_map
    from newsbook.notebook import handin as handin
    from newsbook.notebook import hint as hint
    from newsbook.notebook import scoreboard as scoreboard
    from newsbook.scoring import score as score
    from newsbook.spans import Span as Span
    from newsbook.spans import words as words
    from newsbook.views import compare as compare
    from newsbook.views import show as show
    from newsbook.widgets import Choice as Choice
    from newsbook.widgets import Match as Match
    from newsbook.widgets import Order as Order
    from newsbook.widgets import PipelineView as PipelineView
    from newsbook.widgets import Predict as Predict
    from newsbook.widgets import QuoteLinker as QuoteLinker
    from newsbook.widgets import RegexPlayground as RegexPlayground
    from newsbook.widgets import ScoreView as ScoreView
    from newsbook.widgets import SpanAnnotator as SpanAnnotator
    from newsbook.widgets import TokenEditor as TokenEditor
    from newsbook.widgets import ask as ask

_HOMES = {
    "Article": "articles",
    "Choice": "widgets",
    "Match": "widgets",
    "Order": "widgets",
    "PipelineView": "widgets",
    "Predict": "widgets",
    "QuoteLinker": "widgets",
    "RegexPlayground": "widgets",
    "ScoreView": "widgets",
    "Span": "spans",
    "SpanAnnotator": "widgets",
    "TokenEditor": "widgets",
    "ask": "widgets",
    "bar_chart": "charts",
    "check": "notebook",
    "compare": "views",
    "confusion_chart": "charts",
    "course_map": "notebook",
    "frequency_chart": "charts",
    "handin": "notebook",
    "hint": "notebook",
    "join": "live.joining",
    "line_chart": "charts",
    "network_chart": "charts",
    "score": "scoring",
    "scoreboard": "notebook",
    "show": "views",
    "timeline_chart": "charts",
    "words": "spans",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
