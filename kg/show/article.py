"""Lay out one article: its sentences with highlighted mentions, and under each the events that it mentions first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.model import Event, Mention, Place, Reading, RejectionReason, SkippedText
from kg.query.display_names import quantity
from kg.show.event_format import EventFormatter
from kg.show.explanations import explain_rejection, explain_skip
from kg.show.sentence_layout import Paragraph, SentenceEvents, SentenceLayout
from kg.show.terminal import BOLD, DIM, ROLE_STYLES, Screen, StyledText, wrapped_lines

_TEXT_INDENT = 5  #: columns before the article's own words, and before an event's name
_SLOT_INDENT = 13  #: columns before the fillers of a slot


def article_lines(reading: Reading, screen: Screen, *, explain: bool = False) -> Iterator[str]:
    """Yield the lines of an article: the paragraphs with events.

    With `explain` all paragraphs and skipped lines, each filler with its span and rule, and the rejected triggers.
    """
    formatter = _ArticleFormatter(reading, screen, explain=explain)
    yield from formatter.heading()
    follows_skipped = False
    for part in formatter.parts():
        is_skipped = isinstance(part, SkippedText)
        yield from [] if follows_skipped and is_skipped else [""]
        follows_skipped = is_skipped
        yield from formatter.skipped_text(part) if isinstance(part, SkippedText) else formatter.paragraph(part)
    yield ""
    yield from formatter.footer()


def legend(screen: Screen) -> str:
    """Return what the styles mean; empty where there are none."""
    roles = [StyledText(f"{role} ", style) for role, style in ROLE_STYLES.items()]
    return " ".join(wrapped_lines(roles, Screen(None, screen.color), StyledText(""), 0)) if screen.color else ""


#: of triggers that no reader would take for an action; shown only where a sentence has no event
_UNAMBIGUOUS_REASONS = (RejectionReason.NAME, RejectionReason.PART_OF_SPEECH, RejectionReason.LEXICAL_EXCEPTION)
_EMPTY = StyledText("")


class _ArticleFormatter:
    """Formats the parts of one article for a screen."""

    def __init__(self, reading: Reading, screen: Screen, *, explain: bool) -> None:
        self._reading = reading
        self._screen = screen
        self._explain = explain
        self._layout = SentenceLayout(reading)
        places = {n.key: n for n in reading.nodes if isinstance(n, Place)}
        self._formatter = EventFormatter(self._layout, places, explain=explain)

    def heading(self) -> Iterator[str]:
        """Yield the title, the outlet and the date of publication."""
        article = self._reading.article
        published = article.published.isoformat() if article.published else "no date"
        yield from self._lines([StyledText(article.title or article.id, BOLD)])
        yield from self._lines([StyledText(" · ".join(filter(None, (article.outlet, published))), DIM)])

    def footer(self) -> Iterator[str]:
        """Yield the numbers of events, claims and rejected triggers; or why nothing was read."""
        reading, claims = self._reading, sum(len(e.claims) for e in self._reading.events)
        if not reading.paragraphs:
            reason = explain_skip(reading.skipped[0]) if len(reading.skipped) == 1 else "no prose in it"
            yield from self._lines([StyledText("Not read: ", BOLD), StyledText(reason)])
            return
        rejected = f"; {quantity(len(reading.rejected), 'other word')} passed over" if reading.rejected else ""
        hint = " (--explain)" if rejected and not self._explain else ""
        counts = f"{quantity(len(reading.events), 'event')}, {quantity(claims, 'claim')}"
        yield from self._lines([StyledText(f"{counts}{rejected}{hint}", DIM)])

    def parts(self) -> list[Paragraph | SkippedText]:
        """Return what is shown, in the order of the text."""
        if not self._explain:
            return [p for p in self._layout.paragraphs if p.has_events]
        skipped = self._reading.skipped if self._reading.paragraphs else ()
        return sorted([*self._layout.paragraphs, *skipped], key=_start_offset)

    def skipped_text(self, part: SkippedText) -> Iterator[str]:
        """Yield a text that is no prose, and the reason."""
        words = [StyledText(part.mention.text, DIM), StyledText(f" (not read: {explain_skip(part)})")]
        yield from self._lines(words, StyledText("  –", DIM), _TEXT_INDENT)

    def paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        """Yield the sentences with their events; those without only with `explain`."""
        prefix = StyledText(f"¶ {paragraph.number}", BOLD)
        eventless: list[StyledText] = []
        for n, sentence in enumerate(paragraph.sentences):
            if sentence.has_events or (self._explain and sentence.rejected):
                yield from [""] if n and not prefix.text else []
                words = self._highlighted_pieces(sentence.span)
                yield from self._lines([*eventless, *words], prefix, _TEXT_INDENT)
                yield from self._sentence_events(sentence)
                prefix, eventless = _EMPTY, []
            elif self._explain:
                eventless += [StyledText(sentence.span.text, DIM), StyledText(" ")]
            else:
                eventless = [StyledText("… ", DIM)]
        if eventless and self._explain:
            yield from self._lines(eventless, prefix, _TEXT_INDENT)

    def _sentence_events(self, sentence: SentenceEvents) -> Iterator[str]:
        for n in sentence.first_events:
            yield from self._event_lines(n, self._reading.events[n])
        for n, triggers in sentence.repeated_events:
            mention = self._formatter.repeated_mention(self._reading.events[n], triggers, sentence.span)
            yield from self._numbered_lines(n, [StyledText("again:", DIM), *mention])
        for trigger in sentence.rejected if self._explain else ():
            if sentence.has_events and trigger.reason in _UNAMBIGUOUS_REASONS:
                continue
            explanation = StyledText(f"“{trigger.mention.text}” {explain_rejection(trigger)}", DIM)
            yield from self._lines([explanation], StyledText("   –", DIM), _TEXT_INDENT)

    def _event_lines(self, n: int, event: Event) -> Iterator[str]:
        yield from self._numbered_lines(n, self._formatter.title(event))
        for name, pieces in (*self._formatter.slots(event), *self._formatter.claims(event)):
            yield from self._lines(pieces, StyledText(" " * _TEXT_INDENT + name, DIM), _SLOT_INDENT)

    def _numbered_lines(self, n: int, pieces: list[StyledText]) -> Iterator[str]:
        yield from self._lines(pieces, StyledText(f"{n + 1:>3}", BOLD), _TEXT_INDENT)

    def _highlighted_pieces(self, sentence: Mention) -> Iterator[StyledText]:
        """Yield a sentence's words, those of triggers and arguments in the style of their role."""
        styles: dict[int, str] = {}
        for role, style in ROLE_STYLES.items():
            for mention in (m for e in self._reading.events for m in _role_mentions(e, role)):
                if sentence.start <= mention.start < sentence.end:
                    styles = dict.fromkeys(range(mention.start, mention.end), style) | styles
        characters = [(char, styles.get(at, "")) for at, char in enumerate(sentence.text, sentence.start)]
        for style, group in groupby(characters, key=lambda pair: pair[1]):
            yield StyledText("".join(char for char, _ in group), style)

    def _lines(self, pieces: Iterable[StyledText], prefix: StyledText = _EMPTY, indent: int = 0) -> Iterator[str]:
        return wrapped_lines(pieces, self._screen, prefix, indent)


def _role_mentions(event: Event, role: str) -> Iterator[Mention]:
    """Yield the mentions that fill a role of an event."""
    slots = {"actor": event.actors, "target": event.targets, "place": event.places}
    if role == "trigger":
        yield from event.triggers
    elif role == "source":
        yield from (f.mention for c in event.claims for f in (*c.claimants, *c.relayed_by))
    elif role == "date":
        yield from [event.when.mention] if event.when and event.when.mention else []
    else:
        yield from (f.mention for f in slots[role])


def _start_offset(part: Paragraph | SkippedText) -> int:
    return part.mention.start if isinstance(part, SkippedText) else part.start
