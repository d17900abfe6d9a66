"""Tools that are not ours read what `kg export` writes, and answer alike."""

import csv
import gzip
import io
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import networkx
import owlready2
import pyoxigraph
import pytest
import rdflib
from pyshacl import validate

from kg.graph.export_selection import ExportSelection
from kg.graph.quads import term
from kg.graph.rdf_files import export
from kg.query.formats import render
from kg.query.prepared_queries import execute, portable_text, prepare
from kg.query.saved_queries import find_query, saved_queries
from kg.query.session import Session
from kg.query.table import DisplayOptions
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[1]
FLAT = {"ttl": ("turtle", "turtle"), "nt": ("nt", "ntriples"), "rdf": ("xml", "rdfxml")}
NAMED = {"trig": "trig", "nq": "nquads", "jsonld": "json-ld"}


@pytest.fixture(scope="module")
def files(demo, tmp_path_factory):
    """The demo graph in every format."""
    folder = tmp_path_factory.mktemp("exported")
    for ending in (*FLAT, *NAMED, "csv", "graphml", "gexf", "geojson"):
        export(Snapshots(demo).current(), folder / f"demo.{ending}")
    export(Snapshots(demo).current(), folder / "all.nt", ExportSelection(ontology=True))
    return folder


@pytest.fixture(scope="module")
def triples(files):
    """How many statements the union has."""
    return len((files / "demo.nt").read_text().splitlines())


@pytest.mark.parametrize("ending", FLAT)
def test_rapper_counts_what_we_count(files, triples, ending):
    if shutil.which("rapper") is None:
        pytest.skip("rapper (raptor2-utils) is not installed")
    told = subprocess.run(
        ["rapper", "-c", "-i", FLAT[ending][1], str(files / f"demo.{ending}")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"returned {triples} triples" in told.stderr


@pytest.fixture(scope="module")
def flat(files):
    """The union, as rdflib reads it from Turtle."""
    return rdflib.Graph().parse(files / "demo.ttl")


@pytest.mark.parametrize("ending", FLAT)
def test_rdflib_reads_the_union(files, triples, ending):
    assert len(rdflib.Graph().parse(files / f"demo.{ending}", format=FLAT[ending][0])) == triples


@pytest.mark.parametrize("ending", NAMED)
def test_rdflib_reads_the_graphs(files, ending):
    data = rdflib.Dataset()
    data.parse(files / f"demo.{ending}", format=NAMED[ending])
    assert sum(1 for _ in data.quads()) == len((files / "demo.nq").read_text().splitlines())


def test_shacl_conforms(demo, tmp_path):
    export(Snapshots(demo).current(), tmp_path / "all.nt", ExportSelection(ontology=True))
    data = rdflib.Graph().parse(tmp_path / "all.nt") + rdflib.Graph().parse(ROOT / "ontology" / "conflict.ttl")
    assert validate(data, shacl_graph=rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl"))[0]


@pytest.mark.parametrize("choice", [ExportSelection(), ExportSelection(owl_dl=True)], ids=["plain", "for reasoners"])
def test_owlready_loads_it(demo, tmp_path, choice):
    count = export(Snapshots(demo).current(), tmp_path / "demo.rdf", choice)
    world = owlready2.World()
    world.get_ontology((tmp_path / "demo.rdf").as_uri()).load()
    assert len(world.graph) >= count
    assert not choice.owl_dl or "#date>" not in (tmp_path / "demo.rdf").read_text()


def test_networkx_reads_who_acts_against_whom(files):
    rows = list(csv.DictReader((files / "demo.csv").open(encoding="utf-8")))
    for graph in (networkx.read_graphml(files / "demo.graphml"), networkx.read_gexf(files / "demo.gexf")):
        assert graph.number_of_edges() == len(rows) > 50
        for row in rows:
            edge = graph.edges[row["source"], row["target"]]
            assert str(edge["events"]) == row["events"]
            assert str(edge["denied"]) == row["denied"]


def test_the_map_has_who_says_so(files):
    features = json.loads((files / "demo.geojson").read_text())["features"]
    assert len(features) > 50
    assert all(f["properties"].get("affirmed_by") or f["properties"].get("denied_by") or f["properties"].get("undetermined_by") for f in features)  # fmt: skip


@pytest.fixture(scope="module")
def session(demo):
    with Session(demo) as opened:
        yield opened


@pytest.fixture(scope="module")
def oxigraph(files, tmp_path_factory):
    """Ask oxigraph's own program, which has loaded the export."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("the oxigraph program is not installed")
    store = tmp_path_factory.mktemp("oxigraph") / "store"
    subprocess.run([program, "load", "-l", store, "-f", files / "demo.ttl"], check=True, capture_output=True)

    def asked(text):
        command = [program, "query", "-l", store, "--query", text, "--results-format", "csv"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    return asked


@pytest.mark.parametrize("query", saved_queries(), ids=lambda query: query.name)
def test_oxigraphs_own_program_gives_the_same_rows(session, oxigraph, query):
    given = {p.name: [p.example] for p in query.parameters if p.required}
    prepared = prepare(query, given, session)
    ours = render(execute(prepared, session), "csv", DisplayOptions(session.prefixes))
    assert _rows(oxigraph(prepared.text)) == _rows(ours)
    assert _rows(oxigraph(portable_text(prepared, {}))) == _rows(ours)


@pytest.mark.parametrize("name", ["acled-codes", "denied-allegations", "counts-by-kind"])
def test_rdflib_gives_the_same_rows_by_the_printed_question(kg, demo, flat, session, name):
    printed = kg("run", demo, name, "--print").stdout
    assert "#+" not in printed
    ours = execute(prepare(find_query(name, saved_queries()), {}, session), session)
    assert len(list(flat.query(printed))) == len(ours.rows)


def test_named_graphs_answer_as_the_union_does(files, session):
    store = pyoxigraph.Store()
    store.load(path=str(files / "demo.nq"))
    query = find_query("acled-codes", saved_queries())
    rows = list(store.query(query.text, use_default_graph_as_union=True))
    assert len(rows) == len(execute(prepare(query, {}, session), session).rows) > 100


@pytest.mark.parametrize("ending", ["nq", "ttl"])
def test_an_export_answers_kg_itself_as_the_graph_does(files, session, ending):
    query = find_query("acled-codes", saved_queries())
    with Session(files / f"demo.{ending}") as exported:
        rows = execute(prepare(query, {}, exported), exported).rows
    assert rows == execute(prepare(query, {}, session), session).rows


def test_a_part_of_a_graph_has_the_concepts_that_it_uses_and_no_others(demo, tmp_path):
    current = Snapshots(demo).current()
    export(current, tmp_path / "one.ttl", ExportSelection(articles=("article:" + _some_article(tmp_path, current),)))
    one = rdflib.Graph().parse(tmp_path / "one.ttl")
    actions = set(one.objects(None, rdflib.URIRef(term("cno:action").value)))
    assert actions
    for action in actions:
        assert one.value(action, rdflib.SKOS.prefLabel)
        assert one.value(action, rdflib.SKOS.broader / (rdflib.SKOS.broader * "*") / rdflib.SKOS.topConceptOf)
    assert rdflib.URIRef(term("act:protest").value) not in set(one.subjects()) - actions


@pytest.mark.skipif(not os.environ.get("KG_LONG"), reason="a database server is started only with KG_LONG=1")
@pytest.mark.skipif(not shutil.which("virtuoso-t"), reason="Virtuoso (virtuoso-opensource-7-bin) is not installed")
def test_virtuoso_counts_what_we_count_and_answers_with_as_many_rows(files, session, tmp_path):
    shutil.copy(files / "all.nt", tmp_path / "all.nt")
    with _virtuoso(tmp_path) as asked:
        asked(f"DB.DBA.TTLP_MT (file_to_string_output ('{tmp_path / 'all.nt'}'), '', 'http://kg.example/all', 0);")
        count = asked("SPARQL SELECT (COUNT(*) AS ?n) FROM <http://kg.example/all> { ?s ?p ?o };")
        assert str(len((files / "all.nt").read_text().splitlines())) in count.split()
        for query in saved_queries():
            if query.parameters:
                continue  # Virtuoso 7 does not know what stands for a parameter that is left out
            lines = [line for line in query.text.splitlines() if not line.startswith("#")]
            told = asked(f"SPARQL DEFINE input:default-graph-uri <http://kg.example/all> {' '.join(lines)} ;")
            rows = len(execute(prepare(query, {}, session), session).rows)
            assert re.search(rf"^{rows} Rows\.", told, re.MULTILINE), (query.name, rows, told[-300:])


@contextmanager
def _virtuoso(folder):
    """Start Virtuoso on a free port of this machine, and ask it statements."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    (folder / "v.ini").write_text(
        "[Database]\nDatabaseFile=v.db\nErrorLogFile=v.log\nLockFile=v.lck\nTransactionFile=v.trx\nxa_persistent_file=v.pxa\n"
        "[TempDatabase]\nDatabaseFile=t.db\nTransactionFile=t.trx\n"
        f"[Parameters]\nServerPort={address}\nDirsAllowed={folder}\nNumberOfBuffers=10000\n"
    )

    def asked(statement):
        (folder / "asked.sql").write_text(statement + "\n", encoding="utf-8")
        command = ["isql-vt", address, "dba", "dba", str(folder / "asked.sql")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert "*** Error" not in done.stdout + done.stderr, (statement[:200], done.stdout[-500:], done.stderr[-500:])
        return done.stdout

    with subprocess.Popen(
        ["virtuoso-t", "-f", "+configfile", "v.ini"], cwd=folder, stderr=subprocess.DEVNULL
    ) as server:
        try:
            for _ in range(120):
                if (folder / "v.log").exists() and "Server online" in (folder / "v.log").read_text():
                    break
                time.sleep(0.5)
            yield asked
        finally:
            server.terminate()


def _rows(text):
    """Return the rows in order, lists within a cell sorted: their order is the engine's."""
    return sorted(
        tuple(" ".join(sorted(re.split(r"[\s;|]+", cell))) for cell in row) for row in csv.reader(io.StringIO(text))
    )


def test_part_of_a_graph(demo, tmp_path):
    current = Snapshots(demo).current()
    export(current, tmp_path / "bare.nt.gz", ExportSelection(quotes=False, inferred=False))
    text = gzip.decompress((tmp_path / "bare.nt.gz").read_bytes()).decode()
    assert "anchorOf" not in text
    assert "ontology#kind>" not in text
    export(current, tmp_path / "one.nt", ExportSelection(articles=("article:" + _some_article(tmp_path, current),)))
    one = rdflib.Graph().parse(tmp_path / "one.nt")
    assert (
        len(set(one.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/conflict-news/ontology#Article")))) == 1
    )


def test_no_words_of_the_articles_are_left(demo, tmp_path):
    current = Snapshots(demo).current()
    export(current, tmp_path / "all.nt")
    full = rdflib.Graph().parse(tmp_path / "all.nt")
    quotes = {str(text) for text in full.objects(None, rdflib.URIRef(term("nif:anchorOf").value))}
    sentences = {text for text in quotes if len(text.split()) > 9}  # shorter ones may be names
    assert len(sentences) > 50
    for ending in (".nt", ".ttl", ".rdf", ".jsonld", ".geojson", ".csv", ".graphml"):
        export(current, tmp_path / f"bare{ending}", ExportSelection(quotes=False))
        bare = " ".join((tmp_path / f"bare{ending}").read_text().split())
        assert not [text for text in sentences if " ".join(text.split()) in bare], ending
    left = rdflib.Graph().parse(tmp_path / "bare.nt")
    for mention in left.subjects(rdflib.RDF.type, rdflib.URIRef(term("cno:Mention").value)):
        assert {str(v.datatype) for v in left.objects(mention) if isinstance(v, rdflib.Literal)} == {
            str(rdflib.XSD.nonNegativeInteger)
        }


def _some_article(folder, current):
    export(current, folder / "all.nq")
    line = next(line for line in (folder / "all.nq").read_text().splitlines() if "ontology#Article>" in line)
    return line.split(">")[0].rsplit("/", 1)[-1]


def test_what_is_exported_comes_back(demo, kg, tmp_path):
    export(Snapshots(demo).current(), tmp_path / "a.nq")
    for command in (["import", "back.kg", "a.nq"], ["export", "back.kg", "b.nq"]):
        assert kg(*command).returncode == 0
    assert (tmp_path / "b.nq").read_bytes() == (tmp_path / "a.nq").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("a.ttl", "actor:x a", 1, "a.ttl:1:1: The prefix actor: has not been declared"),
        ("a.nq.gz", "no gzip", 1, "a.nq.gz: not a whole gzip file"),
        ("a.doc", "", 2, "a.doc: no RDF format has this ending"),
    ],
)
def test_what_is_no_rdf_is_refused(kg, tmp_path, name, text, code, words):
    (tmp_path / name).write_text(text)
    told = kg("import", "g.kg", name)
    assert told.returncode == code
    assert told.stderr.startswith(f"kg: error: {words}")
