"""Find actors and places that may be one, by their names: for a person to decide, never merged by themselves.

The rules are those that docs/review.md tells as a table. Pairs are looked for among names that share a key (a surname,
an acronym, a bare spelling), so that the cost grows with the names and not with their square.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import combinations
from math import cos, hypot, radians

from kg.links.candidate_pairs import Pair
from kg.links.decisions import sort_of
from kg.links.node_records import Node
from kg.links.string_similarity import LIKE, acronym, bare, is_disguised, likeness, looks, one_less
from kg.model import Kind
from kg.resolve.known_actors import load_known_actors
from kg.resolve.toponym_spelling import fold_toponym

MOST_SHARING = 40  #: names with one key; a key that more share tells nothing
_LESS_ELSEWHERE = 0.5  #: that a name counts in another region: there are many Springfields
FAR = 30.0  #: kilometres between two points of one place
_DEGREE = 111.0  #: kilometres
_SHORTEST = 5  #: letters of a name in which one slip of the pen is looked for


def likely(nodes: Iterable[Node]) -> list[Pair]:
    """Return the pairs of actors, or of places, that may be one, best first."""
    everything = [node for node in nodes if _is_name(node.label)]
    found: dict[tuple[str, str], Pair] = {}
    for one, other in _sharing(everything):
        if (one.iri, other.iri) not in found and _compatible(one, other) and (why := _reasons(one, other)):
            found[one.iri, other.iri] = _pair(one, other, why)
    return sorted(found.values(), key=lambda p: (-p.score, -p.uses, p.one, p.other))


def _pair(one: Node, other: Node, why: list[tuple[float, str]]) -> Pair:
    gives_way, stays = sorted((one, other), key=lambda n: (n.known, n.uses, len(n.label), n.iri))
    best = max(score for score, _ in why) + 0.02 * (len(why) - 1)
    uses = min(one.uses, other.uses)
    return Pair(gives_way.iri, stays.iri, round(min(best, 0.99), 2), tuple(words for _, words in why), uses)


def _sharing(nodes: list[Node]) -> Iterator[tuple[Node, Node]]:
    """Yield the pairs of nodes that share a key, in order of their IRIs; one may come more than once."""
    by_key: dict[str, dict[str, Node]] = defaultdict(dict)
    for node in nodes:
        for key in _keys(node):
            by_key[key][node.iri] = node
    for key in sorted(by_key):
        if len(by_key[key]) <= MOST_SHARING:
            yield from combinations([by_key[key][iri] for iri in sorted(by_key[key])], 2)


def _keys(node: Node) -> Iterator[str]:
    for name in (node.label, *node.aliases):
        yield f"looks {fold_toponym(looks(name))}"
        yield f"bare {bare(name)}"
        yield f"words {' '.join(sorted(_words(name)))}"
        if len(fold_toponym(name)) >= _SHORTEST:
            yield from (f"less {less}" for less in one_less(name))
        if Kind.PERSON in node.kinds and _words(name):
            yield f"surname {_words(name)[-1]}"
        if not node.kinds & {Kind.PERSON}:
            yield f"acronym {acronym(name) or name}"
            yield from (f"word {word}" for word in _words(name) if _is_telling(word))


def _words(name: str) -> list[str]:
    return fold_toponym(name).split()


def _is_name(label: str) -> bool:
    """Tell whether a label is a name: "soldiers" and "wife" tell nobody from another."""
    return label != label.lower() or any(char.isdigit() for char in label)


def _is_telling(word: str) -> bool:
    return len(word) > 2


def _compatible(one: Node, other: Node) -> bool:
    """Tell whether two nodes can be one at all: kinds, countries, places on the map, and neither part of the other."""
    if (one.known and other.known) or one.iri in other.up or other.iri in one.up:
        return False
    if one.countries and other.countries and not one.countries & other.countries:
        return False
    return _kinds_agree(one, other) and not _far(one, other)


def _kinds_agree(one: Node, other: Node) -> bool:
    if Kind.STATE in one.kinds | other.kinds or Kind.PERSON in one.kinds ^ other.kinds:
        return False
    places = {Kind.COUNTRY, Kind.REGION, Kind.SETTLEMENT}
    ones, others = one.kinds & places, other.kinds & places
    return not ones or not others or bool(ones & others)


def _far(one: Node, other: Node) -> bool:
    if one.point is None or other.point is None:
        return False
    north, east = one.point[0] - other.point[0], one.point[1] - other.point[1]
    return _DEGREE * hypot(north, east * cos(radians(one.point[0]))) > FAR


def _reasons(one: Node, other: Node) -> list[tuple[float, str]]:
    """Return why two nodes may be one, each reason with its weight."""
    found: dict[_Rule, tuple[float, str]] = {}
    names = [(a, b) for a in (one.label, *one.aliases) for b in (other.label, *other.aliases)]
    for n, (a, b) in enumerate(names):
        for rule in _rules(one):
            reason = rule(a, b) if n == 0 or rule in _OF_ALIASES else None
            if reason is not None:
                found.setdefault(rule, reason)
    less = _LESS_ELSEWHERE if _elsewhere(one, other) else 0.0
    return sorted(((round(weight - less, 2), words) for weight, words in found.values()), reverse=True)


def _elsewhere(one: Node, other: Node) -> bool:
    """Tell whether two places lie in different regions: neither in what the other lies in, as far as both are known."""
    ups = one.up - one.countries, other.up - other.countries
    return sort_of(one.iri) == "place" and all(ups) and not (ups[0] & ups[1])


def _same_name(one: str, other: str) -> tuple[float, str] | None:
    if is_disguised(one) != is_disguised(other) and fold_toponym(looks(one)) == fold_toponym(looks(other)):
        return 0.5, f"'{one}' and '{other}' look alike, but one has letters of another script: beware"
    if fold_toponym(one) == fold_toponym(other) and not is_disguised(one + other):
        return 0.9, f"both are called '{one}'"
    return None


def _same_words(one: str, other: str) -> tuple[float, str] | None:
    first, second = sorted(_words(one)), sorted(_words(other))
    return (0.85, "the same words in another order") if first == second and _words(one) != _words(other) else None


def _spelling(one: str, other: str) -> tuple[float, str] | None:
    if (
        fold_toponym(one) == fold_toponym(other)
        or is_disguised(one)
        or is_disguised(other)
        or _digits(one) != _digits(other)
    ):
        return None
    like = likeness(one, other)
    slip = len(fold_toponym(one)) >= _SHORTEST and not set(one_less(one)).isdisjoint(one_less(other))
    if like >= LIKE and (slip or bare(one) == bare(other)):
        return round(0.8 * like, 2), f"'{one}' and '{other}' are spelt alike"
    return None


def _acronym(one: str, other: str) -> tuple[float, str] | None:
    for short, long in ((one, other), (other, one)):
        if short.isupper() and acronym(long) == short:
            return 0.8, f"'{short}' are the initials of '{long}'"
    return None


def _within(one: str, other: str) -> tuple[float, str] | None:
    """Take "M23 rebels" for "M23": all words of one, in the other."""
    first, second = sorted((_words(one), _words(other)), key=len)
    telling = [w for w in first if _is_telling(w)]
    if len(first) < len(second) and telling and set(first) < set(second) and not _is_people(" ".join(first)):
        return round(0.4 + 0.3 * len(first) / len(second), 2), f"all of '{' '.join(first)}' is in '{' '.join(second)}'"
    return None


def _is_people(name: str) -> bool:
    """Tell whether a name is a people's or an adjective of one, of which every body of a state has it."""
    return name in _peoples()


@lru_cache(maxsize=1)
def _peoples() -> frozenset[str]:
    known = load_known_actors()
    return frozenset(fold_toponym(name) for name in (*known.demonyms, *known.people))


def _surname(one: str, other: str) -> tuple[float, str] | None:
    """Take two persons with one surname for one, unless they have different first names."""
    first, second = sorted((_words(one), _words(other)), key=len)
    if not first or first[-1] != second[-1] or first == second:
        return None
    if len(first) == 1:
        return 0.6, f"both have the surname '{first[-1]}', one without a first name"
    fits = all(any(_first_name_fits(a, b) for b in second[:-1]) for a in first[:-1])
    return (0.75, f"both have the surname '{first[-1]}', and first names that fit") if fits else None


def _first_name_fits(one: str, other: str) -> bool:
    """Tell whether one is the other, or its initial."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _digits(name: str) -> list[str]:
    """Return the numbers in a name: the 1st Brigade is not the 2nd."""
    return re.findall(r"\d+", name)


def _rules(node: Node) -> tuple[_Rule, ...]:
    if Kind.PERSON in node.kinds:
        return _RULES_OF_PERSONS
    return _RULES_OF_PLACES if sort_of(node.iri) == "place" else _RULES


_Rule = Callable[[str, str], tuple[float, str] | None]
_OF_ALIASES: tuple[_Rule, ...] = (_same_name, _acronym)
_RULES: tuple[_Rule, ...] = (_same_name, _same_words, _spelling, _acronym, _within)
_RULES_OF_PLACES: tuple[_Rule, ...] = (_same_name, _same_words, _spelling, _acronym)
_RULES_OF_PERSONS: tuple[_Rule, ...] = (_same_name, _same_words, _spelling, _surname)
