import io

import pytest
from support.small_graph import write_graph

from kg.query.session import Session
from kg.shell.main_loop import feed
from kg.shell.shell import Screen, Shell


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


@pytest.fixture(scope="session")
def session(graph):
    with Session(graph) as session:
        yield session


@pytest.fixture
def shell(session):
    return Shell(session, Screen(io.StringIO(), io.StringIO(), tty=False, color=False))


@pytest.fixture
def typing():
    """Return what feeds lines to a shell and returns what came as data and as words, by line."""

    def into(shell):
        def type_lines(*lines):
            for stream in (shell.screen.out, shell.screen.words):
                stream.seek(0)
                stream.truncate()
            feed(shell, [line + "\n" for line in lines])
            return shell.screen.out.getvalue().splitlines(), shell.screen.words.getvalue().splitlines()

        return type_lines

    return into


@pytest.fixture
def typed(shell, typing):
    """Feed lines to the shell; return what came as data and as words, by line."""
    return typing(shell)
