"""Candidates for the day of an event, each with its features. Knows the parse and the narrative; knows no weights.

Names of features are keys of `weights.json`, and `kg read --explain` shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.model import Interval
from kg.reading.document.article_context import ArticleContext
from kg.reading.document.narrative import LEAD_PARAGRAPHS, NarratedEvent, NarrativeFrame
from kg.reading.document.scoring import Candidate
from kg.reading.mentions.calendar import single_day
from kg.reading.mentions.time_mentions import TimeMention
from kg.reading.parse.sentences import sentence_of
from kg.reading.parse.tree_distance import tree_distance

_MAX_STEPS = 4  #: in the parse; all greater distances are one feature


@dataclass(frozen=True)
class DateCandidates:
    """Lists the time mentions of one article as candidates for each of its events."""

    context: ArticleContext
    frame: NarrativeFrame
    cue_tokens: frozenset[int]  #: indexes of reporting words: what attaches to them dates the statement

    def candidates(self, event: NarratedEvent, preceding: Sequence[NarratedEvent]) -> list[Candidate[TimeMention]]:
        """Return the time mentions near the event and those of the narrative, in the order of the text.

        Args:
            event: without a day.
            preceding: the events mentioned before it.
        """
        narrative, found = self._narrative_features(event, preceding), []
        segment_of = self.context.segments.segment_of
        segment = segment_of(event.token.i)
        for time in (t for t in self.context.times if segment_of(t.first) == segment):
            features = [
                *self._attachment_features(event, time),
                *narrative.get(time.first, ()),
                *self._lead_features(time),
            ]
            if features:
                features += [*_granularity_features(event, time), *self._article_features(event, time)]
                found.append(Candidate(time, time.mention, frozenset(features)))
        return found

    def _attachment_features(self, event: NarratedEvent, time: TimeMention) -> Iterator[str]:
        """Yield how near a time mention stands to the event in the parse and the text."""
        for n, adjunct in enumerate(event.time_adjuncts):
            if adjunct is time:
                yield f"{event.narrative_class}: its grammar's day"
                yield "its first word's day" if n == 0 else "another word's day"
            elif _is_same_interval(adjunct.interval, time.interval):
                yield "the day that its grammar gives"
        for mention in event.mentions:
            trigger = mention.trigger.token
            if sentence_of(time.attachment_site) == sentence_of(trigger):
                yield from self._sentence_features(trigger.i, time)
                steps = tree_distance(trigger, time.attachment_site, self.cue_tokens - {trigger.i})
                yield f"{min(steps, _MAX_STEPS)} steps away" if steps is not None else "out of its grammar"
            elif self._paragraph(time) == event.paragraph:
                yield "in its paragraph, before" if time.first < trigger.i else "in its paragraph, after"

    def _sentence_features(self, trigger: int, time: TimeMention) -> Iterator[str]:
        yield "in its sentence, before" if time.first < trigger else "in its sentence, after"
        if time.attachment_site.i in self.cue_tokens:
            yield "a statement's day"
        if time.is_premodifier:
            yield "its own noun's day" if time.attachment_site.i == trigger else "another noun's day"

    def _lead_features(self, time: TimeMention) -> Iterator[str]:
        """Yield whether the first paragraphs have it."""
        if self._paragraph(time) < LEAD_PARAGRAPHS:
            yield "in the lead"

    def _paragraph(self, time: TimeMention) -> int:
        return self.context.entities.parsed.paragraphs[time.first]

    def _narrative_features(self, event: NarratedEvent, preceding: Sequence[NarratedEvent]) -> dict[int, list[str]]:
        """Return, by the first token of a time mention, which events of the narrative have that day."""
        features: dict[int, list[str]] = {}
        dated = [e for e in preceding if e.is_physical and e.time_adjuncts and not e.is_only_effect]
        same_paragraph = [e for e in dated if e.paragraph == event.paragraph]
        recent = [e for e in dated if event.paragraph - e.paragraph <= 1]
        sources = [("the paragraph's day", e.time_adjuncts[0]) for e in same_paragraph[-1:]]
        sources += [("the last deed's day", e.time_adjuncts[0]) for e in recent[-1:]]
        sources += [("the story's day", self.frame.main_day)] if self.frame.main_day is not None else []
        for name, time in sources:
            of_time = features.setdefault(time.first, [])
            of_time.append(f"{_has_own_day(event)}, {event.narrative_class}: {name}")
            of_time.append(f"{name}: {'past' if event.is_past else 'not past'}")
            of_time += [f"taken up: {name}"] if event.is_anaphoric else []
            of_time += [f"not actual: {name}"] if not event.is_actual else []
            if self._is_at_main_place(event):
                of_time.append(f"at the story's place: {name}")
        return features

    def _is_at_main_place(self, event: NarratedEvent) -> bool:
        """Tell whether the event has the place of the main event."""
        main, adjuncts = self.frame.main_event, event.place_adjuncts
        return main is not None and bool(adjuncts) and adjuncts[0].place.key == main.place_adjuncts[0].place.key

    def _article_features(self, event: NarratedEvent, time: TimeMention) -> Iterator[str]:
        """Yield where the mention stands in the article, and how the event is presented."""
        own = _has_own_day(event)
        yield f"{own}: {'past' if event.is_past else 'not past'}"
        yield f"{own}, {event.narrative_class}: {'actual' if event.is_actual else 'not actual'}"
        if any(self._lead_features(time)):
            yield f"{own}, {event.narrative_class}: in the lead"
        if len(self.context.times) == 1:
            yield f"{own}: the only day"


def _has_own_day(event: NarratedEvent) -> str:
    return "told on a day" if event.time_adjuncts else "told on no day"


def _granularity_features(event: NarratedEvent, time: TimeMention) -> Iterator[str]:
    """Yield how long the time is."""
    interval = time.interval
    if single_day(interval) is not None:
        yield f"{event.narrative_class}: a day"
    elif interval.earliest is None:
        yield "a day of no known year"
    elif interval.value is None:
        yield f"{event.narrative_class}: a stretch of days"
    else:
        yield f"{event.narrative_class}: a month or year"


def _is_same_interval(one: Interval, other: Interval) -> bool:
    return (one.earliest, one.latest, one.value) == (other.earliest, other.latest, other.value)
