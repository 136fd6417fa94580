"""The text layer: tokens, sentences, entities, quotes, as spans over a text as it stands.

`analyse` does all of it; every step is a function of its own.

NLTK and Punkt load when a function that needs them is first called, not with this package.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.text.clauses.page import open_page as open_page
    from newsbook.text.entities import rule_entities as rule_entities
    from newsbook.text.entities import tag_entities as tag_entities
    from newsbook.text.layout import dateline as dateline
    from newsbook.text.layout import label_paragraphs as label_paragraphs
    from newsbook.text.nltk_tokens import nltk_tokens as nltk_tokens
    from newsbook.text.pipeline import Analysis as Analysis
    from newsbook.text.pipeline import Person as Person
    from newsbook.text.pipeline import analyse as analyse
    from newsbook.text.pipeline import tie_mentions as tie_mentions
    from newsbook.text.quotations import quoted_pieces as quoted_pieces
    from newsbook.text.quotes import FoundQuotes as FoundQuotes
    from newsbook.text.quotes import attribute as attribute
    from newsbook.text.quotes import find_quotes as find_quotes
    from newsbook.text.quotes import find_sayings as find_sayings
    from newsbook.text.quotes import reported as reported
    from newsbook.text.sentences import punkt_sentences as punkt_sentences
    from newsbook.text.sentences import split_sentences as split_sentences
    from newsbook.text.speakers import tie_names as tie_names
    from newsbook.text.subwords import encode as encode
    from newsbook.text.subwords import learn_merges as learn_merges
    from newsbook.text.subwords import merge_pair as merge_pair
    from newsbook.text.subwords import subword_tokens as subword_tokens
    from newsbook.text.tokens import pattern_tokens as pattern_tokens
    from newsbook.text.tokens import split_tokens as split_tokens
    from newsbook.text.tokens import tokenise as tokenise

_HOMES = {
    "Analysis": "pipeline",
    "FoundQuotes": "quotes",
    "Person": "pipeline",
    "analyse": "pipeline",
    "attribute": "quotes",
    "dateline": "layout",
    "encode": "subwords",
    "find_quotes": "quotes",
    "find_sayings": "quotes",
    "label_paragraphs": "layout",
    "learn_merges": "subwords",
    "merge_pair": "subwords",
    "nltk_tokens": "nltk_tokens",
    "open_page": "clauses.page",
    "pattern_tokens": "tokens",
    "punkt_sentences": "sentences",
    "quoted_pieces": "quotations",
    "reported": "quotes",
    "rule_entities": "entities",
    "split_sentences": "sentences",
    "split_tokens": "tokens",
    "subword_tokens": "subwords",
    "tag_entities": "entities",
    "tie_mentions": "pipeline",
    "tie_names": "speakers",
    "tokenise": "tokens",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
