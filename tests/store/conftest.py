import pytest
from support.small_graph import write_graph

from kg.store.engine import Engine
from kg.store.graph_folder import MERGED
from kg.store.snapshots import Snapshots


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


@pytest.fixture
def engine(graph):
    engine = Engine((Snapshots(graph).current() / MERGED,), memory=2 << 30)
    yield engine
    engine.close()
