"""Decisions of a person: what queries see after one, that each can be undone, and what is refused."""

import csv
import io
import json
import re
import shutil
from pathlib import Path

import pytest
from support.commands import kg

from kg.errors import UsageError
from kg.graph.rdf_files import export
from kg.links.decisions import Decision, read_decisions
from kg.links.review import Review
from kg.maintenance.build import build
from kg.query.session import Session
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

ROOT = Path(__file__).parents[2]
WHO = """SELECT ?actor ?target (COUNT(DISTINCT ?event) AS ?n) { ?event cno:kind act:attack ; cno:actor ?actor ;
         cno:target ?target } GROUP BY ?actor ?target ORDER BY ?actor"""


def asked(graph, text):
    """Return the rows of a query, by local names."""
    with Session(graph) as session:
        return [tuple(t and re.split(r"[/#]", t.value)[-1] for t in row) for row in session.ask(text).rows]


def decide(graph, *lines):
    return kg("review", graph, "--decide", "-", given="\n".join(lines))


def nquads(graph, tmp_path):
    export(Snapshots(graph).current(), tmp_path / "all.nq")
    return (tmp_path / "all.nq").read_bytes()


def test_after_same_two_actors_count_as_one_and_after_undo_as_two_again(graph, tmp_path):
    before = nquads(graph, tmp_path)
    assert asked(graph, WHO) == [("river-front", "army", "2"), ("rlf", "army", "1")]
    told = decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    assert (told.returncode, told.stderr) == (0, f"1 decision taken\n{graph}: published with 1 decision\n")
    assert asked(graph, WHO) == [("river-front", "army", "3")]
    dyad = kg("run", graph, "dyads").stdout.splitlines()[1]
    assert "river-front,https://w3id.org/conflict-news/data/actor/army,3," in dyad
    told = kg("review", graph, "--undo")
    assert told.stderr.startswith("undone: actor:rlf owl:sameAs actor:river-front")
    assert asked(graph, WHO) == [("river-front", "army", "2"), ("rlf", "army", "1")]
    assert nquads(graph, tmp_path) == before


def test_one_that_gives_way_lends_its_names_and_surroundings(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    labels = "SELECT ?p ?o { actor:river-front ?p ?o FILTER (ISLITERAL(?o)) } ORDER BY ?p ?o"
    assert [row[1] for row in asked(graph, labels)] == ["River Liberation Front", "RLF", "River Front"]
    above = "SELECT ?o { actor:rlf-third-company cno:partOf ?o } ORDER BY ?o"
    assert asked(graph, above) == [("river-front",), ("river-union",)]  # through both of its names
    assert asked(graph, "SELECT ?p ?o { actor:rlf ?p ?o }") == [("sameAs", "river-front")]


def test_the_graphs_of_articles_stay_as_they_were_read(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    assert asked(graph, "SELECT ?g { GRAPH ?g { ?e cno:actor actor:rlf } }") == [("article-" + "b" * 16,)]


def test_events_that_are_one_keep_one_description_and_all_claims(graph):
    decide(graph, "event:raid-3 owl:sameAs event:raid-1 .")
    told = "SELECT ?p ?o { event:raid-1 ?p ?o FILTER (?p IN (cno:action, cno:kind, cno:place, cno:in, cno:date)) } ORDER BY ?p ?o"
    assert ("action", "attack") in asked(graph, told)
    assert ("action", "shelling") not in asked(graph, told)
    assert [o for p, o in asked(graph, told) if p == "place"] == ["kessel"]
    assert asked(graph, "SELECT ?c { event:raid-1 cno:hasClaim ?c } ORDER BY ?c") == [("raid-1",), ("raid-3",)]
    assert asked(graph, "SELECT (COUNT(?e) AS ?n) { ?e a cno:Event }") == [("2",)]


def test_events_that_are_two_lose_their_link(graph):
    linked = "SELECT ?a ?b { ?a cno:mayBeSameAs ?b FILTER (STR(?a) < STR(?b)) } ORDER BY ?a ?b"
    assert asked(graph, linked) == [("raid-1", "raid-3")]
    decide(graph, "event:raid-3 owl:differentFrom event:raid-1 .")
    assert asked(graph, linked) == []
    kg("review", graph, "--undo")
    assert asked(graph, linked) == [("raid-1", "raid-3")]


def test_places_that_are_one_are_one_as_targets_too(graph):
    decide(graph, "place:khessel-north owl:sameAs place:kessel .")
    assert asked(graph, "SELECT ?s { ?s owl:sameAs ?o } ORDER BY ?s") == [("khessel-north",), ("khessel-north",)]


def test_an_exported_file_is_asked_with_the_decisions(graph, tmp_path):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    for name in ("all.nq", "all.trig"):
        export(Snapshots(graph).current(), tmp_path / name)
        assert asked(tmp_path / name, WHO) == [("river-front", "army", "3")]


def test_the_list_is_best_first_and_a_filled_in_copy_of_it_decides(graph):
    rows = list(csv.DictReader(io.StringIO(kg("review", graph, "--list").stdout)))
    assert [float(row["score"]) for row in rows] == sorted((float(row["score"]) for row in rows), reverse=True)
    names = {frozenset((row["one_label"], row["other_label"])) for row in rows}
    assert {frozenset(("Anna Malo", "A. Malo")), frozenset(("RLF", "River Liberation Front")),
            frozenset(("Kessel", "Khessel")), frozenset(("label of raid-1", "label of raid-3"))} == names  # fmt: skip
    for row in rows:
        row["decision"] = {"actors": "same", "places": "different", "events": "later"}[row["kind"]]
    filled = io.StringIO()
    table = csv.DictWriter(filled, rows[0])
    table.writeheader()
    table.writerows(rows)
    assert kg("review", graph, "--decide", "-", given=filled.getvalue()).returncode == 0
    assert [row["kind"] for row in csv.DictReader(io.StringIO(kg("review", graph, "--list").stdout))] == ["events"]
    decided = kg("review", graph, "--decided").stdout.splitlines()
    assert len(decided) == 4
    assert decided[0] == "one,decision,other"


def test_the_list_has_kinds_formats_and_a_limit(graph):
    (row,) = [
        json.loads(line)
        for line in kg("review", graph, "--list", "--kind", "places", "--format", "jsonl").stdout.splitlines()
    ]
    assert (row["kind"], row["one_label"], row["other_label"]) == ("places", "Kessel", "Khessel")
    assert "place:kessel" in kg("review", graph, "--list", "--kind", "places", "--format", "table").stdout
    assert len(kg("review", graph, "--list", "--limit", 1).stdout.splitlines()) == 2


def test_what_follows_is_decided_too(graph):
    decide(graph, "actor:anna-malo owl:sameAs actor:a-malo .", "actor:a-malo owl:differentFrom actor:bo-malo .")
    with Review(graph) as review:
        pairs = {frozenset((short(p.one), short(p.other))) for p in review.pairs("actors")}
    assert pairs == {frozenset(("rlf", "river-front"))}


def short(iri):
    return iri.rpartition("/")[2]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param(["actor:a owl:sameAs actor:b .", "actor:b owl:sameAs actor:c .", "actor:a owl:differentFrom actor:c ."],
                     "actor:a and actor:c can't be different: actor:a is actor:b, actor:b is actor:c; undo one of these", id="same, same, different"),
        pytest.param(["actor:a owl:differentFrom actor:c .", "actor:a owl:sameAs actor:b .", "actor:b owl:sameAs actor:c ."],
                     "actor:b and actor:c can't be the same: actor:a is actor:b, actor:b is actor:c, but actor:a is not actor:c", id="different, same, same"),
        pytest.param(["actor:a owl:sameAs place:a ."], "actor:a and place:a are not of one sort", id="two sorts"),
        pytest.param(["actor:a owl:sameAs actor:a ."], "actor:a is one node", id="one node"),
        pytest.param(["actor:anna-malo owl:sameAs actor:rlf ."], "actor:anna-malo is a person and actor:rlf is none", id="a person and a body"),
        pytest.param(["actor:a rdfs:seeAlso actor:b ."], "not Turtle", id="a prefix that is not declared"),
        pytest.param(["actor:a <http://example.org/p> actor:b ."], "is no decision; write A owl:sameAs B", id="another statement"),
        pytest.param(["actor:a owl:sameAs actor:b .", "nonsense"], "-:2: not Turtle", id="no Turtle"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(graph, lines, words):
    told = decide(graph, *lines)
    assert told.returncode == 2
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 1
    assert not (graph / "decisions.ttl").exists()


def test_a_wrong_line_in_a_filled_in_list_is_refused(graph):
    given = "kind,one,other,decision\nactors,actor:rlf,actor:river-front,perhaps\n"
    assert (
        "'perhaps' for actor:rlf: write same, different or later"
        in kg("review", graph, "--decide", "-", given=given).stderr
    )


def test_any_decision_is_undone_by_its_nodes(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .", "actor:a-malo owl:differentFrom actor:bo-malo .")
    assert kg("review", graph, "actor:river-front", "actor:rlf", "--undo").returncode == 0
    assert [d.same for d in read_decisions(graph / "decisions.ttl")] == [False]
    told = kg("review", graph, "actor:river-front", "actor:rlf", "--undo")
    assert (told.returncode, "there is no decision on actor:river-front and actor:rlf" in told.stderr) == (2, True)


def test_a_deleted_line_is_undone_with_the_next_review(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    file = graph / "decisions.ttl"
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "actor:rlf" not in line))
    decide(graph)
    assert asked(graph, WHO) == [("river-front", "army", "2"), ("rlf", "army", "1")]


def test_hand_written_turtle_is_read_and_what_can_not_be_undone_is_said(graph):
    (graph / "decisions.ttl").write_text("actor:rlf owl:sameAs\n  actor:river-front .  # by hand\n")
    decide(graph)
    assert asked(graph, WHO) == [("river-front", "army", "3")]
    told = kg("review", graph, "--undo")
    assert "has no line of its own there; take it out by hand" in told.stderr
    assert "by hand" in (graph / "decisions.ttl").read_text()


@pytest.mark.model
def test_a_build_applies_the_file_and_refuses_a_wrong_one(graph, tmp_path):
    (graph / "decisions.ttl").write_text("actor:rlf owl:sameAs actor:river-front .\n")
    build([str(ROOT / "seeds" / "13-white-blood-cells.txt")], graph)
    assert asked(graph, WHO) == [("river-front", "army", "3")]
    (graph / "decisions.ttl").write_text("actor:rlf owl:sameAs place:kessel .\n")
    with pytest.raises(UsageError, match=r"decisions.ttl: actor:rlf and place:kessel are not of one sort"):
        build([str(ROOT / "seeds" / "13-white-blood-cells.txt")], graph)


def test_decisions_can_lie_elsewhere(graph, tmp_path):
    own = tmp_path / "shared.ttl"
    own.write_text("actor:rlf owl:sameAs actor:river-front .\n")
    assert (
        kg(
            "review", graph, "--decisions", own, "--decide", "-", given="actor:a-malo owl:sameAs actor:anna-malo ."
        ).returncode
        == 0
    )
    assert len(read_decisions(own)) == 2
    assert not (graph / "decisions.ttl").exists()
    assert asked(graph, WHO) == [("river-front", "army", "3")]


def test_a_busy_graph_keeps_the_decision_in_its_file(graph):
    with Snapshots(graph).rewrite():
        told = decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    assert told.returncode == 3
    assert "the decisions are safe in" in told.stderr
    assert read_decisions(graph / "decisions.ttl") == (
        Decision(PREFIXES["actor"] + "rlf", PREFIXES["actor"] + "river-front", same=True),
    )
    decide(graph)
    assert asked(graph, WHO) == [("river-front", "army", "3")]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param([], 2, "asks at a terminal, and this is none; use --list, then --decide FILE", id="no terminal"),
        pytest.param(["--kind", "wars"], 2, "no such kind; there are: actors, places, events", id="no kind"),
        pytest.param(["--list", "--undo"], 2, "give one of --list", id="two at once"),
        pytest.param(["actor:a", "--undo"], 2, "two nodes go with --undo", id="one node"),
        pytest.param(["--decide", "nothing.ttl"], 2, "nothing.ttl: no such file", id="no file"),
        pytest.param(["--list", "--format", "docx"], 2, "no such format", id="no format"),
    ],
)
def test_wrong_use(graph, arguments, code, words):
    told = kg("review", graph, *arguments)
    assert told.returncode == code
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_file_and_nothing_are_no_graph_folders(graph, tmp_path):
    (tmp_path / "one.nq").write_text("")
    assert "a review needs a graph folder" in kg("review", tmp_path / "one.nq", "--list").stderr
    assert kg("review", tmp_path / "none.kg", "--list").returncode == 3


@pytest.fixture
def read(tmp_path):
    """A graph of two of the demo articles, with one decision on what they tell."""
    news = tmp_path / "news"
    news.mkdir()
    for name in ("05-mugunga-camp-lakes-radio.txt", "13-white-blood-cells.txt"):
        (news / name).write_bytes((ROOT / "seeds" / name).read_bytes())
    build([str(news)], tmp_path / "read.kg")
    one, other, *_ = sorted(
        f"actor:{name}" for (name,) in asked(tmp_path / "read.kg", "SELECT DISTINCT ?a { ?a a cno:ArmedForce }")
    )
    assert decide(tmp_path / "read.kg", f"{one} owl:sameAs {other} .").returncode == 0
    return news, tmp_path / "read.kg"


@pytest.mark.model
def test_decisions_outlive_a_rebuild(read, tmp_path):
    news, graph = read
    before = nquads(graph, tmp_path)
    assert b"owl#sameAs" in before
    assert build([str(news)], graph, rebuild=True).replaced == 2
    assert nquads(graph, tmp_path) == before


@pytest.mark.model
def test_what_is_added_is_seen_with_the_decisions_as_if_all_came_at_once(read, tmp_path):
    news, graph = read
    shutil.copy(ROOT / "seeds" / "04-demidovka-withdrawal.txt", news)
    build([str(news)], graph)
    shutil.copy(graph / "decisions.ttl", tmp_path)
    (tmp_path / "whole.kg").mkdir()
    shutil.copy(graph / "decisions.ttl", tmp_path / "whole.kg")
    build([str(news)], tmp_path / "whole.kg")
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p != prov:generatedAtTime) }"
    assert sorted(asked(graph, query)) == sorted(asked(tmp_path / "whole.kg", query))


@pytest.mark.model
def test_a_dropped_article_leaves_nothing_in_the_links(read, tmp_path):
    news, graph = read
    (tmp_path / "other.kg").mkdir()
    shutil.copy(graph / "decisions.ttl", tmp_path / "other.kg")
    build([str(news / "13-white-blood-cells.txt")], tmp_path / "other.kg")
    assert kg("drop", graph, news / "05-mugunga-camp-lakes-radio.txt").returncode == 0
    assert nquads(graph, tmp_path) == nquads(tmp_path / "other.kg", tmp_path)


@pytest.mark.model
def test_builds_take_decisions_from_where_the_review_kept_them(graph, tmp_path):
    own = tmp_path / "shared.ttl"
    own.write_text("actor:rlf owl:sameAs actor:river-front .\n")
    assert kg("review", graph, "--decisions", own, "--decide", "-").returncode == 0
    build([str(ROOT / "seeds" / "13-white-blood-cells.txt")], graph)
    assert asked(graph, WHO) == [("river-front", "army", "3")]
    own.unlink()
    with pytest.raises(UsageError, match=r"shared.ttl: the decisions of .* are not there"):
        build([str(ROOT / "seeds" / "13-white-blood-cells.txt")], graph)
    assert kg("review", graph, "--decide", "-").returncode == 0
    build([str(ROOT / "seeds" / "13-white-blood-cells.txt")], graph)
    assert asked(graph, WHO) == [("river-front", "army", "2"), ("rlf", "army", "1")]
