import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Quad, Store
from support.rdf_files import load

from kg.atomic_files import STALE_SECONDS
from kg.errors import DiskError, GraphNotFound, InputError, UsageError
from kg.graph.export_selection import ExportSelection
from kg.graph.quads import term
from kg.graph.rdf_files import export

MARUN = Path(__file__).parent / "marun.trig"
RAPPER = {".ttl": "turtle", ".nt": "ntriples", ".trig": "trig", ".nq": "nquads"}
STATEMENTS = 214


@pytest.fixture(params=list(RAPPER))
def exported(request, marun, tmp_path):
    file = tmp_path / f"out{request.param}"
    assert export(marun, file) == STATEMENTS
    return file


def statements(store):
    return {str(quad.triple) for quad in store}


def test_what_is_written_is_read_again_with_its_graphs(exported):
    again, marun = load([exported]), load([MARUN])
    assert statements(again) == statements(marun)
    named = {quad.graph_name for quad in marun} if exported.suffix in {".trig", ".nq"} else set()
    assert {quad.graph_name for quad in again} >= named


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_rdflib_reads_the_same_number(exported):
    assert len(rdflib.Dataset(default_union=True).parse(exported)) == STATEMENTS


@pytest.mark.skipif(not shutil.which("rapper"), reason="rapper is not installed")
def test_rapper_reads_the_same_number(exported):
    done = subprocess.run(
        ["rapper", "-c", "-i", RAPPER[exported.suffix], exported], capture_output=True, text=True, check=True
    )
    assert f"returned {STATEMENTS} triples" in done.stderr


def test_equal_graphs_make_equal_files(exported, tmp_path):
    quads = list(load([MARUN]))
    random.Random(7).shuffle(quads)
    store = Store()
    store.extend(quads)
    again = tmp_path / f"again{exported.suffix}"
    export(store, again)
    assert again.read_bytes() == exported.read_bytes()


def test_turtle_is_grouped_by_subject_with_what_it_is_first(known, tmp_path):
    export(known, tmp_path / "out.ttl")
    text = (tmp_path / "out.ttl").read_text(encoding="utf-8")
    assert "@prefix cno: <https://w3id.org/conflict-news/ontology#> ." in text
    assert text.count("\nevent:mill-hit a cno:Event ;\n\trdfs:label") == 1


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_figures_keep_the_datatype_that_the_store_forgets(exported):
    datatypes = {str(value.datatype) for value in rdflib.Dataset(default_union=True).parse(exported).objects(
        None, rdflib.URIRef(term("cno:killed").value))}  # fmt: skip
    assert datatypes == {str(rdflib.XSD.nonNegativeInteger)}


def test_the_whole_ontology_is_written_only_when_asked_for(known, tmp_path):
    assert export(known, tmp_path / "out.nq", ExportSelection(ontology=True)) == len(known)
    assert STATEMENTS < export(known, tmp_path / "out.nq") < len(known) / 2


@pytest.mark.parametrize(
    "choice", [ExportSelection(), ExportSelection(inferred=False, quotes=False)], ids=["all", "bare"]
)
def test_what_data_use_of_the_ontology_is_written_with_what_is_broader_and_its_matches(known, tmp_path, choice):
    export(known, tmp_path / "out.nq", choice)
    again = load([tmp_path / "out.nq"])
    labelled = {q.subject for q in again.quads_for_pattern(None, term("skos:prefLabel"), None, term("graph:ontology"))}
    for name in ("act:drone-strike", "act:remote-strike", "act:attack", "act:material-conflict", "code:denied",
                 "code:polarity-scheme"):  # fmt: skip
        assert term(name) in labelled, name
    assert term("act:protest") not in labelled
    assert any(True for _ in again.quads_for_pattern(term("act:drone-strike"), term("skos:broadMatch"), None))


def test_a_statement_in_two_graphs_is_one_in_a_flat_file(tmp_path):
    store = Store()
    a, b = NamedNode("http://example.org/a"), NamedNode("http://example.org/b")
    store.extend([Quad(a, b, b, a), Quad(a, b, b, b)])
    counts = [export(store, tmp_path / f"out{ending}") for ending in RAPPER]
    assert counts == [1, 1, 2, 2]


def test_a_store_on_disk_is_a_source_too(marun, tmp_path):
    on_disk = Store(tmp_path / "graph")
    on_disk.extend(marun)
    on_disk.flush()
    del on_disk
    assert export(tmp_path / "graph", tmp_path / "a.nq") == STATEMENTS
    assert export(marun, tmp_path / "b.nq") == STATEMENTS
    assert (tmp_path / "a.nq").read_bytes() == (tmp_path / "b.nq").read_bytes()


@pytest.mark.parametrize(
    ("source", "file", "error", "message"),
    [
        (MARUN, "out.doc", UsageError, r"out\.doc: no format '\.doc'; there are \.ttl, \.trig, \.nt, \.nq"),
        (MARUN, "none/out.nq", UsageError, r"out\.nq: cannot be written \(No such file or directory\); choose another"),
        (MARUN, "folder.nq", UsageError, r"folder\.nq: cannot be written \(Is a directory\); choose another place"),
        (Path("missing.kg"), "out.nq", GraphNotFound, r"missing\.kg: no graph is there; build one first"),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_said(tmp_path, source, file, error, message):
    (tmp_path / "folder.nq").mkdir()
    with pytest.raises(error, match=message):
        export(load([source]) if source == MARUN else source, tmp_path / file)
    assert [path.name for path in tmp_path.iterdir()] == ["folder.nq"]


LIMITED = """
import resource, sys
from pathlib import Path
from kg.errors import DiskError
from kg.graph.rdf_files import export
from pyoxigraph import Store
store = Store()
store.load(path=sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
try:
    export(store, Path(sys.argv[2]))
except DiskError as error:
    print(error)
"""


@pytest.mark.parametrize("ending", list(RAPPER))
def test_a_full_disk_leaves_what_was_there(tmp_path, ending):
    file = tmp_path / f"out{ending}"
    file.write_text("old", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", LIMITED, MARUN, file], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("the disk refused it (File too large); free some space\n")
    assert [path.name for path in tmp_path.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "old"
    assert DiskError.exit_code == 74


KILLED = [".nq", ".ttl", ".trig.gz", ".jsonld", ".nt"]
AGAIN_AND_AGAIN = """
import sys
import time
from pathlib import Path
from kg.graph.rdf_files import export
from pyoxigraph import Store
store = Store()
store.load(path=sys.argv[1])
while True:
    export(store, Path(sys.argv[2]))
    print("written", flush=True)
"""


@pytest.mark.parametrize("kill", range(30))
def test_a_kill_leaves_a_whole_file(tmp_path, kill):
    file = tmp_path / f"out{KILLED[kill % len(KILLED)]}"
    command = [sys.executable, "-c", AGAIN_AND_AGAIN, MARUN, file]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "written\n"
        whole = file.read_bytes()
        time.sleep(kill / 1500)  # from the start of a writing to far into a later one
        process.send_signal(signal.SIGKILL)
    assert file.read_bytes() == whole
    assert len(load([file])) == STATEMENTS
    export(load([MARUN]), file)
    assert file.read_bytes() == whole


def test_drafts_left_behind_are_swept_and_live_ones_stay(marun, tmp_path):
    old, live, other = (tmp_path / name for name in (".o[u]t.nq.1.part", ".o[u]t.nq.2.part", ".out.nq.1.part"))
    for draft in (old, live, other):
        draft.touch()
    past = live.stat().st_mtime - STALE_SECONDS - 1
    os.utime(old, (past, past))
    os.utime(other, (past, past))
    export(marun, tmp_path / "o[u]t.nq")
    assert sorted(path.name for path in tmp_path.iterdir()) == [live.name, other.name, "o[u]t.nq"]


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("a.ttl", "@prefix a: <http://a/> .\na:b a:c .\n", InputError, r"a\.ttl:2:\d+: .*; mend the file"),
        ("a.ttl", "a:b a:c a:d .", InputError, r"a\.ttl:1:\d+: The prefix a: has not been declared; mend the file"),
        ("a.nq", "<http://a> <http://b> <c> .", InputError, r"a\.nq:1:\d+: .*; mend the file"),
        ("a.nt", b"<http://a> <http://b> \"\xff\" .", InputError, r"a\.nt:1:\d+: .*; mend the file"),
        ("a.rdf", "<rdf", InputError, r"a\.rdf:1:1: .*; mend the file"),
        ("a.csv", "a,b", UsageError, r"a\.csv: no RDF format has this ending; use \.ttl, \.trig, \.nt"),
        ("a.ttl", None, InputError, r"a\.ttl: cannot be read \(.*\); check the name and who may read it"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_loaded_is_named_with_the_position(tmp_path, name, content, error, message):
    if content is not None:
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(error, match=message) as caught:
        load([tmp_path / name])
    assert "\n" not in str(caught.value)
    assert "None" not in str(caught.value)


def test_blank_nodes_of_two_files_stay_apart(tmp_path):
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text("_:x <http://example.org/p> _:y .\n", encoding="utf-8")
    assert len(load([tmp_path / "a.nt", tmp_path / "b.nt"])) == 2
