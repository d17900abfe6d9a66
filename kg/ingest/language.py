"""Identify English by its most frequent words. Cheap, and meant for nothing finer."""

from __future__ import annotations

import re
from functools import cache

from kg.vocab.lexicon import load_lexicon

SAMPLE_CHARACTERS = 5_000  #: of a text that are looked at
MAX_FOREIGN_SHARE = 0.2  #: share of words from which on those of other languages are too many
MIN_WORDS = 8  #: fewer are no evidence
MAX_WORDS_WITHOUT_ENGLISH = 40  #: by then any English text has used one of its most frequent words

_WORD = re.compile(r"[^\W\d_]+")


def is_english_tag(tag: str) -> bool:
    """Tell whether a language tag (BCP 47) or a plain name means English."""
    return re.split(r"[-_]", tag.lower())[0] in {"en", "eng", "english"}


def is_english(text: str) -> bool:
    """Tell whether a text can be English; true of a few words and of lists of names."""
    letters = [char for char in text[:SAMPLE_CHARACTERS] if char.isalpha()]
    if sum(map(str.isascii, letters)) * 2 < len(letters):
        return False
    words = _WORD.findall(text[:SAMPLE_CHARACTERS])
    english = sum(word.lower() in _english() for word in words)
    foreign = sum(word in _foreign() for word in words)  # in lower case only: La Paz and Los Angeles are English too
    if len(words) >= MAX_WORDS_WITHOUT_ENGLISH and not english:
        return False
    return len(words) < MIN_WORDS or foreign <= 2 * english or foreign < MAX_FOREIGN_SHARE * len(words)


@cache
def _english() -> frozenset[str]:
    return frozenset(load_lexicon().single_word_forms("EnglishWord"))


@cache
def _foreign() -> frozenset[str]:
    return frozenset(load_lexicon().single_word_forms("OtherLanguageWord")) - _english()
