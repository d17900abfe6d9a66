"""Tell a digest of unrelated news from one story: what is told in one of its items is not where or when of another.

Knows which countries the paragraphs name; knows no events.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_ITEMS = 5  #: paragraphs that name countries, from which on a text can be a digest
_SHARING = 0.25  #: share of them that may name a country of the one before: in one story most do


def stories(countries: Sequence[frozenset[str]]) -> tuple[int, ...]:
    """Return the number of the story that each paragraph belongs to, 0 for all where the text is one story.

    In a digest a paragraph goes on with the story before if it names one of its countries, or none.

    Args:
        countries: what each paragraph names.
    """
    if not _is_digest(countries):
        return (0,) * len(countries)
    numbers, around = [0], set(countries[0])
    for named in countries[1:]:
        goes_on = not named or not around or bool(named & around)
        numbers.append(numbers[-1] + (not goes_on))
        around = around | named if goes_on else set(named)
    return tuple(numbers)


def _is_digest(countries: Sequence[frozenset[str]]) -> bool:
    naming = [named for named in countries if named]
    sharing = sum(bool(one & other) for one, other in pairwise(naming))
    return len(naming) >= _ITEMS and sharing <= _SHARING * (len(naming) - 1)
