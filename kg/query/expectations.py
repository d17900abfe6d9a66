"""Hold an answer against what its query expects: `rows > 0`, or yes or no. Counts; knows no files."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping

from kg.errors import UsageError
from kg.query.solutions import Result, Truth, size

_WORDS = re.compile(r"rows\s*(>=|<=|!=|==|=|>|<)\s*(\d+)(?:\s+and\s+(.+))?")
_SIGNS: Mapping[str, Callable[[int, int], bool]] = {
    ">=": operator.ge, "<=": operator.le, "!=": operator.ne, "==": operator.eq, "=": operator.eq, ">": operator.gt,
    "<": operator.lt,
}  # fmt: skip
_ANSWERS = {"yes": True, "no": False}


def unmet_expectation(expectation: str, result: Result) -> str:
    """Return why an answer is not what is expected, which is rows, or a yes, unless its query says otherwise.

    Raises:
        UsageError: the expectation can't be read, or is none for such an answer.
    """
    if isinstance(result, Truth):
        wanted = expectation.strip() or "yes"
        if wanted not in _ANSWERS:
            raise UsageError(
                f"expect: '{wanted}' can't be read; a question that is answered with yes or no expects one"
            )
        return "" if _ANSWERS[wanted] is result.value else f"the answer is {'yes' if result.value else 'no'}"
    if not expectation:
        return "" if size(result) else "no rows"
    return unmet_row_count(expectation, size(result))


def unmet_row_count(expectation: str, rows: int) -> str:
    """Return which part of an expectation the number of rows fails; empty if none.

    Raises:
        UsageError: it can't be read.
    """
    rest: str | None = expectation.strip()
    while rest:
        found = _WORDS.fullmatch(rest)
        if found is None:
            raise UsageError(f"expect: '{rest}' can't be read; write it as rows > 0, or rows >= 1 and rows < 100")
        if not _SIGNS[found[1]](rows, int(found[2])):
            return f"expected rows {found[1]} {found[2]}, and there are {rows:,}"
        rest = found[3]
    return ""
