"""Rejected triggers and skipped text as values of an article's text. Knows triggers and events; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Event, Mention, RejectedTrigger, RejectionReason, SkippedText
from kg.reading.events.trigger import rejected_sense
from kg.reading.events.triggers import TriggerSearch
from kg.reading.parse.nlp import ParsedArticle
from kg.text_normalization import CleanText


def rejected_triggers(
    search: TriggerSearch, events: Iterable[Event], parsed: ParsedArticle
) -> tuple[RejectedTrigger, ...]:
    """Return the rejected senses and the triggers without an event, in the order of the text."""
    in_events = {m for e in events for m in e.triggers}
    triggers = [rejected_sense(t, RejectionReason.NO_ARGUMENT, "") for t in search.triggers]
    senses = [(parsed.mention(s.first, s.last), s) for s in (*triggers, *search.rejected)]
    rejected = [(mention, sense) for mention, sense in senses if mention not in in_events]
    return tuple(
        RejectedTrigger(mention, sense.entry.text, sense.entry.action, sense.reason, sense.detail)
        for mention, sense in sorted(rejected, key=lambda pair: pair[1].first)
    )


def skipped_text(clean: CleanText, raw: str, start: int, end: int, reason: RejectionReason, detail: str) -> SkippedText:
    """Return a stretch of the cleaned text that was not read, by its offsets in the raw text.

    Args:
        clean: the cleaned text.
        raw: the text that it was made of.
        start: offset of the stretch in the cleaned text.
        end: offset after it.
        reason: why it was not read.
        detail: for people to read, empty without one.
    """
    first, last = clean.raw_span(start, end)
    return SkippedText(Mention(first, last, raw[first:last]), reason, detail)
