"""Tell which triples of a query a graph's schema rules out: no property, none of the class, never to the node."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from difflib import get_close_matches

from kg.query.display_names import curie, expand, local_name, visible
from kg.query.partial_parser import TYPE, PathStep, TriplePattern, parse_partial_query
from kg.query.probes import Probe
from kg.query.solutions import Iri, Literal
from kg.store.label_index import Count, Index
from kg.store.sparql_tokens import Token

_NAME_KINDS = ("name", "iri")
_MAX_PATTERNS, _MAX_NAMES = 12, 3
_REACHES = "ASK { ?s $predicate $node }"
_LEADING = "SELECT ?predicate (COUNT(*) AS ?n) { ?s ?predicate $node } GROUP BY ?predicate ORDER BY DESC(?n)"


def schema_notes(
    found: Sequence[Token], prefixes: Mapping[str, str], probe: Probe, missing: Container[str] = ()
) -> Iterator[str]:
    """Yield a note for each triple that no row can have, though the graph has its names.

    Args:
        found: the query's tokens.
        prefixes: those that are known and those that the query declares.
        probe: asks the graph.
        missing: IRIs that the graph lacks.
    """
    if not probe.has_index():
        return
    index = probe.session.index
    patterns = [one for one in parse_partial_query(found, prefixes).patterns if one.holds][:_MAX_PATTERNS]
    properties = {one.iri: one.number for one in index.properties()}
    for pattern in patterns:
        predicate = pattern.step.predicate
        names = {predicate, expand(pattern.value.text, prefixes)}
        if predicate is None or any(name in missing for name in names if name):
            continue
        if predicate not in properties:
            if index.uses(predicate) is not None:
                yield _note_on_no_property(predicate, properties, prefixes)
        elif note := _note_on_class(pattern, patterns, index, prefixes) or _note_on_object(pattern, prefixes, probe):
            yield note


def _note_on_no_property(iri: str, properties: Mapping[str, int], prefixes: Mapping[str, str]) -> str:
    """Return a note on a class or a node that stands where a property has to."""
    return f"{visible(curie(iri, prefixes))} is no property in this graph{_similar(properties, iri, prefixes)}"


def _similar(counts: Mapping[str, int], iri: str, prefixes: Mapping[str, str]) -> str:
    """Return those with similar local names, as the end of a note; empty if there are none."""
    locals_ = {local_name(name).lower(): name for name in counts}
    near = [locals_[name] for name in get_close_matches(local_name(iri).lower(), locals_, _MAX_NAMES, 0.75)]
    shown = _listed([Count(name, counts[name]) for name in near], prefixes)
    return f". Near: {shown}" if shown else ""


def _note_on_class(
    pattern: TriplePattern, patterns: Sequence[TriplePattern], index: Index, prefixes: Mapping[str, str]
) -> str | None:
    """Return a note on a property that no member of the class has that the query gives the subject."""
    predicate = pattern.step.predicate
    types = [one for one in patterns if one.subject == pattern.subject and one.step == PathStep(TYPE)]
    if pattern.subject == "" or pattern.step.is_inverse or predicate in (None, TYPE):
        return None
    for one in types:
        class_ = expand(one.value.text, prefixes) if one.value.kind in _NAME_KINDS else None
        used = [counted.iri for counted in index.properties_of(class_)] if class_ else []
        if used and predicate not in used:
            having = index.domains(str(predicate))[:_MAX_NAMES]
            shown = f"; it is of {_listed(having, prefixes)}" if having else ""
            return f"no {curie(str(class_), prefixes)} has {curie(str(predicate), prefixes)}{shown}"
    return None


def _note_on_object(pattern: TriplePattern, prefixes: Mapping[str, str], probe: Probe) -> str | None:
    """Return a note on a node that the property never leads to, with those that do."""
    node = expand(pattern.value.text, prefixes) if pattern.value.kind in _NAME_KINDS else None
    predicate = pattern.step.predicate
    if node is None or predicate is None or pattern.step.is_inverse:
        return None
    terms = {"predicate": [Iri(predicate)], "node": [Iri(node)]}
    if probe.holds(_REACHES, terms) is not False:
        return None
    leading = [
        Count(row[0].value, int(row[1].value))
        for row in probe.rows(_LEADING, {"node": terms["node"]})
        if isinstance(row[0], Iri) and isinstance(row[1], Literal)
    ]
    if predicate == TYPE and probe.session.index.uses(node) is not None:
        near = _similar({one.iri: one.number for one in probe.session.index.classes()}, node, prefixes)
        return f"{visible(curie(node, prefixes))} is no class with members in this graph{near}"
    shown = f"; {_listed(leading[:_MAX_NAMES], prefixes)} {'does' if len(leading) == 1 else 'do'}" if leading else ""
    return f"{curie(predicate, prefixes)} never leads to {visible(curie(node, prefixes))}{shown}"


def _listed(counts: Sequence[Count], prefixes: Mapping[str, str]) -> str:
    return ", ".join(f"{visible(curie(one.iri, prefixes))} ({one.number:,})" for one in counts)
