"""Compare names as strings: spellings of one name, acronyms, confusables of other scripts. Knows no nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from kg.resolve.toponym_spelling import fold_toponym
from kg.text_normalization import has_mixed_scripts

MIN_SIMILARITY = 0.8  #: from which on two spellings may be of one name

_MERGED_LETTERS = str.maketrans({"q": "k", "c": "k", "y": "i", "w": "v", "z": "s", "j": "g"})
_VOWELS = re.compile(r"[aeiou]+")
_DOUBLED = re.compile(r"(.)\1+")
_ASPIRATION = re.compile(r"(?<=[kgdtsrzp])h")
# Letters of other scripts that look like Latin ones: Unicode's confusables (UTS 39).
_CONFUSABLES = str.maketrans(
    "аеорсухіјѕԁһӏАВЕНІЈКМОРСТУХЅαορνιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlABEHIJKMOPCTYXSaopviABEZHIKMNOPTYX",
)


def consonant_skeleton(name: str) -> str:
    """Return a name's consonants, equal for spellings of one name ("Mohammed", "Muhamad").

    Vowels are dropped and variants of transliteration merged; the first letter of each word stays.
    """
    return " ".join(_word_skeleton(word) for word in fold_toponym(name).split())


def deletion_variants(name: str) -> Iterator[str]:
    """Yield a folded name with at most one letter deleted: names within one edit of each other share a variant."""
    folded = fold_toponym(name)
    yield folded
    for n in range(len(folded)):
        yield folded[:n] + folded[n + 1 :]


def similarity(one: str, other: str) -> float:
    """Return the share of letters that two folded names have in common, from 0 to 1."""
    first, second = sorted((fold_toponym(one), fold_toponym(other)))  # the matcher depends on the order
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def acronym(name: str) -> str:
    """Return the initials of a name's capitalized words if there are three or more; else empty."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    return initials if len(initials) > 2 else ""


def is_confusable(name: str) -> bool:
    """Tell whether a name mixes scripts within a word, or has only Latin look-alikes of another script."""
    return has_mixed_scripts(name) or (not name.isascii() and latin_lookalike(name).isascii())


def latin_lookalike(name: str) -> str:
    """Return a name with confusable letters replaced by the Latin ones that they look like."""
    return name.translate(_CONFUSABLES)


def _word_skeleton(word: str) -> str:
    plain = _DOUBLED.sub(
        r"\1", _ASPIRATION.sub("", word.translate(_MERGED_LETTERS).replace("ph", "f").replace("ks", "x"))
    )
    return plain[:1] + _VOWELS.sub("", plain[1:])
