"""Keep `graph:inferred` right while a graph changes, at the cost of what changed and not of the whole graph.

What follows from statements that went is taken back, and what of it follows from others still is put back (delete and
rederive: Gupta, Mumick and Subrahmanian, "Maintaining views incrementally", SIGMOD 1993); what follows from new
statements is added. The outcome equals that of `kg.graph.inference.close`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, NamedNode, Quad, Store

from kg.graph.inference import INFERRED, Term, close, is_about_data
from kg.graph.inference_rules import Relation, Rule, Take
from kg.vocab import PREFIXES

_TYPE = NamedNode(PREFIXES["rdf"] + "type")


def amend(store: Store, rules: Collection[Rule], *, added: Collection[Quad], removed: Collection[Quad]) -> int:
    """Bring `graph:inferred` up to date after a change, and return how many statements it then has more (or fewer).

    Args:
        store: the graph after the change, its `graph:inferred` from before.
        rules: of `kg.graph.inference_rules.compile_rules`, the same as before the change.
        added: the statements that the store did not have before, in their graphs.
        removed: the statements that it has no longer.
    """
    change = _Change(store, _Rules(rules))
    try:
        change.make(added, removed)
    except _Everything:
        before = sum(1 for _ in store.quads_for_pattern(None, None, None, INFERRED)) - change.growth
        return close(store, rules) - before
    return change.growth


class _Everything(Exception):
    """Something follows that is not written down, and from which more may follow: the change alone is not enough."""


@dataclass(frozen=True, slots=True)
class _Fact:
    """A relation that holds of two terms; of a class both are the same."""

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


class _Rules:
    """The rules by the relations of their bodies, and by that of their head."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.of_body: defaultdict[Relation, list[tuple[Rule, int]]] = defaultdict(list)
        self.of_head: defaultdict[Relation, list[Rule]] = defaultdict(list)
        for rule in rules:
            self.of_head[rule.head].append(rule)
            for place, relation in enumerate(rule.body):
                self.of_body[relation].append((rule, place))


@dataclass
class _Gone:
    """Facts that hold no longer, by either end."""

    by_first: defaultdict[tuple[Relation, Term], list[Term]] = field(default_factory=lambda: defaultdict(list))
    by_second: defaultdict[tuple[Relation, Term], list[Term]] = field(default_factory=lambda: defaultdict(list))
    facts: list[_Fact] = field(default_factory=list)

    def add(self, fact: _Fact) -> None:
        self.facts.append(fact)
        self.by_first[fact.relation, fact.first].append(fact.second)
        self.by_second[fact.relation, fact.second].append(fact.first)


class _Change:
    """One change of a store."""

    def __init__(self, store: Store, rules: _Rules) -> None:
        self._store = store
        self._rules = rules
        self._gone = _Gone()
        self.growth = 0  #: statements that the inferred graph has more than before

    def make(self, added: Collection[Quad], removed: Collection[Quad]) -> None:
        """Bring the inferred graph up to date."""
        self._take_back([fact for quad in removed if not self._holds(fact := _fact(quad))])
        lost, self._gone = self._gone.facts, _Gone()
        back = [fact for fact in lost if not self._holds(fact) and self._follows(fact) and self._write(fact)]
        self._spread([*back, *self._new(set(added))])

    def _new(self, added: Collection[Quad]) -> Iterator[_Fact]:
        """Yield what was neither said nor inferred before; what is said now is inferred no longer."""
        for quad in added:
            inferred = Quad(quad.subject, quad.predicate, quad.object, INFERRED)
            others = self._store.quads_for_pattern(quad.subject, quad.predicate, quad.object)
            if inferred in self._store:
                self._remove(inferred)
            elif not any(other not in added for other in others):
                yield _fact(quad)

    def _take_back(self, lost: Iterable[_Fact]) -> None:
        """Remove from the inferred graph all that may rest on facts that are lost."""
        queue = list(lost)
        for fact in queue:
            self._gone.add(fact)
        while queue:
            for derived in self._derived(queue.pop()):
                quad = _written(derived)
                if quad is not None and quad in self._store:
                    self._remove(quad)
                    self._gone.add(derived)
                    queue.append(derived)

    def _spread(self, new: list[_Fact]) -> None:
        """Add to the inferred graph all that follows from facts that are new."""
        queue = list(new)
        while queue:
            queue += [fact for fact in self._derived(queue.pop()) if not self._holds(fact) and self._write(fact)]

    def _remove(self, quad: Quad) -> None:
        self._store.remove(quad)
        self.growth -= 1

    def _write(self, fact: _Fact) -> bool:
        """Add a fact to the inferred graph; False for one that says nothing about data."""
        quad = _written(fact)
        if quad is not None:
            self._store.add(quad)
            self.growth += 1
        elif not fact.relation.is_class and fact.relation in self._rules.of_body:
            raise _Everything
        return quad is not None

    def _derived(self, fact: _Fact) -> Iterator[_Fact]:
        """Yield what a fact and others that hold, or held before, make by one rule."""
        for rule, place in self._rules.of_body.get(fact.relation, ()):
            if len(rule.body) == 1:
                pairs = [(fact.first, fact.second)]
            elif place == 0:
                pairs = [(fact.first, end) for end in self._seconds(rule.body[1], fact.second)]
            else:
                pairs = [(start, fact.second) for start in self._firsts(rule.body[0], fact.first)]
            for pair in pairs:
                yield _Fact(rule.head, *_taken(rule.take, *pair))

    def _follows(self, fact: _Fact) -> bool:
        """Tell whether some rule makes the fact of what holds."""
        x, y = fact.first, fact.second
        for rule in self._rules.of_head.get(fact.relation, ()):
            body = rule.body[0]
            if len(rule.body) == 2:
                found = any(self._holds(_Fact(rule.body[1], m, y)) for m in self._seconds(body, x))
            elif rule.take is Take.FIRST and not body.is_class:
                found = bool(self._seconds(body, x))
            elif rule.take is Take.SECOND and not body.is_class:
                found = bool(self._firsts(body, y))
            else:
                found = self._holds(_Fact(body, *_taken(rule.take, x, y)))
            if found:
                return True
        return False

    def _holds(self, fact: _Fact) -> bool:
        subject = fact.first
        if not isinstance(subject, NamedNode | BlankNode):
            return False
        return any(True for _ in self._store.quads_for_pattern(subject, fact.predicate, fact.object))

    def _seconds(self, relation: Relation, first: Term) -> list[Term]:
        """Return what the relation leads to from here, of what holds and of what is being taken back."""
        gone = self._gone.by_first.get((relation, first), [])
        if relation.is_class:
            return [first] if gone or self._holds(_Fact(relation, first, first)) else []
        if not isinstance(first, NamedNode | BlankNode):
            return gone
        return list({q.object for q in self._store.quads_for_pattern(first, relation.iri, None)} | set(gone))

    def _firsts(self, relation: Relation, second: Term) -> list[Term]:
        """Return what the relation leads to here from."""
        gone = self._gone.by_second.get((relation, second), [])
        if relation.is_class:
            return self._seconds(relation, second)
        return list({q.subject for q in self._store.quads_for_pattern(None, relation.iri, second)} | set(gone))


def _taken(take: Take, first: Term, second: Term) -> tuple[Term, Term]:
    if take is Take.TURNED:
        return second, first
    if take is Take.FIRST:
        return first, first
    return (second, second) if take is Take.SECOND else (first, second)


def _written(fact: _Fact) -> Quad | None:
    """Return the statement of the inferred graph for a fact, or None where it says nothing about data."""
    subject = fact.first
    if not isinstance(subject, NamedNode | BlankNode) or not is_about_data(fact.relation, subject):
        return None
    return Quad(subject, fact.predicate, fact.object, INFERRED)
