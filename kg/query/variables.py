"""Find variables of a query that nothing binds. Reads tokens; knows no graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from kg.query.grouping import CLAUSES
from kg.store.sparql_tokens import Token

_PATTERN, _EXPRESSION = "pattern", "FILTER"
_TAKES_UNBOUND = ("BOUND", "IF", "COALESCE")
_SELECT, _TEMPLATE = "SELECT", "CONSTRUCT"


@dataclass(frozen=True, slots=True)
class UnboundVariable:
    """A variable that no pattern, BIND, VALUES or expression gives a value."""

    name: str  #: with its mark
    clause: str  #: where it is used: SELECT, CONSTRUCT, GROUP, HAVING, ORDER, or FILTER for any expression
    similar: str  #: a bound variable with a similar name and its mark; empty: none


def unbound_variables(found: Sequence[Token]) -> list[UnboundVariable]:
    """Return the first use of each variable that nothing binds, in the order of the text.

    A variable that the query asks whether it is bound, or gives to IF or COALESCE, may well be unbound: left out.
    """
    uses = list(_uses(found))
    optional = _optional_variables(found)
    bound = {token.text[1:]: token.text for token, clause in uses if clause == _PATTERN}
    unbound: dict[str, UnboundVariable] = {}
    for token, clause in uses:
        name = token.text[1:]
        if name not in bound and name not in unbound and name not in optional:
            near = get_close_matches(name, bound, 1, 0.6)
            unbound[name] = UnboundVariable(token.text, clause, bound[near[0]] if near else "")
    return list(unbound.values())


def _optional_variables(found: Sequence[Token]) -> set[str]:
    """Return the variables that are a whole argument of a function which takes unbound ones, without their marks."""
    names, calls = set(), [""]
    for i, token in enumerate(found):
        if token.kind == "open":
            calls.append(found[i - 1].text.upper() if i and token.text == "(" else "")
        elif token.kind == "close" and len(calls) > 1:
            calls.pop()
        elif token.kind == "variable" and calls[-1] in _TAKES_UNBOUND:
            around = [one.text for one in (*found[i - 1 : i], *found[i + 1 : i + 2])]
            if all(text in ("(", ",", ")") for text in around):
                names.add(token.text[1:])
    return names


def _uses(found: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Yield each occurrence of a variable with the clause that it stands in."""
    contexts = [""]  # by open bracket, the clause that variables in it belong to
    for i, token in enumerate(found):
        before = found[i - 1] if i else None
        word = token.text.upper() if token.kind == "word" else ""
        if word == "SELECT" or (word in CLAUSES and contexts[-1] != _PATTERN):
            contexts[-1] = _PATTERN if word == "VALUES" else word
        elif token.kind == "open":
            contexts.append(_context_of_bracket(token, before, contexts[-1]))
        elif token.kind == "close" and len(contexts) > 1:
            contexts.pop()
            if contexts[-1] == _SELECT and token.text == "}":
                contexts[-1] = ""  # behind the braces of a SELECT
        elif token.kind == "variable":
            names_result = before is not None and before.text.upper() == "AS"
            yield token, _PATTERN if names_result else contexts[-1] or _EXPRESSION


def _context_of_bracket(bracket: Token, before: Token | None, outer: str) -> str:
    word = before.text.upper() if before is not None and before.kind in ("word", "variable") else ""
    if bracket.text == "{":
        return _TEMPLATE if word == "CONSTRUCT" else _PATTERN
    if bracket.text == "[" or outer != _PATTERN:
        return outer
    is_expression = before is not None and before.kind == "word" and word not in ("VALUES", "A")
    return _EXPRESSION if is_expression else outer


def results_in_having(found: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield the names of SELECT's expressions that HAVING uses, which it does not know, each with its expression."""
    named = {
        token.text[1:]: _expression_before(found, i - 1)
        for i, token in enumerate(found)
        if token.kind == "variable" and i and found[i - 1].text.upper() == "AS"
    }
    clause = ""
    for token in found:
        word = token.text.upper()
        clause = word if word in (*CLAUSES, "SELECT") else clause
        if clause == "HAVING" and token.kind == "variable" and (expression := named.pop(token.text[1:], "")):
            yield token.text, expression


def _expression_before(found: Sequence[Token], end: int) -> str:
    """Return the expression that AS names, with single spaces."""
    depth, start = 0, end
    while start and depth >= 0:
        start -= 1
        depth += (found[start].kind == "close") - (found[start].kind == "open")
    text = ""
    for before, token in zip(found[start:end], found[start + 1 : end], strict=False):
        text += " " * (before.end < token.start and bool(text)) + token.text
    return text
