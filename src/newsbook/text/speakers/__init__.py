"""Speakers: the mentions of one person tied together, and a mention resolved to its full name."""

from newsbook.text.speakers.names import Cast, Party, name_words, tie_names
from newsbook.text.speakers.resolve import Resolver
from newsbook.text.speakers.roles import learn_roles

__all__ = ["Cast", "Party", "Resolver", "learn_roles", "name_words", "tie_names"]
