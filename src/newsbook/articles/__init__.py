"""News articles and their gold.

    >>> from newsbook.articles import Article
    >>> article = Article.load("nato_seoul")
    >>> article.gold("entities")[1].of(article.text)
    'N.Korean'

`newsbook.articles.validate` checks a gold; it is left out here so that it can be run with
``python -m newsbook.articles.validate``.
"""

from newsbook.articles.article import Article
from newsbook.articles.errors import ArticleError, GoldError
from newsbook.articles.gold import ENTITY_LABELS, LAYERS, SPAN_LAYERS
from newsbook.articles.layers import Layers
from newsbook.articles.places import article_names, practice_names, seeds_folder
from newsbook.articles.quote import QUOTE_KINDS, Quote

__all__ = [
    "ENTITY_LABELS",
    "LAYERS",
    "QUOTE_KINDS",
    "SPAN_LAYERS",
    "Article",
    "ArticleError",
    "GoldError",
    "Layers",
    "Quote",
    "article_names",
    "practice_names",
    "seeds_folder",
]
