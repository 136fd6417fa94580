"""What an article or its gold is refused with: one sentence, meant to be shown as it is."""

from __future__ import annotations

from newsbook.errors import BadInput

__all__ = ["ArticleError", "GoldError"]


class ArticleError(BadInput):
    """An article cannot be read; the message names the file, what is wrong and what to do."""


class GoldError(ArticleError):
    """A gold layer is missing or broken; the message names the JSON file."""
