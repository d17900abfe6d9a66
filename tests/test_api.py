"""The project as a library, and that docs/python.md shows what it does."""

import doctest
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, URIRef
from support.small_graph import write_file, write_graph

import kg
from kg.errors import GraphNotFound, QueryError, UsageError

ROOT = Path(__file__).parents[1]


@pytest.fixture
def graph(tmp_path):
    with kg.open(write_graph(tmp_path / "graph")) as opened:
        yield opened


def test_the_page_shows_what_happens(demo, tmp_path, monkeypatch):
    (tmp_path / "demo.kg").symlink_to(demo)
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False)
    assert (failed, tried > 15) == (0, True)


def test_values_are_pythons_own(graph):
    row = graph.query(
        'SELECT ?e ?day ?n (1.5 AS ?d) (1e0 AS ?f) ("x"@en AS ?t) (true AS ?b) ?open { ?c cno:about ?e ; cno:killed ?n . ?e cno:earliest ?day }'
    )[0]
    assert row.as_dict() == {
        "e": "https://w3id.org/conflict-news/data/event/shelling-kessel", "day": date(2031, 3, 4), "n": 4,
        "d": Decimal("1.5"), "f": 1.0, "t": "x", "b": True, "open": None,
    }  # fmt: skip
    assert row[1:3] == (date(2031, 3, 4), 4)
    with pytest.raises(KeyError, match="there are: e, day"):
        row["nothing"]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("actor:northern-front", 1),
        ("https://w3id.org/conflict-news/data/actor/northern-front", 1),
        (["actor:northern-front", "actor:lurania-army"], 2),
        ("> } DROP ALL #", 0),
    ],
)
def test_values_for_a_query_are_only_values(graph, value, expected):
    assert len(graph.query("SELECT ?c ?who { ?c cno:claimant ?who }", who=value)) == expected


def test_days_and_numbers_are_bound_as_such(graph):
    assert graph.query("ASK { ?e cno:earliest ?day }", day=date(2031, 3, 4))[0]["answer"] is True
    assert graph.query("ASK { ?c cno:killed ?n FILTER (?n > ?least) }", least=3)[0]["answer"] is True


def test_a_saved_query_and_a_frame(graph):
    frame = graph.run("disputed-events").to_pandas()
    assert list(frame.columns) == list(graph.run("2").columns)
    assert len(frame) == len(graph.run("disputed-events")) > 0


def test_rdflib_sees_the_union_and_writes_nothing(graph):
    data = graph.to_rdflib()
    count = "SELECT (COUNT(*) AS ?n) { ?e a <https://w3id.org/conflict-news/ontology#Event> }"
    assert [int(row.n) for row in data.query(count)] == [1]
    with pytest.raises(RuntimeError, match="read-write"):
        data.add((URIRef("http://a.example/"), RDF.type, URIRef("http://a.example/b")))


def test_rdf_files_are_opened_like_a_graph(tmp_path):
    with kg.open(write_file(tmp_path)) as opened:
        assert opened.query("ASK { ?e a cno:Event }")[0][0]
        with pytest.raises(UsageError, match="parse them with rdflib"):
            opened.to_rdflib()


def test_what_goes_wrong_is_an_error_of_its_own(graph, tmp_path):
    with pytest.raises(GraphNotFound):
        kg.open(tmp_path / "none")
    with pytest.raises(QueryError):
        graph.query("SELECT {")
    with pytest.raises(UsageError, match="no value for a query"):
        graph.query("ASK { ?x ?y ?z }", z=object())


def test_importing_it_imports_nothing_heavy():
    code = "import sys, kg; print([m for m in ('spacy', 'pyoxigraph', 'rdflib', 'pandas') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"
