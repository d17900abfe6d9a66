"""Split text into words as a Unix shell does. Knows quotation marks only."""

from __future__ import annotations

import shlex

from kg.errors import UsageError


def shell_words(text: str, place: str) -> list[str]:
    """Return the words of a text, those in quotes as one.

    Raises:
        UsageError: a quotation mark is not closed; `place` says where.
    """
    try:
        return shlex.split(text)
    except ValueError as problem:
        raise UsageError(
            f"{place}: {str(problem).lower()}; close the quotation mark, or write \\ before it"
        ) from problem
