"""The index holds the literals of a property as long as they are few, whatever way the graph became what it is."""

import sqlite3
from contextlib import closing

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.store.graph_folder import INDEX
from kg.store.label_index import Index, Value
from kg.store.literal_index import MAX_DISTINCT
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

XSD = PREFIXES["xsd"]
P = "http://example.org/p"
GRAPH = NamedNode("http://example.org/g")


def quad(subject, value):
    return Quad(NamedNode(f"http://example.org/{subject}"), NamedNode(P), value, GRAPH)


def change(graph, added=(), removed=()):
    with Snapshots(graph).write_transaction() as writing:
        writing.draft.extend(added)
        for one in removed:
            writing.draft.remove(one)
        return writing.draft.changes is not None


def values(graph):
    with closing(Index(Snapshots(graph).current() / INDEX)) as index:
        return index.values(P)


def numbered(count):
    return [quad(n, Literal(n)) for n in range(count)]


def test_values_are_counted_with_what_kind_they_are(tmp_path):
    change(
        tmp_path, [quad(1, Literal("a")), quad(2, Literal("a")), quad(1, Literal("a", language="en")), quad(1, GRAPH)]
    )
    assert values(tmp_path) == [
        Value("a", None, XSD + "string", 2),
        Value("a", "en", PREFIXES["rdf"] + "langString", 1),
    ]


def test_many_values_are_not_kept(tmp_path):
    change(tmp_path, numbered(MAX_DISTINCT + 1))
    assert values(tmp_path) == []


@pytest.mark.parametrize(
    ("before", "added", "removed", "left"),
    [
        pytest.param(0, 3, 0, 3, id="the first"),
        pytest.param(3, 2, 0, 5, id="more"),
        pytest.param(3, 0, 2, 1, id="fewer"),
        pytest.param(MAX_DISTINCT, 1, 0, 0, id="too many now"),
        pytest.param(MAX_DISTINCT + 1, 0, 1, MAX_DISTINCT, id="few again"),
        pytest.param(MAX_DISTINCT + 9, 0, 1, 0, id="still too many"),
    ],
)
def test_values_follow_a_change(tmp_path, before, added, removed, left):
    whole = numbered(before + added)
    change(tmp_path, [quad("x", GRAPH), *whole[:before]])
    assert change(tmp_path, whole[before:], whole[:removed])  # at the cost of the change
    assert len(values(tmp_path)) == left


def test_an_index_of_an_older_version_gets_its_values_with_the_next_change(tmp_path):
    change(tmp_path, numbered(3))
    with closing(sqlite3.connect(Snapshots(tmp_path).current() / INDEX)) as db:
        db.executescript("DROP TABLE value; DROP TABLE varied;")
    assert values(tmp_path) == []
    change(tmp_path, [quad("x", Literal(7))])
    assert [one.text for one in values(tmp_path)] == ["0", "1", "2", "7"]
