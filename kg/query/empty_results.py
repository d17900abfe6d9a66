"""Find the pattern of a query that leaves no solutions, by running ever longer beginnings of its WHERE clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from kg.query.completeness import State, state
from kg.query.probes import Probe
from kg.store.sparql_tokens import Token, tokens

_MAX_BEGINNINGS = 24


@dataclass(frozen=True, slots=True)
class _Beginning:
    end: int  # index of the last token
    text: str  # the patterns up to there


def emptying_pattern(text: str, probe: Probe) -> str | None:
    """Return the first pattern that leaves no solutions, as it is written; None if none can be told.

    There is none in queries with a single pattern, or whose first pattern has no solution.
    """
    found = list(tokens(text))
    span = where_tokens(found)
    if span is None:
        return None
    first, last = span
    head = prologue(text, found)
    beginnings = list(islice(_beginnings(text, found, first, last, head, probe.session.prefixes), _MAX_BEGINNINGS))
    if len(beginnings) < 2 or not _has_solutions(head, beginnings[0], probe):
        return None
    low, high = 0, len(beginnings)  # beginnings[low] has solutions; find the first that has none
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _has_solutions(head, beginnings[middle], probe) else (low, middle)
    if high == len(beginnings):
        return None
    part = text[found[beginnings[low].end].end : found[beginnings[high].end].end]
    return " ".join(part.split()).strip(" .;,") or None


def where_tokens(found: Sequence[Token]) -> tuple[int, int] | None:
    """Return the first and the last token between the braces of the outermost WHERE."""
    template = template_tokens(found)
    opens = next((i for i in range(template.stop, len(found)) if found[i].text == "{"), None)
    if opens is None:
        return None
    depth = 0
    for i in range(opens, len(found)):
        depth += (found[i].text == "{") - (found[i].text == "}")
        if depth == 0:
            return opens + 1, i - 1
    return None


def template_tokens(found: Sequence[Token]) -> slice:
    """Return where the template of a CONSTRUCT stands, with its braces; an empty slice where there is none."""
    words = [token.text.upper() for token in found]
    for i, word in enumerate(words[:-1]):
        if word == "CONSTRUCT" and words[i + 1] == "{" and "}" in words:
            return slice(i + 1, words.index("}") + 1)
    return slice(0, 0)


def prologue(text: str, found: Sequence[Token]) -> str:
    """Return the declarations that the query begins with."""
    start = next((t.start for t in found if t.text.upper() in ("SELECT", "ASK", "DESCRIBE", "CONSTRUCT")), 0)
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


def _has_solutions(head: str, beginning: _Beginning, probe: Probe) -> bool:
    """Tell whether a beginning has solutions; one that takes too long counts as if it had."""
    return probe.holds(f"{head}ASK {{ {beginning.text} }}") is not False
