"""Kinds of values in a result's columns, by datatype. Knows terms; knows no labels."""

from __future__ import annotations

from kg.query.solutions import NUMERIC_DATATYPES, Literal, Solutions, Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TIMES = {_XSD + name for name in ("date", "dateTime", "gYearMonth", "gYear", "gMonthDay")}


def column_kinds(result: Solutions) -> dict[str, str]:
    """Return "number", "time", "node", "text" or "" (nothing but unbound cells) by column; mixed columns are "text"."""
    kinds: dict[str, str] = {}
    for i, name in enumerate(result.variables):
        found = {_kind(row[i]) for row in result.rows if row[i] is not None}
        kinds[name] = found.pop() if len(found) == 1 else "text" if found else ""
    return kinds


def numeric_value(term: Term | None) -> float | None:
    """Return the value of a numeric literal; None for any other term."""
    try:
        return float(term.value) if isinstance(term, Literal) and term.datatype in NUMERIC_DATATYPES else None
    except ValueError:
        return None


def _kind(term: Term | None) -> str:
    if isinstance(term, Literal):
        return "number" if term.datatype in NUMERIC_DATATYPES else "time" if term.datatype in _TIMES else "text"
    return "node"
