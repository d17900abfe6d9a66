"""Explain why a query may have an empty result, or an empty column. Asks the graph little; knows no terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from kg.errors import QueryError, QueryTimeout
from kg.query.display_names import curie, expand, local_name, visible
from kg.query.empty_cells import empty_cell_notes
from kg.query.empty_results import emptying_pattern, prologue, template_tokens, where_tokens
from kg.query.graph_notes import named_graph_note
from kg.query.keywords import AGGREGATES
from kg.query.literal_notes import literal_notes
from kg.query.lookups import look_up
from kg.query.probes import Probe
from kg.query.schema_notes import schema_notes
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Result, Solutions, Triples, Truth
from kg.query.variables import UnboundVariable, results_in_having, unbound_variables
from kg.store.sparql_tokens import Token, tokens

_DATE = re.compile(r"""["'](\d{4}(?:-\d\d){0,2})["']""")
_DATATYPES = "http://www.w3.org/2001/XMLSchema#"  # which expressions name, and graphs need not
_MAX_NAMES = 30  # that are looked up
_INDEX_WAIT = 5  # seconds for the index of an endpoint
_UNBOUND = {
    "SELECT": "nothing in the query gives {0} a value, so that there is none to select",
    "CONSTRUCT": "nothing in the query gives {0} a value, so that no triple with it is made",
    "ORDER": "nothing in the query gives {0} a value, so that it puts nothing in order",
    "GROUP": "nothing in the query gives {0} a value, so that it makes one group of all",
    "HAVING": "nothing in the query gives {0} a value, so that HAVING leaves no group",
    "FILTER": "nothing in the query gives {0} a value, so that what is computed with it fails",
}  # clause → what a variable does there


def result_notes(text: str, result: Result, session: Session) -> list[str]:
    """Return notes on a query's result: variables that nothing binds, and why it is empty if it is."""
    found = list(tokens(text))
    if isinstance(result, Solutions) and (notes := empty_cell_notes(text, result)):
        return notes
    if is_empty(result, found):
        return empty_result_notes(text, session)
    return [_unbound_note(one) for one in unbound_variables(found) if one.clause not in ("FILTER", "HAVING")]


def is_empty(result: Result, found: Sequence[Token]) -> bool:
    """Tell whether a query has found nothing: it gives no rows and no triples, or counts none."""
    if isinstance(result, Truth):
        return False
    if not result.rows:
        return True
    words = {token.text.upper() for token in found if token.kind == "word"}
    if isinstance(result, Triples) or len(result.rows) > 1 or "GROUP" in words or not words & set(AGGREGATES):
        return False
    return all(term is None or (isinstance(term, Literal) and term.value == "0") for term in result.rows[0])


def empty_result_notes(text: str, session: Session) -> list[str]:
    """Return notes on a query that finds nothing: what the graph lacks, or has in another form, or elsewhere.

    If there is no such reason, the pattern is named that leaves nothing of what is found before it.
    """
    found, probe = list(tokens(text)), Probe(session)
    same_graphs = Probe(session, graphs=None)
    span, prefixes = where_tokens(found), _all_prefixes(found, session.prefixes)
    asked = list(found)
    del asked[template_tokens(found)]
    missing = _missing_names(asked, prefixes, session)
    dates = dict(_dates_as_strings(found))
    notes = [_unbound_note(one) for one in unbound_variables(found)]
    notes += [f"HAVING does not know {name}; write {expression} again" for name, expression in results_in_having(found)]
    notes += [*missing.values(), *dates.values()]
    notes += literal_notes(asked, prefixes, probe, told=dates)
    notes += schema_notes(asked, prefixes, probe, missing=missing)
    if notes or span is None:
        return notes
    if cut := _note_on_cut(text, found, span, same_graphs):
        return [cut]
    if part := emptying_pattern(text, same_graphs):
        notes = [f"everything before '{visible(part)}' finds something, and with it nothing is left"]
    elsewhere = None if session.graphs else named_graph_note(text, found, span, session.prefixes, probe)
    return [*notes, elsewhere] if elsewhere else notes


def _unbound_note(variable: UnboundVariable) -> str:
    hint = f"; did you mean {variable.similar}?" if variable.similar else ""
    return _UNBOUND[variable.clause].format(variable.name) + hint


def _all_prefixes(found: Sequence[Token], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the known prefixes and those that the query declares."""
    declared = {
        name.text[:-1]: iri.text[1:-1]
        for word, name, iri in zip(found, found[1:], found[2:], strict=False)
        if word.text.upper() == "PREFIX" and iri.kind == "iri"
    }
    return {**prefixes, **declared}


def _missing_names(found: Sequence[Token], prefixes: Mapping[str, str], session: Session) -> dict[str, str]:
    """Return a note by IRI for each name that the graph lacks."""
    names = _names(found, prefixes)
    try:
        missing = look_up(session, "missing", names, timeout=5).rows if names else ()
    except (QueryError, QueryTimeout):  # a note is not worth an error
        return {}
    return {
        term.value: f"{names[term.value]} does not occur in this graph{_similar_names(term.value, session)}"
        for (term,) in missing
        if isinstance(term, Iri)
    }


def _names(found: Sequence[Token], prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the query's IRIs with the names that it writes for them, in order."""
    names = {}
    for i, token in enumerate(found):
        before = [one.text.upper() for one in found[max(i - 2, 0) : i]]
        is_cast = any(one.text == "(" and one.start == token.end for one in found[i + 1 : i + 2])
        if token.kind in ("iri", "name") and "PREFIX" not in before and before != ["^", "^"] and not is_cast:
            iri = expand(token.text, prefixes)
            if iri and re.match(r"[A-Za-z][\w+.-]*:", iri) and not iri.startswith(_DATATYPES):
                names[iri] = token.text
    return dict(list(names.items())[:_MAX_NAMES])


def _similar_names(iri: str, session: Session) -> str:
    """Return similar names of the same namespace as a hint; empty if the index is not there soon."""
    if not session.build_index(_INDEX_WAIT):
        return ""
    local = local_name(iri)
    counts = session.index.iris_starting_with(iri[: len(iri) - len(local)])
    locals_ = {local_name(name): name for name in counts}
    near = [locals_[name] for name in get_close_matches(local, locals_, 3, 0.6)]
    shown = ", ".join(f"{curie(name, session.prefixes)} ({counts[name]:,})" for name in near)
    return f". Near: {shown}" if shown else ""


def _dates_as_strings(found: Sequence[Token]) -> Iterator[tuple[str, str]]:
    """Yield texts that look like dates and are compared, each with a note."""
    for i, token in enumerate(found):
        typed = i + 1 < len(found) and found[i + 1].text == "^"
        compared = i and found[i - 1].text in ("<", ">", "=")
        if token.kind == "string" and (date := _DATE.fullmatch(token.text)) and compared and not typed:
            full_date = (date[1] + "-01-01")[:10]
            note = f'{token.text} is text, and dates never compare with it; write "{full_date}"^^xsd:date'
            yield token.text, note


def _note_on_cut(text: str, found: Sequence[Token], span: tuple[int, int], probe: Probe) -> str | None:
    """Return a note on a LIMIT or OFFSET that leaves nothing of what is found."""
    for word, number in pairwise(found[span[1] + 2 :]):
        cuts = word.text.upper() == "OFFSET" or (word.text.upper() == "LIMIT" and number.text == "0")
        if cuts and span[0] <= span[1]:
            patterns = text[found[span[0]].start : found[span[1]].end]
            if probe.holds(f"{prologue(text, found)}ASK {{ {patterns} }}"):
                return f"there are rows, and {word.text} {number.text} leaves none"
    return None
