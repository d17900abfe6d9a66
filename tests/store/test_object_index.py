"""The index holds the objects of a property as long as they are few, whatever way the graph became what it is."""

import sqlite3
from contextlib import closing

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.store.graph_folder import INDEX
from kg.store.label_index import Count, Index, Value
from kg.store.object_index import MAX_LITERALS, MAX_NODES
from kg.store.snapshot_integrity import CHECKSUMS
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

XSD = PREFIXES["xsd"]
EX = "http://example.org/"
P = EX + "p"
TYPE = NamedNode(PREFIXES["rdf"] + "type")
GRAPH = NamedNode("http://example.org/g")


def quad(subject, value):
    return Quad(NamedNode(f"http://example.org/{subject}"), NamedNode(P), value, GRAPH)


def change(graph, added=(), removed=()):
    with Snapshots(graph).write_transaction() as writing:
        writing.draft.extend(added)
        for one in removed:
            writing.draft.remove(one)
        return writing.draft.changes is not None


def values(graph, class_iri=""):
    with closing(Index(Snapshots(graph).current() / INDEX)) as index:
        return index.values(P, class_iri)


def objects(graph, class_iri=""):
    with closing(Index(Snapshots(graph).current() / INDEX)) as index:
        return index.objects(P, class_iri)


def typed(subject, name):
    return Quad(NamedNode(f"http://example.org/{subject}"), TYPE, NamedNode(f"http://example.org/{name}"), GRAPH)


def to(subject, name):
    return quad(subject, NamedNode(f"http://example.org/{name}"))


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
    change(tmp_path, numbered(MAX_LITERALS + 1))
    assert values(tmp_path) is None


@pytest.mark.parametrize(
    ("before", "added", "removed", "left"),
    [
        pytest.param(0, 3, 0, 3, id="the first"),
        pytest.param(3, 2, 0, 5, id="more"),
        pytest.param(3, 0, 2, 1, id="fewer"),
        pytest.param(MAX_LITERALS, 1, 0, 0, id="too many now"),
        pytest.param(MAX_LITERALS + 1, 0, 1, MAX_LITERALS, id="few again"),
        pytest.param(MAX_LITERALS + 9, 0, 1, 0, id="still too many"),
    ],
)
def test_values_follow_a_change(tmp_path, before, added, removed, left):
    whole = numbered(before + added)
    change(tmp_path, [quad("x", GRAPH), *whole[:before]])
    assert change(tmp_path, whole[before:], whole[:removed])  # at the cost of the change
    assert len(values(tmp_path) or []) == left


def test_an_index_of_an_older_version_gets_its_values_with_the_next_change(tmp_path):
    change(tmp_path, numbered(3))
    (Snapshots(tmp_path).current() / CHECKSUMS).unlink()  # which that version did not have, either
    with closing(sqlite3.connect(Snapshots(tmp_path).current() / INDEX)) as db:
        db.executescript("DROP TABLE object; DROP TABLE crowded;")
    assert values(tmp_path) is None
    change(tmp_path, [quad("x", Literal(7))])
    assert [one.text for one in values(tmp_path)] == ["0", "1", "2", "7"]


def test_objects_are_counted_for_each_class_and_for_all(tmp_path):
    change(
        tmp_path, [typed(1, "A"), typed(2, "B"), to(1, "x"), to(2, "x"), to(2, "y"), to(3, "z"), quad(1, Literal("t"))]
    )
    assert objects(tmp_path) == [Count(EX + "x", 2), Count(EX + "y", 1), Count(EX + "z", 1)]
    assert objects(tmp_path, EX + "A") == [Count(EX + "x", 1)]
    assert [one.text for one in values(tmp_path, EX + "A")] == ["t"]
    assert values(tmp_path, EX + "B") == []


def test_a_thing_that_gets_a_class_or_loses_it_is_counted_there(tmp_path):
    change(tmp_path, [typed(1, "A"), to(1, "x"), to(2, "y")])
    assert change(tmp_path, [typed(2, "A")])
    assert objects(tmp_path, EX + "A") == [Count(EX + "x", 1), Count(EX + "y", 1)]
    assert change(tmp_path, [to(9, "y")], [typed(1, "A")])
    assert objects(tmp_path, EX + "A") == [Count(EX + "y", 1)]


def test_too_many_nodes_are_not_kept_and_few_again_are(tmp_path):
    nodes = [to(1, n) for n in range(MAX_NODES)]
    change(tmp_path, [typed(1, "A"), quad(1, Literal("t")), *nodes])
    assert len(objects(tmp_path, EX + "A")) == MAX_NODES
    assert change(tmp_path, [to(2, "more")])
    assert objects(tmp_path) is None
    assert values(tmp_path) == [Value("t", None, XSD + "string", 1)]
    assert change(tmp_path, [], [nodes[0]])
    assert (len(objects(tmp_path)), len(objects(tmp_path, EX + "A"))) == (MAX_NODES, MAX_NODES - 1)
