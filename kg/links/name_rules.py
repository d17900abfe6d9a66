"""Compare two names by rules: each gives a reason why they may name one node, with its weight. Knows no store."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kg.links.decisions import node_sort
from kg.links.node_records import NodeRecord
from kg.links.string_similarity import (
    MIN_SIMILARITY,
    acronym,
    consonant_skeleton,
    deletion_variants,
    is_confusable,
    latin_lookalike,
    similarity,
)
from kg.model import Kind
from kg.resolve.known_actors import load_known_actors
from kg.resolve.toponym_spelling import fold_toponym

MIN_FUZZY_LENGTH = 5  #: letters, from which on names may differ by one

Reason = tuple[float, str]  #: weight, and words for a reader
NameRule = Callable[[str, str], Reason | None]


def rules_for(node: NodeRecord) -> tuple[NameRule, ...]:
    """Return the rules for a node's kind."""
    if Kind.PERSON in node.kinds:
        return _PERSON_RULES
    return _PLACE_RULES if node_sort(node.iri) == "place" else _ACTOR_RULES


def name_words(name: str) -> list[str]:
    """Return a name's folded words."""
    return fold_toponym(name).split()


def is_distinctive(word: str) -> bool:
    """Tell whether a word is long enough to tell names apart."""
    return len(word) > 2


def _same_name(one: str, other: str) -> Reason | None:
    if is_confusable(one) != is_confusable(other) and (
        fold_toponym(latin_lookalike(one)) == fold_toponym(latin_lookalike(other))
    ):
        return 0.5, f"'{one}' and '{other}' look alike, but one has letters of another script: beware"
    if fold_toponym(one) == fold_toponym(other) and not is_confusable(one + other):
        return 0.9, f"both are called '{one}'"
    return None


def _reordered_words(one: str, other: str) -> Reason | None:
    first, second = name_words(one), name_words(other)
    is_reordered = sorted(first) == sorted(second) and first != second
    return (0.85, "the same words in another order") if is_reordered else None


def _similar_spelling(one: str, other: str) -> Reason | None:
    if (
        fold_toponym(one) == fold_toponym(other)
        or is_confusable(one)
        or is_confusable(other)
        or _numbers(one) != _numbers(other)
    ):
        return None
    ratio = similarity(one, other)
    is_long = len(fold_toponym(one)) >= MIN_FUZZY_LENGTH
    within_one_edit = is_long and not set(deletion_variants(one)).isdisjoint(deletion_variants(other))
    if ratio >= MIN_SIMILARITY and (within_one_edit or consonant_skeleton(one) == consonant_skeleton(other)):
        return round(0.8 * ratio, 2), f"'{one}' and '{other}' are spelt alike"
    return None


def _initials(one: str, other: str) -> Reason | None:
    for short, long in ((one, other), (other, one)):
        if short.isupper() and acronym(long) == short:
            return 0.8, f"'{short}' are the initials of '{long}'"
    return None


def _contained_words(one: str, other: str) -> Reason | None:
    """Take "M23 rebels" for "M23": all words of one, in the other."""
    first, second = sorted((name_words(one), name_words(other)), key=len)
    has_distinctive = any(is_distinctive(word) for word in first)
    if len(first) < len(second) and has_distinctive and set(first) < set(second) and not _is_demonym(" ".join(first)):
        return round(0.4 + 0.3 * len(first) / len(second), 2), f"all of '{' '.join(first)}' is in '{' '.join(second)}'"
    return None


def _is_demonym(name: str) -> bool:
    """Tell whether a name is a demonym: every body of a state has it in its name."""
    return name in _demonyms()


@lru_cache(maxsize=1)
def _demonyms() -> frozenset[str]:
    known = load_known_actors()
    return frozenset(fold_toponym(name) for name in (*known.demonyms, *known.people))


def _same_surname(one: str, other: str) -> Reason | None:
    """Take two persons with one surname for one, unless they have different first names."""
    first, second = sorted((name_words(one), name_words(other)), key=len)
    if not first or first[-1] != second[-1] or first == second:
        return None
    if len(first) == 1:
        return 0.6, f"both have the surname '{first[-1]}', one without a first name"
    agree = all(any(_first_names_agree(a, b) for b in second[:-1]) for a in first[:-1])
    return (0.75, f"both have the surname '{first[-1]}', and first names that fit") if agree else None


def _first_names_agree(one: str, other: str) -> bool:
    """Tell whether one is the other, or its initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _numbers(name: str) -> list[str]:
    """Return the numbers in a name: the 1st Brigade is not the 2nd."""
    return re.findall(r"\d+", name)


ALIAS_RULES: tuple[NameRule, ...] = (_same_name, _initials)  #: those that compare aliases, too
_ACTOR_RULES: tuple[NameRule, ...] = (_same_name, _reordered_words, _similar_spelling, _initials, _contained_words)
_PLACE_RULES: tuple[NameRule, ...] = (_same_name, _reordered_words, _similar_spelling, _initials)
_PERSON_RULES: tuple[NameRule, ...] = (_same_name, _reordered_words, _similar_spelling, _same_surname)
