"""Explain why a query may have an empty result. Queries the graph for the query's own names; knows no terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kg.errors import QueryError, QueryTimeout
from kg.query.display_names import curie, expand, local_name, visible
from kg.query.empty_results import emptying_pattern
from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Iri
from kg.store.sparql_tokens import Token, tokens

_DATE = re.compile(r"""["'](\d{4}(?:-\d\d){0,2})["']""")
_MAX_NAMES = 30  # that are looked up
_INDEX_WAIT = 5  # seconds for the index of an endpoint


def empty_result_notes(text: str, session: Session) -> list[str]:
    """Return notes on a query without rows: IRIs that the graph lacks, and dates that are compared as strings."""
    found = list(tokens(text))
    found_notes = [*_missing_names(found, session), *_dates_as_strings(found)]
    if not found_notes and (part := emptying_pattern(text, session)):
        return [f"everything before '{visible(part)}' finds something, and with it nothing is left"]
    return found_notes


def _missing_names(found: list[Token], session: Session) -> Iterator[str]:
    names = _names(found, session)
    if not names:
        return
    try:
        missing = look_up(session, "missing", names, timeout=5)
    except (QueryError, QueryTimeout):  # a note is not worth an error
        return
    for (term,) in missing.rows:
        if isinstance(term, Iri):
            yield f"{names[term.value]} does not occur in this graph{_similar_names(term.value, session)}"


def _names(found: list[Token], session: Session) -> dict[str, str]:
    """Return the query's IRIs with the names that it writes for them, in order."""
    prefixes, names = dict(session.prefixes), {}
    for i, token in enumerate(found):
        if i and found[i - 1].text.upper() == "PREFIX" and i + 1 < len(found):
            prefixes[token.text[:-1]] = found[i + 1].text[1:-1]
        elif token.kind in ("iri", "name") and not (i > 1 and found[i - 2].text.upper() == "PREFIX"):
            iri = expand(token.text, prefixes)
            datatype = i > 1 and found[i - 1].text == found[i - 2].text == "^"
            if iri and not datatype and re.match(r"[A-Za-z][\w+.-]*:", iri):
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


def _dates_as_strings(found: list[Token]) -> Iterator[str]:
    for i, token in enumerate(found):
        typed = i + 1 < len(found) and found[i + 1].text == "^"
        compared = i and found[i - 1].text in ("<", ">", "=")
        if token.kind == "string" and (date := _DATE.fullmatch(token.text)) and compared and not typed:
            full_date = (date[1] + "-01-01")[:10]
            yield f'{token.text} is text, and dates never compare with it; write "{full_date}"^^xsd:date'
