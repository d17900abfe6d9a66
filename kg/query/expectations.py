"""Compare a result with what its query expects: `rows > 0`, or yes or no. Knows results; knows no files."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping

from kg.errors import UsageError
from kg.query.solutions import Result, Truth, size

_COMPARISON = re.compile(r"rows\s*(>=|<=|!=|==|=|>|<)\s*(\d+)(?:\s+and\s+(.+))?")
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, "==": operator.eq, "=": operator.eq, ">": operator.gt,
    "<": operator.lt,
}  # fmt: skip
_BOOLEANS = {"yes": True, "no": False}


def unmet_expectation(expectation: str, result: Result) -> str:
    """Return why a result is not as expected; empty if it is. By default rows, or a yes, are expected.

    Raises:
        UsageError: the expectation can't be parsed, or doesn't fit such a result.
    """
    if isinstance(result, Truth):
        expected = expectation.strip() or "yes"
        if expected not in _BOOLEANS:
            raise UsageError(
                f"expect: '{expected}' can't be read; a question that is answered with yes or no expects one"
            )
        return "" if _BOOLEANS[expected] is result.value else f"the answer is {'yes' if result.value else 'no'}"
    if not expectation:
        return "" if size(result) else "no rows"
    return unmet_row_count(expectation, size(result))


def unmet_row_count(expectation: str, rows: int) -> str:
    """Return the first comparison of an expectation that the number of rows fails; empty if none.

    Raises:
        UsageError: it can't be parsed.
    """
    rest: str | None = expectation.strip()
    while rest:
        found = _COMPARISON.fullmatch(rest)
        if found is None:
            raise UsageError(f"expect: '{rest}' can't be read; write it as rows > 0, or rows >= 1 and rows < 100")
        if not _OPERATORS[found[1]](rows, int(found[2])):
            return f"expected rows {found[1]} {found[2]}, and there are {rows:,}"
        rest = found[3]
    return ""
