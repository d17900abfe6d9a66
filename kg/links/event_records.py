"""Read events from a store in the form that linking compares, lazily. Knows terms; knows no rules."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.quads import term
from kg.links.statements import asserted_nodes, reachable
from kg.resolve.actors import ARTICLE_DIGITS
from kg.vocab import PREFIXES

_ARTICLE_GRAPH = PREFIXES["graph"] + "article-"
_DATE = NamedNode(PREFIXES["xsd"] + "date")


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event by its identifying values."""

    node: NamedNode
    action: str  #: local name of its type
    actors: frozenset[NamedNode]  #: those with a name; a nameless group belongs to its article alone
    targets: frozenset[NamedNode]
    unnamed: frozenset[tuple[str, str]]  #: nameless groups, as role and words: ("target", "villagers")
    places: frozenset[NamedNode]
    first_day: date
    last_day: date
    articles: frozenset[str]  #: keys of those that report it; versions of one article count as one


class EventRecords:
    """The events of a store, by article and by day, each read once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records: dict[NamedNode, EventRecord | None] = {}
        self._by_first_day: dict[date, list[EventRecord]] = {}
        self._ancestors: dict[NamedNode, frozenset[NamedNode]] = {}

    def events_of_graph(self, graph: NamedNode) -> Iterator[NamedNode]:
        """Yield the events of an article's graph."""
        for quad in self._store.quads_for_pattern(None, term("cno:action"), None, graph):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def events_starting_on(self, day: date) -> list[EventRecord]:
        """Return the events whose earliest day is this one."""
        if day not in self._by_first_day:
            literal = Literal(day.isoformat(), datatype=_DATE)
            quads = self._store.quads_for_pattern(None, term("cno:earliest"), literal)
            subjects = {q.subject for q in quads if isinstance(q.subject, NamedNode)}
            nodes = sorted((n for n in subjects if n.value.startswith(PREFIXES["event"])), key=str)
            events = (self.event(node) for node in nodes)
            self._by_first_day[day] = [event for event in events if event is not None]
        return self._by_first_day[day]

    def event(self, node: NamedNode) -> EventRecord | None:
        """Return an event's record; None without a day or a place."""
        if node not in self._records:
            self._records[node] = self._read(node)
        return self._records[node]

    def self_and_ancestors(self, node: NamedNode) -> frozenset[NamedNode]:
        """Return a place or actor with all that it lies within or is part of."""
        if node not in self._ancestors:
            self._ancestors[node] = reachable(node, self._parents) | {node}
        return self._ancestors[node]

    def _parents(self, node: NamedNode) -> frozenset[NamedNode]:
        return self._values(node, "cno:within") | self._values(node, "cno:partOf")

    def _read(self, node: NamedNode) -> EventRecord | None:
        places, days = self._values(node, "cno:place"), self._date_span(node)
        action = next(iter(self._values(node, "cno:action")), None)
        if not places or days is None or action is None:
            return None
        articles = self.articles(node)
        actors, targets = self._values(node, "cno:actor"), self._values(node, "cno:target")
        unnamed = {n: words for n in actors | targets if (words := _nameless_group_words(n, articles))}
        groups = {
            (role, unnamed[n]) for role, some in (("actor", actors), ("target", targets)) for n in some if n in unnamed
        }
        return EventRecord(
            node, action.value.removeprefix(PREFIXES["act"]), actors - unnamed.keys(), targets - unnamed.keys(),
            frozenset(groups), places, *days, frozenset(self._first_version(key) for key in articles),
        )  # fmt: skip

    def articles(self, node: NamedNode) -> frozenset[str]:
        """Return the keys of the articles that report an event."""
        names = (q.graph_name for q in self._store.quads_for_pattern(node, term("cno:action"), None))
        keys = (str(n.value) for n in names if isinstance(n, NamedNode))
        return frozenset(k.removeprefix(_ARTICLE_GRAPH) for k in keys if k.startswith(_ARTICLE_GRAPH))

    def _date_span(self, node: NamedNode) -> tuple[date, date] | None:
        """Return an event's first and last day; None: it has none, or imported ones of another calendar or form."""
        ends = [sorted(q.object.value for q in self._store.quads_for_pattern(node, term(f"cno:{name}"), None)
                       if isinstance(q.object, Literal))
                for name in ("earliest", "latest")]  # fmt: skip
        if not all(ends):
            return None
        try:
            return date.fromisoformat(ends[0][0]), date.fromisoformat(ends[1][-1])
        except ValueError:
            return None

    def _first_version(self, article: str) -> str:
        """Return the IRI of the first version of an article."""
        node = term(f"article:{article}")
        chain = [node]
        while (up := min(self._values(chain[-1], "dcterms:isVersionOf"), default=None, key=str)) and up not in chain:
            chain.append(up)
        return chain[-1].value

    def _values(self, node: NamedNode, name: str) -> frozenset[NamedNode]:
        return asserted_nodes(self._store, node, term(name))


def _nameless_group_words(node: NamedNode, articles: frozenset[str]) -> str | None:
    """Return the words of a nameless group, whose IRI ends in its article's digits; None for a name."""
    words, _, end = re.split(r"[/#]", node.value)[-1].rpartition("-")
    return words if any(key.startswith(end) for key in articles) and len(end) == ARTICLE_DIGITS else None
