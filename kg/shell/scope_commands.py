r"""What queries are evaluated on: named graphs and values of parameters: `\graphs`, `\from` and `\param`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kg.errors import UsageError
from kg.query.display_names import curie, expand, local_name, visible
from kg.query.solutions import Iri, Literal, Solutions, Term
from kg.query.untyped_values import format_terms
from kg.shell.command_registry import CommandTable, register
from kg.shell.parameters import parameter_values
from kg.shell.result_display import display_result
from kg.shell.session import ShellSession
from kg.vocab import PREFIXES

_ASSIGNMENT = re.compile(r"[?$]?([A-Za-z]\w*)\s*=\s*(.*)", re.DOTALL)
_ARTICLE_PREFIX = "article-"  # of the names of graphs that hold one article's claims
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
COMMANDS: CommandTable = {}


@register(COMMANDS, r"\graphs", "the named graphs, those that are asked marked")
def list_graphs(shell: ShellSession, _: str) -> None:
    """List the named graphs, with those that queries read highlighted."""
    counts = shell.graph.index.graphs()
    rows = tuple(
        (Iri(one.iri), Literal(str(one.number), datatype=_INTEGER), Iri(article) if article else None)
        for one in counts
        for article in [graph_article(one.iri)]
    )
    selected = frozenset(n for n, one in enumerate(counts) if one.iri in shell.graph.graphs)
    display_result(shell, Solutions(("graph", "triples", "article"), rows), highlighted=selected, letter="g")
    if shell.graph.graphs:
        shell.print_message(f"• queries ask {shell.selected_graphs} only; \\from all asks all")


@register(COMMANDS, r"\from [GRAPH…|all]", "which named graphs queries ask")
def select_graphs(shell: ShellSession, argument: str) -> None:
    """Make named graphs the default graph of queries, or with "all" the union of all graphs."""
    if argument == "all":
        shell.graph.graphs = ()
    elif argument:
        shell.graph.graphs = tuple(
            dict.fromkeys(_find_graph(shell, name) for name in argument.replace(",", " ").split())
        )
    shell.print_message(f"from {shell.selected_graphs}")
    if len(shell.graph.graphs) > 1 and argument:
        shell.print_message(
            "note: a statement that several of them have counts once for each; \\from all counts it once"
        )


@register(COMMANDS, r"\param [NAME=[VALUE]]", "values for $NAME in queries, typed or saved")
def set_parameter(shell: ShellSession, argument: str) -> None:
    """List the parameters, give one a value, or with nothing behind the `=` remove it."""
    if not argument:
        _list_parameters(shell)
        return
    match = _ASSIGNMENT.fullmatch(argument)
    if match is None:
        raise UsageError(f"\\param {argument}: write \\param name=value, or \\param name= to take it away")
    name, text = match.groups()
    if not text:
        if shell.parameters.pop(name, None) is None:
            raise UsageError(f"\\param {name}=: it has no value; \\param lists those that have")
        shell.print_message(f"${name} has no value any more")
        return
    terms = parameter_values(shell, {name: text})[name]
    shell.parameters[name] = text
    shell.print_message(f"${name} is {format_terms(terms, shell.graph.prefixes)}", *_label_note(shell, name, terms))


def graph_article(graph: str) -> str | None:
    """Return the IRI of the article that a named graph belongs to; None: to no single one."""
    match = re.fullmatch(r"(?:article|metadata)-([0-9a-f]+)", graph.removeprefix(PREFIXES["graph"]))
    return PREFIXES["article"] + match[1] if match else None


def _list_parameters(shell: ShellSession) -> None:
    if not shell.parameters:
        shell.print_message("no values yet; \\param name=value gives $name one")
        return
    width = max(map(len, shell.parameters)) + 1
    for name, terms in parameter_values(shell, shell.parameters).items():
        shell.write(f"{'$' + name:<{width}}  {format_terms(terms, shell.graph.prefixes)}\n")


def _label_note(shell: ShellSession, name: str, terms: tuple[Term, ...]) -> Iterator[str]:
    """Yield a note on the nodes that have a text for their label, since one of them may be meant."""
    match terms:
        case (Literal(text, None, None),):
            nodes = [curie(iri, shell.graph.prefixes) for iri in shell.graph.index.nodes_labelled(text)[:3]]
            if nodes:
                yield f"note: a text; for what is called so write \\param {name}={nodes[0]}" + (
                    f" (or {', '.join(nodes[1:])})" if nodes[1:] else ""
                )


def _find_graph(shell: ShellSession, name: str) -> str:
    """Return the IRI of the graph with this name: in full, its last part, or the id of its article.

    Raises:
        UsageError: no graph has it, or several do.
    """
    iris = [one.iri for one in shell.graph.index.graphs()]
    full = expand(name, shell.graph.prefixes)
    if full in iris:
        return full
    last = visible(local_name(full or name))
    exact = [iri for iri in iris if local_name(iri) in (last, f"{_ARTICLE_PREFIX}{last}")]
    matching = exact or [iri for iri in iris if local_name(iri).removeprefix(_ARTICLE_PREFIX).startswith(last)]
    if len(matching) == 1:
        return matching[0]
    by_name = {local_name(iri): iri for iri in iris}
    near = matching or [by_name[name] for name in get_close_matches(last, by_name, 3, 0.5)]
    names = ", ".join(curie(iri, shell.graph.prefixes) for iri in near[:4])
    hint = f"did you mean {names}?" if names else "\\graphs lists them"
    raise UsageError(f"\\from {name}: {'several graphs begin so' if matching else 'no such graph'}; {hint}")
