"""A graph is changed by updates, and the change taken back; those who read it are not disturbed."""

import shutil

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from support.small_graph import write_graph

from kg.errors import GraphNotFound, QueryError, QueryTimeout
from kg.maintenance.sparql_update import EDITS, revert, update_graph
from kg.query.session import Session
from kg.store.graph_folder import MERGED
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

XSD = PREFIXES["xsd"]


@pytest.fixture(scope="module")
def updated(tmp_path_factory):
    """A small graph with what follows of it, as an update leaves it."""
    graph = write_graph(tmp_path_factory.mktemp("updated") / "graph")
    update_graph(graph, "INSERT DATA { actor:first a cno:Actor }", PREFIXES, lambda found: True)
    return graph


@pytest.fixture
def graph(updated, tmp_path):
    return shutil.copytree(updated, tmp_path / "graph")


def change(graph, text, yes=True):
    asked = []
    done = update_graph(graph, text, PREFIXES, lambda found: asked.append(found) or yes)
    return done, asked


def state(graph):
    """Return what queries see, and the graphs behind it."""
    current = Snapshots(graph).current()
    return set(Store.read_only(str(current / MERGED))), set(Store.read_only(str(current)))


def ask(graph, text):
    with Session(graph) as session:
        return session.ask(text)


def test_what_is_added_has_a_graph_of_its_own_and_what_follows(graph):
    done, asked = change(
        graph, 'INSERT DATA { actor:new a cno:ArmedForce ; rdfs:label "New"@en . [] rdfs:label "blank" }'
    )
    assert asked == [done]
    assert done.triples == (3, 0)
    assert {quad.graph_name for quad in done.added} == {EDITS}
    assert ask(graph, "ASK { actor:new a cno:Actor }").value
    with Session(graph) as session:
        assert session.index.search("New")[0].iri == PREFIXES["actor"] + "new"
    assert not ask(graph, "ASK { ?s ?p ?o FILTER (ISBLANK(?s)) }").value


def test_what_is_removed_goes_from_every_graph_that_has_it(graph):
    done, _ = change(graph, "DELETE WHERE { event:shelling-kessel cno:action ?what }")
    assert done.triples == (0, 1)
    assert len(done.removed) == 2  # two articles tell it
    assert not ask(graph, "ASK { event:shelling-kessel cno:action ?x }").value
    assert not ask(graph, "ASK { GRAPH ?g { event:shelling-kessel cno:action ?x } }").value


def test_of_a_named_graph_only_that_is_changed(graph):
    done, _ = change(graph, "DELETE DATA { GRAPH graph:article-aaaa { event:shelling-kessel cno:place place:kessel } }")
    assert len(done.removed) == 1
    assert ask(graph, "ASK { event:shelling-kessel cno:place place:kessel }").value
    assert done.retained == 1  # the other article has it still


def test_values_are_replaced(graph):
    done, _ = change(
        graph, "DELETE { ?c cno:killed ?n } INSERT { ?c cno:killed ?m } WHERE { ?c cno:killed ?n BIND (?n + 1 AS ?m) }"
    )
    assert done.triples == (1, 1)
    assert [row[0].value for row in ask(graph, "SELECT ?n { ?c cno:killed ?n }").rows] == ["5"]


@pytest.mark.parametrize(
    "text",
    [
        'INSERT DATA { actor:new a cno:ArmedForce ; rdfs:label "New"@en }',
        "DELETE WHERE { event:shelling-kessel ?p ?o }",
        "DELETE { ?s cno:killed 4 } INSERT { ?s cno:killed 5 . GRAPH graph:own { ?s cno:injured 2 } } WHERE { ?s cno:killed 4 }",
        "CLEAR GRAPH graph:article-aaaa",
        "DROP ALL",
    ],
)
def test_what_is_taken_back_leaves_no_trace(graph, text):
    before = state(graph)
    done, _ = change(graph, text)
    assert done
    assert state(graph) != before
    revert(graph, done)
    after = state(graph)
    assert after[0] == before[0]
    assert after[1] == before[1]


@pytest.mark.parametrize("text", ["INSERT DATA { actor:new a cno:Actor }", "DROP ALL"])
def test_without_a_yes_nothing_is_published(graph, text):
    before = Snapshots(graph).current()
    change(graph, text, yes=False)
    assert Snapshots(graph).current() == before
    assert sorted(one.name for one in (graph / "snapshots").iterdir() if one.name.startswith(".")) == []


@pytest.mark.parametrize(
    ("text", "staying"),
    [
        ("INSERT DATA { actor:first a cno:Actor }", 0),
        ("DELETE DATA { actor:first a cno:Nothing }", 0),
        ("DELETE DATA { actor:first a cno:Participant }", 1),
        ("DELETE DATA { cno:Event a owl:Class }", 1),
        ("CLEAR GRAPH graph:inferred", None),
    ],
)
def test_nothing_to_change_asks_nothing(graph, text, staying):
    before = Snapshots(graph).current()
    done, asked = change(graph, text)
    assert (bool(done), asked) == (False, [])
    assert staying is None or done.retained == staying
    assert Snapshots(graph).current() == before


def test_readers_go_on_with_what_they_have(graph):
    with Session(graph) as session:
        for _ in range(3):  # more than are kept
            update_graph(graph, "INSERT { ?e cno:killed ?n } WHERE { SELECT ?e (COUNT(*) AS ?n) { ?e cno:actor ?a OPTIONAL { ?e cno:killed ?k } } GROUP BY ?e }",
                 PREFIXES, lambda found: not session.ask("ASK { event:shelling-kessel cno:killed ?n }").value)  # fmt: skip
        assert session.newer_snapshot is not None
        assert not session.ask("ASK { event:shelling-kessel cno:killed ?n }").value
        session.reload()
        assert session.ask("ASK { event:shelling-kessel cno:killed ?n }").value


def test_what_others_write_stays(graph):
    done, _ = change(graph, "INSERT DATA { actor:new a cno:Actor }")
    theirs = Quad(NamedNode("http://x/s"), NamedNode("http://x/p"), Literal("o"), NamedNode("http://x/g"))
    with Snapshots(graph).write_transaction() as writing:
        writing.draft.add(theirs)
    revert(graph, done)
    assert theirs in state(graph)[1]
    assert not ask(graph, "ASK { actor:new a cno:Actor }").value


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://127.0.0.1:9/x>",
        "INSERT DATA {} ; LOAD SILENT <http://127.0.0.1:9/x> INTO GRAPH graph:x",
        "INSERT DATA {};LOAD<http://127.0.0.1:9/x>",
        "DELETE { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (?a <'b> ' || 1) } ; LOAD <http://127.0.0.1:9/x> #'",
    ],
)
def test_no_update_reaches_the_network(graph, text):
    with pytest.raises(QueryError, match="reach for the network"):
        change(graph, text)


def test_wrong_and_endless_updates_leave_the_graph_as_it_was(graph):
    before = Snapshots(graph).current()
    with pytest.raises(QueryError) as problem:
        change(graph, "INSERT DATA { actor:x }")
    assert problem.value.line == 1
    with pytest.raises(QueryTimeout):
        update_graph(
            graph,
            "INSERT { ?a ?e ?i } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
            PREFIXES,
            bool,
            timeout=0.5,
        )
    assert Snapshots(graph).current() == before
    with pytest.raises(GraphNotFound):
        update_graph(graph.parent / "none", "DROP ALL", PREFIXES, bool)


def test_only_one_writes_at_a_time(graph):
    with Snapshots(graph).write_transaction() as writing:
        writing.is_unneeded = True
        with pytest.raises(GraphNotFound, match="writing to this graph"):
            change(graph, "DROP ALL")
