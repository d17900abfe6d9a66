"""Tell which of GeoNames' many names English news may use. Knows spellings, no places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from kg.resolve.toponym_spelling import fold_toponym

NOUNS = (
    "oblast", "governorate", "governate", "province", "state", "region", "krai", "kray", "department", "district",
    "raion", "county", "prefecture", "republic", "territory", "autonomous okrug", "regional state", "woreda", "zone",
)  # fmt: skip
_NOUN_AT_END = re.compile(rf"(?i)^(.{{3,}}?) (?:{'|'.join(NOUNS)})$")
_OBLAST = re.compile(r"(?i)\b(?:oblast|oblysy|kray|krai)\b['’]?")
_NO_NAME = re.compile(r"(?i)(?:the|administrative|muhafaz\w*|governorate)\b")
# Scripts' transliterations carry dots and strokes that English news leaves out; European names keep their accents.
_KEPT_ACCENTS = frozenset(
    "AD AL AR AT AU BA BE BO BR CA CH CL CO CR CU CV CY CZ DE DK DO EC EE ES FI FO FR GB "  # noqa: SIM905
    "GF GL GP GT GW HN HR HT HU IE IS IT LI LT LU LV MC ME MQ MT MX NC NI NL NO NZ PA PE "
    "PF PL PR PT PY RE RO SE SI SK SM ST SV US UY VE XK".split()
)
_PLAIN = str.maketrans({"ı": "i", "ə": "a", "Ə": "A", "đ": "d", "Đ": "D"})
# Letters and pairs that transliterations exchange.
_SAME = (
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "ay"), ("y", "i"),
    ("j", "i"), ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"), ("e", "a"), ("o", "a"), ("ii", "i"), ("g", "h"),
)  # fmt: skip
_FOREIGN = re.compile(
    r"[A-Z]{2}|sch|cz|sz|dj|zh?y?j|[^aeiou]j|j[^aeiou]|j$|x|w$|ck$|tz|[a-z]'[a-z]|as$|is$|os$|us$|gorad|iia|yya"
)
LIKE = 0.62  #: how like its label a name must be to be kept


def english(name: str, country: str) -> str:
    """Return a name as English news writes it: transliteration marks off, accents of European spelling kept."""
    plain = re.sub("[‘’ʻʼʿʾ`]", "", name)
    if country in _KEPT_ACCENTS:
        return plain
    letters = unicodedata.normalize("NFKD", plain.translate(_PLAIN))
    return "".join(c for c in letters if unicodedata.category(c)[0] != "M")


def english_region(name: str, aliases: Sequence[str], cities: Sequence[str], country: str) -> str:
    """Return a region's name without the noun that sorts it; `cities` are those in it, largest first.

    The English name is often only among the aliases ("Aleppo Governorate" of Ḩalab): one that is like the region's own
    name, or is a city's, is taken.
    """
    own = _own(name, cities, country)
    known = {fold_toponym(c) for c in cities[:12]} | {fold_toponym(a) for a in aliases}
    typed = [m[1] for a in aliases if a.isascii() and (m := _NOUN_AT_END.match(a)) and not _NO_NAME.match(m[1])]
    fit = [t for t in typed if fold_toponym(t) in known or _likeness(fold_toponym(t), fold_toponym(own)) >= LIKE]
    return english(min(fit, key=lambda t: (fold_toponym(t) not in known, len(t), t)), country) if fit else own


def is_oblast(name: str, aliases: Sequence[str]) -> bool:
    """Tell whether a region is an oblast or a krai, which English news calls a region."""
    return any(_OBLAST.search(n) for n in (name, *aliases))


def has_noun(name: str) -> bool:
    """Tell whether a name ends in a noun that sorts it ("Blue Nile State")."""
    return bool(_NOUN_AT_END.match(name))


def alike(name: str, other: str) -> bool:
    """Tell whether two names are filed as one."""
    return fold_toponym(name) == fold_toponym(other)


def _own(name: str, cities: Sequence[str], country: str) -> str:
    plain = english(re.sub(r"(?i)^(.*), (respublika|respublikasi)$", r"\1", name), country)
    if match := _NOUN_AT_END.match(plain):
        plain = match[1]
    if not _OBLAST.search(plain):
        return plain
    stem = re.sub(r"(?i)(sk|tsk|zk|k|n)?(aya|a|iy|yy)? (oblast|oblysy|kray).*$", "", plain)
    near = [c for c in cities[:40] if fold_toponym(c)[:4] == fold_toponym(stem)[:4]]
    return english(near[0], country) if near else stem


def likely_aliases(label: str, names: Iterable[str], most: int) -> list[str]:
    """Return the names most like a place's label that an English text could write, best first."""
    own = fold_toponym(label)
    found: dict[str, tuple[bool, bool, float, str]] = {}
    for name in names:
        folded = fold_toponym(name)
        if folded == own or folded in found or not _writable(name):
            continue
        like = _likeness(own, folded)
        if like >= LIKE:
            found[folded] = (not name.isascii(), bool(_FOREIGN.search(name[1:])), -like, name)
    return [rank[-1] for rank in sorted(found.values())[:most]]


def _writable(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 4 or not name[:1].isupper() or name.isupper() or any(c in name for c in "0123456789,/(|"):
        return False
    return all(ord(c) < 0x250 for c in letters) and len(name.split()) <= 4


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _skeleton(one), _skeleton(other)).ratio()


def _skeleton(folded: str) -> str:
    for one, other in _SAME:
        folded = folded.replace(one, other)
    return folded
