"""Track what changes in a store on its way to the next snapshot. Knows statements; knows no files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

MAX_CHANGES = 400_000  #: changed statements that are tracked at most, some 200 MB

GraphName = NamedNode | BlankNode | DefaultGraph


@dataclass(frozen=True, slots=True)
class Changes:
    """The statements that a store has and the snapshot before has not, and the reverse."""

    added: frozenset[Quad]
    removed: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


class Draft:
    """A store that tracks what changes in it. Its methods are those of the store itself, as far as they go."""

    def __init__(self, store: Store, max_changes: int = 0) -> None:
        """Track at most so many changes of a store; after more of them `changes` is None."""
        self.store = store
        self._max_changes = min(max_changes, MAX_CHANGES)
        self._is_tracking = max_changes > 0
        self._added: set[Quad] = set()
        self._removed: set[Quad] = set()

    @property
    def changes(self) -> Changes | None:
        """What has changed so far; None: it is unknown."""
        return Changes(frozenset(self._added), frozenset(self._removed)) if self._is_tracking else None

    @property
    def as_store(self) -> Store:
        """This draft, for functions that take a store: it reads and writes like one."""
        return cast(Store, self)

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
        if not self._is_tracking:
            self.store.extend(quads)
            return
        as_stored = Store()  # the engine stores some datatypes as others: what is tracked has to be what it gives back
        as_stored.extend(quads)
        new = [quad for quad in as_stored if quad not in self.store]
        self.store.extend(new)
        for quad in new:
            self._track(quad, self._removed, self._added)

    def add(self, quad: Quad) -> None:
        """Add one statement."""
        if isinstance(quad.object, Literal):
            self.extend([quad])
        elif quad not in self.store:
            self.store.add(quad)
            self._track(quad, self._removed, self._added)

    def remove(self, quad: Quad) -> None:
        """Remove a statement, if it is there."""
        for stored in list(self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, quad.graph_name)):
            self.store.remove(stored)  # at most one, with its datatype as the engine stores it
            self._track(stored, self._added, self._removed)

    def clear_graph(self, name: NamedNode) -> None:
        """Remove all statements of a graph."""
        for quad in list(self.store.quads_for_pattern(None, None, None, name)) if self._is_tracking else ():
            self._track(quad, self._added, self._removed)
        self.store.remove_graph(name)

    def _track(self, quad: Quad, reverse: set[Quad], changes: set[Quad]) -> None:
        """Add a change, or remove the one that it reverses."""
        if quad in reverse:
            reverse.remove(quad)
        elif self._is_tracking:
            changes.add(quad)
        if len(changes) > self._max_changes:
            self._is_tracking = False
            self._added.clear()
            self._removed.clear()
