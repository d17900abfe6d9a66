"""Choose among GeoNames' names those that English news may use. Knows spellings, no places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from kg.resolve.toponym_spelling import fold_toponym

TYPE_NOUNS = (
    "oblast", "governorate", "governate", "province", "state", "region", "krai", "kray", "department", "district",
    "raion", "county", "prefecture", "republic", "territory", "autonomous okrug", "regional state", "woreda", "zone",
)  # fmt: skip
_TYPE_NOUN_AT_END = re.compile(rf"(?i)^(.{{3,}}?) (?:{'|'.join(TYPE_NOUNS)})$")
_OBLAST = re.compile(r"(?i)\b(?:oblast|oblysy|kray|krai)\b['’]?")
_NOT_A_NAME = re.compile(r"(?i)(?:the|administrative|muhafaz\w*|governorate)\b")
# Scripts' transliterations carry dots and strokes that English news leaves out; European names keep their accents.
_KEPT_ACCENTS = frozenset(
    "AD AL AR AT AU BA BE BO BR CA CH CL CO CR CU CV CY CZ DE DK DO EC EE ES FI FO FR GB "  # noqa: SIM905
    "GF GL GP GT GW HN HR HT HU IE IS IT LI LT LU LV MC ME MQ MT MX NC NI NL NO NZ PA PE "
    "PF PL PR PT PY RE RO SE SI SK SM ST SV US UY VE XK".split()
)
_PLAIN = str.maketrans({"ı": "i", "ə": "a", "Ə": "A", "đ": "d", "Đ": "D"})
# Letters and digraphs that transliterations exchange.
_TRANSLITERATION_VARIANTS = (
    ("kh", "h"), ("gh", "g"), ("dh", "d"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "i"), ("ai", "ay"), ("y", "i"),
    ("j", "i"), ("w", "v"), ("q", "k"), ("c", "k"), ("z", "s"), ("e", "a"), ("o", "a"), ("ii", "i"), ("g", "h"),
)  # fmt: skip
_FOREIGN = re.compile(
    r"[A-Z]{2}|sch|cz|sz|dj|zh?y?j|[^aeiou]j|j[^aeiou]|j$|x|w$|ck$|tz|[a-z]'[a-z]|as$|is$|os$|us$|gorad|iia|yya"
)
MIN_SIMILARITY = 0.62  #: between a label and an alias


def anglicized(name: str, country: str) -> str:
    """Return a name as English news writes it: without marks of transliteration, with accents of European languages."""
    plain = re.sub("[‘’ʻʼʿʾ`]", "", name)
    if country in _KEPT_ACCENTS:
        return plain
    letters = unicodedata.normalize("NFKD", plain.translate(_PLAIN))
    return "".join(c for c in letters if unicodedata.category(c)[0] != "M")


def anglicized_region(name: str, aliases: Sequence[str], cities: Sequence[str], country: str) -> str:
    """Return a region's name without its type noun; `cities` are those in it, largest first.

    The English name is often only among the aliases ("Aleppo Governorate" of Ḩalab): one that is similar to the
    region's own name, or is a city's, is chosen.
    """
    stem = _stem(name, cities, country)
    known = {fold_toponym(c) for c in cities[:12]} | {fold_toponym(a) for a in aliases}
    typed = [m[1] for a in aliases if a.isascii() and (m := _TYPE_NOUN_AT_END.match(a)) and not _NOT_A_NAME.match(m[1])]
    fit = [
        t
        for t in typed
        if fold_toponym(t) in known or _similarity(fold_toponym(t), fold_toponym(stem)) >= MIN_SIMILARITY
    ]
    return anglicized(min(fit, key=lambda t: (fold_toponym(t) not in known, len(t), t)), country) if fit else stem


def is_oblast(name: str, aliases: Sequence[str]) -> bool:
    """Tell whether a region is an oblast or a krai, which English news calls a region."""
    return any(_OBLAST.search(n) for n in (name, *aliases))


def has_type_noun(name: str) -> bool:
    """Tell whether a name ends in a type noun ("Blue Nile State")."""
    return bool(_TYPE_NOUN_AT_END.match(name))


def are_equal_folded(name: str, other: str) -> bool:
    """Tell whether two names are equal when folded."""
    return fold_toponym(name) == fold_toponym(other)


def _stem(name: str, cities: Sequence[str], country: str) -> str:
    plain = anglicized(re.sub(r"(?i)^(.*), (respublika|respublikasi)$", r"\1", name), country)
    if match := _TYPE_NOUN_AT_END.match(plain):
        plain = match[1]
    if not _OBLAST.search(plain):
        return plain
    stem = re.sub(r"(?i)(sk|tsk|zk|k|n)?(aya|a|iy|yy)? (oblast|oblysy|kray).*$", "", plain)
    near = [c for c in cities[:40] if fold_toponym(c)[:4] == fold_toponym(stem)[:4]]
    return anglicized(near[0], country) if near else stem


def likely_aliases(label: str, names: Iterable[str], most: int) -> list[str]:
    """Return at most so many names that are similar to a label and plausible in an English text, best first."""
    folded_label = fold_toponym(label)
    ranked: dict[str, tuple[bool, bool, float, str]] = {}
    for name in names:
        folded = fold_toponym(name)
        if folded == folded_label or folded in ranked or not _is_plausible(name):
            continue
        similarity = _similarity(folded_label, folded)
        if similarity >= MIN_SIMILARITY:
            ranked[folded] = (not name.isascii(), bool(_FOREIGN.search(name[1:])), -similarity, name)
    return [rank[-1] for rank in sorted(ranked.values())[:most]]


def _is_plausible(name: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 4 or not name[:1].isupper() or name.isupper() or any(c in name for c in "0123456789,/(|"):
        return False
    return all(ord(c) < 0x250 for c in letters) and len(name.split()) <= 4


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, _skeleton(one), _skeleton(other)).ratio()


def _skeleton(folded: str) -> str:
    for variant, replacement in _TRANSLITERATION_VARIANTS:
        folded = folded.replace(variant, replacement)
    return folded
