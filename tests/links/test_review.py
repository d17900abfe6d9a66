"""The review of candidate pairs: its list, its closure, its wrong uses."""

import csv
import io
import json

import pytest
from support.commands import kg
from support.raids import DYADS, decide, query_rows

from kg.links.decisions import Decision, read_decisions
from kg.links.review import Review
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES


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


def test_a_wrong_line_in_a_filled_in_list_is_refused(graph):
    given = "kind,one,other,decision\nactors,actor:rlf,actor:river-front,perhaps\n"
    assert (
        "'perhaps' for actor:rlf: write same, different or later"
        in kg("review", graph, "--decide", "-", given=given).stderr
    )


def test_a_busy_graph_keeps_the_decision_in_its_file(graph):
    with Snapshots(graph).write_transaction():
        done = decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    assert done.returncode == 3
    assert "the decisions are safe in" in done.stderr
    assert read_decisions(graph / "decisions.ttl") == (
        Decision(PREFIXES["actor"] + "rlf", PREFIXES["actor"] + "river-front", same=True),
    )
    decide(graph)
    assert query_rows(graph, DYADS) == [("river-front", "army", "3")]


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
    done = kg("review", graph, *arguments)
    assert done.returncode == code
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_and_nothing_are_no_graph_folders(graph, tmp_path):
    (tmp_path / "one.nq").write_text("")
    assert "a review needs a graph folder" in kg("review", tmp_path / "one.nq", "--list").stderr
    assert kg("review", tmp_path / "none.kg", "--list").returncode == 3
