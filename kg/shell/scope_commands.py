r"""What the queries of a session stand on: `\param`, `\from`, `\graphs`. Knows values and graphs; asks nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kg.errors import UsageError
from kg.query.display_names import curie, expand, local_name, visible
from kg.query.saved_queries import SavedQuery
from kg.query.solutions import Iri, Literal, Solutions, Term
from kg.query.untyped_values import format_terms
from kg.shell.shell import Shell
from kg.vocab import PREFIXES

_ASSIGNED = re.compile(r"[?$]?([A-Za-z]\w*)\s*=\s*(.*)", re.DOTALL)
_ARTICLE = "article-"  # begins the names of graphs of what one article says
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def parameter(shell: Shell, argument: str) -> None:
    """List the values of `$name`, give one, or with nothing behind the `=` take one away."""
    if not argument:
        _list_parameters(shell)
        return
    match = _ASSIGNED.fullmatch(argument)
    if match is None:
        raise UsageError(f"\\param {argument}: write \\param name=value, or \\param name= to take it away")
    name, text = match.groups()
    if not text:
        if shell.params.pop(name, None) is None:
            raise UsageError(f"\\param {name}=: it has no value; \\param lists those that have")
        shell.say(f"${name} has no value any more")
        return
    terms = shell.values({name: text})[name]
    shell.params[name] = text
    shell.say(f"${name} is {format_terms(terms, shell.session.prefixes)}", *_label_note(shell, name, terms))


def _list_parameters(shell: Shell) -> None:
    if not shell.params:
        shell.say("no values yet; \\param name=value gives $name one")
        return
    width = max(map(len, shell.params)) + 1
    for name, terms in shell.values(shell.params).items():
        shell.write(f"{'$' + name:<{width}}  {format_terms(terms, shell.session.prefixes)}\n")


def _label_note(shell: Shell, name: str, terms: tuple[Term, ...]) -> Iterator[str]:
    """Yield what a text may have been meant for: nodes that are called so."""
    match terms:
        case (Literal(text, None, None),):
            named = [curie(iri, shell.session.prefixes) for iri in shell.session.index.nodes_labelled(text)[:3]]
            if named:
                yield f"note: a text; for what is called so write \\param {name}={named[0]}" + (
                    f" (or {', '.join(named[1:])})" if named[1:] else ""
                )


def given_to(shell: Shell, query: SavedQuery) -> dict[str, list[str]]:
    """Return the session's values of a saved query's parameters, as they were typed."""
    declared = [one.name for one in query.parameters if one.name in shell.params]
    return {name: [_unquoted(shell.params[name])] for name in declared}


def _unquoted(text: str) -> str:
    """Return a text without the quotes around it; what it is, the query declares."""
    match = re.fullmatch(r'"([^"\\]*)"(?:@[\w-]+)?', text)
    return match[1] if match else text


def graphs(shell: Shell, _: str) -> None:
    """List the named graphs, those that are asked marked."""
    counts = shell.session.index.graphs()
    rows = tuple(
        (Iri(one.iri), Literal(str(one.number), datatype=_INTEGER), Iri(article) if article else None)
        for one in counts
        for article in [article_of(one.iri)]
    )
    asked = shell.session.graphs
    shell.marked = frozenset(n for n, one in enumerate(counts) if one.iri in asked)
    shell.show(Solutions(("graph", "triples", "article"), rows))
    shell.marked = frozenset()
    if asked:
        shell.say(f"• queries ask {shell.asked_graphs} only; \\from all asks all")


def article_of(graph: str) -> str | None:
    """Return the IRI of the article that a graph, given by its IRI, is of; None: of no single one."""
    match = re.fullmatch(r"(?:article|metadata)-([0-9a-f]+)", graph.removeprefix(PREFIXES["graph"]))
    return PREFIXES["article"] + match[1] if match else None


def ask_from(shell: Shell, argument: str) -> None:
    """Make named graphs the default graph of the queries that follow, or the union of all again."""
    if argument == "all":
        shell.session.graphs = ()
    elif argument:
        shell.session.graphs = tuple(dict.fromkeys(_graph(shell, name) for name in argument.replace(",", " ").split()))
    shell.say(f"from {shell.asked_graphs}")
    if len(shell.session.graphs) > 1 and argument:
        shell.say("note: a statement that several of them have counts once for each; \\from all counts it once")


def _graph(shell: Shell, name: str) -> str:
    """Return the IRI of the graph that a name means: in full, its last part, or the article's that it holds."""
    there = [one.iri for one in shell.session.index.graphs()]
    full = expand(name, shell.session.prefixes)
    if full in there:
        return full
    last = visible(local_name(full or name))
    exact = [iri for iri in there if local_name(iri) in (last, f"{_ARTICLE}{last}")]
    found = exact or [iri for iri in there if local_name(iri).removeprefix(_ARTICLE).startswith(last)]
    if len(found) == 1:
        return found[0]
    locals_ = {local_name(iri): iri for iri in there}
    near = found or [locals_[one] for one in get_close_matches(last, locals_, 3, 0.5)]
    some = ", ".join(curie(iri, shell.session.prefixes) for iri in near[:4])
    hint = f"did you mean {some}?" if some else "\\graphs lists them"
    raise UsageError(f"\\from {name}: {'several graphs begin so' if found else 'no such graph'}; {hint}")
