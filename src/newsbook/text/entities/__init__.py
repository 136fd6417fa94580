"""Entities: the names and dates of a text.

Two taggers, from text to labelled spans. `rule_entities` grows from capitals and lists by rules
that each mend a mistake of the one before; `tag_entities` asks an averaged perceptron where the
rules are not sure. Both give `Span` lists with the labels of `newsbook.articles.ENTITY_LABELS`.

    >>> from newsbook.text.entities import tag_entities
    >>> text = "Sheriff Dale Crabtree of Hamilton County joined the FBI on Monday."
    >>> [(span.of(text), span.label) for span in tag_entities(text)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('Dale Crabtree', 'PERSON'), ('Hamilton County', 'GPE'), ('FBI', 'ORG'), ('Monday', 'DATE')]
"""

from newsbook.text.entities.bio import bio_decode, bio_encode
from newsbook.text.entities.features import features_of, gather
from newsbook.text.entities.gazetteers import gazetteer
from newsbook.text.entities.perceptron import EntityTagger, tag_entities
from newsbook.text.entities.reading import Mention, Reading, read, spans_of
from newsbook.text.entities.rules import capital_stretches, find_names, rule_entities

__all__ = [
    "EntityTagger", "Mention", "Reading", "bio_decode", "bio_encode", "capital_stretches",
    "features_of", "find_names", "gather", "gazetteer", "read", "rule_entities", "spans_of",
    "tag_entities",
]  # fmt: skip
