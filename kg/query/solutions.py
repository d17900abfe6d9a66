"""Query results as frozen values: terms, rows, results. Knows neither engine nor format."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI."""

    value: str


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node."""

    value: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal."""

    value: str
    language: str | None = None
    datatype: str | None = None  #: None: plain text, or text in a language


Term = Iri | Blank | Literal
Row = tuple[Term | None, ...]  #: None: the variable is unbound


@dataclass(frozen=True, slots=True)
class Solutions:
    """The result of a SELECT."""

    variables: tuple[str, ...]  #: without question marks
    rows: tuple[Row, ...]
    seconds: float = field(default=0.0, compare=False)
    truncated: bool = False  #: there are more rows than these
    cut: str = field(default="", compare=False)  #: what ended it early, "at the time limit of 8 s"; empty: nothing


@dataclass(frozen=True, slots=True)
class Truth:
    """The result of an ASK."""

    value: bool
    seconds: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Triples:
    """The result of a CONSTRUCT or DESCRIBE: distinct triples, ordered by subject, predicate and object."""

    rows: tuple[tuple[Term, Term, Term], ...]
    seconds: float = field(default=0.0, compare=False)
    truncated: bool = False
    cut: str = field(default="", compare=False)  #: as of `Solutions`


Result = Solutions | Truth | Triples
TRUTH = ("answer",)  #: the column of an ASK, as rows
STATEMENT = ("subject", "predicate", "object")  #: the columns of triples, as rows
_XSD = "http://www.w3.org/2001/XMLSchema#"
_BOOLEAN = _XSD + "boolean"
INTEGER = _XSD + "integer"
INTEGER_DATATYPES = frozenset(
    _XSD + name
    for name in ("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger", "int",
                 "long", "short", "byte", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte")
)  # fmt: skip
NUMERIC_DATATYPES = INTEGER_DATATYPES | {_XSD + name for name in ("decimal", "double", "float")}


def as_rows(result: Result) -> Solutions:
    """Return any result as rows: triples in three columns, a boolean in one cell."""
    if isinstance(result, Truth):
        cell = Literal("true" if result.value else "false", datatype=_BOOLEAN)
        return Solutions(TRUTH, ((cell,),), result.seconds)
    if isinstance(result, Triples):
        return Solutions(STATEMENT, result.rows, result.seconds, result.truncated, result.cut)
    return result


def size(result: Result) -> int:
    """Return the number of rows or triples; 1 for a boolean."""
    return 1 if isinstance(result, Truth) else len(result.rows)
