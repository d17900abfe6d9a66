import io

import pytest
from support.small_graph import write_graph

from kg.query.session import Session
from kg.shell.main_loop import execute_lines
from kg.shell.screen import Screen
from kg.shell.session import ShellSession


@pytest.fixture(scope="session")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


@pytest.fixture(scope="session")
def session(graph):
    with Session(graph) as session:
        yield session


@pytest.fixture
def shell(session):
    return ShellSession(session, Screen(io.StringIO(), io.StringIO(), tty=False, color=False))


@pytest.fixture
def typing():
    """Return what feeds lines to a shell and returns what came as data and as words, by line."""

    def into(shell):
        def type_lines(*lines):
            for stream in (shell.screen.out, shell.screen.messages):
                stream.seek(0)
                stream.truncate()
            execute_lines(shell, [line + "\n" for line in lines])
            return shell.screen.out.getvalue().splitlines(), shell.screen.messages.getvalue().splitlines()

        return type_lines

    return into


@pytest.fixture
def typed(shell, typing):
    """Feed lines to the shell; return what came as data and as words, by line."""
    return typing(shell)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path, monkeypatch):
    """Let no test see the user's configuration, or save queries outside its own folder."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.chdir(tmp_path)
