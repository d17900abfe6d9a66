"""Lay out what one article says: its sentences with the words that matter, and under each the events it tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.model import Event, Mention, Place, Reading, RejectionReason, SkippedText
from kg.show.event import Teller
from kg.show.page import Page, Paragraph, Told
from kg.show.reasons import why_passed, why_unread
from kg.show.terminal import BOLD, DIM, ROLES, Piece, Screen, lines

_TEXT = 5  #: columns before the article's own words, and before an event's name
_SLOT = 13  #: columns before what a slot holds


def as_text(reading: Reading, screen: Screen, *, explain: bool = False) -> Iterator[str]:
    """Yield the lines that show an article: the paragraphs that tell events.

    With `explain` all paragraphs and lines, each slot with its span and rule, and why other words gave no event.
    """
    layout = _Layout(reading, screen, explain=explain)
    yield from layout.head()
    unread = False
    for part in layout.parts():
        yield from [] if unread and isinstance(part, SkippedText) else [""]
        unread = isinstance(part, SkippedText)
        yield from layout.unread(part) if isinstance(part, SkippedText) else layout.paragraph(part)
    yield ""
    yield from layout.foot()


def legend(screen: Screen) -> str:
    """Return what the styles mean; empty where there are none."""
    named = [Piece(f"{role} ", style) for role, style in ROLES.items()]
    return " ".join(lines(named, Screen(None, screen.color), Piece(""), 0)) if screen.color else ""


#: words that nobody would take for an action there; said only where a sentence tells no event
_NO_ACTION = (RejectionReason.NAME, RejectionReason.PART_OF_SPEECH, RejectionReason.LEXICAL_EXCEPTION)
_NONE = Piece("")


class _Layout:
    def __init__(self, reading: Reading, screen: Screen, *, explain: bool) -> None:
        self._reading = reading
        self._screen = screen
        self._explain = explain
        self._page = Page(reading)
        places = {n.key: n for n in reading.nodes if isinstance(n, Place)}
        self._teller = Teller(self._page, places, explain=explain)

    def head(self) -> Iterator[str]:
        """Yield the title, and who published it when."""
        article = self._reading.article
        published = article.published.isoformat() if article.published else "no date"
        yield from self._lines([Piece(article.title or article.id, BOLD)])
        yield from self._lines([Piece(" · ".join(filter(None, (article.outlet, published))), DIM)])

    def foot(self) -> Iterator[str]:
        """Yield how much was found, and passed over; or why nothing was read."""
        reading, claims = self._reading, sum(len(e.claims) for e in self._reading.events)
        if not reading.paragraphs:
            why = why_unread(reading.skipped[0]) if len(reading.skipped) == 1 else "no prose in it"
            yield from self._lines([Piece("Not read: ", BOLD), Piece(why)])
            return
        over = f"; {_count(len(reading.rejected), 'other word')} passed over" if reading.rejected else ""
        hint = " (--explain)" if over and not self._explain else ""
        yield from self._lines(
            [Piece(f"{_count(len(reading.events), 'event')}, {_count(claims, 'claim')}{over}{hint}", DIM)]
        )

    def parts(self) -> list[Paragraph | SkippedText]:
        """Return what is shown, in the order of the text."""
        if not self._explain:
            return [p for p in self._page.paragraphs if p.tells]
        unread = self._reading.skipped if self._reading.paragraphs else ()
        return sorted([*self._page.paragraphs, *unread], key=_start)

    def unread(self, part: SkippedText) -> Iterator[str]:
        """Yield a line that is no prose, and why."""
        words = [Piece(part.mention.text, DIM), Piece(f" (not read: {why_unread(part)})")]
        yield from self._lines(words, Piece("  –", DIM), _TEXT)

    def paragraph(self, paragraph: Paragraph) -> Iterator[str]:
        """Yield the sentences with their events; others between them only with `explain`."""
        lead = Piece(f"¶ {paragraph.number}", BOLD)
        quiet: list[Piece] = []
        for n, told in enumerate(paragraph.told):
            if told.tells or (self._explain and told.passed):
                yield from [""] if n and not lead.text else []
                yield from self._lines([*quiet, *self._highlighted(told.sentence)], lead, _TEXT)
                yield from self._told(told)
                lead, quiet = Piece(""), []
            elif self._explain:
                quiet += [Piece(told.sentence.text, DIM), Piece(" ")]
            else:
                quiet = [Piece("… ", DIM)]
        if quiet and self._explain:
            yield from self._lines(quiet, lead, _TEXT)

    def _told(self, told: Told) -> Iterator[str]:
        for n in told.events:
            yield from self._event(n, self._reading.events[n])
        for n, words in told.again:
            event = self._reading.events[n]
            yield from self._numbered(n, [Piece("again:", DIM), *self._teller.again(event, words, told.sentence)])
        for passed in told.passed if self._explain else ():
            if told.tells and passed.reason in _NO_ACTION:
                continue
            yield from self._lines(
                [Piece(f"“{passed.mention.text}” {why_passed(passed)}", DIM)], Piece("   –", DIM), _TEXT
            )

    def _event(self, n: int, event: Event) -> Iterator[str]:
        yield from self._numbered(n, self._teller.title(event))
        for name, pieces in (*self._teller.slots(event), *self._teller.claims(event)):
            yield from self._lines(pieces, Piece(" " * _TEXT + name, DIM), _SLOT)

    def _numbered(self, n: int, pieces: list[Piece]) -> Iterator[str]:
        yield from self._lines(pieces, Piece(f"{n + 1:>3}", BOLD), _TEXT)

    def _highlighted(self, sentence: Mention) -> Iterator[Piece]:
        """Yield a sentence's words, those that events are made of in the style of their role."""
        marks: dict[int, str] = {}
        for role, style in ROLES.items():
            for mention in (m for e in self._reading.events for m in _mentions(e, role)):
                if sentence.start <= mention.start < sentence.end:
                    marks = dict.fromkeys(range(mention.start, mention.end), style) | marks
        styled = [(char, marks.get(at, "")) for at, char in enumerate(sentence.text, sentence.start)]
        for style, group in groupby(styled, key=lambda pair: pair[1]):
            yield Piece("".join(char for char, _ in group), style)

    def _lines(self, pieces: Iterable[Piece], lead: Piece = _NONE, indent: int = 0) -> Iterator[str]:
        return lines(pieces, self._screen, lead, indent)


def _mentions(event: Event, role: str) -> Iterator[Mention]:
    """Yield the stretches that fill a role of an event."""
    slots = {"actor": event.actors, "target": event.targets, "place": event.places}
    if role == "trigger":
        yield from event.triggers
    elif role == "source":
        yield from (f.mention for c in event.claims for f in (*c.claimants, *c.relayed_by))
    elif role == "date":
        yield from [event.time.mention] if event.time and event.time.mention else []
    else:
        yield from (f.mention for f in slots[role])


def _start(part: Paragraph | SkippedText) -> int:
    return part.mention.start if isinstance(part, SkippedText) else part.start


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
