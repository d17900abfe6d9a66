"""Build terms and results from the plain values that a worker sends. Knows frames; knows no worker."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from kg.query.solutions import Blank, Iri, Literal, Result, Solutions, Term, Triples, Truth
from kg.store.sparql_tokens import tokens

PlainRow = tuple[Any, ...]  #: of terms as (kind, value, …) tuples; None: unbound


@dataclass(slots=True)
class ResultBuilder:
    """A result in the making, to which the frames of a worker are added."""

    query: str  #: its text
    form: str = ""  #: "boolean", "triples" or "solutions"
    variables: tuple[str, ...] = ()  #: as the worker sends them, sorted by name
    rows: list[Any] = field(default_factory=list)  #: of plain values; for "boolean" the value alone
    truncated: bool = False  #: there are more rows than these

    def add(self, frame: tuple[Any, ...] | None) -> None:
        """Add a frame of a worker; None is a sign of life."""
        match frame:
            case ("head", form, variables):
                self.form, self.variables = form, variables
            case ("rows", batch):
                self.rows += batch
            case ("end", truncated):
                self.truncated = truncated

    def first_rows(self, count: int, seconds: float) -> Solutions:
        """Return the first rows of a SELECT that still runs."""
        return self._solutions(self.rows[:count], seconds, truncated=True)

    def partial_result(self, seconds: float, cut: str) -> Solutions | Triples | None:
        """Return what there is of an answer that something ended early; None: nothing, or a boolean."""
        self.truncated = True
        result = self.result(seconds) if self.rows and self.form != "boolean" else None
        return None if result is None or isinstance(result, Truth) else replace(result, cut=cut)

    def result(self, seconds: float) -> Result:
        """Return the result, when the last frame was added."""
        if self.form == "boolean":
            return Truth(self.rows[0], seconds)
        if self.form == "triples":
            return Triples(_distinct_triples(_term_rows(self.rows)), seconds, self.truncated)
        return self._solutions(self.rows, seconds, self.truncated)

    def _solutions(self, rows: list[Any], seconds: float, truncated: bool) -> Solutions:
        names, ordered = _in_text_order(self.query, self.variables, rows)
        return Solutions(names, tuple(_term_rows(ordered)), seconds, truncated)


def _in_text_order(query: str, variables: tuple[str, ...], rows: list[Any]) -> tuple[tuple[str, ...], list[Any]]:
    """Put the columns of a SELECT * in the order in which the query names them; the engine sorts them by name."""
    found = list(tokens(query))
    words = [token.text.upper() for token in found]
    star = words.index("SELECT") + 1 if "SELECT" in words else 0
    if "*" not in words[star : star + 2]:
        return variables, rows
    in_text = dict.fromkeys(token.text[1:] for token in found if token.kind == "variable")
    order = [variables.index(name) for name in in_text if name in variables]
    if len(order) != len(variables):
        return variables, rows
    return tuple(variables[i] for i in order), [tuple(row[i] for i in order) for row in rows]


def _term_rows(rows: Iterable[PlainRow]) -> list[tuple[Any, ...]]:
    """Return rows of terms; equal plain values become the same object."""
    interned: dict[PlainRow | None, Term | None] = {None: None}
    converted = []
    for row in rows:
        for plain in row:
            if plain not in interned:
                interned[plain] = _term(*plain)
        converted.append(tuple(map(interned.__getitem__, row)))
    return converted


def _term(kind: str, value: str, *language_and_datatype: str | None) -> Term:
    if kind == "l":
        return Literal(value, *language_and_datatype)
    return Iri(value) if kind == "i" else Blank(value)


def _distinct_triples(rows: Iterable[tuple[Any, ...]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(sorted(set(rows), key=lambda row: [(type(term).__name__, *_sort_key(term)) for term in row]))


def _sort_key(term: Term) -> tuple[str, ...]:
    if isinstance(term, Literal):
        return term.value, term.language or "", term.datatype or ""
    return (term.value,)
