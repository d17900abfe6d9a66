r"""Values of `$name` in queries: those that `\param` gives, for typed and for saved queries. Asks no graph."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import UsageError
from kg.query.binding import bind_dollar_variables
from kg.query.prepared_queries import today
from kg.query.saved_queries import SavedQuery
from kg.query.solutions import Term
from kg.query.untyped_values import TURTLE_TERMS, format_terms, parse_terms
from kg.shell.session import ShellSession


def bind_parameters(shell: ShellSession, text: str) -> str:
    """Return the query with the session's values in place of each `$name` that it has, and print which those are."""
    values = parameter_values(shell, {name: value for name, value in shell.parameters.items() if f"${name}" in text})
    text, bound = bind_dollar_variables(text, values)
    if bound:
        assignments = (f"${name} = {format_terms(values[name], shell.graph.prefixes)}" for name in bound)
        shell.print_message("with " + ", ".join(assignments))
    return text


def parameter_values(shell: ShellSession, typed: Mapping[str, str]) -> dict[str, tuple[Term, ...]]:
    """Return the terms that typed values stand for, by the name of the parameter.

    Raises:
        UsageError: one stands for no term.
    """
    try:
        return {name: parse_terms(text, TURTLE_TERMS, shell.graph.prefixes, today()) for name, text in typed.items()}
    except UsageError as problem:
        raise UsageError(f"\\param {', '.join(typed)}: {problem}") from problem


def saved_query_arguments(shell: ShellSession, query: SavedQuery) -> dict[str, list[str]]:
    """Return the session's values of the parameters that a saved query declares, as they were typed."""
    declared = [one.name for one in query.parameters if one.name in shell.parameters]
    return {name: [_unquote(shell.parameters[name])] for name in declared}


def _unquote(text: str) -> str:
    """Return a text without the quotes around it; the query declares its datatype."""
    match = re.fullmatch(r'"([^"\\]*)"(?:@[\w-]+)?', text)
    return match[1] if match else text
