"""Find variables that a grouped SELECT neither groups by nor aggregates. Reads tokens; knows no engine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.query.keywords import AGGREGATES
from kg.store.sparql_tokens import Token

#: words that begin what may follow the braces of a query, each of which has its place in this order
CLAUSES = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")


@dataclass(frozen=True, slots=True)
class UngroupedVariable:
    """A variable of a SELECT clause that has no single value in a group."""

    token: Token
    is_result: bool  #: whether it is the name of an expression in the same clause, which no GROUP BY can mend
    may_be_grouped: bool  #: whether the text ends where GROUP BY, or more behind it, may still stand


@dataclass
class _Select:
    """A SELECT as far as it has been read."""

    depth: int  # open brackets around it
    is_in_clause: bool = True
    clause_behind: str | None = None  # the last of CLAUSES; "": none yet; None: the braces are not closed yet
    is_grouped: bool = False  # by GROUP BY, or by an aggregate
    has_star: bool = False
    aggregate_depth: int | None = None  # open brackets around the aggregate that is being read
    variables: list[Token] = field(default_factory=list)  # selected, or in an expression outside of aggregates
    names: set[str] = field(default_factory=set)  # of expressions
    grouped: set[str] = field(default_factory=set)
    is_closed: bool = False  # by the bracket around it


def ungrouped_variables(found: Iterable[Token]) -> list[UngroupedVariable]:
    """Return the variables of SELECT clauses that are neither grouped nor aggregated, though the query groups."""
    variables = []
    for select in _selects(found):
        if select.is_grouped and not select.is_in_clause and select.clause_behind is not None:
            may_be_grouped = not select.is_closed and not select.has_star and select.clause_behind in ("", "GROUP")
            for token in select.variables:
                if (name := token.text[1:]) not in select.grouped:
                    is_result = name in select.names
                    variables.append(UngroupedVariable(token, is_result, may_be_grouped and not is_result))
    return sorted(variables, key=lambda one: one.token.start)


def may_be_grouped(found: Iterable[Token]) -> bool:
    """Tell whether more text could mend a query, by naming every ungrouped variable behind GROUP BY."""
    variables = ungrouped_variables(found)
    return bool(variables) and all(one.may_be_grouped for one in variables)


def _selects(found: Iterable[Token]) -> list[_Select]:
    selects: list[_Select] = []
    open_selects: list[_Select] = []
    depth, before = 0, ""
    for token in found:
        if token.kind == "close":
            depth -= 1
            while open_selects and depth < open_selects[-1].depth:
                open_selects.pop().is_closed = True
        if token.text.upper() == "SELECT" and token.kind == "word":
            open_selects.append(_Select(depth))
            selects.append(open_selects[-1])
        elif open_selects:
            _read(open_selects[-1], token, before, depth)
        depth += token.kind == "open"
        before = token.text.upper()
    return selects


def _read(select: _Select, token: Token, before: str, depth: int) -> None:
    """Read one token that belongs to a SELECT; `depth` is that outside of a bracket."""
    if depth == select.depth and token.text == "{" and select.clause_behind is None:
        select.is_in_clause = False
    elif depth == select.depth and token.text == "}" and not select.is_in_clause and select.clause_behind is None:
        select.clause_behind = ""
    elif select.is_in_clause or select.clause_behind is not None:
        _read_outside_braces(select, token, before, depth)


def _read_outside_braces(select: _Select, token: Token, before: str, depth: int) -> None:
    word = token.text.upper()
    if token.kind == "word" and word in AGGREGATES and select.aggregate_depth is None:
        select.is_grouped, select.aggregate_depth = True, depth
    elif token.kind == "close" and depth == select.aggregate_depth:
        select.aggregate_depth = None
    elif token.kind == "word" and word in CLAUSES and depth == select.depth and select.clause_behind is not None:
        select.clause_behind = word
        select.is_grouped = select.is_grouped or word == "GROUP"
    elif token.text == "*" and depth == select.depth and select.is_in_clause:
        select.has_star = True
    elif token.kind == "variable":
        _read_variable(select, token, before, depth)


def _read_variable(select: _Select, token: Token, before: str, depth: int) -> None:
    name = token.text[1:]
    if select.is_in_clause and before == "AS":
        select.names.add(name)
    elif select.is_in_clause and select.aggregate_depth is None:
        select.variables.append(token)
    elif select.clause_behind == "GROUP" and (depth == select.depth or before == "AS"):
        select.grouped.add(name)
