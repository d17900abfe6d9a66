"""Convert our terms to the engine's, and serialize triples as RDF. Knows terms; knows no sessions."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    serialize,
)
from pyoxigraph import Literal as RdfLiteral

from kg.graph.turtle_layout import write_laid_out
from kg.query.solutions import Blank, Iri, Literal, Term, Triples

_TEXT = "http://www.w3.org/2001/XMLSchema#string"


def rdf_term(term: Term) -> NamedNode | BlankNode | RdfLiteral:
    """Return the engine's term."""
    match term:
        case Iri(value):
            return NamedNode(value)
        case Blank(value):
            return BlankNode(value)
        case Literal(value, None, None):
            return RdfLiteral(value)
        case Literal(value, None, str(datatype)):
            return RdfLiteral(value, datatype=NamedNode(datatype))
        case Literal(value, language, _):
            return RdfLiteral(value, language=language)


def turtle(result: Triples, prefixes: Mapping[str, str]) -> str:
    """Return the triples as Turtle that declares the prefixes it uses."""
    out = io.BytesIO()
    write_laid_out(_triples(result), out, RdfFormat.TURTLE, prefixes)
    return out.getvalue().decode()


def n_triples(result: Triples) -> str:
    """Return the triples as N-Triples."""
    out = io.BytesIO()
    serialize(_triples(result), out, RdfFormat.N_TRIPLES)
    return out.getvalue().decode()


def canonical(result: Triples) -> Triples:
    """Return the triples with canonical labels of blank nodes (RDFC-1.0), the same in each run."""
    if not any(isinstance(term, Blank) for row in result.rows for term in row):
        return result
    found = Dataset(Quad(t.subject, t.predicate, t.object) for t in _triples(result))
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    rows = [(_plain(q.subject), _plain(q.predicate), _plain(q.object)) for q in found]
    return replace(result, rows=tuple(sorted(rows, key=lambda row: [str(rdf_term(term)) for term in row])))


def _plain(term: object) -> Term:
    match term:
        case NamedNode():
            return Iri(term.value)
        case BlankNode():
            return Blank(term.value)
        case RdfLiteral():
            text = term.datatype.value == _TEXT or term.language is not None
            return Literal(term.value, term.language, None if text else term.datatype.value)
    raise TypeError(f"no such term in an answer: {term}")


def _triples(result: Triples) -> Iterable[Triple]:
    for row in result.rows:
        subject, predicate, value = map(rdf_term, row)
        assert isinstance(predicate, NamedNode)  # the engine builds no other triples
        assert not isinstance(subject, RdfLiteral)
        yield Triple(subject, predicate, value)
