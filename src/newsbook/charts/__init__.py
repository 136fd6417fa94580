"""Charts in one house style, through plotly's notebook mimetype."""

from newsbook.charts.builders import bar_chart, confusion_chart, frequency_chart, line_chart
from newsbook.charts.chart import Chart
from newsbook.charts.story import network_chart, timeline_chart

__all__ = [
    "Chart", "bar_chart", "confusion_chart", "frequency_chart", "line_chart", "network_chart",
    "timeline_chart",
]  # fmt: skip
