import pytest
from support.small_graph import write_file, write_graph

from kg.errors import GraphNotFound, QueryError, UsageError
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Solutions, Triples, Truth
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

ACTOR, XSD = PREFIXES["actor"], PREFIXES["xsd"]


def test_a_select_gives_terms_in_the_order_of_its_variables(session):
    found = session.ask("SELECT ?n ?who ?label { ?c cno:claimant ?who ; cno:killed ?n . ?who rdfs:label ?label }")
    army = Iri(ACTOR + "lurania-army")
    assert found == Solutions(
        ("n", "who", "label"), ((Literal("4", None, XSD + "integer"), army, Literal("Army of Lurania", "en")),)
    )


def test_a_star_gives_the_variables_in_the_order_of_the_text(session):
    found = session.ask("SELECT DISTINCT * { ?zebra cno:within ?apple }")
    assert found.variables == ("zebra", "apple")
    assert found.rows == ((Iri(PREFIXES["place"] + "kessel"), Iri(PREFIXES["place"] + "lurania")),)


def test_an_ask_gives_a_truth(session):
    assert session.ask("ASK { actor:northern-front a cno:ArmedForce }") == Truth(True)
    assert session.ask("ASK { actor:nobody ?p ?o }") == Truth(False)


def test_statements_come_once_and_in_order(session):
    found = session.ask("CONSTRUCT { ?who a cno:Actor } WHERE { ?c cno:claimant ?who }")
    assert isinstance(found, Triples)
    assert [row[0].value for row in found.rows] == [ACTOR + "lurania-army", ACTOR + "northern-front"]


def test_unbound_is_none(session):
    assert session.ask("SELECT ?a { OPTIONAL { ?a cno:nothing 1 } }").rows == ((None,),)


def test_the_limit_is_said(session):
    found = session.ask("SELECT * { ?s ?p ?o }", limit=2)
    assert (len(found.rows), found.truncated) == (2, True)
    assert not session.ask("SELECT * { ?c cno:killed ?n }", limit=1).truncated


def test_what_the_guard_refuses_never_reaches_the_worker(session):
    with pytest.raises(QueryError, match="read-only"):
        session.ask("DROP ALL")


def test_files_can_be_asked_together(tmp_path):
    (tmp_path / "more.ttl").write_text("@prefix a: <http://a/> . a:x a:y 5 .")
    with Session([write_file(tmp_path), tmp_path / "more.ttl"]) as session:
        assert session.ask("ASK { ?x <http://a/y> 5 . ?e a cno:Event }") == Truth(True)
        assert session.index.labels([ACTOR + "northern-front"]) == {ACTOR + "northern-front": "Northern Front"}


@pytest.mark.parametrize(
    ("name", "error", "words"),
    [
        ("none", GraphNotFound, "there is no graph"),
        ("none.ttl", GraphNotFound, "there is no graph"),
        ("readme.txt", UsageError, r"\.ttl, \.trig"),
    ],
)
def test_a_target_that_is_no_graph_is_refused(tmp_path, name, error, words):
    (tmp_path / "readme.txt").write_text("")
    with pytest.raises(error, match=words):
        Session(tmp_path / name)


def test_a_session_keeps_its_snapshot_until_it_reloads(tmp_path):
    graph = write_graph(tmp_path)
    with Session(graph) as session:
        assert session.index.sizes()[0] > 0
        for _ in range(3):
            with Snapshots(graph).rewrite() as store:
                store.clear()
        assert session.ask("ASK { ?e a cno:Event }") == Truth(True)
        session.reload()
        assert session.ask("ASK { ?e a cno:Event }") == Truth(False)
        assert session.index.sizes() == (0, 0)


def test_progress_is_reported_with_growing_counts(session):
    counts = []
    session.ask("SELECT * { ?s ?p ?o }", progress=lambda seconds, rows: counts.append(rows))
    assert counts[-1] > 0
    assert counts == sorted(counts)
