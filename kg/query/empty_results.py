"""Find the part of a query that leaves no rows. Cuts the WHERE part into growing beginnings and asks for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.errors import KgError
from kg.query.completeness import State, state
from kg.query.session import Session
from kg.query.solutions import Truth
from kg.store.sparql_tokens import Token, tokens

_SECONDS = 2.0  # for each beginning
_MOST = 24  # beginnings that are tried


@dataclass(frozen=True, slots=True)
class _Cut:
    end: int  # index of the last token
    text: str  # the patterns up to there


def emptying_pattern(text: str, session: Session) -> str | None:
    """Return the part of the query's patterns that leaves no rows, as it is written; None when none can be told.

    Only queries with more than one part have one, and only those whose first part does find something.
    """
    found = list(tokens(text))
    body = _body(found)
    if body is None:
        return None
    first, last = body
    head = _prologue(text, found)
    cuts = list(_cuts(text, found, first, last, head, session.prefixes))[:_MOST]
    if len(cuts) < 2 or not _holds(head, cuts[0], session):
        return None
    low, high = 0, len(cuts)  # cuts[low] holds; find the first that does not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _holds(head, cuts[middle], session) else (low, middle)
    if high == len(cuts):
        return None
    part = text[found[cuts[low].end].end : found[cuts[high].end].end]
    return " ".join(part.split()).strip(" .;,") or None


def _body(found: list[Token]) -> tuple[int, int] | None:
    """Return the first and the last token between the braces of the outermost WHERE."""
    opens = next((i for i, token in enumerate(found) if token.text == "{"), None)
    if opens is None or any(token.text.upper() == "CONSTRUCT" for token in found):
        return None
    depth = 0
    for i in range(opens, len(found)):
        depth += (found[i].text == "{") - (found[i].text == "}")
        if depth == 0:
            return opens + 1, i - 1
    return None


def _prologue(text: str, found: list[Token]) -> str:
    """Return the declarations that the query begins with."""
    start = next((t.start for t in found if t.text.upper() in ("SELECT", "ASK", "DESCRIBE")), 0)
    return text[:start]


def _cuts(
    text: str, found: list[Token], first: int, last: int, head: str, prefixes: Mapping[str, str]
) -> Iterator[_Cut]:
    """Yield the beginnings of the patterns that are whole by themselves."""
    depth = 0
    for i in range(first, last + 1):
        token = found[i]
        depth += (token.kind == "open") - (token.kind == "close")
        after = found[i + 1].text.upper() if i < last else ""
        if depth or token.text in (".", ";", ",") or after in ("UNION", "/", "|", "^", "*", "+", "?"):
            continue
        part = text[found[first].start : token.end]
        if state(f"{head}ASK {{ {part} }}", prefixes) is State.COMPLETE:
            yield _Cut(i, part)


def _holds(head: str, cut: _Cut, session: Session) -> bool:
    """Tell whether a beginning finds something; one that takes too long may."""
    query = f"{head}ASK {{ {cut.text} }}"
    try:
        answer = session.ask(query, timeout=_SECONDS)
    except KgError:
        return True
    return isinstance(answer, Truth) and answer.value
