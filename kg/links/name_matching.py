"""Find actors and places that may be the same by their names, for a person to decide; none is merged.

The rules are those of the table in docs/review.md. Pairs are looked for among names with a common blocking key (a
surname, an acronym, a consonant skeleton), so that the cost grows with the names and not with their square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from math import cos, hypot, radians

from kg.links.candidate_pairs import CandidatePair
from kg.links.decisions import node_sort
from kg.links.name_rules import ALIAS_RULES, MIN_FUZZY_LENGTH, NameRule, Reason, is_distinctive, name_words, rules_for
from kg.links.node_records import NodeRecord
from kg.links.string_similarity import acronym, consonant_skeleton, deletion_variants, latin_lookalike
from kg.model import Kind
from kg.resolve.toponym_spelling import fold_toponym

MAX_BLOCK_SIZE = 40  #: nodes with one key; a key of more is not distinctive
_OTHER_REGION_PENALTY = 0.5  #: taken from the score of places in two regions: there are many Springfields
MAX_DISTANCE = 30.0  #: kilometres between two points of one place
_KILOMETRES_PER_DEGREE = 111.0


def name_candidate_pairs(nodes: Iterable[NodeRecord]) -> list[CandidatePair]:
    """Return the pairs of actors, or of places, that may be the same, best first."""
    named = [node for node in nodes if _is_name(node.label)]
    pairs: dict[tuple[str, str], CandidatePair] = {}
    for one, other in _block_pairs(named):
        if (one.iri, other.iri) not in pairs and _compatible(one, other) and (reasons := _reasons(one, other)):
            pairs[one.iri, other.iri] = _pair(one, other, reasons)
    return sorted(pairs.values(), key=lambda p: (-p.score, -p.mentions, p.one, p.other))


def _pair(one: NodeRecord, other: NodeRecord, reasons: list[Reason]) -> CandidatePair:
    gives_way, stays = sorted((one, other), key=lambda n: (n.is_known, n.mentions, len(n.label), n.iri))
    score = min(max(weight for weight, _ in reasons) + 0.02 * (len(reasons) - 1), 0.99)
    mentions = min(one.mentions, other.mentions)
    return CandidatePair(gives_way.iri, stays.iri, round(score, 2), tuple(words for _, words in reasons), mentions)


def _block_pairs(nodes: list[NodeRecord]) -> Iterator[tuple[NodeRecord, NodeRecord]]:
    """Yield the pairs of nodes with a common blocking key, in order of their IRIs; a pair may come more than once."""
    blocks: dict[str, dict[str, NodeRecord]] = defaultdict(dict)
    for node in nodes:
        for key in _blocking_keys(node):
            blocks[key][node.iri] = node
    for key in sorted(blocks):
        if len(blocks[key]) <= MAX_BLOCK_SIZE:
            yield from combinations([blocks[key][iri] for iri in sorted(blocks[key])], 2)


def _blocking_keys(node: NodeRecord) -> Iterator[str]:
    for name in (node.label, *node.aliases):
        words = name_words(name)
        yield f"lookalike {fold_toponym(latin_lookalike(name))}"
        yield f"skeleton {consonant_skeleton(name)}"
        yield f"words {' '.join(sorted(words))}"
        if len(fold_toponym(name)) >= MIN_FUZZY_LENGTH:
            yield from (f"variant {variant}" for variant in deletion_variants(name))
        if Kind.PERSON in node.kinds and words:
            yield f"surname {words[-1]}"
        if not node.kinds & {Kind.PERSON}:
            yield f"acronym {acronym(name) or name}"
            yield from (f"word {word}" for word in words if is_distinctive(word))


def _is_name(label: str) -> bool:
    """Tell whether a label is a name: "soldiers" and "wife" identify nobody."""
    return label != label.lower() or any(char.isdigit() for char in label)


def _compatible(one: NodeRecord, other: NodeRecord) -> bool:
    """Tell whether two nodes can be the same: by kind, country and coordinates, and neither is part of the other."""
    if (one.is_known and other.is_known) or one.iri in other.ancestors or other.iri in one.ancestors:
        return False
    if one.countries and other.countries and not one.countries & other.countries:
        return False
    return _kinds_agree(one, other) and not _are_far_apart(one, other)


def _kinds_agree(one: NodeRecord, other: NodeRecord) -> bool:
    if Kind.STATE in one.kinds | other.kinds or Kind.PERSON in one.kinds ^ other.kinds:
        return False
    places = {Kind.COUNTRY, Kind.REGION, Kind.SETTLEMENT}
    ones, others = one.kinds & places, other.kinds & places
    return not ones or not others or bool(ones & others)


def _are_far_apart(one: NodeRecord, other: NodeRecord) -> bool:
    if one.point is None or other.point is None:
        return False
    north, east = one.point[0] - other.point[0], one.point[1] - other.point[1]
    return _KILOMETRES_PER_DEGREE * hypot(north, east * cos(radians(one.point[0]))) > MAX_DISTANCE


def _reasons(one: NodeRecord, other: NodeRecord) -> list[Reason]:
    """Return the rules' reasons why two nodes may be the same, each with its weight, best first."""
    found: dict[NameRule, Reason] = {}
    names = [(a, b) for a in (one.label, *one.aliases) for b in (other.label, *other.aliases)]
    for n, (a, b) in enumerate(names):
        for rule in rules_for(one):
            reason = rule(a, b) if n == 0 or rule in ALIAS_RULES else None
            if reason is not None:
                found.setdefault(rule, reason)
    penalty = _OTHER_REGION_PENALTY if _in_different_regions(one, other) else 0.0
    return sorted(((round(weight - penalty, 2), words) for weight, words in found.values()), reverse=True)


def _in_different_regions(one: NodeRecord, other: NodeRecord) -> bool:
    """Tell whether two places have known regions, and none in common."""
    regions, others = one.ancestors - one.countries, other.ancestors - other.countries
    return node_sort(one.iri) == "place" and bool(regions) and bool(others) and not regions & others
