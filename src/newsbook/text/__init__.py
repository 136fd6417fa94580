"""The text layer: tokens, sentences, entities, subwords, layout, as spans over a text as it stands.

NLTK and Punkt load when a function that needs them is first called, not with this package.
"""

from newsbook.text.entities import rule_entities, tag_entities
from newsbook.text.layout import dateline, label_paragraphs
from newsbook.text.nltk_tokens import nltk_tokens
from newsbook.text.sentences import punkt_sentences, split_sentences
from newsbook.text.subwords import encode, learn_merges, merge_pair, subword_tokens
from newsbook.text.tokens import pattern_tokens, split_tokens, tokenise

__all__ = [
    "dateline", "encode", "label_paragraphs", "learn_merges", "merge_pair", "nltk_tokens",
    "pattern_tokens", "punkt_sentences", "rule_entities", "split_sentences", "split_tokens",
    "subword_tokens", "tag_entities", "tokenise",
]  # fmt: skip
