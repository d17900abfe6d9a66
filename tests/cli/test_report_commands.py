import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.small_graph import write_graph

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


def test_a_saved_query_takes_parameters(demo, kg):
    told = kg("run", demo, "timeline-of-a-place", "place=Goma", "since=2025")
    assert told.returncode == 0
    assert len(told.stdout.splitlines()) > 1
    assert len(kg("run", demo, "timeline-of-a-place", "place=Goma", "until=1999").stdout.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("timeline-of-a-place",), "place is missing; give place=…"),
        (("timeline-of-a-place", "place=Kesel"), "nothing of class cno:Place is called 'Kesel'"),
        (("disputed-events", "sinse=2031"), "no parameter 'sinse'; did you mean since?"),
        (("disputed-events", "since=soon"), "since: 'soon' is no day"),
        (("disputed-events", "2031"), "write it as name=value"),
    ],
)
def test_a_wrong_parameter_is_a_wrong_usage(graph, kg, arguments, words):
    told = kg("run", graph, *arguments)
    assert told.returncode == 2
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_second_run_says_what_changed(graph, kg, tmp_path):
    assert "2 rows; the first run" in kg("report", "run", graph, "disputed-events").stderr
    told = kg("report", "run", graph, "disputed-events", "--check")
    assert told.returncode == 0
    assert ": 0 added, 0 removed, 0 changed" in told.stderr
    assert (tmp_path / "reports/disputed-events/latest/report.html").is_file()
    assert "disputed-events/latest/report.html" in (tmp_path / "reports/index.html").read_text()
    assert kg("report", "diff", "disputed-events", "--check").returncode == 0


def test_a_check_alerts_on_change(graph, kg, tmp_path):
    kg("report", "run", graph, "disputed-events")
    file = tmp_path / "reports/disputed-events/latest/result.json"
    result = json.loads(file.read_text())
    del result["results"]["bindings"][0]
    file.write_text(json.dumps(result))
    told = kg("report", "run", graph, "disputed-events", "--check")
    assert told.returncode == 4
    assert "1 added, 0 removed, 0 changed" in told.stderr
    told = kg("report", "diff", "disputed-events", "--check")
    assert (told.returncode, told.stdout.count("\nadded,")) == (4, 1)
    assert told.stdout.startswith("change,event,day,dayIs,who,stance,")


def test_a_check_alerts_on_no_rows_and_on_a_failed_expectation(graph, kg, tmp_path):
    assert kg("report", "run", graph, "disputed-events", "since=2040").returncode == 0
    told = kg("report", "run", graph, "disputed-events", "since=2040", "--check")
    assert (told.returncode, "check: no rows" in told.stderr) == (4, True)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries/many.rq").write_text("#+ title: Many?\n#+ expect: rows > 10\nSELECT ?s { ?s a cno:Claim }")
    told = kg("report", "run", graph, "many", "--check")
    assert (told.returncode, "expected rows > 10, and there are 2" in told.stderr) == (4, True)


def test_a_report_that_fails_stops_no_other_and_is_told(graph, kg, tmp_path):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries/broken.rq").write_text("#+ title: Broken?\n#+ tags: [mine]\nSELECT ?s { ?s a ")
    (tmp_path / "queries/fine.rq").write_text("#+ title: Fine?\n#+ tags: [mine]\nSELECT ?s { ?s a cno:Claim }")
    (tmp_path / "queries/faulty.rq").write_text("#+ tags: [\nASK {}")
    told = kg("report", "run", graph, "--tag", "mine")
    assert told.returncode == 1
    assert "reports/fine/" in told.stderr
    assert not (tmp_path / "reports/broken").exists()


def test_all_runs_what_needs_no_parameter(graph, kg, tmp_path):
    told = kg("report", "run", graph, "--all", "--format", "md")
    assert told.returncode == 0, told.stderr
    assert "claims-of-one-side: skipped; it needs actor" in told.stderr
    kept = sorted(path.name for path in (tmp_path / "reports").iterdir() if path.is_dir())
    assert len(kept) >= 25
    assert not list((tmp_path / "reports").rglob("report.html"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("report", "run", "GRAPH"), "name saved queries"),
        (("report", "run", "GRAPH", "nope"), "no saved query 'nope'"),
        (("report", "run", "GRAPH", "--tag", "nope"), "kg report list"),
        (("report", "run", "GRAPH", "disputed-events", "x=1"), "none of these has a parameter 'x'"),
        (("report", "run", "GRAPH", "disputed-events", "--format", "pdf"), "there are: html, md, csv, ttl, json"),
        (("report", "diff", "disputed-events"), "0 runs kept"),
        (("report", "list", "--tag", "nope"), "there are: actor"),
        (("report", "new", "../x"), "not a name for a saved query"),
        (("dossier", "GRAPH", "Nobody"), "nothing of class cno:Actor is called 'Nobody'"),
        (("dossier", "GRAPH", "Kessel", "-o", "a.pdf"), "name it .html"),
    ],
)
def test_wrong_usage_is_one_clear_line(graph, kg, arguments, words):
    told = kg(*(graph if word == "GRAPH" else word for word in arguments))
    assert told.returncode == 2
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_template_is_written_once_and_runs(graph, kg, tmp_path):
    assert kg("report", "new", "my-week").returncode == 0
    assert "queries/my-week.rq: is there already" in kg("report", "new", "my-week").stderr
    told = kg("run", graph, "my-week", "since=2031")
    assert (told.returncode, len(told.stdout.splitlines())) == (0, 3)
    assert "my-week" in kg("report", "list").stdout
    assert "since (date, optional)" in kg("report", "show", "my-week").stdout


def test_a_dossier_is_one_page(graph, kg, tmp_path):
    told = kg("dossier", graph, "Northern Front", "-o", "front.html")
    assert told.returncode == 0, told.stderr
    assert "We did not fire on Kessel" in (tmp_path / "front.html").read_text()


def test_help_needs_none_of_the_heavy_parts():
    code = "import sys; from kg.cli.main import main; sys.argv = ['kg', '--help']\ntry: main()\nexcept SystemExit: pass\nprint([m for m in ('jinja2', 'vl_convert', 'pyoxigraph', 'yaml', 'spacy') if m in sys.modules])"
    told = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[-1] == "[]"
