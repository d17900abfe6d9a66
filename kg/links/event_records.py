"""Events as linking compares them, read from a store as they are needed. Knows terms; judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.quads import term
from kg.links.statements import asserted_nodes, reachable
from kg.vocab import PREFIXES

_ARTICLE_GRAPH = PREFIXES["graph"] + "article-"
ARTICLE_DIGITS = 8  #: of its article, that end the IRI of a nameless group
_DATE = NamedNode(PREFIXES["xsd"] + "date")


@dataclass(frozen=True, slots=True)
class Told:
    """An event, by what says which one it is."""

    node: NamedNode
    action: str  #: local name of its type
    actors: frozenset[NamedNode]  #: those with a name; nameless groups are their article's own
    targets: frozenset[NamedNode]
    unnamed: frozenset[tuple[str, str]]  #: the others, as side and words: ("target", "villagers")
    places: frozenset[NamedNode]
    first: date
    last: date
    articles: frozenset[str]  #: keys of those that tell it; versions of one article count as that one


class Telling:
    """The events of a store, by article and by day."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: dict[NamedNode, Told | None] = {}
        self._days: dict[date, list[Told]] = {}
        self._up: dict[NamedNode, frozenset[NamedNode]] = {}

    def of_article(self, graph: NamedNode) -> Iterator[NamedNode]:
        """Yield the events of an article's graph."""
        for quad in self._store.quads_for_pattern(None, term("cno:action"), None, graph):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject

    def of_day(self, day: date) -> list[Told]:
        """Return the events whose earliest day it is."""
        if day not in self._days:
            literal = Literal(day.isoformat(), datatype=_DATE)
            quads = self._store.quads_for_pattern(None, term("cno:earliest"), literal)
            subjects = {q.subject for q in quads if isinstance(q.subject, NamedNode)}
            nodes = sorted((n for n in subjects if n.value.startswith(PREFIXES["event"])), key=str)
            events = (self.event(node) for node in nodes)
            self._days[day] = [event for event in events if event is not None]
        return self._days[day]

    def event(self, node: NamedNode) -> Told | None:
        """Return an event; None where no day or no place is known of it."""
        if node not in self._told:
            self._told[node] = self._read(node)
        return self._told[node]

    def around(self, node: NamedNode) -> frozenset[NamedNode]:
        """Return a place or actor and all that it lies within or is part of."""
        if node not in self._up:
            self._up[node] = reachable(node, self._parents) | {node}
        return self._up[node]

    def _parents(self, node: NamedNode) -> frozenset[NamedNode]:
        return self._values(node, "cno:within") | self._values(node, "cno:partOf")

    def _read(self, node: NamedNode) -> Told | None:
        places, days = self._values(node, "cno:place"), self._days_of(node)
        action = next(iter(self._values(node, "cno:action")), None)
        if not places or days is None or action is None:
            return None
        articles = self.articles(node)
        actors, targets = self._values(node, "cno:actor"), self._values(node, "cno:target")
        unnamed = {n: words for n in actors | targets if (words := _own_words(n, articles))}
        said = {
            (side, unnamed[n]) for side, some in (("actor", actors), ("target", targets)) for n in some if n in unnamed
        }
        return Told(
            node, action.value.removeprefix(PREFIXES["act"]), actors - unnamed.keys(), targets - unnamed.keys(),
            frozenset(said), places, *days, frozenset(self._version(key) for key in articles),
        )  # fmt: skip

    def articles(self, node: NamedNode) -> frozenset[str]:
        """Return the keys of the articles that tell an event."""
        names = (q.graph_name for q in self._store.quads_for_pattern(node, term("cno:action"), None))
        keys = (str(n.value) for n in names if isinstance(n, NamedNode))
        return frozenset(k.removeprefix(_ARTICLE_GRAPH) for k in keys if k.startswith(_ARTICLE_GRAPH))

    def _days_of(self, node: NamedNode) -> tuple[date, date] | None:
        ends = [sorted(q.object.value for q in self._store.quads_for_pattern(node, term(f"cno:{name}"), None)
                       if isinstance(q.object, Literal))
                for name in ("earliest", "latest")]  # fmt: skip
        return (date.fromisoformat(ends[0][0]), date.fromisoformat(ends[1][-1])) if all(ends) else None

    def _version(self, article: str) -> str:
        """Return the first of an article's versions."""
        node = term(f"article:{article}")
        chain = [node]
        while (of := min(self._values(chain[-1], "dcterms:isVersionOf"), default=None, key=str)) and of not in chain:
            chain.append(of)
        return chain[-1].value

    def _values(self, node: NamedNode, name: str) -> frozenset[NamedNode]:
        return asserted_nodes(self._store, node, term(name))


def _own_words(node: NamedNode, articles: frozenset[str]) -> str | None:
    """Return the words of a nameless group, whose IRI ends in its article's; None for a name."""
    words, _, end = re.split(r"[/#]", node.value)[-1].rpartition("-")
    return words if any(key.startswith(end) for key in articles) and len(end) == ARTICLE_DIGITS else None
