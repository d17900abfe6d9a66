"""Bring an index up to date with a change of its store, at the cost of the change.

A change is a list of steps, each the name of an SQL statement and its values.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.store.disk_errors import sqlite_as_os_errors
from kg.store.identity_resolution import Node
from kg.store.index_writer import RANKS, bucket, label_rank
from kg.store.object_index import (
    DELETE_EMPTY,
    STATEMENTS,
    TABLES,
    Growth,
    Step,
    add_growth,
    object_steps,
    write_objects,
)
from kg.store.sqlite_journal import Journal
from kg.store.union_graph import UnionChange

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DEFAULT = DefaultGraph()
_STATEMENTS = {
    "fact": "UPDATE fact SET value = value + ?2 WHERE name = ?1",
    "class": "INSERT INTO class VALUES (?1, ?2) ON CONFLICT DO UPDATE SET things = things + ?2",
    "property": "INSERT INTO property VALUES (?1, ?2) ON CONFLICT DO UPDATE SET triples = triples + ?2",
    "class_property": """INSERT INTO class_property VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE
                         SET things = things + ?3, triples = triples + ?4""",
    "range": "INSERT INTO range VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET triples = triples + ?3",
    "graph": "INSERT INTO graph VALUES (?1, ?2) ON CONFLICT DO UPDATE SET triples = triples + ?2",
    "no graph": "DELETE FROM graph WHERE iri = ? AND triples = 0",
    "member": "INSERT INTO member VALUES (?, ?)",
    "no member": "DELETE FROM member WHERE iri = ? AND class = ?",
    "uses": "UPDATE node SET uses = uses + ?2 WHERE iri = ?1",
    "node": "INSERT OR REPLACE INTO node VALUES (?, ?, ?)",
    "no node": "DELETE FROM node WHERE iri = ?",
    "no words": """INSERT INTO label_text (label_text, rowid, text)
                   SELECT 'delete', rowid, text FROM label WHERE iri = ?""",
    "no label": "DELETE FROM label WHERE iri = ?",
    "label": """INSERT INTO label (rowid, iri, text, rank) VALUES
                (1 + (SELECT coalesce(max(rowid), ?4) FROM label WHERE rowid >= ?4 AND rowid < ?5), ?1, ?2, ?3)""",
    "words": "INSERT INTO label_text (rowid, text) SELECT rowid, text FROM label WHERE rowid = last_insert_rowid()",
    **STATEMENTS,
}  # fmt: skip
_DELETE_EMPTY = (
    "DELETE FROM class WHERE things = 0",
    "DELETE FROM property WHERE triples = 0",
    "DELETE FROM class_property WHERE triples = 0",
    "DELETE FROM range WHERE triples = 0",
    DELETE_EMPTY,
)


def update_index(
    file: Path, old: Store, new: Store, union: UnionChange, graphs: Counter[str], journal: Journal
) -> None:
    """Bring an index up to date.

    Args:
        file: the index of the old store; it is written to.
        old: the merged store before the change.
        new: the merged store after it.
        union: how the default graph changed.
        graphs: how many statements each named graph has more, or fewer.
        journal: records what is changed in the file.

    Raises:
        OSError: the disk refused a write.
    """
    with sqlite_as_os_errors(file), closing(sqlite3.connect(file)) as db:
        db.execute("PRAGMA journal_mode = MEMORY")
        lacks_objects = not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'object'").fetchone()
        if lacks_objects:  # an older version wrote it
            db.executescript(TABLES)
        change = _IndexChange(db, old, new, union)
        steps = [*change.steps(), *_graph_steps(graphs)]
        steps += [] if lacks_objects else change.object_steps()
        for name, values in steps:
            journal.execute(db, _STATEMENTS[name], values)
        for statement in _DELETE_EMPTY:
            journal.execute(db, statement)
        if lacks_objects:
            write_objects(db, new)
            journal.invalidate()
        db.commit()


def graph_growth(added: Iterable[Quad], removed: Iterable[Quad]) -> Counter[str]:
    """Return how many statements each named graph has more, or fewer, after a change."""
    growth = Counter(_graph_names(added))
    growth.subtract(Counter(_graph_names(removed)))
    return growth


def _graph_names(quads: Iterable[Quad]) -> Iterator[str]:
    return (q.graph_name.value for q in quads if not isinstance(q.graph_name, DefaultGraph))


def _graph_steps(graphs: Counter[str]) -> Iterator[Step]:
    for iri, number in sorted(graphs.items()):
        yield "graph", (iri, number)
        yield "no graph", (iri,)


class _IndexChange:
    """The steps of one change, from the store before to the store after."""

    def __init__(self, db: sqlite3.Connection, old: Store, new: Store, union: UnionChange) -> None:
        self._db, self._old, self._new, self._union = db, old, new, union
        self._types_before = cache(lambda node: _types(old, node))
        self._types_after = cache(lambda node: _types(new, node))
        self._object_growth: Growth = Counter()

    def steps(self) -> Iterator[Step]:
        """Yield all steps."""
        subjects = {triple.subject for triple in (*self._union.added, *self._union.removed)}
        yield from self._size_steps(subjects)
        yield from self._class_steps(subjects)
        yield from self._range_steps(subjects)
        yield from self._node_steps(subjects)

    def object_steps(self) -> Iterator[Step]:
        """Yield the steps for the objects of properties, once `steps` has gone through the subjects."""
        return object_steps(self._db, self._new, self._object_growth, self._types_after)

    def _size_steps(self, subjects: Collection[Node]) -> Iterator[Step]:
        yield "fact", ("triples", len(self._union.added) - len(self._union.removed))
        things = sum(_is_subject(self._new, s) - _is_subject(self._old, s) for s in subjects)
        yield "fact", ("things", things)
        for predicate, number in self._growth(lambda triple: triple.predicate.value):
            yield "property", (predicate, number)

    def _growth(self, key: Callable[[Triple], str]) -> Iterator[tuple[str, int]]:
        growth = Counter(key(t) for t in self._union.added)
        growth.subtract(Counter(key(t) for t in self._union.removed))
        yield from ((name, number) for name, number in sorted(growth.items()) if number and name)

    def _class_steps(self, subjects: Collection[Node]) -> Iterator[Step]:
        """Yield the steps for members of classes, and for the properties that they have."""
        things: Counter[tuple[str, str]] = Counter()
        triples: Counter[tuple[str, str]] = Counter()
        members: Counter[str] = Counter()
        for subject in subjects:
            before, after = self._types_before(subject), self._types_after(subject)
            members.update(after - before)
            members.subtract(before - after)
            if isinstance(subject, NamedNode):
                yield from (("member", (subject.value, one)) for one in sorted(after - before))
                yield from (("no member", (subject.value, one)) for one in sorted(before - after))
            for store, classes, sign in ((self._old, before, -1), (self._new, after, 1)):
                quads = list(_quads_about(store, subject))
                add_growth(self._object_growth, quads, classes, sign)
                used = Counter(quad.predicate.value for quad in quads)
                for name in classes:
                    for predicate, number in used.items():
                        things[name, predicate] += sign
                        triples[name, predicate] += sign * number
        yield from (("class", one) for one in sorted(members.items()) if one[1])
        for pair, number in sorted(triples.items()):
            if number or things[pair]:
                yield "class_property", (*pair, things[pair], number)

    def _range_steps(self, subjects: Collection[Node]) -> Iterator[Step]:
        """Yield the steps for the classes and datatypes of properties' values."""
        growth: Counter[tuple[str, str]] = Counter()
        for triple in self._union.removed:
            growth.subtract(
                (triple.predicate.value, kind) for kind in self._value_types(triple.object, self._types_before)
            )
        for triple in self._union.added:
            growth.update(
                (triple.predicate.value, kind) for kind in self._value_types(triple.object, self._types_after)
            )
        for node in subjects:
            before, after = self._types_before(node), self._types_after(node)
            if before == after:
                continue
            for quad in self._new.quads_for_pattern(None, None, node, _DEFAULT):
                if quad.triple not in self._union.added:
                    growth.update((quad.predicate.value, kind) for kind in after - before)
                    growth.subtract((quad.predicate.value, kind) for kind in before - after)
        yield from (("range", (*pair, number)) for pair, number in sorted(growth.items()) if number)

    def _value_types(self, value: Node | Literal, types: Callable[[Node | Literal], Iterable[str]]) -> Iterable[str]:
        return [value.datatype.value] if isinstance(value, Literal) else types(value)

    def _node_steps(self, subjects: Collection[Node]) -> Iterator[Step]:
        """Yield the steps for labels and for how often nodes are used; those used more come earlier in a search."""
        growth = dict(self._growth(lambda t: t.object.value if isinstance(t.object, NamedNode) else ""))
        relabelled = {
            t.subject.value
            for t in (*self._union.added, *self._union.removed)
            if t.predicate.value in RANKS and isinstance(t.subject, NamedNode)
        }
        for iri in sorted(relabelled | growth.keys()):
            row = self._db.execute("SELECT uses FROM node WHERE iri = ?", (iri,)).fetchone()
            uses = None if row is None else int(row[0]) + growth.get(iri, 0)
            if iri in relabelled or (uses is not None and bucket(uses) != bucket(int(row[0]))):
                yield from self._label_steps(iri, uses)
            elif uses is not None:
                yield "uses", (iri, growth[iri])

    def _label_steps(self, iri: str, uses: int | None) -> Iterator[Step]:
        node = NamedNode(iri)
        labels = sorted(_labels(self._new, node))
        yield "no words", (iri,)
        yield "no label", (iri,)
        yield "no node", (iri,)
        if not labels:
            return
        if uses is None:
            uses = sum(1 for _ in self._new.quads_for_pattern(None, None, node, _DEFAULT))
        yield "node", (iri, labels[0][1], uses)
        for rank, text in labels:
            yield "label", (iri, text, rank, bucket(uses), bucket(uses, after=True))
            yield "words", ()


def _labels(store: Store, node: NamedNode) -> Iterator[tuple[int, str]]:
    for quad in _quads_about(store, node):
        if quad.predicate.value in RANKS and isinstance(quad.object, Literal):
            yield label_rank(quad.predicate.value, quad.object)


def _quads_about(store: Store, subject: Node) -> Iterator[Quad]:
    return store.quads_for_pattern(subject, None, None, _DEFAULT)


def _is_subject(store: Store, subject: Node) -> bool:
    return any(True for _ in _quads_about(store, subject))


def _types(store: Store, node: Node | Literal) -> frozenset[str]:
    if isinstance(node, Literal | Triple):
        return frozenset()
    found = store.quads_for_pattern(node, _TYPE, None, _DEFAULT)
    return frozenset(quad.object.value for quad in found if isinstance(quad.object, NamedNode))
