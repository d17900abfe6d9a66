"""Tell whether a text is a complete query. Parses on an empty store, and nothing that could take long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from pyoxigraph import Store

from kg.errors import QueryError
from kg.query.grouping import CLAUSES, may_be_grouped
from kg.query.odd_characters import plain_query
from kg.query.unclosed_iris import unclosed_iris
from kg.store.query_guard import is_update, nesting_depth
from kg.store.sparql_tokens import Token, tokens

_PAD = "\n" + " " * 40  # longer than any keyword that the parser may look for beyond the end
_MAX_TOKENS, _MAX_NESTING = 400, 40  # the parser gets slow on more, and runs in the process of the one who types
# The engine's words for what is complete and wrong all the same.
_SEMANTIC_ERRORS = ("The SELECT ", "is not authorized with GROUP BY", "Duplicated variable name in SELECT")
_BASE = "https://example.org/"  # any: whether a relative IRI has a base is up to the graph that is asked
_PLACE = re.compile(r"error at (\d+):(\d+)")


class State(Enum):
    """Whether a text is a query."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    EXTENDABLE = "extendable"  #: closed and wrong as it stands, but GROUP BY may still follow and mend it
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class _SyntaxError:
    offset: int
    is_semantic: bool  # whether the text obeys the grammar all the same


def state(text: str, prefixes: Mapping[str, str]) -> State:
    """Return whether a text is a query, the beginning of one, or neither.

    A text too long to parse quickly counts as complete once its brackets are closed. Nothing follows a semicolon behind
    a query.
    """
    text = plain_query(text)
    if (shorter := without_terminator(text)) != text:
        return State.COMPLETE if state(shorter, prefixes) is State.COMPLETE else State.WRONG
    found = list(tokens(text))
    if not found:
        return State.INCOMPLETE
    if next(unclosed_iris(found, text), None) and not _is_in_long_string(found, text):
        return State.WRONG
    closed = not _has_open_brackets(found)
    if len(found) > _MAX_TOKENS or nesting_depth(found) > _MAX_NESTING:
        return State.COMPLETE if closed else State.INCOMPLETE
    if is_update(text) and any(word in text.upper() for word in ("LOAD", "SERVICE")):
        return State.COMPLETE if closed else State.INCOMPLETE  # not even an empty store is to fetch anything
    error = _syntax_error(text + _PAD, prefixes)
    if error is None:
        return State.COMPLETE if closed else State.INCOMPLETE
    if error.is_semantic:
        if not may_be_grouped(found):
            return State.WRONG
        return State.EXTENDABLE if closed else State.INCOMPLETE
    may_go_on = (
        error.offset >= len(text + _PAD)
        or _is_half_typed(found, closed, error.offset)
        or _is_in_long_string(found, text)
    )
    return State.INCOMPLETE if may_go_on else State.WRONG


def without_terminator(text: str) -> str:
    """Return a query without the semicolons behind it, with which SQL ends; an update, which may have them, as is."""
    found = list(tokens(text))
    last = len(found)
    while last and found[last - 1].text == ";":
        last -= 1
    if last == len(found) or not last or _has_open_brackets(found) or is_update(text):
        return text
    return text[: found[last - 1].end]


def begins_with_clause(line: str) -> bool:
    """Tell whether a line begins with what only follows the braces of a query, such as ORDER BY."""
    first = next(tokens(line), None)
    return first is not None and first.kind == "word" and first.text.upper() in CLAUSES


def check_syntax(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise for a query with a syntax error, unless it is too long to parse quickly.

    Raises:
        QueryError: it is wrong; holds line and column.
    """
    found = list(tokens(text))
    if len(found) > _MAX_TOKENS or nesting_depth(found) > _MAX_NESTING:
        return
    try:
        Store().query(text, base_iri=_BASE, prefixes=dict(prefixes))
    except SyntaxError as problem:
        if place := _PLACE.search(str(problem)):
            raise QueryError(f"query: {problem}", int(place[1]), int(place[2])) from problem
    except (ValueError, RuntimeError, OSError):  # it is complete, and can't be run on an empty store
        return


def open_brackets(text: str) -> bool:
    """Tell whether more brackets are opened than closed."""
    return _has_open_brackets(list(tokens(text)))


def _has_open_brackets(found: list[Token]) -> bool:
    return sum((token.kind == "open") - (token.kind == "close") for token in found) > 0


def _is_half_typed(found: list[Token], closed: bool, place: int) -> bool:
    """Tell whether the error is at a last word that may go on, inside brackets that are still open."""
    return not closed and found[-1].kind in ("word", "name") and place >= found[-1].start


def _is_in_long_string(found: list[Token], text: str) -> bool:
    starts = [at for at in (text.find("'''"), text.find('"""')) if at >= 0]
    unclosed = [token.start for token in found if token.kind == "other" and token.text in "'\""]
    return bool(starts and unclosed) and max(unclosed) >= min(starts)


def _syntax_error(text: str, prefixes: Mapping[str, str]) -> _SyntaxError | None:
    """Return the parser's error; None if the text is a query or an update."""
    try:
        ask = Store().update if is_update(text) else Store().query
        ask(text, base_iri=_BASE, prefixes=dict(prefixes))
    except SyntaxError as problem:
        place = _PLACE.search(str(problem))
        if place is None:
            return _SyntaxError(0, is_semantic=False)
        lines = text.split("\n")
        offset = sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1
        return _SyntaxError(offset, any(words in str(problem) for words in _SEMANTIC_ERRORS))
    except (ValueError, RuntimeError, OSError):
        return None
    return None
