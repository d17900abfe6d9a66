"""A store on its way to the next snapshot, and what has changed in it. Knows statements; knows no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

MOST = 400_000  #: changed statements that are remembered at most, some 200 MB

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Changes:
    """The statements that a store has, or has no longer, against the snapshot before."""

    added: frozenset[Quad]
    removed: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


class Draft:
    """A store that remembers what changes in it. Reads and writes like the store itself, as far as it goes."""

    def __init__(self, store: Store, most: int = 0) -> None:
        """Take a store, and how many changes of it are to be remembered; after more of them all is made anew."""
        self.store = store
        self._most = min(most, MOST)
        self._remembers = most > 0
        self._added: set[Quad] = set()
        self._removed: set[Quad] = set()

    @property
    def changes(self) -> Changes | None:
        """What has changed so far; None: everything may have."""
        return Changes(frozenset(self._added), frozenset(self._removed)) if self._remembers else None

    def __contains__(self, quad: Quad) -> bool:
        return quad in self.store

    def quads_for_pattern(
        self,
        subject: NamedNode | BlankNode | Triple | None,
        predicate: NamedNode | None,
        value: NamedNode | BlankNode | Literal | Triple | None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Yield the statements that fit, as `Store.quads_for_pattern` does."""
        return self.store.quads_for_pattern(subject, predicate, value, graph)

    def extend(self, quads: Iterable[Quad]) -> None:
        """Add statements, all of them or none."""
        if not self._remembers:
            self.store.extend(quads)
            return
        as_kept = Store()  # the engine keeps some datatypes as others: what is remembered has to be what it gives back
        as_kept.extend(quads)
        new = [quad for quad in as_kept if quad not in self.store]
        self.store.extend(new)
        for quad in new:
            self._note(quad, self._removed, self._added)

    def add(self, quad: Quad) -> None:
        """Add one statement."""
        if isinstance(quad.object, Literal):
            self.extend([quad])
        elif quad not in self.store:
            self.store.add(quad)
            self._note(quad, self._removed, self._added)

    def remove(self, quad: Quad) -> None:
        """Take a statement out, if it is in."""
        for kept in list(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name)):
            self.store.remove(kept)  # at most one, with its datatype as the engine keeps it
            self._note(kept, self._added, self._removed)

    def clear_graph(self, name: NamedNode) -> None:
        """Take out all statements of a graph."""
        for quad in list(self.store.quads_for_pattern(None, None, None, name)) if self._remembers else ():
            self._note(quad, self._added, self._removed)
        self.store.remove_graph(name)

    def _note(self, quad: Quad, undone: set[Quad], done: set[Quad]) -> None:
        """Remember a change, or forget the one that it takes back."""
        if quad in undone:
            undone.remove(quad)
        elif self._remembers:
            done.add(quad)
        if len(done) > self._most:
            self._remembers = False
            self._added.clear()
            self._removed.clear()
