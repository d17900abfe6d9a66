"""Damage of a graph's files, and graphs of other versions, each have their sentence; none gives a wrong answer."""

import json
import os
import shutil
import sqlite3
import stat
import zlib
from contextlib import closing, suppress

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from support.commands import kg
from support.small_graph import TRIG, load, select, write_graph

from kg.errors import GraphDamaged, GraphFormatError
from kg.query.session import Session
from kg.store import article_ledger, index_writer, object_index, snapshot_integrity
from kg.store.article_ledger import Publication
from kg.store.graph_folder import ARTICLES, INDEX, MERGED
from kg.store.snapshot_integrity import CHECKSUMS, FORMAT, checksum, verify_snapshot
from kg.store.snapshots import Snapshots
from kg.store.sqlite_copies import SPARE

A_QUAD = Quad(NamedNode("http://example.org/s"), NamedNode("http://example.org/p"), Literal("o"))
PUBLICATION = Publication("2031-03-05", "http://a/", "a", "Shells", "Gazette", "en", "http://a/")
TABLES_OF_FORMAT_2 = 790026389
EVERYTHING = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole") / "graph"
    with Snapshots(folder).write_transaction() as transaction, transaction.ledger() as ledger:
        load(transaction.draft.store)
        ledger.add_publication("aaaa", PUBLICATION, "a.txt")
    return folder


@pytest.fixture
def graph(whole, tmp_path):
    return shutil.copytree(whole, tmp_path / "graph")


def snapshot(graph):
    return graph / "snapshots" / "0001"


def flip(file, at=None):
    content = bytearray(file.read_bytes())
    content[len(content) // 2 if at is None else at] ^= 4
    file.write_bytes(content)


def cut(file):
    os.truncate(file, file.stat().st_size // 2)


def engine_file(graph, pattern):
    return next(snapshot(graph).glob(pattern))


DAMAGE = {
    "a flipped label": (lambda graph: flip(snapshot(graph) / INDEX), "index.sqlite of snapshot 0001 is damaged (its checksum"),
    "a cut index": (lambda graph: cut(snapshot(graph) / INDEX), "index.sqlite of snapshot 0001 is damaged (it has "),
    "garbage for an index": (lambda graph: (snapshot(graph) / INDEX).write_bytes(b"x" * 99), "index.sqlite of snapshot"),
    "no index": (lambda graph: (snapshot(graph) / INDEX).unlink(), "index.sqlite of snapshot 0001 is damaged (it is missing)"),
    "no ledger": (lambda graph: (snapshot(graph) / ARTICLES).unlink(), "articles.sqlite of snapshot 0001 is damaged (it is m"),
    "a flipped ledger": (lambda graph: flip(snapshot(graph) / ARTICLES), "articles.sqlite of snapshot 0001 is damaged (its"),
    "a flipped manifest": (lambda graph: flip(engine_file(graph, "MANIFEST-*")), "MANIFEST-000005 of snapshot 0001 is"),
    "a cut table": (lambda graph: cut(max(snapshot(graph).glob("merged/*.sst"))), ".sst of snapshot 0001 is damaged (it has"),
    "no merged store": (lambda graph: shutil.rmtree(snapshot(graph) / MERGED), "damaged (it is missing)"),
    "no list of checksums": (lambda graph: (snapshot(graph) / CHECKSUMS).write_text("[]"), "checksums.json of snapshot 0001 is"),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_damage_is_told_before_anything_is_read(graph, name):
    damage, words = DAMAGE[name]
    damage(graph)
    for attempt in (Snapshots(graph).hold_current, Snapshots(graph).write_transaction):
        with pytest.raises(GraphDamaged) as problem, attempt():
            pass
        assert words in str(problem.value)
        assert str(problem.value).startswith(f"{graph}: ")
        assert str(problem.value).endswith(f"kg build INPUT… -o {graph} --rebuild")
        assert problem.value.exit_code == 3


@pytest.mark.parametrize("command", [
    ("query", "-q", "ASK {}"), ("search", "kessel"), ("schema",), ("describe", "place:kessel"), ("check",),
    ("export", "x.nt"), ("shell",), ("import", "x.nt"), ("drop", "a"), ("review", "--list"), ("report", "run", "quotes"),
    ("dossier", "Kessel"),
])  # fmt: skip
def test_every_command_says_in_one_line_that_a_graph_is_damaged(graph, tmp_path, command):
    (tmp_path / "x.nt").write_text("<http://a/> <http://b/> <http://c/> .\n")
    (snapshot(graph) / INDEX).write_bytes(b"garbage")
    words = [*command[:2], graph, *command[2:]] if command[0] == "report" else [command[0], graph, *command[1:]]
    told = kg(*words, folder=tmp_path)
    assert told.returncode == 3
    assert told.stderr.startswith(f"kg: error: {graph}: index.sqlite of snapshot 0001 is damaged")
    assert told.stderr.count("\n") == 1


def test_flips_in_the_tables_give_a_sentence_or_the_right_answer(graph):
    right = select(graph, EVERYTHING)
    for file in sorted(snapshot(graph).glob("merged/*.sst")):
        content = file.read_bytes()
        flip(file)
        with suppress(GraphDamaged):
            assert select(graph, EVERYTHING) == right
        with pytest.raises(GraphDamaged, match=r"its checksum is wrong"):
            verify_snapshot(snapshot(graph), tables=True)
        file.write_bytes(content)


def test_check_reads_the_tables_too(graph, tmp_path):
    flip(min(snapshot(graph).glob("merged/*.sst"), key=lambda file: file.stat().st_size), 40)
    told = kg("check", graph, folder=tmp_path)
    assert told.returncode == 3
    assert ".sst of snapshot 0001 is damaged (its checksum is wrong)" in told.stderr


def test_a_damaged_spare_is_not_used(graph):
    for name in (INDEX, ARTICLES):
        flip(snapshot(graph) / SPARE / name)
    with Snapshots(graph).write_transaction() as transaction, transaction.ledger() as ledger:
        assert ledger.publications("aaaa") == [PUBLICATION]
        transaction.draft.add(A_QUAD)
    with Session(graph) as session:
        assert next(node.label for node in session.index.search("kessel")) == "Kessel"
    verify_snapshot(Snapshots(graph).current(), tables=True)


def test_checksums_of_the_next_snapshot_are_right(graph):
    for number in range(3):
        with Snapshots(graph).write_transaction() as transaction:
            transaction.draft.add(Quad(A_QUAD.subject, A_QUAD.predicate, Literal(number)))
    current = Snapshots(graph).current()
    verify_snapshot(current, tables=True)
    listed = json.loads((current / CHECKSUMS).read_text())
    assert listed["format"] == FORMAT
    there = {
        str(path.relative_to(current)) for path in current.rglob("*") if path.is_file() and path.parent.name != SPARE
    }
    assert listed["files"].keys() == there - {CHECKSUMS}


def test_a_graph_of_version_1_is_read_and_becomes_one_of_today(graph):
    (snapshot(graph) / CHECKSUMS).unlink()
    (snapshot(graph) / SPARE / CHECKSUMS).unlink()
    assert select(graph, "SELECT ?l { place:kessel rdfs:label ?l }") == [("Kessel",)]
    with Snapshots(graph).write_transaction() as transaction:
        transaction.draft.add(A_QUAD)
    assert (Snapshots(graph).current() / CHECKSUMS).exists()
    assert len(select(graph, "SELECT ?o { <http://example.org/s> ?p ?o }")) == 1


VERSION_1 = {
    "garbage": (lambda file: file.write_bytes(b"x" * 5000), GraphDamaged, "index.sqlite of snapshot 0001 is damaged"),
    "a cut": (cut, GraphDamaged, "index.sqlite of snapshot 0001 is damaged"),
    "other tables": (lambda file: run_sql(file, "ALTER TABLE node RENAME TO knot"), GraphFormatError, "written by an older kg"),
    "no ledger": (lambda file: file.with_name(ARTICLES).unlink(), GraphDamaged, "the ledger of its articles, is missing"),
    "no merged store": (lambda file: shutil.rmtree(file.with_name(MERGED)), GraphFormatError, "written by an older kg"),
    "no store": (lambda file: file.with_name("CURRENT").unlink(), GraphDamaged, "CURRENT of snapshot 0001 is missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", VERSION_1)
def test_what_version_1_can_tell_is_told(graph, name):
    change, kind, words = VERSION_1[name]
    (snapshot(graph) / CHECKSUMS).unlink()
    change(snapshot(graph) / INDEX)
    with pytest.raises(kind, match=words), Snapshots(graph).hold_current():
        pass


def run_sql(file, statement):
    with closing(sqlite3.connect(file)) as db:
        db.execute(statement)
        db.commit()


def test_a_graph_of_a_newer_version_is_refused_and_not_replaced(graph):
    file = snapshot(graph) / CHECKSUMS
    file.write_text(file.read_text().replace('"format": 2', '"format": 3'))
    for attempt in (Snapshots(graph).hold_current, lambda: Snapshots(graph).write_transaction(replaces_damaged=True)):
        with pytest.raises(
            GraphFormatError, match=r"written by a newer kg \(format 3; this one reads up to 2\); update kg"
        ):
            attempt().__enter__()


def test_a_damaged_snapshot_is_kept_when_the_graph_is_made_anew(graph):
    flip(engine_file(graph, "*.sst"))
    with Snapshots(graph).write_transaction(replaces_damaged=True) as transaction:
        transaction.draft.store.load(TRIG, RdfFormat.TRIG)
    assert sorted(path.name for path in (graph / "snapshots").iterdir()) == ["0001.damaged", "0002"]
    assert len(Store.read_only(str(Snapshots(graph).current()))) > 0
    with Snapshots(graph).write_transaction() as transaction:
        transaction.draft.add(A_QUAD)
    assert (graph / "snapshots" / "0001.damaged").is_dir()


def test_a_large_file_is_read_once_until_it_changes(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(snapshot_integrity, "_LARGE", 10)
    graph = write_graph(tmp_path / "graph")
    read = []
    monkeypatch.setattr(snapshot_integrity, "checksum", lambda file: read.append(file.name) or checksum(file))
    verify_snapshot(snapshot(graph))
    assert INDEX in read
    read.clear()
    verify_snapshot(snapshot(graph))
    assert INDEX not in read
    flip(snapshot(graph) / INDEX)
    with pytest.raises(GraphDamaged):
        verify_snapshot(snapshot(graph))
    verified = tmp_path / "cache" / "kg" / "verified-files"
    verified.write_bytes(b"\xff\xfe")  # what is remembered is a convenience
    with pytest.raises(GraphDamaged):
        verify_snapshot(snapshot(graph))


def test_the_version_goes_with_the_tables_of_the_sqlite_files():
    """Who changes these has to raise `FORMAT`, and to say here what they are now."""
    tables = index_writer.INDEX_TABLES + object_index.TABLES + article_ledger.LEDGER_TABLES
    assert (FORMAT, zlib.crc32("".join(tables.split()).encode())) == (2, TABLES_OF_FORMAT_2)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_new_graph_is_its_owners_alone_whatever_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        with Snapshots(tmp_path / "graph").write_transaction() as transaction, transaction.ledger() as ledger:
            load(transaction.draft.store)
            ledger.add_publication("aaaa", PUBLICATION, "a.txt")
    finally:
        os.umask(before)
    assert modes(tmp_path / "graph") <= {0o700, 0o600}


def test_a_graph_that_was_opened_to_others_stays_so(graph):
    graph.chmod(0o750)
    with Snapshots(graph).write_transaction() as transaction:
        transaction.draft.add(A_QUAD)
    assert modes(Snapshots(graph).current()) == {0o750, 0o640}
    assert stat.S_IMODE((graph / "CURRENT").stat().st_mode) in (0o600, 0o640)


def modes(folder):
    return {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
