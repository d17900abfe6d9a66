"""The days that an event may have, with the signs that speak for each. Knows the parse and the story, no weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Interval
from kg.reading.document.narrative import Story, Told
from kg.reading.document.scoring import Candidate
from kg.reading.document.story_segments import StorySegments
from kg.reading.mentions.calendar import single_day
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.time_mentions import TimeMention
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import tree_distance

_NEAR = 4
_LEAD = 2


@dataclass(frozen=True)
class Dating:
    """Lists the time phrases of one article for each of its events."""

    cast: EntityLinker
    dates: Sequence[TimeMention]  #: in the order of the text
    story: Story
    stops: frozenset[int]  #: words of reporting: what hangs on them tells of the statement
    segments: StorySegments

    def candidates(self, told: Told, before: Sequence[Told]) -> list[Candidate[TimeMention]]:
        """Return the time phrases of the event's sentences and paragraph, and those of the story, in its order.

        Args:
            told: the event.
            before: the events told before it.
        """
        shared = self._shared(told, before)
        found = []
        story = self.segments.segment_of(told.token.i)
        for dated in (d for d in self.dates if self.segments.segment_of(d.first) == story):
            signs = [*self._tied(told, dated), *shared.get(dated.first, ()), *self._lead(dated)]
            if signs:
                signs += [*_precision(told, dated), *self._standing(told, dated)]
                found.append(Candidate(dated, dated.mention, frozenset(signs)))
        return found

    def _tied(self, told: Told, dated: TimeMention) -> Iterator[str]:
        """Yield how near a time phrase stands to the event in the parse and the text."""
        for n, pick in enumerate(told.dates):
            if pick is dated:
                yield f"{told.kind}: its grammar's day"
                yield "its first word's day" if n == 0 else "another word's day"
            elif _same(pick.interval, dated.interval):
                yield "the day that its grammar gives"
        for draft in told.group:
            trigger = draft.trigger.token
            if sentence_of(dated.attachment_site) == sentence_of(trigger):
                yield from self._in_sentence(draft.trigger.token.i, dated)
                steps = tree_distance(trigger, dated.attachment_site, self.stops - {trigger.i})
                yield f"{min(steps, _NEAR)} steps away" if steps is not None else "out of its grammar"
            elif self.cast.parsed.paragraphs[dated.first] == told.paragraph:
                yield "in its paragraph, before" if dated.first < trigger.i else "in its paragraph, after"

    def _in_sentence(self, trigger: int, dated: TimeMention) -> Iterator[str]:
        yield "in its sentence, before" if dated.first < trigger else "in its sentence, after"
        if dated.attachment_site.i in self.stops:
            yield "a statement's day"
        if dated.before_noun:
            yield "its own noun's day" if dated.attachment_site.i == trigger else "another noun's day"

    def _lead(self, dated: TimeMention) -> Iterator[str]:
        """Yield whether the first paragraphs have it."""
        if self.cast.parsed.paragraphs[dated.first] < _LEAD:
            yield "in the lead"

    def _shared(self, told: Told, before: Sequence[Told]) -> dict[int, list[str]]:
        """Return, by the first token of a time phrase, what of the story is on that day."""
        found: dict[int, list[str]] = {}
        deeds = [b for b in before if b.is_deed and b.dates and not b.is_only_effect]
        same = [b for b in deeds if b.paragraph == told.paragraph]
        last = [b for b in deeds if told.paragraph - b.paragraph <= 1]
        own = "told on a day" if told.dates else "told on no day"
        names = [("the paragraph's day", b.dates[0]) for b in same[-1:]]
        names += [("the last deed's day", b.dates[0]) for b in last[-1:]]
        names += [("the story's day", self.story.day)] if self.story.day is not None else []
        for name, dated in names:
            signs = found.setdefault(dated.first, [])
            signs.append(f"{own}, {told.kind}: {name}")
            signs.append(f"{name}: {'past' if told.is_past else 'not past'}")
            signs += [f"taken up: {name}"] if told.is_anaphoric else []
            signs += [f"not actual: {name}"] if not told.is_actual else []
            if self._is_there(told):
                signs.append(f"at the story's place: {name}")
        return found

    def _is_there(self, told: Told) -> bool:
        """Tell whether the event has the place of the story."""
        main = self.story.main
        return main is not None and bool(told.picks) and told.picks[0].place.key == main.picks[0].place.key

    def _standing(self, told: Told, dated: TimeMention) -> Iterator[str]:
        """Yield where the phrase stands in the article, and how the event is told."""
        own = "told on a day" if told.dates else "told on no day"
        yield f"{own}: {'past' if told.is_past else 'not past'}"
        yield f"{own}, {told.kind}: {'actual' if told.is_actual else 'not actual'}"
        if any(self._lead(dated)):
            yield f"{own}, {told.kind}: in the lead"
        if len(self.dates) == 1:
            yield f"{own}: the only day"


def _precision(told: Told, dated: TimeMention) -> Iterator[str]:
    """Yield how long the time is."""
    when = dated.interval
    if single_day(when) is not None:
        yield f"{told.kind}: a day"
    elif when.earliest is None:
        yield "a day of no known year"
    elif when.value is None:
        yield f"{told.kind}: a stretch of days"
    else:
        yield f"{told.kind}: a month or year"


def _same(one: Interval, other: Interval) -> bool:
    return (one.earliest, one.latest, one.value) == (other.earliest, other.latest, other.value)
