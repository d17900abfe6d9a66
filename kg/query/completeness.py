"""Tell whether a text is a complete query. Parses on an empty store, and nothing that could take long."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from pyoxigraph import Store

from kg.errors import QueryError
from kg.query.odd_characters import plain_query
from kg.query.unclosed_iris import unclosed_iris
from kg.store.query_guard import is_update, nesting_depth
from kg.store.sparql_tokens import Token, tokens

_PAD = "\n" + " " * 40  # longer than any keyword that the parser may look for beyond the end
_MAX_TOKENS, _MAX_NESTING = 400, 40  # the parser gets slow on more, and runs in the process of the one who types
# The engine's words for what is complete and wrong all the same.
_SEMANTIC_ERRORS = ("The SELECT contains a variable that is unbound", "is not authorized with GROUP BY")
_PLACE = re.compile(r"error at (\d+):(\d+)")


class State(Enum):
    """Whether a text is a query."""

    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    WRONG = "wrong"


def state(text: str, prefixes: Mapping[str, str]) -> State:
    """Return whether a text is a query, the beginning of one, or neither.

    A text too long to parse quickly counts as complete once its brackets are closed.
    """
    text = plain_query(text)
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
    place = _error_offset(text + _PAD, prefixes)
    if place is None:
        return State.COMPLETE if closed else State.INCOMPLETE
    may_go_on = place >= len(text + _PAD) or _is_half_typed(found, closed, place) or _is_in_long_string(found, text)
    return State.INCOMPLETE if may_go_on else State.WRONG


def check_syntax(text: str, prefixes: Mapping[str, str]) -> None:
    """Raise for a query with a syntax error, unless it is too long to parse quickly.

    Raises:
        QueryError: it is wrong; holds line and column.
    """
    found = list(tokens(text))
    if len(found) > _MAX_TOKENS or nesting_depth(found) > _MAX_NESTING:
        return
    try:
        Store().query(text, prefixes=dict(prefixes))
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


def _error_offset(text: str, prefixes: Mapping[str, str]) -> int | None:
    """Return the offset of the parser's error; None if the text is a query or an update."""
    try:
        Store().update(text, prefixes=dict(prefixes)) if is_update(text) else Store().query(
            text, prefixes=dict(prefixes)
        )
    except SyntaxError as problem:
        place = _PLACE.search(str(problem))
        if place is None or any(words in str(problem) for words in _SEMANTIC_ERRORS):
            return 0
        lines = text.split("\n")
        return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1
    except (ValueError, RuntimeError, OSError):
        return None
    return None
