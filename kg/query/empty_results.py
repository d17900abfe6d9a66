"""Find the pattern of a query that leaves no solutions, by running ever longer beginnings of its WHERE clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from kg.errors import KgError
from kg.query.completeness import State, state
from kg.query.session import Session
from kg.query.solutions import Truth
from kg.store.sparql_tokens import Token, tokens

_TIMEOUT = 2.0  # seconds for each beginning
_MAX_BEGINNINGS = 24


@dataclass(frozen=True, slots=True)
class _Beginning:
    end: int  # index of the last token
    text: str  # the patterns up to there


def emptying_pattern(text: str, session: Session) -> str | None:
    """Return the first pattern that leaves no solutions, as it is written; None if none can be told.

    There is none in queries with a single pattern, or whose first pattern has no solution.
    """
    found = list(tokens(text))
    span = _where_tokens(found)
    if span is None:
        return None
    first, last = span
    head = _prologue(text, found)
    beginnings = list(islice(_beginnings(text, found, first, last, head, session.prefixes), _MAX_BEGINNINGS))
    if len(beginnings) < 2 or not _has_solutions(head, beginnings[0], session):
        return None
    low, high = 0, len(beginnings)  # beginnings[low] has solutions; find the first that has none
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _has_solutions(head, beginnings[middle], session) else (low, middle)
    if high == len(beginnings):
        return None
    part = text[found[beginnings[low].end].end : found[beginnings[high].end].end]
    return " ".join(part.split()).strip(" .;,") or None


def _where_tokens(found: list[Token]) -> tuple[int, int] | None:
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


def _beginnings(
    text: str, found: list[Token], first: int, last: int, head: str, prefixes: Mapping[str, str]
) -> Iterator[_Beginning]:
    """Yield the beginnings of the WHERE clause that are complete patterns."""
    depth = 0
    for i in range(first, last + 1):
        token = found[i]
        depth += (token.kind == "open") - (token.kind == "close")
        after = found[i + 1].text.upper() if i < last else ""
        if depth or token.text in (".", ";", ",") or after in ("UNION", "/", "|", "^", "*", "+", "?"):
            continue
        part = text[found[first].start : token.end]
        if state(f"{head}ASK {{ {part} }}", prefixes) is State.COMPLETE:
            yield _Beginning(i, part)


def _has_solutions(head: str, beginning: _Beginning, session: Session) -> bool:
    """Tell whether a beginning has solutions; one that takes too long counts as if it had."""
    query = f"{head}ASK {{ {beginning.text} }}"
    try:
        result = session.ask(query, timeout=_TIMEOUT)
    except KgError:
        return True
    return isinstance(result, Truth) and result.value
