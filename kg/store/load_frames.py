"""Turn statements and reports of loaded files into frames of plain values, and back. Knows terms; knows no files."""

from __future__ import annotations

from typing import Any

from pyoxigraph import BaseDirection, BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.graph.rdf_parsing import FileReport, SkippedStatement

PlainQuad = tuple[Any, ...]
_Term = NamedNode | BlankNode | Literal | Triple | DefaultGraph


def plain_quad(quad: Quad) -> PlainQuad:
    """Return a statement as plain values."""
    return (_plain(quad.subject), _plain(quad.predicate), _plain(quad.object), _plain(quad.graph_name))


class QuadBuilder:
    """Makes statements of plain values; equal terms become the same object."""

    def __init__(self) -> None:
        self._terms: dict[Any, Any] = {None: DefaultGraph()}

    def quad(self, plain: PlainQuad) -> Quad:
        """Return a statement."""
        return Quad(*map(self._term, plain))

    def _term(self, plain: Any) -> Any:  # noqa: ANN401 - any kind of term
        term = self._terms.get(plain)
        if term is None:
            term = _term(plain)
            if isinstance(term, NamedNode):
                self._terms[plain] = term
        return term


def plain_report(report: FileReport) -> tuple[Any, ...]:
    """Return a report as plain values."""
    skipped = tuple((one.line, one.reason) for one in report.skipped)
    return (
        report.name, report.statements, skipped, report.skipped_count, dict(report.prefixes), report.has_graphs,
        report.has_default_graph, report.digest,
    )  # fmt: skip


def file_report(plain: tuple[Any, ...]) -> FileReport:
    """Return the report that was made plain."""
    name, statements, skipped, *rest = plain
    return FileReport(name, statements, tuple(SkippedStatement(*one) for one in skipped), *rest)


def _plain(term: _Term) -> object:
    """Return a term as plain values: an IRI as text, None for the default graph, and tuples for all else."""
    if isinstance(term, NamedNode):
        return term.value
    if isinstance(term, Literal):
        return (term.value, term.language, None if term.language else term.datatype.value, _direction(term))
    if isinstance(term, BlankNode):
        return (term.value,)
    if isinstance(term, Triple):
        return (_plain(term.subject), _plain(term.predicate), _plain(term.object))
    return None


def _direction(term: Literal) -> str | None:
    return None if term.direction is None else str(term.direction)


def _term(plain: Any) -> NamedNode | BlankNode | Literal | Triple:  # noqa: ANN401 - as `marshal` gives it
    match plain:
        case str():
            return NamedNode(plain)
        case (label,):
            return BlankNode(label)
        case (value, language, None, direction):
            return Literal(value, language=language, direction=direction and BaseDirection(direction))
        case (value, None, datatype, None):
            return Literal(value, datatype=NamedNode(datatype))
    subject, predicate, value = map(_term, plain)
    return Triple(subject, predicate, value)  # type: ignore[arg-type]  # as it was one
