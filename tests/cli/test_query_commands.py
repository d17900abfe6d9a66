"""Values for the variables of one query, and checks of one answer, as typed."""

import json
from pathlib import Path

import pytest
from support.small_graph import CARTESIAN, write_graph

ROOT = Path(__file__).parents[2]
WHO = "SELECT ?event { ?event cno:actor $who }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


def test_a_thing_is_found_and_described(graph, kg):
    told = kg("search", graph, "northern fr", "--format", "json")
    assert told.returncode == 0
    node = json.loads(told.stdout)["results"]["bindings"][0]["node"]["value"]
    assert node.endswith("actor/northern-front")
    for name in (node, "actor:northern-front", "Northern Front"):
        told = kg("describe", graph, name)
        assert told.returncode == 0
        assert "Northern Front" in told.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("describe", "actor:nobody"), 1, "actor:nobody does not occur in this graph; look with: kg search GRAPH TEXT"),
        (("describe", "Nobody at all"), 1, "nothing is called 'Nobody at all'"),
        (("search", "xyzzy"), 0, "0 rows"),
        (("search", "front", "--format", "nope"), 2, "nope: no such format"),
    ],
)
def test_what_is_not_found(graph, kg, arguments, code, words):
    command, *rest = arguments
    told = kg(command, graph, *rest)
    assert (told.returncode, words in told.stderr) == (code, True), told.stderr


def test_a_query_takes_values(graph, kg):
    told = kg("query", graph, "-q", WHO, "-p", "who=actor:northern-front")
    assert (told.returncode, len(told.stdout.splitlines())) == (0, 2)
    told = kg("query", graph, "-q", WHO, "-p", "who=actor:northern-front", "-p", "$who=actor:lurania-army")
    assert (told.returncode, len(told.stdout.splitlines())) == (0, 2)
    assert kg("query", graph, "-q", "SELECT $x {}", "-p", 'x=" } DROP ALL #').stdout == 'x\n""" } DROP ALL #"\n'


def test_a_saved_file_takes_its_own_parameters(graph, kg, tmp_path):
    (tmp_path / "own.rq").write_text(f"#+ params:\n#+   who: {{type: entity, class: cno:Actor, required: true}}\n{WHO}")
    told = kg("query", graph, "-f", "own.rq", "-p", "who=Northern Front")
    assert (told.returncode, len(told.stdout.splitlines())) == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-q", WHO, "-p", "whom=actor:x"), "no variable 'whom'; did you mean who? there are: event, who"),
        (("-q", WHO, "-p", "who"), "'who': not a parameter; write it as name=value"),
        (("-q", WHO, "-p", "who=2031-02-30"), "who: '2031-02-30' is no day"),
        (("-q", WHO, "-p", "who=<http://x> } DROP ALL {>"), "is no IRI"),
        (("-f", "own.rq"), "own: who is missing; give who=…"),
        (("-f", "own.rq", "-p", "who=Kessel"), "own: who: nothing of class cno:Actor is called 'Kessel'"),
        (("-f", "own.rq", "-p", "whom=x"), "own: no parameter 'whom'; did you mean who?"),
    ],
)
def test_a_wrong_value_is_a_wrong_usage(graph, kg, tmp_path, arguments, words):
    (tmp_path / "own.rq").write_text(f"#+ params:\n#+   who: {{type: entity, class: cno:Actor, required: true}}\n{WHO}")
    told = kg("query", graph, *arguments)
    assert told.returncode == 2
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        ("ASK { ?c cno:polarity code:denied }", 0, ""),
        ("ASK { ?c cno:polarity code:shouted }", 4, "kg: check: own: the answer is no"),
        ("#+ expect: no\nASK { ?c cno:polarity code:shouted }", 0, ""),
        ("SELECT * { ?c cno:polarity code:denied }", 0, ""),
        ("SELECT * { ?c cno:polarity code:shouted }", 4, "kg: check: own: no rows"),
        ("#+ expect: rows > 5\nSELECT * { ?c cno:polarity code:denied }", 4, "kg: check: own: expected rows > 5"),
        ("CONSTRUCT { ?c a ?c } { ?c cno:polarity code:shouted }", 4, "kg: check: own: no rows"),
    ],
)
def test_a_check_of_one_answer(graph, kg, tmp_path, text, code, said):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "own.rq").write_text(text)
    for command in (("run", graph, "own"), ("query", graph, "-f", "queries/own.rq")):
        assert kg(*command).returncode == 0
        told = kg(*command, "--check")
        assert told.returncode == code
        assert said in told.stderr


def test_reports_draw_the_outlines_that_a_user_gives(demo, kg, tmp_path):
    (tmp_path / "lines.geojson").write_text(json.dumps({"type": "LineString", "coordinates": [[20, 0], [40, 20]]}))
    told = kg("report", "run", demo, "map-of-events", "--outline", "lines.geojson")
    assert told.returncode == 0, told.stderr
    page = (tmp_path / "reports/map-of-events/latest/report.html").read_text()
    assert "the outlines are those of lines.geojson" in page
    assert "<dt>outlines</dt><dd>lines.geojson, sha256 " in page
    meta = json.loads((tmp_path / "reports/map-of-events/latest/meta.json").read_text())
    assert meta["outlines"]["file"] == "lines.geojson"
    assert kg("dossier", demo, "place:goma", "--outline", "lines.geojson", "-o", "goma.html").returncode == 0
    assert "<dt>outlines</dt>" in (tmp_path / "goma.html").read_text()


@pytest.mark.parametrize("command", [("report", "run", "GRAPH", "map-of-events"), ("dossier", "GRAPH", "place:kessel")])
def test_bad_outlines_are_a_wrong_usage(graph, kg, tmp_path, command):
    (tmp_path / "bad.geojson").write_text("{")
    for name, words in (("bad.geojson", "no GeoJSON"), ("none.geojson", "No such file"), (".", "Is a directory")):
        told = kg(*(graph if word == "GRAPH" else word for word in command), "--outline", name)
        assert (told.returncode, len(told.stderr.splitlines())) == (2, 1)
        assert words in told.stderr
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize("arguments", [(), ("--format", "tsv"), ("-o", "cut.csv")], ids=["csv", "tsv", "file"])
def test_rows_that_have_arrived_at_the_time_limit_are_kept(graph, kg, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    ended = kg("query", graph, "--timeout", "0.4", "-q", "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", *arguments)
    assert ended.returncode == 124
    lines = (Path("cut.csv").read_text() if "-o" in arguments else ended.stdout).splitlines()
    assert f"kg: note: {len(lines) - 1:,} rows, cut at the time limit of 0.4 s, there are more" in ended.stderr
    assert "kg: error: query: stopped after 0.4 s" in ended.stderr
    assert len(lines) > 100


def test_an_answer_without_rows_at_the_time_limit_is_an_error_alone(graph, kg):
    ended = kg("query", graph, "--timeout", "0.3", "-q", CARTESIAN)
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (124, "", 1)
