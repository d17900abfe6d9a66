from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from support.rdf_files import load

from kg.graph.quads import term
from kg.vocab import ONTOLOGY, PREFIXES

MARUN = Path(__file__).parent / "marun.trig"  # an invented article, its graph written by hand


@pytest.fixture
def marun():
    return load([MARUN])


@pytest.fixture
def known(marun):
    """The article's graph with the ontology beside it, as a build leaves it."""
    marun.load(path=ONTOLOGY / "conflict.ttl", to_graph=term("graph:ontology"))
    return marun


@pytest.fixture(scope="session")
def stored():
    """Make a store of Turtle with the project's prefixes, its statements in one named graph."""

    def make(turtle, into=None):
        store = Store() if into is None else into
        head = "".join(f"@prefix {name}: <{namespace}> .\n" for name, namespace in PREFIXES.items())
        store.load(head + turtle, RdfFormat.TURTLE, to_graph=term("graph:test"))
        return store

    return make
