"""Tools that are not ours read what `kg export` writes, and answer alike."""

import csv
import gzip
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import networkx
import owlready2
import pytest
import rdflib
from pyshacl import validate

from kg.graph.choosing import Choice
from kg.graph.files import export
from kg.graph.quads import term
from kg.query.saved import saved_queries
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
    export(Snapshots(demo).current(), folder / "all.nt", Choice(ontology=True))  # some questions ask for other codes
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


@pytest.mark.parametrize("ending", FLAT)
def test_rdflib_reads_the_union(files, triples, ending):
    assert len(rdflib.Graph().parse(files / f"demo.{ending}", format=FLAT[ending][0])) == triples


@pytest.mark.parametrize("ending", NAMED)
def test_rdflib_reads_the_graphs(files, ending):
    data = rdflib.Dataset()
    data.parse(files / f"demo.{ending}", format=NAMED[ending])
    assert sum(1 for _ in data.quads()) == len((files / "demo.nq").read_text().splitlines())


def test_shacl_conforms(demo, tmp_path):
    export(Snapshots(demo).current(), tmp_path / "all.nt", Choice(ontology=True))
    data = rdflib.Graph().parse(tmp_path / "all.nt") + rdflib.Graph().parse(ROOT / "ontology" / "conflict.ttl")
    assert validate(data, shacl_graph=rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl"))[0]


@pytest.mark.parametrize("choice", [Choice(), Choice(owl_dl=True)], ids=["plain", "for reasoners"])
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


@pytest.mark.parametrize("name", [query.name for query in saved_queries() if not query.parameters])
def test_oxigraphs_own_program_gives_the_same_rows(demo, files, name, tmp_path_factory):
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("the oxigraph program is not installed")
    store = tmp_path_factory.getbasetemp() / "oxigraph"
    if not store.exists():
        subprocess.run([program, "load", "-l", store, "-f", files / "all.nt"], check=True, capture_output=True)
    query = next(query for query in saved_queries() if query.name == name)
    told = subprocess.run(
        [program, "query", "-l", store, "--query-file", query.path, "--results-format", "csv"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    ours = subprocess.run(
        [sys.executable, "-m", "kg", "run", str(demo), name, "--format", "csv"], cwd=ROOT, capture_output=True, text=True, check=True
    )  # fmt: skip
    assert _rows(told.stdout) == _rows(ours.stdout)


def _rows(text):
    """Return the rows in order, lists within a cell sorted: their order is the engine's."""
    return sorted(tuple(" ".join(sorted(cell.split())) for cell in row) for row in csv.reader(io.StringIO(text)))


def test_part_of_a_graph(demo, tmp_path):
    current = Snapshots(demo).current()
    export(current, tmp_path / "bare.nt.gz", Choice(quotes=False, inferred=False))
    text = gzip.decompress((tmp_path / "bare.nt.gz").read_bytes()).decode()
    assert "anchorOf" not in text
    assert "ontology#kind>" not in text
    export(current, tmp_path / "one.nt", Choice(articles=("article:" + _some_article(tmp_path, current),)))
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
        export(current, tmp_path / f"bare{ending}", Choice(quotes=False))
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


def test_what_is_exported_comes_back(demo, tmp_path):
    export(Snapshots(demo).current(), tmp_path / "a.nq")
    for command in (["import", "back.kg", "a.nq"], ["export", "back.kg", "b.nq"]):
        subprocess.run(
            [sys.executable, "-m", "kg", *command], cwd=tmp_path, check=True, capture_output=True,
            env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
    assert (tmp_path / "b.nq").read_bytes() == (tmp_path / "a.nq").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "code", "words"),
    [
        ("a.ttl", "actor:x a", 1, "a.ttl:1:1: The prefix actor: has not been declared"),
        ("a.nq.gz", "no gzip", 1, "a.nq.gz: not a whole gzip file"),
        ("a.doc", "", 2, "a.doc: no RDF format has this ending"),
    ],
)
def test_what_is_no_rdf_is_refused(tmp_path, name, text, code, words):
    (tmp_path / name).write_text(text)
    told = subprocess.run(
        [sys.executable, "-m", "kg", "import", "g.kg", name], cwd=tmp_path, capture_output=True, text=True,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert told.returncode == code
    assert told.stderr.startswith(f"kg: error: {words}")
