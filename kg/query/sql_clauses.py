"""Clauses behind the braces of a query, as SQL writes them. Reads tokens; knows no graph."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.query.faults import Fault
from kg.query.grouping import CLAUSES
from kg.query.sql_expressions import is_bare_word
from kg.store.sparql_tokens import Token

_ORDER = "GROUP BY, HAVING, ORDER BY, LIMIT"
_LIMIT = CLAUSES.index("LIMIT")  # LIMIT and OFFSET may stand in any order


def faults_behind_braces(found: Sequence[Token]) -> Iterator[Fault]:
    """Yield what is wrong behind the braces of a query: the order of the clauses, and how they are written."""
    clause, depth, is_behind = "", 0, False
    for i, token in enumerate(found):
        depth += (token.kind == "open") - (token.kind == "close")
        is_behind = is_behind or token.text == "}"
        if depth or not is_behind:
            continue
        word = token.text.upper()
        if token.kind == "word" and word in CLAUSES:
            if clause and min(CLAUSES.index(word), _LIMIT) < min(CLAUSES.index(clause), _LIMIT):
                yield Fault(f"{word} comes too late", token.start, len(word), f"the order is {_ORDER}")
            clause = word
        hint = _hint_on_clause(found, i) if word == clause else _hint_in_clause(found, i, clause)
        if hint:
            message, example = hint
            yield Fault(message, token.start, len(token.text), example)


def _hint_on_clause(found: Sequence[Token], i: int) -> tuple[str, str] | None:
    """Return what is wrong right behind the word that begins a clause, and what to write."""
    word, after = found[i].text.upper(), [one.text for one in found[i + 1 : i + 4]]
    if word == "LIMIT" and len(after) == 3 and after[1] == ",":
        return "LIMIT takes one number", f"write LIMIT {after[2]} OFFSET {after[0]}"
    if word in ("GROUP", "ORDER") and after and after[0].upper() != "BY":
        return f"{word} is followed by BY", f"write {word} BY {after[0]}"
    if word == "HAVING" and after and after[0] != "(":
        return "a condition of HAVING stands in brackets", "write HAVING (…)"
    return None


def _hint_in_clause(found: Sequence[Token], i: int, clause: str) -> tuple[str, str] | None:
    token, before = found[i], found[i - 1]
    follows = found[i + 1].text.upper() if i + 1 < len(found) else ""
    if clause not in ("GROUP", "ORDER"):
        return None
    if token.text == ",":
        return "no commas stand between variables", "spaces do"
    if token.text.upper() in ("DESC", "ASC") and (before.kind == "variable" or is_bare_word(before)):
        variable = "?" * (before.kind == "word") + before.text
        return f"{token.text.upper()} stands before what it sorts", f"write {token.text.upper()}({variable})"
    if token.text.upper() in ("DESC", "ASC") and follows.startswith("?"):
        return f"{token.text.upper()} has brackets", f"write {token.text.upper()}({found[i + 1].text})"
    if is_bare_word(token) and follows not in ("(", "DESC", "ASC"):
        return f"'{token.text}' is no variable", f"write ?{token.text}"
    return None
