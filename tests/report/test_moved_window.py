"""A report of the last days: what the window has left behind was not withdrawn."""

import json

import pytest
from support.small_graph import TRIG

from kg.query.saved_queries import find_query, saved_queries
from kg.query.session import Session
from kg.query.solutions import Literal
from kg.report.moved_window import MovedWindow, moved_window
from kg.report.report_run import RunRequest, run_report
from kg.vocab import QUERIES

DAY = "http://www.w3.org/2001/XMLSchema#date"
WITHDRAWN = TRIG.replace("code:affirmed", "code:undetermined")
LATER = "2031-03-05"  #: the shelling was on 4 March


@pytest.fixture
def moved(tmp_path):
    """Run a report since 1 March over a graph, and again since a later day over another, as `since=-7d` does."""

    def run(name, before, after, day=LATER):
        for graph, text in (("before", before), ("after", after)):
            (tmp_path / f"{graph}.trig").write_text(text, encoding="utf-8")
        query, out = find_query(name, saved_queries(QUERIES)), tmp_path / "reports"
        with Session(tmp_path / "before.trig") as session:
            first = run_report(RunRequest(query, {"since": ["2031-03-01"]}, out), session).run.folder
        series = first.parent.with_name(f"{name}+since={day}")
        series.mkdir()
        first.rename(series / "2031-03-08T060000Z")  # of the same series, as those of one relative day are
        with Session(tmp_path / "after.trig") as session:
            return run_report(RunRequest(query, {"since": [day]}, out), session)

    return run


@pytest.mark.parametrize("name", ["who-attacked-whom", "disputed-events", "attackers", "attacks-by-month"])
def test_what_leaves_the_window_is_neither_removed_nor_a_change(moved, name):
    outcome = moved(name, TRIG, TRIG)
    assert outcome.changes is not None
    assert not outcome.changes
    assert len(outcome.changes.left) >= 1
    assert f"; {len(outcome.changes.left)} left the window of days" in outcome.changes.counts
    assert "changed" not in outcome.check_failure
    meta = json.loads((outcome.run.folder / "meta.json").read_text(encoding="utf-8"))
    assert meta["changes"] == {"added": 0, "removed": 0, "changed": 0, "left": len(outcome.changes.left)}
    assert "left the window of days" in (outcome.run.folder / "report.html").read_text(encoding="utf-8")
    assert "left the window of days" in (outcome.run.folder / "report.md").read_text(encoding="utf-8")


def test_what_was_withdrawn_is_removed_though_the_window_has_moved(moved):
    changes = moved("attackers", TRIG, WITHDRAWN).changes
    assert (len(changes.removed), changes.left) == (1, ())


def test_a_window_that_has_not_moved_leaves_nothing_behind(moved):
    changes = moved("attackers", TRIG, WITHDRAWN, "2031-03-02").changes
    assert (len(changes.removed), changes.left) == (1, ())


@pytest.mark.parametrize(
    ("earlier", "later", "moves"),
    [
        pytest.param({"since": ["2031-03-01"]}, {"since": ["2031-03-08"]}, True, id="another first day"),
        pytest.param({"since": ["2031-03-01"]}, {"since": ["2031-03-01"]}, False, id="the same day"),
        pytest.param({"until": ["2031-03-01"]}, {"until": ["2031-02-01"]}, True, id="another last day"),
        pytest.param({}, {"since": ["2031-03-08"]}, False, id="a run that does not say its days"),
        pytest.param({"place": ["a"]}, {"place": ["b"]}, False, id="a parameter that is no day"),
    ],
)
def test_a_window_moves_by_its_days_alone(earlier, later, moves):
    query = find_query("disputed-events", saved_queries(QUERIES))
    assert (moved_window(query, earlier, later) is not None) is moves


@pytest.mark.parametrize(
    ("cells", "outside"),
    [
        pytest.param({"day": "2031-03-04"}, True, id="before the first day"),
        pytest.param({"day": "2031-03-04", "to": "2031-03-09"}, False, id="until within"),
        pytest.param({"day": "2031-03-31"}, True, id="after the last day"),
        pytest.param({"day": "2031-03-08"}, False, id="within"),
        pytest.param({"who": "a"}, False, id="no day"),
    ],
)
def test_without_a_graph_a_row_leaves_by_its_own_days(cells, outside):
    row = tuple(Literal(text, datatype=DAY) for text in cells.values())
    assert MovedWindow({}, "2031-03-08", "2031-03-15").is_outside(row, tuple(cells)) is outside
