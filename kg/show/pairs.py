"""Two nodes that may be one, side by side, for whoever decides. Makes lines of text; asks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kg.links.candidate_pairs import CandidatePair
from kg.links.evidence import Evidence, Quote
from kg.show.terminal import BOLD, DIM, Piece, Screen, lines, width

_NAME = 11  #: columns of the names of facts
_NARROWEST = 64  #: columns of a screen that has room for two
_GAP = "  │ "


def as_text(pair: CandidatePair, one: Evidence, other: Evidence, screen: Screen) -> Iterator[str]:
    """Yield the pair's score and reasons, then a row a fact, and the words of articles."""
    why = [Piece(f"{pair.score:.2f}  ", BOLD), Piece("; ".join(pair.reasons))]
    yield from lines(why, screen, Piece(""), 0)
    for name, left, right in _rows(one, other):
        yield from _row(name, left, right, screen)


def _rows(one: Evidence, other: Evidence) -> Iterator[tuple[str, str, str]]:
    yield "", one.label, other.label
    yield "", one.name, other.name
    facts, others = dict(one.facts), dict(other.facts)
    for name in dict.fromkeys([*facts, *others]):
        yield name, facts.get(name, "·"), others.get(name, "·")
    yield "articles", str(one.articles), str(other.articles)
    for left, right in zip_longest(one.quotes, other.quotes):
        yield "", _quoted(left), _quoted(right)


def _quoted(quote: Quote | None) -> str:
    return f"“{quote.words}” ({quote.source})" if quote else ""


def _row(name: str, left: str, right: str, screen: Screen) -> Iterator[str]:
    lead = Piece(name, DIM)
    if screen.width is not None and screen.width < _NARROWEST:
        yield from lines([Piece(left)], screen, lead, _NAME)
        yield from lines([Piece(right)], screen, Piece("  or", DIM), _NAME) if right != left else ()
        return
    room = ((screen.width or 120) - _NAME - len(_GAP)) // 2
    plain = Screen(room)
    texts = [[*lines([Piece(text)], plain, Piece(""), 0)] for text in (left, right)]
    for n, (a, b) in enumerate(zip_longest(*texts, fillvalue="")):
        start = next(lines([Piece("")], screen, lead, _NAME)) if n == 0 and name else ""
        pad = " " * max(room - width(a), 0)
        yield (start + " " * (_NAME - (width(name) if n == 0 else 0)) + a + pad + _GAP + b).rstrip()
