"""Reports on disks that are full or refuse: what was there stays whole."""

import subprocess

import pytest
from support.commands import KG, environment
from support.small_graph import write_graph

ALL = "#+ title: All?\n#+ tags: [mine]\nSELECT * { ?s ?p ?o }"
ONE = "#+ title: One?\n#+ tags: [mine]\nSELECT * { ?s a cno:Country }"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


@pytest.fixture
def kg(tmp_path):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "all.rq").write_text(ALL)
    (tmp_path / "queries" / "one.rq").write_text(ONE)

    def run(*arguments, before=""):
        command = ["bash", "-c", f'{before} exec "$0" "$@"', *KG, *map(str, arguments)]
        return subprocess.run(command, env=environment(), cwd=tmp_path, capture_output=True, text=True, check=False)

    return run


def contents(folder):
    """Return all files below a folder with what they hold, links with where they lead."""
    return {p: p.readlink() if p.is_symlink() else p.read_bytes() for p in folder.rglob("*") if not p.is_dir()}


@pytest.mark.parametrize("blocks", [1, 4, 12])  # KiB a file: nothing fits, the JSON does not, the page does not
def test_a_full_disk_keeps_the_last_run(graph, kg, tmp_path, blocks):
    assert kg("report", "run", graph, "all").returncode == 0
    earlier = contents(tmp_path / "reports")
    failed = kg("report", "run", graph, "all", before=f"ulimit -f {blocks};")
    assert (failed.returncode, failed.stderr) == (
        74,
        "kg: error: reports/all: the disk refused it (File too large); free some space\n",
    )
    assert contents(tmp_path / "reports") == earlier
    assert kg("report", "run", graph, "all").returncode == 0


def test_a_full_disk_leaves_nothing_of_a_first_run(graph, kg, tmp_path):
    assert kg("report", "run", graph, "all", before="ulimit -f 1;").returncode == 74
    assert list((tmp_path / "reports").iterdir()) == []


def test_what_still_fits_is_run_all_the_same(graph, kg, tmp_path):
    failed = kg("report", "run", graph, "--tag", "mine", "--format", "csv", before="ulimit -f 8;")
    assert failed.returncode == 74
    assert failed.stderr.count("kg: error:") == 1
    assert "reports/one/" in failed.stderr
    assert (tmp_path / "reports" / "one" / "latest" / "result.csv").is_file()
    assert "one/latest" not in (tmp_path / "reports" / "index.html").read_text()  # it has no page
    assert not (tmp_path / "reports" / "all").exists()


def test_a_full_disk_keeps_an_old_dossier(graph, kg, tmp_path):
    (tmp_path / "x.html").write_text("old")
    failed = kg("dossier", graph, "Northern Front", "-o", "x.html", before="ulimit -f 2;")
    assert (failed.returncode, len(failed.stderr.splitlines())) == (74, 1)
    assert (tmp_path / "x.html").read_text() == "old"
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_a_place_where_no_run_can_be_is_a_wrong_usage_and_stops_no_other(graph, kg, tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "all").write_text("a file")
    failed = kg("report", "run", graph, "all")
    assert (failed.returncode, failed.stderr) == (
        2,
        "kg: error: reports/all: cannot be written (File exists); choose another place\n",
    )
    failed = kg("report", "run", graph, "--tag", "mine")
    assert failed.returncode == 1
    assert "reports/one/" in failed.stderr
