"""Turn an engine's answer into frames of plain values, for `kg.store.worker_protocol`, and rows into terms again.

Frames: ("head", form, variables), any number of ("rows", rows), ("end", truncated). A term is ("i", IRI), ("b", name)
or ("l", text, language, datatype), a missing value None. Knows terms; knows no store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from kg.store.exact_literals import ExactQuery
from kg.store.worker_protocol import Frame

PlainTerm = tuple[Any, ...] | None
Row = tuple[PlainTerm, ...]
RdfTerm = NamedNode | BlankNode | Literal
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def answer_frames(
    answer: QueryBoolean | QuerySolutions | Iterable[Triple],
    row_frames: Callable[[Iterator[Row]], Iterator[Frame]],
    exact: ExactQuery | None = None,
) -> Iterator[Frame]:
    """Yield the frames of an answer; `row_frames` gives those of its rows, with the last.

    Args:
        answer: of the engine.
        row_frames: makes frames of rows.
        exact: what gives the rows the literals of the graph; None: they have them.
    """
    if isinstance(answer, QueryBoolean):
        yield ("head", "boolean", ())
        yield ("rows", [bool(answer)])
        yield ("end", False)
    elif isinstance(answer, QuerySolutions):
        names = [variable.value for variable in answer.variables]
        yield ("head", "solutions", tuple(names[exact.hidden if exact else 0 :]))
        rows: Iterable[Any] = answer if exact is None else exact.rows(answer)
        yield from row_frames(tuple(map(plain_term, row)) for row in rows)
    else:
        yield ("head", "triples", ("subject", "predicate", "object"))
        triples: Iterable[Any] = answer if exact is None else exact.rows(answer)
        yield from row_frames(tuple(map(plain_term, triple)) for triple in triples)


def plain_term(term: NamedNode | BlankNode | Literal | Triple | None) -> PlainTerm:
    """Return a term as a plain value; a triple term as its text."""
    if isinstance(term, NamedNode):
        return ("i", term.value)
    if isinstance(term, Literal):
        datatype = term.datatype.value
        return ("l", term.value, term.language, None if datatype == _STRING or term.language else datatype)
    if isinstance(term, BlankNode):
        return ("b", term.value)
    return None if term is None else ("l", str(term), None, None)


class NamedRow:
    """A row of solutions, as `pyoxigraph.QuerySolution` gives it."""

    __slots__ = ("_terms",)

    def __init__(self, terms: Mapping[str, RdfTerm | None]) -> None:
        self._terms = terms

    def __getitem__(self, name: str) -> RdfTerm | None:
        return self._terms[name]

    def __iter__(self) -> Iterator[RdfTerm | None]:
        return iter(self._terms.values())


def named_rows(frames: Iterable[Frame]) -> Iterator[NamedRow]:
    """Yield the rows of solutions.

    Raises:
        ValueError: the frames are of no solutions, or a term is none.
    """
    variables: tuple[str, ...] = ()
    for kind, *content in frames:
        if kind == "head":
            form, variables = content
            if form != "solutions":
                raise ValueError(f"{form} instead of rows")
        elif kind == "rows":
            for row in content[0]:
                yield NamedRow(dict(zip(variables, map(rdf_term, row), strict=True)))


def rdf_term(term: PlainTerm) -> RdfTerm | None:
    """Return the term of a plain value.

    Raises:
        ValueError: it is none.
    """
    if term is None:
        return None
    kind, text, *rest = term
    if kind == "i":
        return NamedNode(text)
    if kind == "b":
        return BlankNode(text)
    language, datatype = rest
    return Literal(text, language=language, datatype=datatype and NamedNode(datatype))
