import pytest
from support.raids import write_graph

from kg.graph.quads import term


@pytest.fixture
def graph(tmp_path):
    return write_graph(tmp_path / "small.kg")


@pytest.fixture
def event():
    return lambda name: term(f"event:{name}")
