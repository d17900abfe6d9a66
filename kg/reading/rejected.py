"""What reading passed over, as values of the article's text: words that made no event, lines that are no prose."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Event, Mention, RejectedTrigger, RejectionReason, SkippedText
from kg.reading.events.trigger import RejectedSense
from kg.reading.events.triggers import TriggerSearch
from kg.reading.parse.nlp import ParsedArticle
from kg.text_normalization import CleanText


def rejected_triggers(
    found: TriggerSearch, events: Iterable[Event], parsed: ParsedArticle
) -> tuple[RejectedTrigger, ...]:
    """Return the words that made no event, in the order of the text: those that are not meant, and those left empty."""
    told = {m for e in events for m in e.triggers}
    triggers = (
        (parsed.mention(t.first, t.last), RejectedSense(t.first, t.last, t.entry, RejectionReason.NO_ARGUMENT))
        for t in found.triggers
    )
    misses = ((parsed.mention(m.first, m.last), m) for m in found.rejected)
    over = [(mention, miss) for mention, miss in (*triggers, *misses) if mention not in told]
    return tuple(
        RejectedTrigger(mention, miss.entry.text, miss.entry.action, miss.reason, miss.detail)
        for mention, miss in sorted(over, key=lambda pair: pair[1].first)
    )


def skipped_text(clean: CleanText, raw: str, start: int, end: int, reason: RejectionReason, detail: str) -> SkippedText:
    """Return a stretch of the cleaned text that was not read, by its place in the raw one."""
    first, last = clean.raw_span(start, end)
    return SkippedText(Mention(first, last, raw[first:last]), reason, detail)
