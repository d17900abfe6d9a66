"""Materialize what follows from a graph in `graph:inferred`. Knows the store; the rules come from the ontology.

Written are statements with a property of the ontology, and the classes that nodes have by it. Left out is what says
nothing about data: statements about the ontology's own terms, owl:Thing and reflexive owl:sameAs, and properties and
classes of other vocabularies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.errors import InputError
from kg.graph.inference_rules import Projection, Relation, Rule
from kg.vocab import PREFIXES
from kg.vocab.namespaces import TERM_NAMESPACES

INFERRED = NamedNode(PREFIXES["graph"] + "inferred")
MAX_PAIRS = 3_000_000  #: that may follow: a chain of n members has n²/2, a ring n²

Term = NamedNode | BlankNode | Literal | Triple
GraphName = NamedNode | BlankNode | DefaultGraph
Pair = tuple[int, int]
Pairs = dict[Relation, set[Pair]]
Index = dict[int, set[int]]

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_ONTOLOGY_NAMESPACE = PREFIXES["cno"]
_MAX_JOIN = 2 * MAX_PAIRS  # pairs that one join may yield, those that are known included
_STEP = "?step"  # ends the names of relations that only the closure knows


def materialize(store: Store, rules: Iterable[Rule], *, graphs: Collection[GraphName] | None = None) -> int:
    """Replace `graph:inferred` with all that follows, and return the number of its statements.

    It repeats no asserted statement. `graphs` are those that are read, None for all. The old graph is cleared first, so
    the store must have no other readers.

    Raises:
        InputError: more would follow than `MAX_PAIRS`.
    """
    store.clear_graph(INFERRED)
    rules = tuple(rules)
    numbers: dict[Term, int] = {}
    asserted = _asserted_pairs(store, rules, graphs, numbers)
    inferred = _closure(rules, asserted, MAX_PAIRS)
    terms = list(numbers)
    new = [quad for relation, pairs in inferred.items() for quad in _quads(relation, pairs, terms)]
    store.extend(new)
    return len(new)


def _asserted_pairs(
    store: Store, rules: Iterable[Rule], graphs: Collection[GraphName] | None, numbers: dict[Term, int]
) -> Pairs:
    """Return the asserted pairs of each relation of the rules; terms become numbers, because these compare faster."""
    asserted: Pairs = {}
    for relation in {relation for rule in rules for relation in (rule.head, *rule.body)}:
        pattern = (_TYPE, relation.iri) if relation.is_class else (relation.iri, None)
        asserted[relation] = {
            (numbers.setdefault(quad.subject, len(numbers)), numbers.setdefault(_second(quad), len(numbers)))
            for quad in store.quads_for_pattern(None, *pattern)
            if graphs is None or quad.graph_name in graphs
        }
    return asserted


def _second(quad: Quad) -> Term:
    return quad.subject if quad.predicate == _TYPE else quad.object


def _closure(rules: tuple[Rule, ...], asserted: Pairs, max_pairs: int) -> Pairs:
    """Return the pairs that follow; each round applies the rules to new pairs alone (semi-naive evaluation)."""
    steps = _step_relations(rules)
    rules = tuple(_linear_rules(rules, steps))
    known = {relation: set(pairs) for relation, pairs in asserted.items()}
    known |= {step: set(asserted[relation]) for relation, step in steps.items()}
    closed_by_step = {step: relation for relation, step in steps.items()}
    most = sum(map(len, known.values())) + max_pairs
    joins = _JoinIndexes(rules)
    new = {relation: set(pairs) for relation, pairs in known.items()}
    while any(new.values()):
        joins.add(new)
        found: Pairs = defaultdict(set)
        for rule in rules:
            pairs = joins.new_pairs(rule.body, new) if len(rule.body) == 2 else new.get(rule.body[0], set())
            # a pair that the closure has already is no new step of it
            found[rule.head] |= _projected(rule.projection, pairs) - known[closed_by_step.get(rule.head, rule.head)]
        for relation, pairs in found.items():
            known[relation] |= pairs
        _check_size(known, most)
        new = found
    return {relation: known[relation] - asserted[relation] for relation in asserted}


def _step_relations(rules: Iterable[Rule]) -> dict[Relation, Relation]:
    """Return for each transitive relation one for its steps: its pairs that follow otherwise than by transitivity."""
    transitive = {rule.head for rule in rules if rule.body == (rule.head, rule.head)}
    return {relation: Relation(NamedNode(relation.iri.value + _STEP)) for relation in transitive}


def _linear_rules(rules: Iterable[Rule], steps: dict[Relation, Relation]) -> Iterator[Rule]:
    """Yield rules that close transitive relations step by step, n² joins for a chain of n members and not n³."""
    for rule in rules:
        step = steps.get(rule.head)
        if step is None:
            yield rule
        elif rule.body == (rule.head, rule.head):
            yield Rule(rule.head, (step, rule.head))
            yield Rule(rule.head, (step,))
        else:
            yield Rule(step, rule.body, rule.projection)


def _check_size(known: Pairs, most: int) -> None:
    """Raise if there are more pairs than that."""
    if sum(map(len, known.values())) > most:
        raise _too_much(max(known, key=lambda relation: len(known[relation])))


def _too_much(relation: Relation) -> InputError:
    name = f"cno:{relation.iri.value.removeprefix(_ONTOLOGY_NAMESPACE).removesuffix(_STEP)}"
    return InputError(
        f"inference: more than {MAX_PAIRS:,} statements follow, most of them by {name}; "
        "break its chains or rings, or leave out what follows (--no-infer)"
    )


def _projected(projection: Projection, pairs: set[Pair]) -> set[Pair]:
    start, end = projection.value
    return pairs if projection is Projection.IDENTITY else {(pair[start], pair[end]) for pair in pairs}


class _JoinIndexes:
    """The pairs of the relations that rules join, indexed by the term that they are joined on."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        bodies = [rule.body for rule in rules if len(rule.body) == 2]
        self._firsts: dict[Relation, Index] = {body[0]: defaultdict(set) for body in bodies}
        self._seconds: dict[Relation, Index] = {body[1]: defaultdict(set) for body in bodies}

    def add(self, new: Pairs) -> None:
        """Add new pairs to the indexes."""
        for relation, pairs in new.items():
            firsts, seconds = self._firsts.get(relation), self._seconds.get(relation)
            for start, end in pairs if firsts is not None or seconds is not None else ():
                if firsts is not None:
                    firsts[end].add(start)
                if seconds is not None:
                    seconds[start].add(end)

    def new_pairs(self, body: tuple[Relation, ...], new: Pairs) -> set[Pair]:
        """Return the join of two relations, as far as it needs a new pair of either."""
        first, second = body
        starts, ends = self._firsts[first], self._seconds[second]
        size = sum(len(ends.get(middle, ())) for _, middle in new.get(first, ()))
        size += sum(len(starts.get(middle, ())) for middle, _ in new.get(second, ()))
        if size > _MAX_JOIN:
            raise _too_much(first)
        from_first = {(start, end) for start, middle in new.get(first, ()) for end in ends.get(middle, ())}
        return from_first | {(start, end) for middle, end in new.get(second, ()) for start in starts.get(middle, ())}


def _quads(relation: Relation, pairs: Iterable[Pair], terms: list[Term]) -> Iterator[Quad]:
    """Yield a relation's pairs as statements, where they are about data."""
    for start, end in pairs:
        subject = terms[start]
        if isinstance(subject, NamedNode | BlankNode) and is_about_data(relation, subject):
            predicate, value = (_TYPE, relation.iri) if relation.is_class else (relation.iri, terms[end])
            yield Quad(subject, predicate, value, INFERRED)


def is_about_data(relation: Relation, subject: NamedNode | BlankNode) -> bool:
    """Tell whether a relation is one of the ontology, and the subject no term of it."""
    return relation.iri.value.startswith(_ONTOLOGY_NAMESPACE) and not str(subject.value).startswith(TERM_NAMESPACES)
