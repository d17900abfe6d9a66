"""Compare names letter by letter: spellings of one name, acronyms, look-alikes in other scripts. Knows no nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from kg.resolve.toponym_spelling import fold_toponym
from kg.text_normalization import has_mixed_scripts

LIKE = 0.8  #: from here on two spellings may be one name; of 1, the share of letters that agree

_ROOTS = str.maketrans({"q": "k", "c": "k", "y": "i", "w": "v", "z": "s", "j": "g"})
_VOWELS = re.compile(r"[aeiou]+")
_TWICE = re.compile(r"(.)\1+")
_BREATHED = re.compile(r"(?<=[kgdtsrzp])h")
# Letters of other scripts that look like Latin ones, after Unicode's confusables (UTS 39).
_LOOKS = str.maketrans(
    "аеорсухіјѕԁһӏАВЕНІЈКМОРСТУХЅαορνιΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhlABEHIJKMOPCTYXSaopviABEZHIKMNOPTYX",
)


def bare(name: str) -> str:
    """Return a name's letters at their barest, so that spellings of one name meet ("Mohammed", "Muhamad").

    Vowels go, and what languages write in different ways becomes one; the first letter of each word stays.
    """
    return " ".join(_root(word) for word in fold_toponym(name).split())


def one_less(name: str) -> Iterator[str]:
    """Yield a folded name and it without one of its letters: two names that share any are one slip of the pen apart."""
    plain = fold_toponym(name)
    yield plain
    for n in range(len(plain)):
        yield plain[:n] + plain[n + 1 :]


def likeness(one: str, other: str) -> float:
    """Return how much of two names' letters agree, from 0 to 1."""
    first, second = sorted((fold_toponym(one), fold_toponym(other)))  # the matcher depends on the order
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def acronym(name: str) -> str:
    """Return the initials of a name's capitalized words, of three words or more; else empty."""
    initials = "".join(word[0] for word in re.split(r"[\s-]+", name) if word[:1].isupper())
    return initials if len(initials) > 2 else ""


def is_disguised(name: str) -> bool:
    """Tell whether a name has a word of two scripts, or letters of another script that all look like Latin ones."""
    return has_mixed_scripts(name) or (not name.isascii() and looks(name).isascii())


def looks(name: str) -> str:
    """Return a name as it looks to a reader of Latin letters."""
    return name.translate(_LOOKS)


def _root(word: str) -> str:
    plain = _TWICE.sub(r"\1", _BREATHED.sub("", word.translate(_ROOTS).replace("ph", "f").replace("ks", "x")))
    return plain[:1] + _VOWELS.sub("", plain[1:])
