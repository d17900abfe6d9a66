"""A shell goes on with the snapshot that it has, and says once that there is a newer one."""

import io

from pyoxigraph import NamedNode, Quad
from support.small_graph import write_graph

from kg.query.session import Session
from kg.shell.main_loop import execute_lines
from kg.shell.screen import Screen
from kg.shell.session import ShellSession
from kg.store.snapshots import Snapshots

NEW = Quad(*(NamedNode(f"http://example.org/{name}") for name in "spo"))
ASK = "ASK { <http://example.org/s> ?p ?o }\n"


def test_a_newer_snapshot_is_spoken_of_once_and_read_after_reload(tmp_path):
    graph = write_graph(tmp_path)
    with Session(graph) as session:
        shell = ShellSession(session, Screen(io.StringIO(), io.StringIO(), tty=False, color=False))
        execute_lines(shell, [ASK])
        for _ in range(3):  # more than are kept
            with Snapshots(graph).rewrite() as store:
                store.add(NEW)
        execute_lines(shell, [ASK, "\n", "ASK {}\n"])
        words = shell.screen.messages.getvalue()
        assert words.count("note: a newer snapshot of the graph is there; \\reload switches to it") == 1
        execute_lines(shell, ["\\reload\n", ASK])
        assert shell.screen.out.getvalue().split() == ["no", "no", "yes", "yes"]
        assert shell.screen.messages.getvalue().count("newer snapshot") == 1
