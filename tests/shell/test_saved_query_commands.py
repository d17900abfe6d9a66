"""Saved queries: listed, run, saved and removed."""

import pytest
from pyoxigraph import Store

from kg.query.saved_queries import saved_queries


def test_saved_queries_are_listed_shown_and_run(typed):
    listed = typed(r"\q")[0]
    assert listed[1].split()[:2] == ["2", "disputed-events"]
    assert typed(r"\q show 2")[0][0] == "#+ title: Which events do sources disagree on, and in which words?"
    data, words = typed(r"\q disputed-events")
    assert "Army of Lurania  actor:lurania-army" in data[2]
    assert words[0] == "# Which events do sources disagree on, and in which words?"


COUNTS = "SELECT ?who (COUNT(?c) AS ?n) { ?c cno:claimant ?who } GROUP BY ?who ORDER BY ?who"


def test_a_saved_query_runs_anywhere(typed, tmp_path, shell):
    typed(COUNTS, "", "\\q save who-says Who says most")
    file = tmp_path / "queries" / "who-says.rq"
    text = file.read_text()
    assert text.startswith('#+ summary: "Who says most"\nPREFIX cno: <')
    Store().query(text)  # declares all that it uses
    assert saved_queries(file.parent)[0].title == "Who says most"
    assert "Army of Lurania" in typed("\\q who-says")[0][2]
    assert any("who-says" in line for line in typed("\\q")[0])
    assert "exists" in typed("\\q save who-says")[1][0]
    typed("\\q rm who-says")
    assert not file.exists()


@pytest.mark.parametrize("name", ["../up", "A B", "", "/etc/x", "a.b"])
def test_a_saved_query_stays_in_its_folder(typed, name):
    assert typed("ASK {}", "", f"\\q save {name}")[1][-1].startswith("error: \\q save")


def test_queries_of_the_program_are_not_removed(typed):
    assert "comes with the program" in typed("\\q rm disputed-events")[1][0]


@pytest.mark.parametrize("wrong", ["SELEC * {}", "SELECT ?x { ?x oont:y 3 }", "SELECT * { ?s <http://a b> ?o }"])
def test_a_query_that_failed_is_saved_only_after_a_yes(typed, tmp_path, wrong):
    assert typed(wrong, "", "\\q save wrong", "n")[1][-1] == "nothing is saved"
    assert typed("\\q save wrong")[1][-1] == "nothing is saved"
    assert not (tmp_path / "queries" / "wrong.rq").exists()
    typed("\\q save wrong", "y")
    assert wrong in (tmp_path / "queries" / "wrong.rq").read_text()


def test_a_query_that_ran_is_saved_though_an_earlier_one_failed(typed, tmp_path):
    typed("SELEC * {}", "", "ASK {}", "", "\\q save fine")
    assert (tmp_path / "queries" / "fine.rq").exists()
