r"""Look at nodes: `\d`, `\src` and `\find`. What they take is a name, a label, or a row of the last result."""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.query.display_names import curie, visible
from kg.query.evidence import MAX_SOURCES, sources
from kg.query.node_lookup import find_node, node_statements, search_nodes
from kg.query.solutions import Iri, Solutions, Triples
from kg.shell.evidence_view import quoted
from kg.shell.shell import Shell

_ROW = re.compile(r"#?(\d+)(?:\s+[?$]?(\w+))?")


def describe_node(shell: Shell, argument: str) -> None:
    """Show the label and types of a node, what is said of it and what points to it."""
    node = _nodes(shell, argument)[0]
    found = node_statements(node, shell.session)
    if not found.rows:
        raise QueryError(f"{curie(node, shell.session.prefixes)} does not occur in this graph")
    types = ", ".join(curie(iri, shell.session.prefixes) for iri in shell.session.index.types(node))
    shell.say(" · ".join(filter(None, (_called(shell, node), types))))
    shell.show(found)
    if words := sources(node, shell.session):
        quotes, articles = len(words), len({source.article for source in words})
        name = curie(node, shell.session.prefixes)
        shell.say(f"{_counted(quotes, 'quote')} in {_counted(articles, 'article')} behind it; \\src {name} shows them")


def _called(shell: Shell, node: str) -> str:
    label = shell.called([node]).get(node, "")
    return " · ".join(filter(None, (visible(label), curie(node, shell.session.prefixes))))


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def show_sources(shell: Shell, argument: str) -> None:
    """Show the articles, and the words in them, that stand behind a node, or behind the first of a row that has any."""
    nodes = _nodes(shell, argument)
    for node in nodes:
        if found := sources(node, shell.session):
            shell.say(_called(shell, node))
            shell.write(quoted(found, shell), drawn=True)
            if len(found) == MAX_SOURCES:
                shell.say(f"note: the first {MAX_SOURCES} quotes; there may be more")
            return
    names = ", ".join(curie(node, shell.session.prefixes) for node in nodes)
    raise QueryError(f"no words of an article stand behind {names}; events, claims and whatever is mentioned have some")


def find_text(shell: Shell, argument: str) -> None:
    """Show the nodes whose labels hold the words, so that their rows can be described."""
    shell.show(search_nodes(argument, shell.session))


def _nodes(shell: Shell, argument: str) -> list[str]:
    """Return the IRIs that the argument stands for: one, or those of a row from left to right."""
    if not (row := _ROW.fullmatch(argument.strip())):
        return [find_node(argument, shell.session)]
    number, column = int(row[1]), row[2]
    result = shell.last
    if not isinstance(result, Solutions | Triples) or not 1 <= number <= len(result.rows):
        raise QueryError(f"the last result has no row {number}")
    names = result.variables if isinstance(result, Solutions) else ("subject", "predicate", "object")
    if column and column not in names:
        raise QueryError(f"the last result has no column {column}; there are: {', '.join(names)}")
    pairs = zip(names, result.rows[number - 1], strict=True)
    iris = [term.value for name, term in pairs if isinstance(term, Iri) and column in (None, name)]
    if result.rows and names == ("", "property", "value"):  # a description: the value is what one wants to follow
        iris = iris[::-1]
    if not iris:
        raise QueryError(f"row {number} of the last result has no node; \\d takes nodes")
    return iris
