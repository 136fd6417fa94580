"""Grade a class: read what was handed in, run it, judge what was observed, report."""
