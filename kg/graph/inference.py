"""Write what follows from a graph into a graph of its own. Knows the store; the rules come from the ontology.

Written are statements with a property of the ontology, and the classes that things have by it. Left out is what says
nothing about data: statements about the ontology's own terms, that everything is a thing and the same as itself, and
properties and classes of other vocabularies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.graph.inference_rules import Relation, Rule, Take
from kg.vocab import PREFIXES

INFERRED = NamedNode(PREFIXES["graph"] + "inferred")

Term = NamedNode | BlankNode | Literal | Triple
GraphName = NamedNode | BlankNode | DefaultGraph
Pair = tuple[int, int]
Pairs = dict[Relation, set[Pair]]
Index = dict[int, set[int]]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_OWN = PREFIXES["cno"]
_TERMS = tuple(PREFIXES[name] for name in ("cno", "act", "code"))


def close(store: Store, rules: Iterable[Rule], *, graphs: Collection[GraphName] | None = None) -> int:
    """Replace `graph:inferred` with all that follows, and return how many statements that is.

    Nothing is said again that another graph says. `graphs` are those that are read, None for all. The old graph goes
    before the new one comes: for a store that nobody reads yet.
    """
    store.clear_graph(INFERRED)
    rules = tuple(rules)
    numbers: dict[Term, int] = {}
    said = _said(store, rules, graphs, numbers)
    following = _following(rules, said)
    terms = list(numbers)
    new = [quad for relation, pairs in following.items() for quad in _quads(relation, pairs, terms)]
    store.extend(new)
    return len(new)


def _said(store: Store, rules: Iterable[Rule], graphs: Collection[GraphName] | None, numbers: dict[Term, int]) -> Pairs:
    """Return the pairs that each relation of the rules holds of; terms become numbers, because these compare faster."""
    said: Pairs = {}
    for relation in {relation for rule in rules for relation in (rule.head, *rule.body)}:
        pattern = (_TYPE, relation.iri) if relation.is_class else (relation.iri, None)
        said[relation] = {
            (numbers.setdefault(quad.subject, len(numbers)), numbers.setdefault(_second(quad), len(numbers)))
            for quad in store.quads_for_pattern(None, *pattern)
            if graphs is None or quad.graph_name in graphs
        }
    return said


def _second(quad: Quad) -> Term:
    return quad.subject if quad.predicate == _TYPE else quad.object


def _following(rules: tuple[Rule, ...], said: Pairs) -> Pairs:
    """Apply the rules until nothing new follows, each time only to what is new (semi-naive evaluation)."""
    known = {relation: set(pairs) for relation, pairs in said.items()}
    joins = _Joins(rules)
    new = said
    while any(new.values()):
        joins.learn(new)
        found: Pairs = defaultdict(set)
        for rule in rules:
            pairs = joins.new(rule.body, new) if len(rule.body) == 2 else new.get(rule.body[0], set())
            found[rule.head] |= _taken(rule.take, pairs) - known[rule.head]
        for relation, pairs in found.items():
            known[relation] |= pairs
        new = found
    return {relation: pairs - said[relation] for relation, pairs in known.items()}


def _taken(take: Take, pairs: set[Pair]) -> set[Pair]:
    if take is Take.TURNED:
        return {(second, first) for first, second in pairs}
    if take is Take.FIRST:
        return {(first, first) for first, _ in pairs}
    if take is Take.SECOND:
        return {(second, second) for _, second in pairs}
    return pairs


class _Joins:
    """The pairs of the relations that rules join, found by the end where they meet."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        bodies = [rule.body for rule in rules if len(rule.body) == 2]
        self._firsts: dict[Relation, Index] = {body[0]: defaultdict(set) for body in bodies}
        self._seconds: dict[Relation, Index] = {body[1]: defaultdict(set) for body in bodies}

    def learn(self, new: Pairs) -> None:
        """Take up new pairs."""
        for relation, pairs in new.items():
            firsts, seconds = self._firsts.get(relation), self._seconds.get(relation)
            for start, end in pairs if firsts is not None or seconds is not None else ():
                if firsts is not None:
                    firsts[end].add(start)
                if seconds is not None:
                    seconds[start].add(end)

    def new(self, body: tuple[Relation, ...], new: Pairs) -> set[Pair]:
        """Return the pairs that the two relations make together, at least one of them new."""
        first, second = body
        starts, ends = self._firsts[first], self._seconds[second]
        onward = {(start, end) for start, middle in new.get(first, ()) for end in ends.get(middle, ())}
        return onward | {(start, end) for middle, end in new.get(second, ()) for start in starts.get(middle, ())}


def _quads(relation: Relation, pairs: Iterable[Pair], terms: list[Term]) -> Iterator[Quad]:
    """Yield the statements about data."""
    for start, end in pairs:
        subject = terms[start]
        if isinstance(subject, NamedNode | BlankNode) and is_about_data(relation, subject):
            predicate, value = (_TYPE, relation.iri) if relation.is_class else (relation.iri, terms[end])
            yield Quad(subject, predicate, value, INFERRED)


def is_about_data(relation: Relation, subject: NamedNode | BlankNode) -> bool:
    """Tell whether a relation is of the ontology and a subject no term of it; a literal can be the subject of none."""
    return relation.iri.value.startswith(_OWN) and not str(subject.value).startswith(_TERMS)
