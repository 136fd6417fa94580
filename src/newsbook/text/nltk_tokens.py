"""NLTK's tokenisers, with the places that NLTK does not give."""

from __future__ import annotations

from newsbook.errors import BadInput, want_text
from newsbook.spans import Span
from newsbook.text.alignment import align_pieces
from newsbook.text.sentences import split_sentences

__all__ = ["NLTK_TOKENISERS", "nltk_tokens"]

#: The names `nltk_tokens` knows, and the class in ``nltk.tokenize`` that each stands for.
NLTK_TOKENISERS: dict[str, str] = {
    "treebank": "NLTKWordTokenizer",
    "wordpunct": "WordPunctTokenizer",
    "toktok": "ToktokTokenizer",
    "tweet": "TweetTokenizer",
    "whitespace": "WhitespaceTokenizer",
}


def nltk_tokens(text: str, name: str = "treebank", *, by_sentence: bool = False) -> list[Span]:
    """What one of NLTK's tokenisers makes of a text, with places.

    NLTK's tokenisers give bare strings, some of them changed: ``"`` comes back as two backticks or
    two apostrophes, ``&lt;`` as ``<``. `align_pieces` finds each its place in the text; where a
    string has none, the text it left out is covered by the stretches between white space. So no
    character that is not white space is ever lost, whatever NLTK returns. Should one of NLTK's
    patterns run into NLTK's own time limit, the whole text is covered that way.

    Args:
        text: The text.
        name: ``"treebank"`` (the one behind NLTK's ``word_tokenize``), ``"wordpunct"``,
            ``"toktok"``, ``"tweet"`` or ``"whitespace"``. None of them needs downloaded data.
        by_sentence: Give NLTK one sentence at a time. ``"treebank"`` and ``"toktok"`` are made for
            that: in a longer text they leave every full stop but the last on its word.

    Raises:
        ValueError: The name is not one of these.

    Example:
        >>> from newsbook.spans import words
        >>> words('It’s "new".', nltk_tokens('It’s "new".'))
        ['It', '’', 's', '"', 'new', '"', '.']
    """
    want_text(text, "nltk_tokens")
    if name not in NLTK_TOKENISERS:
        known = ", ".join(NLTK_TOKENISERS)
        raise BadInput(f"{name!r} is not a tokeniser of NLTK's that newsbook knows; use {known}")
    # Here and not above: importing NLTK takes longer than all of newsbook.
    import nltk.tokenize

    tokeniser = getattr(nltk.tokenize, NLTK_TOKENISERS[name])()
    stretches = [Span(0, len(text))] if text else []
    if by_sentence:
        stretches = split_sentences(text)
    tokens: list[Span] = []
    for stretch in stretches:
        piece_of_text = stretch.of(text)
        try:
            pieces = tokeniser.tokenize(piece_of_text)
        except TimeoutError:
            pieces = []
        tokens += [span.shift(stretch.start) for span in align_pieces(piece_of_text, pieces)]
    return tokens
