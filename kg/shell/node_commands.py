r"""Look up nodes: `\d`, `\src` and `\find`. What they take is a name, a label, or a row.

A row is that of the last query, or behind the letter of a command that of its last list: `f3` of `\find`, `d3` of `\d`.
"""

from __future__ import annotations

import re

from kg.errors import QueryError, UsageError
from kg.query.display_names import curie, quantity, visible
from kg.query.evidence import MAX_SOURCES, sources
from kg.query.node_lookup import find_node, node_statements, search_nodes
from kg.query.solutions import Iri, Solutions, Triples, size
from kg.shell.command_registry import CommandAction, CommandTable, register
from kg.shell.evidence_view import render_sources
from kg.shell.result_display import display_result
from kg.shell.session import ShellSession

_ROW = re.compile(r"(#?)([a-z]?)([0-9]{1,9})(?:\s+[?$]?(\w+))?")
_DESCRIPTION_COLUMNS = ("", "property", "value")
COMMANDS: CommandTable = {}


def _lookup(action: CommandAction) -> CommandAction:
    """Refuse an empty argument, and take a failed look-up for an error of the user."""

    def run(shell: ShellSession, argument: str) -> None:
        if not argument:
            usage = next(command.usage for command in COMMANDS.values() if command.run is run)
            raise UsageError(f"{usage.partition('|')[0]}: it needs one of these")
        try:
            action(shell, argument)
        except QueryError as problem:
            raise UsageError(str(problem)) from problem

    return run


@register(COMMANDS, r"\d NODE|#ROW", "what is said of a node: curie, IRI, label, row")
@_lookup
def describe_node(shell: ShellSession, argument: str) -> None:
    """Show the label and types of a node, its statements, and those that have it as their object."""
    node = _argument_nodes(shell, argument)[0]
    description = node_statements(node, shell.graph)
    name = curie(node, shell.graph.prefixes)
    if not description.rows:
        raise QueryError(f"{name} does not occur in this graph")
    types = ", ".join(curie(iri, shell.graph.prefixes) for iri in shell.graph.index.types(node))
    shell.print_message(" · ".join(filter(None, (_node_heading(shell, node), types))))
    display_result(shell, description, letter="d")
    if evidence := sources(node, shell.graph):
        quotes, articles = len(evidence), len({source.article for source in evidence})
        shell.print_message(
            f"{quantity(quotes, 'quote')} in {quantity(articles, 'article')} behind it; \\src {name} shows them"
        )


@register(COMMANDS, r"\src NODE|#ROW", "the articles' words behind a node or row")
@_lookup
def show_sources(shell: ShellSession, argument: str) -> None:
    """Show the evidence of a node, or of the first in a row that has any: quotes, by article."""
    nodes = _argument_nodes(shell, argument)
    for node in nodes:
        if evidence := sources(node, shell.graph):
            shell.print_message(_node_heading(shell, node))
            shell.write(render_sources(evidence, shell), is_escaped=True)
            if len(evidence) == MAX_SOURCES:
                shell.print_message(f"note: the first {MAX_SOURCES} quotes; there may be more")
            return
    names = ", ".join(curie(node, shell.graph.prefixes) for node in nodes)
    raise QueryError(f"no words of an article stand behind {names}; events, claims and whatever is mentioned have some")


@register(COMMANDS, r"\find TEXT", r"nodes by parts of their labels; then \d f3")
@_lookup
def find_text(shell: ShellSession, argument: str) -> None:
    """Show the nodes whose labels hold the words, so that their rows can be described."""
    display_result(shell, search_nodes(argument, shell.graph), letter="f")


def _node_heading(shell: ShellSession, node: str) -> str:
    label = shell.preferred_labels([node]).get(node, "")
    return " · ".join(filter(None, (visible(label), curie(node, shell.graph.prefixes))))


def _argument_nodes(shell: ShellSession, argument: str) -> list[str]:
    """Return the IRIs that the argument stands for: one, or those of a row from left to right."""
    row = _ROW.fullmatch(argument.strip())
    if row is None or (row[2] and not row[1] and not _has_row(shell, row[2], int(row[3]))):
        return [find_node(argument, shell.graph)]
    letter, number, column = row[2], int(row[3]), row[4]
    result = _numbered_rows(shell, letter)
    if result is None or not _has_row(shell, letter, number):
        raise QueryError(f"the last result has no row {letter}{number}{_listed_rows(shell)}")
    names = result.variables if isinstance(result, Solutions) else ("subject", "predicate", "object")
    if column and column not in names:
        raise QueryError(f"the last result has no column {column}; there are: {', '.join(names)}")
    cells = zip(names, result.rows[number - 1], strict=True)
    iris = [term.value for name, term in cells if isinstance(term, Iri) and column in (None, name)]
    if result.rows and names == _DESCRIPTION_COLUMNS:  # its value is what one wants to follow
        iris = iris[::-1]
    if not iris:
        raise QueryError(f"row {number} of the last result has no node; \\d takes nodes")
    return iris


def _numbered_rows(shell: ShellSession, letter: str) -> Solutions | Triples | None:
    """Return what the numbers behind a letter stand for; those without one, before any query, for the last list."""
    result = shell.numbered_rows.get(letter, None if letter else shell.last_result)
    return result if isinstance(result, Solutions | Triples) else None


def _has_row(shell: ShellSession, letter: str, number: int) -> bool:
    result = _numbered_rows(shell, letter)
    return result is not None and 1 <= number <= len(result.rows)


def _listed_rows(shell: ShellSession) -> str:
    """Return what the lists of commands have; empty if there is none."""
    lists = {letter: size(result) for letter, result in shell.numbered_rows.items() if letter}
    ranges = ", ".join(f"{letter}1 to {letter}{count}" for letter, count in lists.items() if count)
    return f"; there are also {ranges}" if ranges else ""
