"""Give each trigger its own day or interval, not the statement's. Knows time phrases and the parse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Token

from kg.extract.nlp import Parsed
from kg.extract.reach import distance, site
from kg.extract.timex import Calendar
from kg.model import Interval, Mention

_FUTURE = {"will", "wo", "shall", "'ll"}


@dataclass(frozen=True)
class Dated:
    """A time phrase in the parse."""

    first: int
    last: int
    site: Token  #: what it hangs on
    interval: Interval
    mention: Mention


def dated(parsed: Parsed, calendar: Calendar, said_on: date | None) -> tuple[Dated, ...]:
    """Return the time phrases of the prose that name days."""
    by_start = {start: i for i, start in enumerate(parsed.starts)}
    spans = _paragraph_spans(parsed)
    out: list[Dated] = []
    for start, end in spans:
        found = calendar.phrases(
            parsed.clean.text[start:end],
            said_on,
            ahead=lambda at, base=start: _ahead(parsed, by_start, base + at),  # type: ignore[misc]
        )
        for phrase in found:
            tokens = _tokens(parsed, start + phrase.start, start + phrase.end)
            if tokens:
                out.append(_dated(parsed, tokens, phrase.interval))
    return tuple(out)


def date_of(trigger: Token, phrases: Iterable[Dated], stops: frozenset[int]) -> Dated | None:
    """Return the time phrase nearest to a trigger in the parse, or None: no date is better than the statement's."""
    reached = [
        (d, p) for p in phrases if p.site.sent == trigger.sent and (d := distance(trigger, p.site, stops)) is not None
    ]
    best = min(reached, key=lambda r: (r[0], abs(r[1].first - trigger.i)), default=None)
    return best[1] if best else None


def _paragraph_spans(parsed: Parsed) -> list[tuple[int, int]]:
    spans: dict[int, tuple[int, int]] = {}
    for token, start, paragraph in zip(parsed.doc, parsed.starts, parsed.paragraphs, strict=True):
        first = spans.get(paragraph, (start, 0))[0]
        spans[paragraph] = (first, start + len(token))
    return list(spans.values())


def _tokens(parsed: Parsed, start: int, end: int) -> list[Token]:
    from bisect import bisect_left

    first = bisect_left(parsed.starts, start)
    return [parsed.doc[i] for i in range(first, bisect_left(parsed.starts, end))]


def _dated(parsed: Parsed, tokens: list[Token], interval: Interval) -> Dated:
    doc: Doc = parsed.doc
    span = doc[tokens[0].i : tokens[-1].i + 1]
    mention = parsed.over(span)
    plain = Interval(interval.earliest, interval.latest, mention.text, interval.value)
    return Dated(span.start, span.end - 1, _site_of(span.root, span.start, span.end), plain, mention)


def _site_of(root: Token, start: int, end: int) -> Token:
    while start <= root.i < end and root.dep_ != "ROOT":
        if not start <= root.head.i < end:
            return root.head if root.head.pos_ in ("VERB", "AUX", "NOUN") else site(root)
        root = root.head
    return root


def _ahead(parsed: Parsed, by_start: dict[int, int], at: int) -> bool:
    """Tell whether the verb that governs the offset is in the future."""
    i = by_start.get(at)
    if i is None:
        return False
    verb = site(parsed.doc[i])
    return any(c.lower_ in _FUTURE for c in verb.children) or (
        verb.tag_ == "VB" and any(c.lower_ in _FUTURE for c in verb.head.children)
    )
