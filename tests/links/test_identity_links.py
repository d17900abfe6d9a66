"""What queries answer after decisions that nodes are the same or different."""

from support.commands import kg
from support.raids import DYADS, decide, n_quads, query_rows

from kg.graph.rdf_files import export
from kg.store.snapshots import Snapshots


def test_after_same_two_actors_count_as_one_and_after_undo_as_two_again(graph, tmp_path):
    before = n_quads(graph, tmp_path)
    assert query_rows(graph, DYADS) == [("river-front", "army", "2"), ("rlf", "army", "1")]
    done = decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    assert (done.returncode, done.stderr) == (0, f"1 decision taken\n{graph}: published with 1 decision\n")
    assert query_rows(graph, DYADS) == [("river-front", "army", "3")]
    dyad = kg("run", graph, "dyads").stdout.splitlines()[1]
    assert "river-front,https://w3id.org/conflict-news/data/actor/army,3," in dyad
    done = kg("review", graph, "--undo")
    assert done.stderr.startswith("undone: actor:rlf owl:sameAs actor:river-front")
    assert query_rows(graph, DYADS) == [("river-front", "army", "2"), ("rlf", "army", "1")]
    assert n_quads(graph, tmp_path) == before


def test_one_that_gives_way_lends_its_names_and_surroundings(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    labels = "SELECT ?p ?o { actor:river-front ?p ?o FILTER (ISLITERAL(?o)) } ORDER BY ?p ?o"
    assert [row[1] for row in query_rows(graph, labels)] == ["River Liberation Front", "RLF", "River Front"]
    above = "SELECT ?o { actor:rlf-third-company cno:partOf ?o } ORDER BY ?o"
    assert query_rows(graph, above) == [("river-front",), ("river-union",)]  # through both of its names
    assert query_rows(graph, "SELECT ?p ?o { actor:rlf ?p ?o }") == [("sameAs", "river-front")]


def test_the_graphs_of_articles_stay_as_they_were_read(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    assert query_rows(graph, "SELECT ?g { GRAPH ?g { ?e cno:actor actor:rlf } }") == [("article-" + "b" * 16,)]


def test_events_that_are_one_keep_one_description_and_all_claims(graph):
    decide(graph, "event:raid-3 owl:sameAs event:raid-1 .")
    description = "SELECT ?p ?o { event:raid-1 ?p ?o FILTER (?p IN (cno:action, cno:kind, cno:place, cno:in, cno:date)) } ORDER BY ?p ?o"
    assert ("action", "attack") in query_rows(graph, description)
    assert ("action", "shelling") not in query_rows(graph, description)
    assert [o for p, o in query_rows(graph, description) if p == "place"] == ["kessel"]
    assert query_rows(graph, "SELECT ?c { event:raid-1 cno:hasClaim ?c } ORDER BY ?c") == [("raid-1",), ("raid-3",)]
    assert query_rows(graph, "SELECT (COUNT(?e) AS ?n) { ?e a cno:Event }") == [("2",)]


def test_events_that_are_two_lose_their_link(graph):
    linked = "SELECT ?a ?b { ?a cno:mayBeSameAs ?b FILTER (STR(?a) < STR(?b)) } ORDER BY ?a ?b"
    assert query_rows(graph, linked) == [("raid-1", "raid-3")]
    decide(graph, "event:raid-3 owl:differentFrom event:raid-1 .")
    assert query_rows(graph, linked) == []
    kg("review", graph, "--undo")
    assert query_rows(graph, linked) == [("raid-1", "raid-3")]


def test_places_that_are_one_are_one_as_targets_too(graph):
    decide(graph, "place:khessel-north owl:sameAs place:kessel .")
    assert query_rows(graph, "SELECT ?s { ?s owl:sameAs ?o } ORDER BY ?s") == [("khessel-north",), ("khessel-north",)]


def test_an_exported_file_is_asked_with_the_decisions(graph, tmp_path):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    for name in ("all.nq", "all.trig"):
        export(Snapshots(graph).current(), tmp_path / name)
        assert query_rows(tmp_path / name, DYADS) == [("river-front", "army", "3")]
