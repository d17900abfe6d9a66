import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from support.small_graph import load, write_graph

from kg.errors import DiskError, GraphDamaged, GraphNotFound
from kg.store.engine import Engine
from kg.store.graph_folder import ARTICLES, INDEX, MERGED
from kg.store.snapshots import Snapshots
from kg.store.sqlite_copies import SPARE

RDFS_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
A_QUAD = Quad(NamedNode("http://example.org/s"), NamedNode("http://example.org/p"), NamedNode("http://example.org/o"))


def files(folder):
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def spoil(store):
    store.clear()
    raise ZeroDivisionError


def numbers(graph):
    return sorted(path.name for path in (graph / "snapshots").iterdir())


def test_a_folder_without_a_graph_says_how_to_make_one(tmp_path):
    with pytest.raises(GraphNotFound, match=r"there is no graph; make one with: kg build") as error:
        Snapshots(tmp_path / "none").current()
    assert error.value.exit_code == 3


def test_what_is_written_is_read_after_the_block_and_not_before(tmp_path):
    snapshots = Snapshots(tmp_path)
    with snapshots.rewrite() as store:
        store.add(A_QUAD)
        with pytest.raises(GraphNotFound):
            snapshots.current()
    assert list(Store.read_only(str(snapshots.current()))) == [A_QUAD]


def test_a_second_writing_goes_on_with_the_first(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    before = len(Store.read_only(str(graph.current())))
    with graph.rewrite() as store:
        assert len(store) == before
        store.add(A_QUAD)
    assert len(Store.read_only(str(graph.current()))) == before + 1


def test_an_exception_leaves_the_old_snapshot(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    old = graph.current()
    with pytest.raises(ZeroDivisionError), graph.rewrite() as store:
        spoil(store)
    assert graph.current() == old
    assert numbers(tmp_path) == ["0001"]


def test_two_writers_are_one_too_many(tmp_path):
    with Snapshots(tmp_path).rewrite(), pytest.raises(GraphNotFound, match="another build is writing"):
        Snapshots(tmp_path).rewrite().__enter__()


def test_a_published_snapshot_is_never_written_again(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    old = graph.current()
    before = files(old)
    engine = Engine((old / MERGED,))
    assert list(engine.ask("SELECT * { ?s ?p ?o }", {}))[-1] == ("end", False)
    engine.close()
    with graph.hold_current(), graph.rewrite() as store:
        store.clear()
    assert files(old) == before


def test_the_last_snapshot_is_kept_and_those_that_are_read(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    with graph.hold_current() as held:
        for _ in range(3):
            with graph.rewrite():
                pass
        assert held.name == "0001"
        assert numbers(tmp_path) == ["0001", "0004"]
    with graph.rewrite():
        pass
    assert numbers(tmp_path) == ["0005"]


def test_what_a_killed_writer_left_is_swept_and_the_graph_is_as_before(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    script = (
        "import os, sys; from kg.store.snapshots import Snapshots\n"
        "with Snapshots(sys.argv[1]).rewrite() as store: store.clear(); os.kill(os.getpid(), 9)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    assert subprocess.run([sys.executable, "-c", script, str(tmp_path)], env=environment, check=False).returncode == -9
    assert any(name.startswith(".work") for name in numbers(tmp_path))
    assert len(Store.read_only(str(graph.current()))) > 0
    with graph.rewrite() as store:
        assert len(store) > 0
    assert numbers(tmp_path) == ["0002"]


def test_the_default_graph_for_queries_holds_every_statement_once(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    merged = Store.read_only(str(graph.current() / MERGED))
    once = {(quad.subject, quad.predicate, quad.object) for quad in Store.read_only(str(graph.current()))}
    assert {tuple(triple) for triple in merged.query("CONSTRUCT WHERE { ?s ?p ?o }")} == once
    assert len(list(merged.query("SELECT * { ?s ?p ?o }"))) == len(once)


def test_named_graphs_are_not_touched_by_the_merge(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    plain = Store()
    load(plain)
    assert set(Store.read_only(str(graph.current()))) == set(plain)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits the file size of a child process")
def test_a_full_disk_is_said_and_leaves_the_graph(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    old = graph.current()
    script = (
        "import resource, signal, sys; from kg.store.snapshots import Snapshots\n"
        "from pyoxigraph import Literal, NamedNode, Quad\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "from kg.errors import DiskError\n"
        "try:\n"
        "  with Snapshots(sys.argv[1]).rewrite() as store:\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))\n"
        "    n = NamedNode('http://example.org/n')\n"
        "    store.extend(Quad(n, n, Literal(str(i) * 9)) for i in range(100_000))\n"
        "except DiskError as error: print(error)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    process = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], env=environment, capture_output=True, text=True, check=False
    )
    assert "the disk refused a write" in process.stdout, process
    assert graph.current() == old
    assert DiskError.exit_code == 74


def test_the_index_goes_with_its_snapshot(tmp_path):
    snapshot = Snapshots(write_graph(tmp_path)).current()
    with sqlite3.connect(snapshot / "index.sqlite") as index:
        assert (
            dict(index.execute("SELECT iri, things FROM class"))["https://w3id.org/conflict-news/ontology#Claim"] == 2
        )


@pytest.mark.parametrize(
    ("pointer", "words"),
    [
        (
            "0007\n",
            "CURRENT names '0007', and there is no such snapshot; the newest is 0001, to choose it: echo 0001 >",
        ),
        ("../../etc\n", "CURRENT names '../../etc'"),
        ("\udcff", "CURRENT names 'no snapshot'"),
        ("", "CURRENT names ''"),
    ],
)
def test_a_pointer_to_nothing_says_what_to_do_and_no_writer_begins_anew(tmp_path, pointer, words):
    graph = Snapshots(write_graph(tmp_path))
    (tmp_path / "CURRENT").write_text(pointer, errors="surrogateescape")
    with pytest.raises(GraphDamaged) as reading:
        graph.current()
    assert words in str(reading.value)
    with pytest.raises(GraphDamaged, match="CURRENT names"), graph.write_transaction(replaces_damaged=True):
        pass
    assert numbers(tmp_path) == ["0001"]


def test_a_lost_pointer_is_written_again(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    (tmp_path / "CURRENT").unlink()
    assert graph.current().name == "0001"
    with graph.write_transaction() as transaction:
        transaction.is_unneeded = True
    assert (tmp_path / "CURRENT").read_text() == "0001\n"


def test_a_pointer_without_any_snapshot_is_no_graph_to_go_on_with(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    shutil.rmtree(graph.current())
    with pytest.raises(GraphDamaged, match="no such snapshot; put back a copy of it, or read its articles again"):
        graph.current()
    with graph.write_transaction(replaces_damaged=True) as transaction:
        transaction.draft.add(A_QUAD)
    assert list(Store.read_only(str(graph.current()))) == [A_QUAD]


def dumped(file):
    with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as db:
        return list(db.iterdump())


def spares_are_equal(graph):
    snapshot = graph.current()
    for name in (INDEX, ARTICLES):
        assert dumped(snapshot / SPARE / name) == dumped(snapshot / name)
    return snapshot


def publish_article(graph, number):
    """Record an article and delete the one before."""
    with graph.write_transaction() as transaction, transaction.ledger() as ledger:
        shared = ledger.add_shared_statements([f"<s{number}>", "<all>"])
        ledger.record_reading(f"key{number}", "fields", "reader", shared)
        ledger.set_text(f"key{number}", f"Text {number}")
        ledger.set_signature(f"key{number}", b"signed", [number, 7])
        ledger.add_near_duplicate(f"key{number}", f"key{number - 1}")
        ledger.release_shared_statements(f"key{number - 2}")
        ledger.delete_article(f"key{number - 2}")
        draft, name = transaction.draft, NamedNode(f"http://example.org/{number}")
        draft.add(Quad(name, RDFS_LABEL, Literal(f"Thing {number}")))
        for quad in list(draft.quads_for_pattern(NamedNode(f"http://example.org/{number - 1}"), None, None)):
            draft.remove(quad)
        transaction.describes_size = True


def test_the_spare_files_of_a_snapshot_are_what_its_files_are(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    for number in range(5):
        publish_article(graph, number)
        spares_are_equal(graph)


def test_a_spare_is_changed_where_it_lies_and_not_copied(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    publish_article(graph, 0)
    spare = (graph.current() / SPARE / INDEX).stat().st_ino
    publish_article(graph, 1)
    assert (graph.current() / INDEX).stat().st_ino == spare


def test_no_spare_is_taken_from_a_reader_and_none_is_missed(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    publish_article(graph, 0)
    with graph.hold_current() as held:
        before = files(held)
        publish_article(graph, 1)
        assert {path: facts for path, facts in before.items() if SPARE not in path.parts} == {
            path: facts for path, facts in files(held).items() if SPARE not in path.parts
        }
    spares_are_equal(graph)
    shutil.rmtree(graph.current() / SPARE)
    publish_article(graph, 2)
    spares_are_equal(graph)


def test_a_spare_that_was_not_needed_is_given_back(tmp_path):
    graph = Snapshots(write_graph(tmp_path))
    publish_article(graph, 0)
    before = (graph.current() / SPARE / ARTICLES).stat().st_ino
    with graph.write_transaction() as transaction, transaction.ledger() as ledger:
        assert not ledger.is_changed
        transaction.is_unneeded = True
    assert (spares_are_equal(graph) / SPARE / ARTICLES).stat().st_ino == before
