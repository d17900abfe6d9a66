import os
from datetime import UTC, datetime

import pytest

from kg.errors import UsageError
from kg.report.archive import archive_run, archived_runs, find_run, series_name


@pytest.fixture
def series(tmp_path):
    for day in (1, 2, 9):
        archive_run(tmp_path / "s", {"a.txt": str(day)}, datetime(2031, 3, day, 7, tzinfo=UTC))
    return tmp_path / "s"


@pytest.mark.parametrize(
    ("wanted", "day"),
    [("last", "09"), ("2031-03-02T070000Z", "02"), ("2031-03-01", "01"), ("2031-03-05", "02"), ("2031-03", "09")],
)
def test_a_run_is_found_by_name_or_day(series, wanted, day):
    assert find_run(series, wanted).name == f"2031-03-{day}T070000Z"


@pytest.mark.parametrize("wanted", ["2031-02", "yes", "../s"])
def test_an_unknown_run_names_the_newest(series, wanted):
    with pytest.raises(UsageError, match="the newest are: 2031-03-09T070000Z"):
        find_run(series, wanted)


def test_latest_links_to_the_newest_run(series):
    assert (series / "latest" / "a.txt").read_text() == "9"
    assert find_run(series.parent / "none", "last") is None


def test_two_runs_of_one_second_are_both_kept(series):
    archive_run(series, {"a.txt": "again"}, datetime(2031, 3, 9, 7, tzinfo=UTC))
    assert len(archived_runs(series)) == 4


def test_a_run_that_fails_half_way_leaves_nothing(series):
    with pytest.raises(TypeError):
        archive_run(series, {"a.txt": "x", "b.txt": None})
    assert len(archived_runs(series)) == 3
    assert (series / "latest" / "a.txt").read_text() == "9"
    assert not list(series.glob(".work*"))


def test_what_a_killed_run_left_is_swept(series):
    (series / ".work-999999999").mkdir()
    archive_run(series, {})
    assert not list(series.glob(".work*"))
    assert os.getpid() > 0


def test_each_choice_of_parameters_has_a_folder_of_its_own():
    names = [
        series_name("q", given)
        for given in ({}, {"place": ["Goma"]}, {"place": ["../.."]}, {"place": ["Гома"]}, {"place": ["x" * 300]})
    ]
    assert names[:2] == ["q", "q+place=Goma"]
    assert len(set(names)) == 5
    assert all("/" not in name and len(name) < 110 for name in names)


@pytest.mark.parametrize("content", ['{"head": 1}', "[" * 100_000], ids=["another object", "brackets"])
def test_a_broken_result_is_a_clear_error(series, content):
    run = archived_runs(series)[-1]
    (run.folder / "result.json").write_text(content)
    (run.folder / "meta.json").write_text(content)
    assert "query" not in run.metadata()
    with pytest.raises(UsageError, match="not the result of a run"):
        run.result()
