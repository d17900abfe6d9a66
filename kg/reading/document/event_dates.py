"""The days that an event may have, with the signs that speak for each. Knows the parse and the story, no weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Interval
from kg.reading.document.narrative import NarratedEvent, NarrativeFrame
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
class DateCandidates:
    """Lists the time phrases of one article for each of its events."""

    cast: EntityLinker
    dates: Sequence[TimeMention]  #: in the order of the text
    frame: NarrativeFrame
    stops: frozenset[int]  #: words of reporting: what hangs on them tells of the statement
    segments: StorySegments

    def candidates(self, event: NarratedEvent, preceding: Sequence[NarratedEvent]) -> list[Candidate[TimeMention]]:
        """Return the time phrases of the event's sentences and paragraph, and those of the story, in its order.

        Args:
            told: the event.
            before: the events told before it.
        """
        shared = self._narrative_features(event, preceding)
        found = []
        story = self.segments.segment_of(event.token.i)
        for dated in (d for d in self.dates if self.segments.segment_of(d.first) == story):
            signs = [
                *self._attachment_features(event, dated),
                *shared.get(dated.first, ()),
                *self._lead_features(dated),
            ]
            if signs:
                signs += [*_granularity_features(event, dated), *self._article_features(event, dated)]
                found.append(Candidate(dated, dated.mention, frozenset(signs)))
        return found

    def _attachment_features(self, told: NarratedEvent, dated: TimeMention) -> Iterator[str]:
        """Yield how near a time phrase stands to the event in the parse and the text."""
        for n, pick in enumerate(told.time_adjuncts):
            if pick is dated:
                yield f"{told.narrative_class}: its grammar's day"
                yield "its first word's day" if n == 0 else "another word's day"
            elif _is_same_interval(pick.interval, dated.interval):
                yield "the day that its grammar gives"
        for draft in told.mentions:
            trigger = draft.trigger.token
            if sentence_of(dated.attachment_site) == sentence_of(trigger):
                yield from self._sentence_features(draft.trigger.token.i, dated)
                steps = tree_distance(trigger, dated.attachment_site, self.stops - {trigger.i})
                yield f"{min(steps, _NEAR)} steps away" if steps is not None else "out of its grammar"
            elif self.cast.parsed.paragraphs[dated.first] == told.paragraph:
                yield "in its paragraph, before" if dated.first < trigger.i else "in its paragraph, after"

    def _sentence_features(self, trigger: int, dated: TimeMention) -> Iterator[str]:
        yield "in its sentence, before" if dated.first < trigger else "in its sentence, after"
        if dated.attachment_site.i in self.stops:
            yield "a statement's day"
        if dated.before_noun:
            yield "its own noun's day" if dated.attachment_site.i == trigger else "another noun's day"

    def _lead_features(self, dated: TimeMention) -> Iterator[str]:
        """Yield whether the first paragraphs have it."""
        if self.cast.parsed.paragraphs[dated.first] < _LEAD:
            yield "in the lead"

    def _narrative_features(self, told: NarratedEvent, before: Sequence[NarratedEvent]) -> dict[int, list[str]]:
        """Return, by the first token of a time phrase, what of the story is on that day."""
        found: dict[int, list[str]] = {}
        deeds = [b for b in before if b.is_physical and b.time_adjuncts and not b.is_only_effect]
        same = [b for b in deeds if b.paragraph == told.paragraph]
        last = [b for b in deeds if told.paragraph - b.paragraph <= 1]
        own = "told on a day" if told.time_adjuncts else "told on no day"
        names = [("the paragraph's day", b.time_adjuncts[0]) for b in same[-1:]]
        names += [("the last deed's day", b.time_adjuncts[0]) for b in last[-1:]]
        names += [("the story's day", self.frame.main_day)] if self.frame.main_day is not None else []
        for name, dated in names:
            signs = found.setdefault(dated.first, [])
            signs.append(f"{own}, {told.narrative_class}: {name}")
            signs.append(f"{name}: {'past' if told.is_past else 'not past'}")
            signs += [f"taken up: {name}"] if told.is_anaphoric else []
            signs += [f"not actual: {name}"] if not told.is_actual else []
            if self._is_at_main_place(told):
                signs.append(f"at the story's place: {name}")
        return found

    def _is_at_main_place(self, told: NarratedEvent) -> bool:
        """Tell whether the event has the place of the story."""
        main = self.frame.main_event
        return (
            main is not None
            and bool(told.place_adjuncts)
            and told.place_adjuncts[0].place.key == main.place_adjuncts[0].place.key
        )

    def _article_features(self, told: NarratedEvent, dated: TimeMention) -> Iterator[str]:
        """Yield where the phrase stands in the article, and how the event is told."""
        own = "told on a day" if told.time_adjuncts else "told on no day"
        yield f"{own}: {'past' if told.is_past else 'not past'}"
        yield f"{own}, {told.narrative_class}: {'actual' if told.is_actual else 'not actual'}"
        if any(self._lead_features(dated)):
            yield f"{own}, {told.narrative_class}: in the lead"
        if len(self.dates) == 1:
            yield f"{own}: the only day"


def _granularity_features(told: NarratedEvent, dated: TimeMention) -> Iterator[str]:
    """Yield how long the time is."""
    when = dated.interval
    if single_day(when) is not None:
        yield f"{told.narrative_class}: a day"
    elif when.earliest is None:
        yield "a day of no known year"
    elif when.value is None:
        yield f"{told.narrative_class}: a stretch of days"
    else:
        yield f"{told.narrative_class}: a month or year"


def _is_same_interval(one: Interval, other: Interval) -> bool:
    return (one.earliest, one.latest, one.value) == (other.earliest, other.latest, other.value)
