"""Reports of what is no table: statements, and yes or no."""

import json

import pytest

from kg.query.saved_queries import saved_queries
from kg.query.session import Session
from kg.report.report_run import RunRequest, run_report

GRAPH = """#+ title: Who says what?
CONSTRUCT { ?claim cno:claimant ?who . ?claim cno:polarity ?stance } WHERE { ?claim cno:claimant ?who ; cno:polarity ?stance }"""
NAMELESS = "CONSTRUCT { ?claim dcterms:source [ cno:claimant ?who ] } WHERE { ?claim cno:claimant ?who }"
DENIED = "#+ title: Is anything denied?\nASK { ?claim cno:polarity code:denied }"


@pytest.fixture
def run(small, tmp_path):
    def made(text):
        (tmp_path / "queries").mkdir(exist_ok=True)
        (tmp_path / "queries" / "own.rq").write_text(text)
        (query,) = saved_queries(tmp_path / "queries")
        with Session(small) as session:
            return run_report(RunRequest(query, {}, tmp_path / "reports"), session)

    return made


def meta(done):
    return json.loads((done.run.folder / "meta.json").read_text())


def test_statements_are_a_network_a_table_and_turtle(run):
    done = run(GRAPH)
    assert (done.size_text, meta(done)["answer"]) == ("4 statements", "4 statements")
    page = (done.run.folder / "report.html").read_text()
    assert "Arrows lead from subject to object" in page
    assert "“Shells killed four dockers, the army said.”" in page  # a claim opens to its words
    assert "What sources say, in statements of the graph." in page
    turtle = (done.run.folder / "result.ttl").read_text()
    assert "claim:army" in turtle
    assert "@prefix cno:" in turtle
    rows = (done.run.folder / "result.csv").read_text().splitlines()
    assert rows[0] == "subject,predicate,object,subject_iri,predicate_iri,object_iri"
    assert len(rows) == 5
    assert "| # | subject | predicate | object |" in (done.run.folder / "report.md").read_text()


def test_statements_that_changed_are_told(run):
    first = run(GRAPH)
    assert not run(GRAPH).changes
    file = first.run.folder.parent / "latest" / "result.json"
    found = json.loads(file.read_text())
    found["results"]["bindings"].pop()
    file.write_text(json.dumps(found))
    assert run(GRAPH).changes.counts == "1 added, 0 removed, 0 changed"


def test_nameless_nodes_are_the_same_in_each_run(run):
    assert run(NAMELESS).size_text == "4 statements"
    assert run(NAMELESS).check_failure == ""


def test_yes_or_no_is_one_word_on_a_page(run):
    done = run(DENIED)
    assert (done.size_text, done.check_failure) == ("yes", "")
    page = (done.run.folder / "report.html").read_text()
    assert '<p class="truth yes">Yes</p>' in page
    assert "The graph holds what is asked for." in page
    assert "<table" not in page
    assert json.loads((done.run.folder / "result.json").read_text()) == {"head": {}, "boolean": True}
    assert (done.run.folder / "result.csv").read_text() == "answer\ntrue\n"
    assert "**Yes**" in (done.run.folder / "report.md").read_text()


def test_a_yes_that_becomes_a_no_is_one_change(run):
    done = run(DENIED)
    (done.run.folder / "result.json").write_text('{"head": {}, "boolean": false}')
    done = run(DENIED)
    assert done.changes.counts == "0 added, 0 removed, 1 changed"
    page = (done.run.folder / "report.html").read_text()
    assert "no → yes" in page
    assert "no → yes" in (done.run.folder / "report.md").read_text()


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
def test_a_no_is_an_alarm_unless_it_is_expected(run, head, where, failure):
    assert run(f"{head}ASK {{ ?claim cno:polarity code:{where} }}").check_failure == failure


def test_a_question_that_becomes_another_kind_is_told_as_all_new(run):
    run(DENIED)
    told = "4 added, 1 removed, 0 changed; the columns were answer and are subject, predicate, object"
    done = run(GRAPH)
    assert done.changes.counts == told
    for name in ("report.html", "report.md"):
        assert told in (done.run.folder / name).read_text()
