"""Tell which literals of a query the graph has otherwise: in a language, of another datatype, as a node's label."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

from kg.query.display_names import curie, visible
from kg.query.literal_syntax import sparql_literal
from kg.query.literal_uses import LiteralUse, literal_uses
from kg.query.probes import Probe
from kg.query.solutions import INTEGER, INTEGER_DATATYPES, NUMERIC_DATATYPES, Iri, Literal, Term
from kg.store.sparql_tokens import Token

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DAY_TYPES = {_XSD + "date": "", _XSD + "dateTime": "T00:00:00Z"}  # datatype → what follows the day in it
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d+)?|\.\d+)")
_MAX_LITERALS, _MAX_NAMES = 6, 3
_EXACT = "ASK { ?s $predicate $literal }"
_EQUAL = "ASK { ?s $predicate ?value FILTER (?value = $literal) }"
_COMPARABLE = "ASK { ?s $predicate ?value FILTER (?value <= $literal || ?value > $literal) }"
_VARIANTS = """SELECT DISTINCT ?value WHERE { ?s $predicate ?value
  FILTER (ISLITERAL(?value) && (LCASE(STR(?value)) = LCASE($text) || STRSTARTS(STR(?value), CONCAT($text, "T"))
    || ?value = $literal)) }"""
_ANY_LITERAL = "SELECT ?value WHERE { ?s $predicate ?value FILTER (ISLITERAL(?value)) } LIMIT 1"
_LEADS_TO_NODES = "ASK { ?s $predicate ?value FILTER (ISIRI(?value)) }"
_REACHED = "SELECT DISTINCT ?one WHERE { VALUES ?one { $node } ?s $predicate ?one }"


def literal_notes(
    found: Sequence[Token], prefixes: Mapping[str, str], probe: Probe, told: Container[str] = ()
) -> Iterator[str]:
    """Yield a note for each literal that is in the graph in another form only, but for those that are told already."""
    uses = [one for one in dict.fromkeys(literal_uses(found, prefixes)) if one.written not in told]
    for use in uses[:_MAX_LITERALS]:
        values: dict[str, list[Term]] = {"literal": [use.literal], "text": [Literal(use.literal.value)]}
        if use.predicate is not None:
            values["predicate"] = [Iri(use.predicate)]
        if not _occurs(use, values, probe) and (note := _note(use, values, prefixes, probe)):
            yield note


def _occurs(use: LiteralUse, values: Mapping[str, Sequence[Term]], probe: Probe) -> bool:
    """Tell whether a value of the property is the literal, or one that it compares with; so does no answer."""
    if not use.variable:
        return probe.holds(_EXACT, values) is not False
    return probe.holds(_COMPARABLE if use.is_ordering else _EQUAL, values) is not False


def _note(
    use: LiteralUse, values: Mapping[str, Sequence[Term]], prefixes: Mapping[str, str], probe: Probe
) -> str | None:
    variants = [row[0] for row in probe.rows(_VARIANTS, values) if isinstance(row[0], Literal)]
    others = [one for one in variants if one != use.literal]
    who = curie(use.predicate, prefixes) if use.predicate else "the graph"
    written = visible(use.written)
    if others:
        shown = [_sparql_form(one, prefixes) for one in others[:_MAX_NAMES]]
        advice = f"write {'that' if len(shown) == 1 else 'one of them'}"
        if any(one.language != use.literal.language for one in others):
            advice += ", or compare STR(" + (use.variable or "?x") + ")"
        return f"{who} has {', '.join(shown)}, not {written}; {advice}"
    if use.predicate is None:
        return _note_on_absence(use, who)
    samples = [row[0] for row in probe.rows(_ANY_LITERAL, values) if isinstance(row[0], Literal)]
    if samples:
        return (
            _note_on_kind(use, samples[0], who, prefixes)
            or _note_on_spelling(use, who, prefixes, probe)
            or _note_on_absence(use, who)
        )
    if probe.holds(_LEADS_TO_NODES, values):
        return _note_on_node(use, values, prefixes, probe)
    return None


def _note_on_kind(use: LiteralUse, sample: Literal, who: str, prefixes: Mapping[str, str]) -> str | None:
    """Return a note if the property's values are of another kind than the literal: numbers, days or texts."""
    if _kind(sample) == _kind(use.literal):
        return None
    converted = _converted(use.literal, sample)
    advice = f"; write {_sparql_form(converted, prefixes)}" if converted else ""
    example = _sparql_form(sample, prefixes)
    return f"{who} has {_kind(sample)} such as {example}, and {visible(use.written)} is none{advice}"


def _kind(literal: Literal) -> str:
    if literal.datatype in NUMERIC_DATATYPES:
        return "numbers"
    if literal.datatype in _DAY_TYPES:
        return "days" if literal.datatype.endswith("#date") else "times"
    return "texts" if literal.datatype is None else f"values of {literal.datatype.rpartition('#')[2]}"


def _converted(literal: Literal, sample: Literal) -> Literal | None:
    """Return the literal as one of the sample's kind; None if its text is none of these."""
    text = literal.value
    if sample.datatype in NUMERIC_DATATYPES and _NUMBER.fullmatch(text):
        return Literal(text, datatype=_XSD + ("integer" if text.lstrip("+-").isdigit() else "decimal"))
    if sample.datatype in _DAY_TYPES and _DAY.match(text):
        return Literal(text[:10] + _DAY_TYPES[sample.datatype], datatype=sample.datatype)
    return replace(sample, value=text) if sample.datatype is None else None


def _note_on_spelling(use: LiteralUse, who: str, prefixes: Mapping[str, str], probe: Probe) -> str | None:
    """Return a note with similar values of a property that has only few."""
    if use.is_ordering or use.predicate is None or not probe.has_index():
        return None
    texts = {one.text: one for one in probe.session.index.values(use.predicate) or ()}
    near = [texts[text] for text in get_close_matches(use.literal.value, texts, _MAX_NAMES, 0.7)]
    shown = ", ".join(sparql_literal(one.text, one.language, one.datatype, prefixes) for one in near)
    return f"{who} never has {visible(use.written)}. Near: {shown}" if shown else None


def _note_on_absence(use: LiteralUse, who: str) -> str | None:
    """Return a note on a literal that stands in a pattern; of a condition, the pattern that leaves nothing is told."""
    written = visible(use.written)
    if use.variable:
        return None
    return f"{who} never has {written}" if use.predicate else f"{written} does not occur in this graph"


def _note_on_node(
    use: LiteralUse, values: Mapping[str, Sequence[Term]], prefixes: Mapping[str, str], probe: Probe
) -> str:
    """Return a note on a text where the property leads to nodes, with the nodes that are called so."""
    what = f"{use.variable} is a node" if use.variable else f"{curie(str(use.predicate), prefixes)} leads to nodes"
    names = ", ".join(curie(iri, prefixes) for iri in _nodes_called(use.literal.value, values, probe))
    written = visible(use.written)
    advice = f"for {written} write {names}" if names else f"none of them is called {written}"
    return f"{what}, not {'a text' if use.variable else 'to texts'}; {advice}"


def _nodes_called(text: str, values: Mapping[str, Sequence[Term]], probe: Probe) -> list[str]:
    """Return the nodes that the property leads to and whose label is a text, or else holds its words."""
    if not probe.has_index():
        return []
    index = probe.session.index
    for called in (index.nodes_labelled(text), [one.iri for one in index.search(text)]):
        nodes: list[Term] = [Iri(iri) for iri in called[:50]]
        rows = probe.rows(_REACHED, {"node": nodes, "predicate": values["predicate"]}) if nodes else ()
        reached = {row[0].value for row in rows if isinstance(row[0], Iri)}
        if reached:
            return [iri for iri in called if iri in reached][:_MAX_NAMES]
    return []


def _sparql_form(literal: Literal, prefixes: Mapping[str, str]) -> str:
    is_integer = literal.datatype in INTEGER_DATATYPES  # which graphs here compare by their value
    return sparql_literal(literal.value, literal.language, INTEGER if is_integer else literal.datatype, prefixes)
