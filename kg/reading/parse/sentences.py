"""Number the sentences of a parse, once per document: spaCy searches for a token's sentence at every access."""

from __future__ import annotations

from spacy.tokens import Token

_CACHE_KEY = "kg: sentences"


def sentence_of(token: Token) -> int:
    """Return the number of a token's sentence in its document, from 0."""
    cache = token.doc.user_data
    if _CACHE_KEY not in cache:
        cache[_CACHE_KEY] = [n for n, sent in enumerate(token.doc.sents) for _ in sent]
    number: int = cache[_CACHE_KEY][token.i]
    return number
