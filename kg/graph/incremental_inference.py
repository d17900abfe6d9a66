"""Update `graph:inferred` after a change, at a cost that grows with the change and not with the graph.

By delete and rederive (Gupta, Mumick and Subrahmanian, "Maintaining views incrementally", SIGMOD 1993): all that may
rest on deleted statements is deleted, what is still derivable is inserted again, and then what follows from new ones.
The result equals that of `kg.graph.inference.materialize`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.graph.inference import INFERRED, Term, is_about_data, materialize
from kg.graph.inference_rules import Projection, Relation, Rule
from kg.vocab import PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")
_MAX_DERIVATIONS = 100_000  # from which on to materialize all is cheaper, as after a long chain of parts


def update_inferences(
    store: Store, rules: Collection[Rule], *, added: Collection[Quad], removed: Collection[Quad]
) -> int:
    """Update `graph:inferred` after a change, and return by how many statements it grows; negative if it shrinks.

    Args:
        store: the graph after the change, its `graph:inferred` from before.
        rules: of `kg.graph.inference_rules.compile_rules`, the same as before the change.
        added: the statements that the store did not have before, in their graphs.
        removed: the statements that the store has no longer.
    """
    update = _Update(store, _RuleIndex(rules))
    try:
        update.apply(added, removed)
    except _FullMaterializationNeeded:
        before = sum(1 for _ in store.quads_for_pattern(None, None, None, INFERRED)) - update.growth
        return materialize(store, rules) - before
    return update.growth


class _FullMaterializationNeeded(Exception):
    """A fact was derived that is not stored but may derive others, or too many were derived to go on one by one."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """A relation of two terms; for a class both are the same."""

    relation: Relation
    first: Term
    second: Term

    @property
    def predicate(self) -> NamedNode:
        return _TYPE if self.relation.is_class else self.relation.iri

    @property
    def object(self) -> Term:
        return self.relation.iri if self.relation.is_class else self.second


def _fact(quad: Quad) -> _Fact:
    if quad.predicate == _TYPE and isinstance(quad.object, NamedNode):
        return _Fact(Relation(quad.object, is_class=True), quad.subject, quad.subject)
    return _Fact(Relation(quad.predicate), quad.subject, quad.object)


class _RuleIndex:
    """The rules by the relations of their bodies, each with its position there, and by that of their head."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_body: defaultdict[Relation, list[tuple[Rule, int]]] = defaultdict(list)
        self.by_head: defaultdict[Relation, list[Rule]] = defaultdict(list)
        for rule in rules:
            self.by_head[rule.head].append(rule)
            for position, relation in enumerate(rule.body):
                self.by_body[relation].append((rule, position))


@dataclass
class _DeletedFacts:
    """Facts that were deleted, indexed by either term."""

    by_first: defaultdict[tuple[Relation, Term], list[Term]] = field(default_factory=lambda: defaultdict(list))
    by_second: defaultdict[tuple[Relation, Term], list[Term]] = field(default_factory=lambda: defaultdict(list))
    facts: list[_Fact] = field(default_factory=list)

    def add(self, fact: _Fact) -> None:
        self.facts.append(fact)
        self.by_first[fact.relation, fact.first].append(fact.second)
        self.by_second[fact.relation, fact.second].append(fact.first)


class _Update:
    """The update after one change of a store."""

    def __init__(self, store: Store, rules: _RuleIndex) -> None:
        self._store = store
        self._rules = rules
        self._deleted = _DeletedFacts()
        self._derivations = 0
        self.growth = 0  #: statements that the inferred graph has more than before

    def apply(self, added: Collection[Quad], removed: Collection[Quad]) -> None:
        """Delete, rederive and insert."""
        self._overdelete([fact for quad in removed if not self._holds(fact := _fact(quad))])
        deleted, self._deleted = self._deleted.facts, _DeletedFacts()
        rederived = [f for f in deleted if not self._holds(f) and self._is_derivable(f) and self._insert(f)]
        self._insert_consequences([*rederived, *self._new_facts(set(added))])

    def _new_facts(self, added: Collection[Quad]) -> Iterator[_Fact]:
        """Yield facts that were neither asserted nor inferred; remove those now asserted from the inferred graph."""
        for quad in added:
            inferred = Quad(quad.subject, quad.predicate, quad.object, INFERRED)
            others = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
            if inferred in self._store:
                self._remove(inferred)
            elif not any(other not in added for other in others):
                yield _fact(quad)

    def _overdelete(self, facts: Iterable[_Fact]) -> None:
        """Remove deleted facts' consequences from the inferred graph, also those with another derivation."""
        queue = list(facts)
        for fact in queue:
            self._deleted.add(fact)
        while queue:
            for derived in self._consequences(queue.pop()):
                quad = _inferred_quad(derived)
                if quad is not None and quad in self._store:
                    self._remove(quad)
                    self._deleted.add(derived)
                    queue.append(derived)

    def _insert_consequences(self, new: list[_Fact]) -> None:
        """Add all that follows from new facts to the inferred graph."""
        queue = list(new)
        while queue:
            queue += [fact for fact in self._consequences(queue.pop()) if not self._holds(fact) and self._insert(fact)]

    def _remove(self, quad: Quad) -> None:
        self._store.remove(quad)
        self.growth -= 1

    def _insert(self, fact: _Fact) -> bool:
        """Add a fact to the inferred graph; return False for one that is not about data."""
        quad = _inferred_quad(fact)
        if quad is not None:
            self._store.add(quad)
            self.growth += 1
        elif not fact.relation.is_class and fact.relation in self._rules.by_body:
            raise _FullMaterializationNeeded
        return quad is not None

    def _consequences(self, fact: _Fact) -> Iterator[_Fact]:
        """Yield what one rule derives from a fact and others that hold or were deleted."""
        for rule, position in self._rules.by_body.get(fact.relation, ()):
            if len(rule.body) == 1:
                pairs = [(fact.first, fact.second)]
            elif position == 0:
                pairs = [(fact.first, end) for end in self._seconds(rule.body[1], fact.second)]
            else:
                pairs = [(start, fact.second) for start in self._firsts(rule.body[0], fact.first)]
            self._derivations += len(pairs)
            if self._derivations > _MAX_DERIVATIONS:
                raise _FullMaterializationNeeded
            for pair in pairs:
                yield _Fact(rule.head, *rule.projection.apply(pair))

    def _is_derivable(self, fact: _Fact) -> bool:
        """Tell whether some rule derives the fact from what holds."""
        x, y = fact.first, fact.second
        for rule in self._rules.by_head.get(fact.relation, ()):
            body = rule.body[0]
            if len(rule.body) == 2:
                found = any(self._holds(_Fact(rule.body[1], m, y)) for m in self._seconds(body, x))
            elif rule.projection is Projection.FIRST and not body.is_class:
                found = bool(self._seconds(body, x))
            elif rule.projection is Projection.SECOND and not body.is_class:
                found = bool(self._firsts(body, y))
            else:
                found = self._holds(_Fact(body, *rule.projection.apply((x, y))))
            if found:
                return True
        return False

    def _holds(self, fact: _Fact) -> bool:
        subject = fact.first
        if not isinstance(subject, NamedNode | BlankNode):
            return False
        return any(True for _ in self._store.quads_for_pattern(subject, fact.predicate, fact.object))

    def _seconds(self, relation: Relation, first: Term) -> list[Term]:
        """Return the second terms of a relation's facts with a first term, of those that hold or were deleted."""
        deleted = self._deleted.by_first.get((relation, first), [])
        if relation.is_class:
            return [first] if deleted or self._holds(_Fact(relation, first, first)) else []
        if not isinstance(first, NamedNode | BlankNode):
            return deleted
        return list({q.object for q in self._store.quads_for_pattern(first, relation.iri, None)} | set(deleted))

    def _firsts(self, relation: Relation, second: Term) -> list[Term]:
        """Return the first terms of a relation's facts with a second term, of those that hold or were deleted."""
        deleted = self._deleted.by_second.get((relation, second), [])
        if relation.is_class:
            return self._seconds(relation, second)
        return list({q.subject for q in self._store.quads_for_pattern(None, relation.iri, second)} | set(deleted))


def _inferred_quad(fact: _Fact) -> Quad | None:
    """Return a fact's statement in the inferred graph, or None where it is not about data."""
    subject = fact.first
    if not isinstance(subject, NamedNode | BlankNode) or not is_about_data(fact.relation, subject):
        return None
    return Quad(subject, fact.predicate, fact.object, INFERRED)
