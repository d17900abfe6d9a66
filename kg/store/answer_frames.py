"""Turn an engine's answer into frames of plain values, for `kg.store.worker_protocol`. Knows terms; knows no store.

Frames: ("head", form, variables), any number of ("rows", rows), ("end", truncated). A term is ("i", IRI), ("b", name)
or ("l", text, language, datatype), a missing value None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from kg.store.worker_protocol import Frame

PlainTerm = tuple[Any, ...] | None
Row = tuple[PlainTerm, ...]
_STRING = "http://www.w3.org/2001/XMLSchema#string"


def answer_frames(
    answer: QueryBoolean | QuerySolutions | Iterable[Triple], row_frames: Callable[[Iterator[Row]], Iterator[Frame]]
) -> Iterator[Frame]:
    """Yield the frames of an answer; `row_frames` gives those of its rows, with the last."""
    if isinstance(answer, QueryBoolean):
        yield ("head", "boolean", ())
        yield ("rows", [bool(answer)])
        yield ("end", False)
    elif isinstance(answer, QuerySolutions):
        yield ("head", "solutions", tuple(variable.value for variable in answer.variables))
        yield from row_frames(tuple(map(plain_term, row)) for row in answer)
    else:
        yield ("head", "triples", ("subject", "predicate", "object"))
        yield from row_frames(tuple(map(plain_term, triple)) for triple in answer)


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
