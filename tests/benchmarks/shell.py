"""Measure what a user waits for in the shell: python tests/benchmarks/shell.py GRAPH. Prints one line a figure."""

from __future__ import annotations

import os
import pty
import select
import sys
import tempfile
import time
from pathlib import Path

from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.query.session import Session
from kg.shell.completion import GraphCompleter
from kg.shell.query_execution import run_query
from kg.shell.ranking import UsageCounts
from kg.shell.screen import Screen
from kg.shell.session import ShellSession
from kg.store.snapshots import Snapshots

_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_CNO = "https://w3id.org/conflict-news/ontology#"
_TYPED = (
    "SELECT * { ?e cno:actor nor",
    "SELECT * { ?e cno:actor harbour gu",
    "SELECT * { ?e ",
    "SELECT * { ?e a ",
    "SELECT * { ?e a cno:Event ; cno:",
    "SELECT * { ?e cno:actor ",
    "SELECT * { ?e cno:status ",
    "SELECT * { ?e cno:date ?d FILTER (?d > ",
)  # at each of which Tab is measured
_WORDS = ("north", "east", "army", "group", "front", "harbour", "valley", "guard", "police", "river")


class Terminal:
    """A program in a pseudo-terminal."""

    def __init__(self, *command: str) -> None:
        self.start = time.monotonic()
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), {**os.environ, "TERM": "xterm"})

    def until(self, wanted: str, seconds: float = 30) -> float:
        """Return the seconds since the last keys until a text is seen."""
        seen, end = "", time.monotonic() + seconds
        while wanted not in seen and time.monotonic() < end:
            if select.select([self.handle], [], [], 0.05)[0]:
                seen += os.read(self.handle, 1 << 16).decode(errors="replace")
                if "\x1b[6n" in seen[-40:]:
                    os.write(self.handle, b"\x1b[1;1R")
        return time.monotonic() - self.start

    def press(self, keys: str) -> None:
        self.start = time.monotonic()
        os.write(self.handle, keys.encode())

    def close(self) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def at_the_terminal(graph: str) -> None:
    terminal = Terminal(sys.executable, "-m", "kg", "shell", graph)
    print(f"first prompt                 {terminal.until('kg>') * 1000:7.0f} ms")
    terminal.until("limit", 1)
    terminal.press("SELECT ?s ?o { ?s a ?o } LIMIT 20\r")
    print(f"first rows                   {terminal.until('rows ·') * 1000:7.0f} ms")
    terminal.until("kg>", 2)
    terminal.press(_HEAVY + "\r")
    terminal.until("Ctrl-C stops")
    terminal.press("\x03")
    print(f"Ctrl-C in a heavy query      {terminal.until('cancelled') * 1000:7.0f} ms")
    terminal.close()


def of_many_labels(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        graph = Path(folder) / "many"
        with Snapshots(graph).rewrite() as store:
            fill(store, number)
        with Session(graph) as session, Path(os.devnull).open("w") as nowhere:
            shell = ShellSession(session, Screen(nowhere, nowhere, tty=False, color=False))
            used = UsageCounts(f"SELECT * {{ ?e cno:actor <http://example.org/{n}> }}" for n in range(100))
            completer = GraphCompleter(shell, used)
            for typed in _TYPED:
                spent = []
                for _ in range(5):
                    start = time.monotonic()
                    list(completer.get_completions(Document(typed), CompleteEvent()))
                    spent.append(time.monotonic() - start)
                print(f"Tab after {typed[11:]:<40}{max(spent) * 1000:6.0f} ms  at {number:,} labels")
            start = time.monotonic()
            run_query(shell, "SELECT ?s ?l { ?s rdfs:label ?l } LIMIT 20000")
            print(f"20,000 rows as a table       {(time.monotonic() - start) * 1000:7.0f} ms")


def fill(store: Store, number: int) -> None:
    def quads() -> object:
        for n in range(number):
            words = " ".join(_WORDS[n // 10**place % 10] for place in range(3))
            node = NamedNode(f"http://example.org/{n}")
            yield Quad(node, _LABEL, Literal(f"{words} {n}"))
            if n % 10 == 0:  # an event, done by one of the others
                yield Quad(node, _TYPE, NamedNode(_CNO + "Event"))
                yield Quad(node, NamedNode(_CNO + "actor"), NamedNode(f"http://example.org/{n // 100 * 7 + 1}"))
                yield Quad(node, NamedNode(_CNO + "status"), Literal(f"{_WORDS[n // 10 % 10]} reported"))
                yield Quad(node, NamedNode(_CNO + "date"), Literal(f"20{n // 10 % 30:02}-05-01", datatype=_DATE))
            elif n % 10 == 1:
                yield Quad(node, _TYPE, NamedNode(_CNO + "Actor"))

    store.bulk_extend(quads())


if __name__ == "__main__":
    at_the_terminal(sys.argv[1])
    of_many_labels(int(sys.argv[2]) if len(sys.argv) > 2 else 300_000)
