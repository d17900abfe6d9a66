"""Lay out a candidate pair, its nodes side by side. Makes lines of text; asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kg.links.candidate_pairs import CandidatePair
from kg.links.evidence import Evidence, Quote
from kg.query.table import display_width
from kg.show.terminal import BOLD, DIM, Screen, StyledText, wrapped_lines

_NAME_WIDTH = 11  #: columns, of the names of facts
_MIN_SPLIT_WIDTH = 64  #: columns of a screen that shows nodes side by side
_GAP = "  │ "


def pair_lines(pair: CandidatePair, one: Evidence, other: Evidence, screen: Screen) -> Iterator[str]:
    """Yield the pair's score and reasons, then a row a fact, and the evidence."""
    reasons = [StyledText(f"{pair.score:.2f}  ", BOLD), StyledText("; ".join(pair.reasons))]
    yield from wrapped_lines(reasons, screen, StyledText(""), 0)
    for name, left, right in _rows(one, other):
        yield from _row_lines(name, left, right, screen)


def _rows(one: Evidence, other: Evidence) -> Iterator[tuple[str, str, str]]:
    yield "", one.label, other.label
    yield "", one.name, other.name
    facts, others = dict(one.facts), dict(other.facts)
    for name in dict.fromkeys([*facts, *others]):
        yield name, facts.get(name, "·"), others.get(name, "·")
    yield "articles", str(one.articles), str(other.articles)
    for left, right in zip_longest(one.quotes, other.quotes):
        yield "", _quote_text(left), _quote_text(right)


def _quote_text(quote: Quote | None) -> str:
    return f"“{quote.words}” ({quote.source})" if quote else ""


def _row_lines(name: str, left: str, right: str, screen: Screen) -> Iterator[str]:
    lead = StyledText(name, DIM)
    if screen.width is not None and screen.width < _MIN_SPLIT_WIDTH:
        yield from wrapped_lines([StyledText(left)], screen, lead, _NAME_WIDTH)
        yield from (
            wrapped_lines([StyledText(right)], screen, StyledText("  or", DIM), _NAME_WIDTH) if right != left else ()
        )
        return
    room = ((screen.width or 120) - _NAME_WIDTH - len(_GAP)) // 2
    plain = Screen(room)
    texts = [[*wrapped_lines([StyledText(text)], plain, StyledText(""), 0)] for text in (left, right)]
    for n, (a, b) in enumerate(zip_longest(*texts, fillvalue="")):
        start = next(wrapped_lines([StyledText("")], screen, lead, _NAME_WIDTH)) if n == 0 and name else ""
        pad = " " * max(room - display_width(a), 0)
        yield (start + " " * (_NAME_WIDTH - (display_width(name) if n == 0 else 0)) + a + pad + _GAP + b).rstrip()
