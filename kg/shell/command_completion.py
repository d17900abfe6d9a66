"""Completion candidates of a command line: commands and their arguments. Asks only the index."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.query.display_names import curie, local_name
from kg.query.formats import FORMATS
from kg.query.saved_queries import saved_queries
from kg.shell.candidates import graph_candidates
from kg.shell.command_table import COMMANDS
from kg.shell.keyword_help import KEYWORDS
from kg.shell.ranking import Candidate
from kg.shell.saved_query_commands import NAME_SUBCOMMANDS
from kg.shell.scope_commands import graph_article
from kg.shell.session import ShellSession
from kg.shell.settings import IRI_STYLES, SETTINGS, format_setting
from kg.shell.tour import tour_stops
from kg.shell.view_commands import VIEWS

_COMMAND = re.compile(r"\\(\S*)|\\(\S+)\s+(.*)", re.DOTALL)
_FILE_COMMANDS = ("r", "g", "i", "export")
_GRAPH_COMMANDS = ("d", "src", "c", "p", "tour", "from", "param")  # their arguments come from the index
_ARGUMENT_CHOICES = {
    "view": VIEWS,
    "mode": tuple(FORMATS),
    "labels": tuple(IRI_STYLES),
    "pager": ("on", "off"),
    "lang": ("any", "en"),
}


def command_candidates(shell: ShellSession, line: str) -> tuple[str, Iterable[Candidate]]:
    """Return the typed text that a completion replaces, and the candidates, for a line that starts with a backslash."""
    match = _COMMAND.fullmatch(line)
    assert match is not None  # it starts with a backslash
    if match[2] is None:
        return match[1], (Candidate(name, command.summary) for name, command in COMMANDS.items())
    return match[3], _argument_candidates(shell, match[2], match[3])


def _argument_candidates(shell: ShellSession, command: str, typed: str) -> Iterable[Candidate]:
    if command in _FILE_COMMANDS:
        return _file_candidates(typed)
    if command in _ARGUMENT_CHOICES:
        return map(Candidate, _ARGUMENT_CHOICES[command])
    if command in _GRAPH_COMMANDS:
        return _graph_argument_candidates(shell, command, typed) if shell.graph.is_indexed else ()
    return _session_argument_candidates(shell, command, typed)


def _graph_argument_candidates(shell: ShellSession, command: str, typed: str) -> Iterable[Candidate]:
    index = shell.graph.index
    if command in ("d", "src"):
        return graph_candidates(shell).nodes(typed)
    if command == "tour":
        stops = tour_stops(index, shell.graph.prefixes)
        return [Candidate(str(number), stop.explanation) for number, stop in enumerate(stops, 1)]
    if command == "from":
        return _named_graph_candidates(shell, typed)
    if command == "param":
        return _assignment_candidates(shell, typed)
    return graph_candidates(shell).classes() if command == "c" else graph_candidates(shell).properties()


def _named_graph_candidates(shell: ShellSession, typed: str) -> Iterator[Candidate]:
    """Yield the named graphs, behind those that are typed already; those of an article go by its title."""
    others = typed[: typed.rfind(" ") + 1]
    if not others:
        yield Candidate("all", "all graphs at once", group=-1)
    counts = shell.graph.index.graphs()
    articles = {one.iri: article for one in counts if (article := graph_article(one.iri))}
    titles = shell.graph.index.labels(articles.values())
    for one in counts:
        title = titles.get(articles.get(one.iri, ""), "")
        meta = f"{one.number:,}" + (f" · {title}" if title else "")
        name = curie(one.iri, shell.graph.prefixes)
        yield Candidate(others + name, meta, others + (title or local_name(one.iri)), one.number)


def _assignment_candidates(shell: ShellSession, typed: str) -> Iterator[Candidate]:
    """Yield the parameters, and behind `=` the nodes with matching labels."""
    name, equals, value = typed.partition("=")
    if not equals:
        yield from (Candidate(f"{one}=", text) for one, text in shell.parameters.items())
    elif len(value) > 1:
        for one in graph_candidates(shell).nodes(value):
            yield replace(one, text=f"{name}={one.text}", label=f"{name}={one.label}" if one.label else "")


def _session_argument_candidates(shell: ShellSession, command: str, typed: str) -> Iterable[Candidate]:
    match command:
        case "q":
            return _saved_query_candidates(typed)
        case "set":
            return [Candidate(name, format_setting(shell.settings, name)) for name in SETTINGS]
        case "?":
            commands = [Candidate(name, one.summary) for name, one in COMMANDS.items()]
            return [*commands, *(Candidate(word, does) for word, (does, _) in KEYWORDS.items())]
    return []


def _saved_query_candidates(typed: str) -> Iterable[Candidate]:
    r"""Return the subcommands of \q, and saved queries, also behind a subcommand."""
    word, space, _ = typed.partition(" ")
    names = [
        Candidate(f"{word}{space}" * bool(space) + query.name, query.title, query.name) for query in saved_queries()
    ]
    if space:
        return names if word in NAME_SUBCOMMANDS else []
    return [*names, *(Candidate(f"{subcommand} ", "a saved query") for subcommand in (*NAME_SUBCOMMANDS, "save"))]


def _file_candidates(typed: str) -> Iterator[Candidate]:
    """Yield the files and folders in the folder that is typed."""
    folder = Path(typed).expanduser()
    folder = folder if typed.endswith("/") else folder.parent
    if folder.is_dir():
        parent = typed[: typed.rfind("/") + 1]
        for path in sorted(folder.iterdir()):
            yield Candidate(f"{parent}{path.name}{'/' if path.is_dir() else ''}")
