"""Tell English from other languages by its commonest words. Cheap, and meant for nothing finer."""

from __future__ import annotations

import re
from functools import cache

from kg.vocab.lexicon import load_lexicon

SAMPLE = 5_000  #: characters of a text that are looked at
FOREIGN = 0.2  #: share of words from which on another language's are too many
LEAST_WORDS = 8  #: fewer tell nothing
ENGLISH_BY = 40  #: words by which any English text has used one of its commonest

_WORD = re.compile(r"[^\W\d_]+")


def names_english(tag: str) -> bool:
    """Tell whether a language tag (BCP 47) or a plain name means English."""
    return re.split(r"[-_]", tag.lower())[0] in {"en", "eng", "english"}


def is_english(text: str) -> bool:
    """Tell whether a text can be English; a few words, or lists of names, get the benefit of the doubt."""
    letters = [char for char in text[:SAMPLE] if char.isalpha()]
    if sum(map(str.isascii, letters)) * 2 < len(letters):
        return False
    words = _WORD.findall(text[:SAMPLE])
    english = sum(word.lower() in _english() for word in words)
    foreign = sum(word in _foreign() for word in words)  # in lower case only: La Paz and Los Angeles are English too
    if len(words) >= ENGLISH_BY and not english:
        return False
    return len(words) < LEAST_WORDS or foreign <= 2 * english or foreign < FOREIGN * len(words)


@cache
def _english() -> frozenset[str]:
    return frozenset(load_lexicon().single_word_forms("EnglishWord"))


@cache
def _foreign() -> frozenset[str]:
    return frozenset(load_lexicon().single_word_forms("OtherLanguageWord")) - _english()
