"""What a shell says of its graph: the greeting, and its size as far as that is known. Asks only the index."""

from __future__ import annotations

from datetime import datetime

from kg.shell.session import ShellSession

_DEFAULT_WIDTH = 200  # columns of what is no terminal


def banner(shell: ShellSession) -> str:
    """Return what the graph is, and how to begin."""
    day = datetime.fromtimestamp(shell.graph.modified).date()
    graph, commands = f"kg {day} · {graph_size(shell)}.", "\\? help   \\tour   \\schema   \\q saved queries"
    fits = len(graph) + len(commands) + 2 < (shell.screen.width or _DEFAULT_WIDTH)
    return f"{graph}{'  ' if fits else chr(10)}{commands}"


def graph_size(shell: ShellSession) -> str:
    """Return how large the graph is; while it is read, that it is."""
    if not shell.graph.is_indexed:
        return f"loading {shell.graph.name}…"
    index = shell.graph.index
    triples, things = index.sizes()
    unanswered = f" · {count} questions unanswered" if (count := index.unanswered_count()) else ""
    return f"{triples:,} triples · {things:,} things{unanswered}"
