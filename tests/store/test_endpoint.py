"""An endpoint elsewhere is asked with the same comfort as a graph: a real server on loopback."""

import time

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from support.endpoints import gate, serve_endpoint
from support.small_graph import CARTESIAN

from kg.errors import InputError, QueryError, QueryTimeout, UsageError
from kg.query.result_notes import empty_result_notes
from kg.query.session import Session
from kg.query.solutions import Iri, Solutions, Triples, Truth
from kg.vocab import PREFIXES

EVENT = Iri(PREFIXES["event"] + "shelling-kessel")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    with serve_endpoint(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


@pytest.fixture
def remote(endpoint):
    with Session(endpoint) as session:
        yield session


def test_rows_truth_and_statements_come_back(remote):
    answer = remote.ask("SELECT ?e { ?e a cno:Event }")
    assert isinstance(answer, Solutions)
    assert answer.rows == ((EVENT,),)
    assert remote.ask("ASK { ?e a cno:Event }") == Truth(True)
    statements = remote.ask("DESCRIBE place:kessel")
    assert isinstance(statements, Triples)
    assert len(statements.rows) == 3
    limited = remote.ask("SELECT * { ?s ?p ?o }", limit=2)
    assert (len(limited.rows), limited.truncated) == (2, True)


def test_schema_and_labels_are_asked_and_kept(remote, endpoint, tmp_path):
    assert PREFIXES["cno"] + "Event" in [one.iri for one in remote.index.classes()]
    assert remote.result_labels(remote.ask("SELECT ?e { ?e a cno:Event }"))[EVENT.value].startswith("Northern Front")
    assert PREFIXES["facility"] + "port-kessel" in [node.iri for node in remote.index.search("kessel port")]
    (kept,) = (tmp_path / "kg" / "endpoints").glob("*.sqlite")
    before = kept.stat().st_ino
    with Session(endpoint):
        assert kept.stat().st_ino == before
    remote.reload()
    assert kept.stat().st_ino != before
    assert remote.index.sizes()[0] > 50


def test_mistakes_are_found_before_anything_is_sent(remote):
    with pytest.raises(QueryError) as problem:
        remote.ask("SELECT * { ?e a oont:Event }")
    assert problem.value.line == 1
    with pytest.raises(QueryError, match="read-only"):
        remote.ask("DROP ALL")
    assert empty_result_notes("SELECT * { ?e a cno:Evnt }", remote) == [
        "cno:Evnt does not occur in this graph. Near: cno:Event (1)"
    ]


def test_a_time_limit_holds_and_the_next_query_is_answered(remote):
    with pytest.raises(QueryTimeout):
        remote.ask(CARTESIAN, timeout=0.3)
    assert remote.ask("ASK {}") == Truth(True)


def test_what_is_no_endpoint_is_said(endpoint):
    with pytest.raises(InputError, match="refuses it"):
        Session(endpoint.replace("/query", "/nothing"))
    with pytest.raises(InputError, match="can't be reached"):
        Session("http://127.0.0.1:1/sparql")
    with pytest.raises(UsageError, match="asked alone"):
        Session([endpoint, "a.ttl"])


def is_about_schema(query):
    return "VALUES ?of" not in query and ("GROUP BY" in query or "?node" in query)


def test_a_slow_endpoint_is_asked_at_once_and_its_schema_comes_later(endpoint):
    with gate(endpoint) as slow:
        slow.slow = is_about_schema
        start = time.monotonic()
        with Session(slow.url) as session:
            assert not session.build_index(0.2)
            answer = session.ask("SELECT ?e { ?e a cno:Event }")
            assert answer.rows == ((EVENT,),)
            assert session.result_labels(answer)[EVENT.value].startswith("Northern Front")  # asked for this one alone
            assert not session.is_indexed
            assert time.monotonic() - start < 10
            slow.opened.set()
            assert session.build_index(20)
            assert session.index.unanswered_count() == 0
            assert len(session.index.classes()) > 5


def test_what_an_endpoint_refuses_stays_empty_and_is_counted(endpoint):
    with gate(endpoint) as half:
        half.wrong = lambda query: "COUNT(DISTINCT ?s)" in query or "?node" in query
        with Session(half.url) as session:
            assert session.index.search("kessel") == []
            assert PREFIXES["cno"] + "Event" in [one.iri for one in session.index.classes()]
            assert session.index.unanswered_count() == 5
            answer = session.ask("SELECT ?e { ?e a cno:Event }")
            assert session.result_labels(answer)[EVENT.value].startswith("Northern Front")
            half.wrong = lambda query: False
            session.reload()
            assert session.index.unanswered_count() == 0
            assert session.index.search("kessel")


def test_an_endpoint_that_answers_errors_gives_its_own_words(endpoint):
    with gate(endpoint) as broken:
        broken.wrong = lambda query: True
        with pytest.raises(InputError, match=r"refuses it \(500\): Virtuoso 42000 Error"):
            Session(broken.url)
        broken.wrong = lambda query: "Event" in query
        with Session(broken.url) as session:
            with pytest.raises(QueryError, match="Virtuoso 42000 Error"):
                session.ask("ASK { ?e a cno:Event }")
            assert session.ask("ASK {}") == Truth(True)


def test_an_endpoint_that_has_gone_can_still_be_read_about_and_is_said_to_be_away(endpoint):
    with gate(endpoint) as there, Session(there.url) as session:
        url = there.url
        assert session.index.classes()
    with Session(url) as session:
        assert session.index.classes()
        with pytest.raises(QueryError, match="can't be reached"):
            session.ask("ASK {}")
        with pytest.raises(InputError, match="can't be reached"):
            session.reload()
        assert session.index.classes()  # what was there before


def test_what_is_kept_is_asked_for_once(endpoint):
    with gate(endpoint) as counted:
        for _ in range(2):
            with Session(counted.url) as session:
                assert session.index.classes()
        assert sum(map(is_about_schema, counted.queries)) == len({*filter(is_about_schema, counted.queries)})


def test_an_endpoint_without_labels_is_shown_by_its_names(tmp_path):
    def fill(store):
        for number in range(3):
            a = NamedNode(f"http://bare.example/thing/{number}")
            store.add(Quad(a, NamedNode("http://bare.example/size"), Literal(number)))

    with serve_endpoint(tmp_path / "bare", fill) as url, Session(url) as session:
        assert session.index.sizes() == (3, 3)
        assert session.index.search("thing") == []
        assert [one.iri for one in session.index.properties()] == ["http://bare.example/size"]
        assert [one.text for one in session.index.values("http://bare.example/size")] == ["0", "1", "2"]
        answer = session.ask("SELECT ?s { ?s <http://bare.example/size> 1 }")
        assert session.result_labels(answer) == {}
        assert empty_result_notes("SELECT * { ?s <http://bare.example/sise> ?o }", session) == [
            "<http://bare.example/sise> does not occur in this graph. Near: <http://bare.example/size> (3)"
        ]
