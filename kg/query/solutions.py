"""Answers as plain frozen values: terms, rows, results. Knows neither engine nor format."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Iri:
    """A node with a name."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A node without a name."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value."""

    value: str
    language: str | None = None
    datatype: str | None = None  #: None: plain text, or text in a language


Term = Iri | Blank | Literal
Row = tuple[Term | None, ...]  #: None: the variable is unbound


@dataclass(frozen=True, slots=True)
class Solutions:
    """The answer to a SELECT."""

    variables: tuple[str, ...]  #: without question marks
    rows: tuple[Row, ...]
    seconds: float = field(default=0.0, compare=False)
    truncated: bool = False  #: there were more rows than asked for


@dataclass(frozen=True, slots=True)
class Truth:
    """The answer to an ASK."""

    value: bool
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE: distinct statements, ordered by subject, predicate and object."""

    rows: tuple[tuple[Term, Term, Term], ...]
    seconds: float = field(default=0.0, compare=False)
    truncated: bool = False


Result = Solutions | Truth | Triples
TRUTH = ("answer",)  #: the columns of an ASK, as rows
STATEMENT = ("subject", "predicate", "object")  #: those of statements
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"


def as_rows(result: Result) -> Solutions:
    """Return any answer as rows: statements in three columns, a true or false in one cell."""
    if isinstance(result, Truth):
        cell = Literal("true" if result.value else "false", datatype=_BOOLEAN)
        return Solutions(TRUTH, ((cell,),), result.seconds)
    if isinstance(result, Triples):
        return Solutions(STATEMENT, result.rows, result.seconds, result.truncated)
    return result


def size(result: Result) -> int:
    """Return the number of rows or statements; 1 for a true or false."""
    return 1 if isinstance(result, Truth) else len(result.rows)
