"""The files of a run, whose query may give rows, triples, or yes or no."""

import json

import pytest

from kg.query.saved_queries import saved_queries
from kg.query.session import Session
from kg.report.report_run import RunRequest, run_report

GRAPH = """#+ title: Who says what?
CONSTRUCT { ?claim cno:claimant ?who . ?claim cno:polarity ?stance } WHERE { ?claim cno:claimant ?who ; cno:polarity ?stance }"""

BLANK_NODES = "CONSTRUCT { ?claim dcterms:source [ cno:claimant ?who ] } WHERE { ?claim cno:claimant ?who }"

DENIED = "#+ title: Is anything denied?\nASK { ?claim cno:polarity code:denied }"


@pytest.fixture
def run(small, tmp_path):
    def run_query(text):
        (tmp_path / "queries").mkdir(exist_ok=True)
        (tmp_path / "queries" / "own.rq").write_text(text)
        (query,) = saved_queries(tmp_path / "queries")
        with Session(small) as session:
            return run_report(RunRequest(query, {}, tmp_path / "reports"), session)

    return run_query


def meta(outcome):
    return json.loads((outcome.run.folder / "meta.json").read_text())


def test_triples_are_a_network_a_table_and_turtle(run):
    outcome = run(GRAPH)
    assert (outcome.size_text, meta(outcome)["answer"]) == ("4 statements", "4 statements")
    page = (outcome.run.folder / "report.html").read_text()
    assert "Arrows lead from subject to object" in page
    assert "“Shells killed four dockers, the army said.”" in page  # a claim opens to its words
    assert "What sources say, in statements of the graph." in page
    turtle = (outcome.run.folder / "result.ttl").read_text()
    assert "claim:army" in turtle
    assert "@prefix cno:" in turtle
    rows = (outcome.run.folder / "result.csv").read_text().splitlines()
    assert rows[0] == "subject,predicate,object,subject_iri,predicate_iri,object_iri"
    assert len(rows) == 5
    assert "| # | subject | predicate | object |" in (outcome.run.folder / "report.md").read_text()


def test_changed_triples_are_counted(run):
    first = run(GRAPH)
    assert not run(GRAPH).changes
    file = first.run.folder.parent / "latest" / "result.json"
    found = json.loads(file.read_text())
    found["results"]["bindings"].pop()
    file.write_text(json.dumps(found))
    assert run(GRAPH).changes.counts == "1 added, 0 removed, 0 changed"


def test_blank_nodes_are_the_same_in_each_run(run):
    assert run(BLANK_NODES).size_text == "4 statements"
    assert run(BLANK_NODES).check_failure == ""


def test_yes_or_no_is_one_word_on_a_page(run):
    outcome = run(DENIED)
    assert (outcome.size_text, outcome.check_failure) == ("yes", "")
    page = (outcome.run.folder / "report.html").read_text()
    assert '<p class="truth yes">Yes</p>' in page
    assert "The graph holds what is asked for." in page
    assert "<table" not in page
    assert json.loads((outcome.run.folder / "result.json").read_text()) == {"head": {}, "boolean": True}
    assert (outcome.run.folder / "result.csv").read_text() == "answer\ntrue\n"
    assert "**Yes**" in (outcome.run.folder / "report.md").read_text()


def test_a_yes_that_becomes_a_no_is_one_change(run):
    outcome = run(DENIED)
    (outcome.run.folder / "result.json").write_text('{"head": {}, "boolean": false}')
    outcome = run(DENIED)
    assert outcome.changes.counts == "0 added, 0 removed, 1 changed"
    page = (outcome.run.folder / "report.html").read_text()
    assert "no → yes" in page
    assert "no → yes" in (outcome.run.folder / "report.md").read_text()


@pytest.mark.parametrize(
    ("head", "where", "failure"),
    [
        ("", "denied", ""),
        ("", "shouted", "the answer is no"),
        ("#+ expect: no\n", "shouted", ""),
        ("#+ expect: no\n", "denied", "the answer is yes"),
        ("#+ expect: yes\n", "shouted", "the answer is no"),
    ],
)
def test_a_no_fails_a_check_unless_it_is_expected(run, head, where, failure):
    assert run(f"{head}ASK {{ ?claim cno:polarity code:{where} }}").check_failure == failure


def test_a_query_of_another_form_counts_as_all_new(run):
    run(DENIED)
    counts = "4 added, 1 removed, 0 changed; the columns were answer and are subject, predicate, object"
    outcome = run(GRAPH)
    assert outcome.changes.counts == counts
    for name in ("report.html", "report.md"):
        assert counts in (outcome.run.folder / name).read_text()


def test_a_run_writes_every_format_with_what_it_was_made_from(small, reported):
    folder = reported(small, "disputed-events")
    assert {f.name for f in folder.iterdir()} == {"result.csv", "result.json", "report.md", "report.html", "meta.json"}
    meta = json.loads((folder / "meta.json").read_text())
    assert (meta["name"], meta["rows"], meta["changes"]) == ("disputed-events", 2, None)
    assert {"query", "sha256", "graph_version", "triples", "seconds", "kg", "made", "parameters"} <= set(meta)


def test_reports_over_the_demo_graph_are_the_same_each_time(demo, reported, tmp_path):
    one, two = (reported(demo, "corroboration", tmp_path / name) for name in "ab")
    assert (one / "result.csv").read_bytes() == (two / "result.csv").read_bytes()
    assert (one / "result.json").read_bytes() == (two / "result.json").read_bytes()


def test_no_file_of_a_run_has_the_path_of_the_graph(small, reported):
    folder = reported(small, "disputed-events")
    for file in folder.iterdir():
        assert str(small.parent) not in file.read_text(encoding="utf-8"), file.name
