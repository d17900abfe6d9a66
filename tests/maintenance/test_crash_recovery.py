"""A build or a drop that is killed loses nothing: the graph is as before, and the next run ends as if nothing was."""

import fcntl
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from support import commands

from kg.graph.dataset_description import TIMES
from kg.store.graph_folder import MERGED
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.model
BEFORE = {
    "goma": "Rebels shelled Goma on Tuesday, the army said.",
    "bunagana": "M23 rebels captured Bunagana on Monday, residents said. The army denied it.",
    "kharkiv": "Russian forces attacked Kharkiv on 3 May 2024, Ukraine said.",
}
AFTER = {
    **BEFORE,
    "goma": "Rebels shelled Goma on Wednesday, the army said. Two soldiers were killed.",
    "aleppo": "An air strike hit an aid convoy near Aleppo on 19 September 2016, the Red Crescent said.",
}
FAULT_POINTS = [
    "read:1", "read:2", "stored:1", "stored:2", "filled", "inferred", "publishing", "merged", "gathered", "named", "published",
    "spared:1", "spared:2",
]  # fmt: skip


@pytest.fixture(scope="module")
def run():
    """Run a command that a named point may kill, and return its exit code."""
    return lambda where, *arguments: commands.kg(*arguments, KG_TEST_KILL_AT=where).returncode


def write(folder, texts):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(f"---\nid: {name}\npublished: 2024-05-08\n---\n{text}", encoding="utf-8")
    return folder


def lines(graph):
    """Return the sorted statements of a graph, and of the union that queries see; none where there is no graph."""
    if not (graph / "CURRENT").exists():
        return None
    snapshot = Snapshots(graph).current()
    store, merged = ox.Store.read_only(str(snapshot)), ox.Store.read_only(str(snapshot / MERGED))
    time = "generatedAtTime"
    union = sorted(str(q) for q in merged if time not in q.predicate.value)
    return sorted(str(q) for q in store if q.graph_name != TIMES), union


@pytest.fixture(scope="module")
def stages(run, tmp_path_factory):
    """The contents of the input folder, each with the graph that it makes when nothing is killed."""
    folder = tmp_path_factory.mktemp("whole")
    made = {}
    for name, texts in (("none", None), ("before", BEFORE), ("after", AFTER)):
        graph = folder / f"{name}.kg"
        if texts is not None:
            source = write(folder / "news", texts)
            assert run("", "build", source, "-o", graph, "--workers", "1") == 0
        made[name] = graph, lines(graph)
    return made


@pytest.mark.parametrize("fault_point", FAULT_POINTS)
@pytest.mark.parametrize(("start", "end"), [("none", "before"), ("before", "after")])
def test_a_killed_build_is_as_if_it_had_not_been(run, stages, tmp_path, start, end, fault_point):
    news, graph = stages["before"][0].parent / "news", tmp_path / "one.kg"
    if start != "none":
        shutil.copytree(stages[start][0], graph)
    write(news, {"before": BEFORE, "after": AFTER}[end])
    assert run(fault_point, "build", news, "-o", graph, "--workers", "1") == -9
    assert lines(graph) in (stages[start][1], stages[end][1])
    assert run("", "build", news, "-o", graph, "--workers", "1") == 0
    assert lines(graph) == stages[end][1]
    assert sorted(path.name for path in graph.iterdir()) == ["CURRENT", "lock", "snapshots"]


@pytest.mark.parametrize("fault_point", ["filled", "merged", "named"])
def test_a_killed_drop_is_as_if_it_had_not_been(run, stages, tmp_path, fault_point):
    graph, old = tmp_path / "one.kg", stages["after"]
    shutil.copytree(old[0], graph)
    assert run(fault_point, "drop", graph, "aleppo") == -9
    assert lines(graph) == old[1]
    assert run("", "drop", graph, "aleppo") == 0
    assert not any("leppo" in line for line in lines(graph)[0])


def test_what_a_killed_build_has_read_is_not_read_again(run, tmp_path):
    news, graph = write(tmp_path / "news", BEFORE), tmp_path / "one.kg"
    assert run("filled", "build", news, "-o", graph, "--workers", "1") == -9
    assert (graph / "reading.sqlite").exists()
    assert run("read:4", "build", news, "-o", graph) == 0  # a cached reading counts as one: there are three
    assert not (graph / "reading.sqlite").exists()


def kg(*arguments, before=""):
    command = ["bash", "-c", f'{before} exec "$0" "$@"', *commands.KG, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=commands.environment())


def test_a_full_disk_ends_a_build_cleanly_and_it_goes_on_when_there_is_room(run, stages, tmp_path):
    news, graph = write(stages["before"][0].parent / "news", AFTER), tmp_path / "one.kg"
    shutil.copytree(stages["before"][0], graph)
    done = kg("build", news, "-o", graph, "--workers", "1", before="ulimit -f 100;")  # 100 KiB a file
    assert done.returncode == 74, done.stderr
    assert "the disk refused a write" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert lines(graph) == stages["before"][1]
    assert run("", "build", news, "-o", graph, "--workers", "1") == 0
    assert lines(graph) == stages["after"][1]


@pytest.mark.parametrize("command", [("build", "news", "-o"), ("drop",)], ids=["build", "drop"])
def test_a_graph_that_is_being_written_is_busy(stages, tmp_path, command):
    graph = tmp_path / "one.kg"
    shutil.copytree(stages["before"][0], graph)
    write(tmp_path / "news", BEFORE)
    with (graph / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        name, *rest = command
        rest = [str(tmp_path / "news") if one == "news" else one for one in rest]
        done = kg(name, *rest, graph, *(["goma"] if name == "drop" else []))
    assert (done.returncode, done.stderr.count("another build is writing")) == (3, 1), done.stderr
