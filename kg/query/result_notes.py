"""Say why a query may have found nothing. Asks the graph about the query's own names; knows no terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from kg.errors import QueryError, QueryTimeout
from kg.query.display_names import curie, expand, local_name, visible
from kg.query.empty_results import emptied
from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Iri
from kg.store.sparql_tokens import Token, tokens

_DATE = re.compile(r"""["'](\d{4}(?:-\d\d){0,2})["']""")
_MOST = 30  # names that are looked up
_PATIENCE = 5  # seconds for the names of an endpoint


def notes(text: str, session: Session) -> list[str]:
    """Return remarks on a query without rows: names that the graph lacks, and dates that are compared as text."""
    found = list(tokens(text))
    told = [*_absent(found, session), *_text_dates(found)]
    if not told and (part := emptied(text, session)):
        return [f"everything before '{visible(part)}' finds something, and with it nothing is left"]
    return told


def _absent(found: list[Token], session: Session) -> Iterator[str]:
    names = _names(found, session)
    if not names:
        return
    try:
        absent = look_up(session, "absent", names, timeout=5)
    except (QueryError, QueryTimeout):  # a remark is not worth an error
        return
    for (term,) in absent.rows:
        if isinstance(term, Iri):
            yield f"{names[term.value]} does not occur in this graph{_near(term.value, session)}"


def _names(found: list[Token], session: Session) -> dict[str, str]:
    """Return the query's IRIs with the words that it uses for them, in order."""
    prefixes, names = dict(session.prefixes), {}
    for i, token in enumerate(found):
        if i and found[i - 1].text.upper() == "PREFIX" and i + 1 < len(found):
            prefixes[token.text[:-1]] = found[i + 1].text[1:-1]
        elif token.kind in ("iri", "name") and not (i > 1 and found[i - 2].text.upper() == "PREFIX"):
            iri = expand(token.text, prefixes)
            datatype = i > 1 and found[i - 1].text == found[i - 2].text == "^"
            if iri and not datatype and re.match(r"[A-Za-z][\w+.-]*:", iri):
                names[iri] = token.text
    return dict(list(names.items())[:_MOST])


def _near(iri: str, session: Session) -> str:
    """Return the names of the same namespace that are spelled most like it; nothing when they are not there soon."""
    if not session.prepare(_PATIENCE):
        return ""
    local = local_name(iri)
    counts = session.index.iris_starting_with(iri[: len(iri) - len(local)])
    locals_ = {local_name(name): name for name in counts}
    near = [locals_[name] for name in get_close_matches(local, locals_, 3, 0.6)]
    shown = ", ".join(f"{curie(name, session.prefixes)} ({counts[name]:,})" for name in near)
    return f". Near: {shown}" if shown else ""


def _text_dates(found: list[Token]) -> Iterator[str]:
    for i, token in enumerate(found):
        typed = i + 1 < len(found) and found[i + 1].text == "^"
        compared = i and found[i - 1].text in ("<", ">", "=")
        if token.kind == "string" and (date := _DATE.fullmatch(token.text)) and compared and not typed:
            whole = (date[1] + "-01-01")[:10]
            yield f'{token.text} is text, and dates never compare with it; write "{whole}"^^xsd:date'
