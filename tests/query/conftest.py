import pytest
from support.small_graph import write_graph

from kg.query.session import Session


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


@pytest.fixture(scope="session")
def session(graph):
    with Session(graph) as session:
        yield session
