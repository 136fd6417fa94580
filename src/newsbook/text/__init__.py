"""The text layer: tokens, sentences, entities, subwords, layout, as spans over a text as it stands.

NLTK and Punkt load when a function that needs them is first called, not with this package.
"""

from typing import TYPE_CHECKING

from newsbook.lazy import lazy_names

if TYPE_CHECKING:
    from newsbook.text.entities import rule_entities as rule_entities
    from newsbook.text.entities import tag_entities as tag_entities
    from newsbook.text.layout import dateline as dateline
    from newsbook.text.layout import label_paragraphs as label_paragraphs
    from newsbook.text.nltk_tokens import nltk_tokens as nltk_tokens
    from newsbook.text.sentences import punkt_sentences as punkt_sentences
    from newsbook.text.sentences import split_sentences as split_sentences
    from newsbook.text.subwords import encode as encode
    from newsbook.text.subwords import learn_merges as learn_merges
    from newsbook.text.subwords import merge_pair as merge_pair
    from newsbook.text.subwords import subword_tokens as subword_tokens
    from newsbook.text.tokens import pattern_tokens as pattern_tokens
    from newsbook.text.tokens import split_tokens as split_tokens
    from newsbook.text.tokens import tokenise as tokenise

_HOMES = {
    "dateline": "layout",
    "encode": "subwords",
    "label_paragraphs": "layout",
    "learn_merges": "subwords",
    "merge_pair": "subwords",
    "nltk_tokens": "nltk_tokens",
    "pattern_tokens": "tokens",
    "punkt_sentences": "sentences",
    "rule_entities": "entities",
    "split_sentences": "sentences",
    "split_tokens": "tokens",
    "subword_tokens": "subwords",
    "tag_entities": "entities",
    "tokenise": "tokens",
}

__all__ = list(_HOMES)
__getattr__, __dir__ = lazy_names(__name__, _HOMES)
