"""Number the sentences of a parse once. Asking spaCy for a token's sentence walks there from the token each time."""

from __future__ import annotations

from spacy.tokens import Token

_NUMBERS = "kg: sentences"


def sentence_of(token: Token) -> int:
    """Return the number of a token's sentence in its document, from 0."""
    kept = token.doc.user_data
    if _NUMBERS not in kept:
        kept[_NUMBERS] = [n for n, sent in enumerate(token.doc.sents) for _ in sent]
    number: int = kept[_NUMBERS][token.i]
    return number
