import pytest
from support.small_graph import write_file, write_graph

from kg.errors import GraphNotFound, QueryError, QueryMemoryExceeded, QueryTimeout, UsageError
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Solutions, Triples, Truth
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

ACTOR, XSD = PREFIXES["actor"], PREFIXES["xsd"]


def test_a_select_gives_terms_in_the_order_of_its_variables(session):
    found = session.ask("SELECT ?n ?who ?label { ?c cno:claimant ?who ; cno:killed ?n . ?who rdfs:label ?label }")
    army = Iri(ACTOR + "lurania-army")
    assert found == Solutions(
        ("n", "who", "label"),
        ((Literal("4", None, XSD + "nonNegativeInteger"), army, Literal("Army of Lurania", "en")),),
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


STREAM = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def test_what_has_arrived_when_a_limit_ends_an_answer_is_handed_over(session):
    kept = []
    with pytest.raises(QueryTimeout):
        session.ask(STREAM, 0.3, on_partial_result=kept.append)
    assert kept[0].cut == "at the time limit of 0.3 s"
    assert kept[0].truncated
    assert len(kept[0].rows) > 30
    with pytest.raises(QueryTimeout):
        session.ask(STREAM.replace("SELECT *", "CONSTRUCT { ?a ?e ?i }"), 0.3, on_partial_result=kept.append)
    assert isinstance(kept[1], Triples)
    assert kept[1].rows


def test_what_has_arrived_when_the_user_interrupts_is_handed_over(session):
    def interrupt(_, rows):
        if rows:
            raise KeyboardInterrupt

    kept = []
    with pytest.raises(KeyboardInterrupt):
        session.ask(STREAM, progress=interrupt, on_partial_result=kept.append)
    assert kept[0].cut == "by Ctrl-C"
    assert session.ask("ASK {}") == Truth(True)


def test_a_row_that_is_followed_by_none_arrives_all_the_same(session):
    kept = []
    late = "SELECT DISTINCT ?x { VALUES ?x { 1 } ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    with pytest.raises(QueryTimeout):
        session.ask(late, 0.8, on_partial_result=kept.append)
    assert len(kept[0].rows) == 1


def test_what_has_arrived_before_the_memory_ends_is_handed_over(graph):
    kept = []
    greedy = "SELECT ?a ?g { { ?a a cno:Event } UNION { SELECT ?a ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?k ?l ?m } ORDER BY ?i } }"
    with Session(graph, memory=1000 << 20) as session, pytest.raises(QueryMemoryExceeded, match="narrow it"):
        session.ask(greedy, on_partial_result=kept.append)
    assert [(one.cut, len(one.rows)) for one in kept] == [("at the memory limit", 1)]
