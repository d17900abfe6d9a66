"""Candidates for the place of an event, each with its features. Knows the parse and the narrative; knows no weights.

Names of features are keys of `weights.json`, and `kg read --explain` shows them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.model import Actor, Kind, Place
from kg.reading.document.article_context import ArticleContext
from kg.reading.document.narrative import LEAD_PARAGRAPHS, NarratedEvent, NarrativeFrame, are_disjoint, is_home_country
from kg.reading.document.scoring import Candidate
from kg.reading.events.place_adjuncts import attachment_distance
from kg.reading.mentions.place_attachment import PlaceMention, is_directional, is_locative
from kg.reading.mentions.toponyms import LOCATIVE_PREPOSITIONS
from kg.reading.parse.sentences import sentence_of

_MAX_STEPS = 3  #: in the parse; all greater distances are one feature
_NAME_LABELS = {"GPE", "LOC", "FAC", "PERSON", ""}  #: that the model gives to names of places that it doesn't know


@dataclass(frozen=True)
class PlaceCandidates:
    """Lists the places of one article as candidates for each of its events."""

    context: ArticleContext
    frame: NarrativeFrame
    cue_tokens: frozenset[int]  #: indexes of reporting words: what attaches to them locates the statement

    def candidates(self, event: NarratedEvent, preceding: Sequence[NarratedEvent]) -> list[Candidate[PlaceMention]]:
        """Return each place of the article once, by its mention nearest to the event.

        Args:
            event: without a place.
            preceding: the events mentioned before it.
        """
        narrative, found = self._narrative_places(event, preceding), []
        segment_of = self.context.segments.segment_of
        segment = segment_of(event.token.i)
        by_place = self._places_in_own_sentences(event) if self._has_unresolved_place(event) else self._by_place
        adjuncts = event.place_adjuncts
        for key, mentions in by_place.items():
            mentions = [p for p in mentions if segment_of(p.phrase.head.i) == segment]
            if not mentions or (not adjuncts and self._is_of_other_parties(event, mentions, preceding)):
                continue
            nearest = min(mentions, key=lambda p: (p not in adjuncts, abs(p.phrase.head.i - event.token.i)))
            features = {
                *self._adjunct_features(event, key),
                *(f for p in mentions for f in self._attachment_features(event, p)),
                *self._narrative_features(event, narrative.get(key, ())),
                *self._article_features(event, nearest.place.key, mentions),
            }
            mention = next((p for p in adjuncts if p.place.key == key), nearest)
            found.append(Candidate(mention, mention.mention, frozenset(features)))
        return found

    @cached_property
    def _by_place(self) -> dict[str, list[PlaceMention]]:
        found: dict[str, list[PlaceMention]] = {}
        for mention in self.context.places:
            found.setdefault(mention.place.key, []).append(mention)
        return found

    def _places_in_own_sentences(self, event: NarratedEvent) -> dict[str, list[PlaceMention]]:
        """Return the places that the sentences of the event name, by key."""
        own = {sentence_of(m.trigger.token) for m in event.mentions}
        here = {key: [p for p in found if sentence_of(p.phrase.head) in own] for key, found in self._by_place.items()}
        return {key: found for key, found in here.items() if found}

    def _has_unresolved_place(self, event: NarratedEvent) -> bool:
        """Tell whether the event's place is a name that resolves to none of the article's places: "near Qala"."""
        resolved = {p.phrase.head.i for p in self.context.places}
        return not event.place_adjuncts and any(
            name.i not in resolved and name.pos_ == "PROPN" and name.ent_type_ in _NAME_LABELS
            for mention in event.mentions
            for preposition in mention.trigger.token.subtree
            if preposition.dep_ == "prep" and preposition.lower_ in LOCATIVE_PREPOSITIONS
            for name in preposition.children
            if name.dep_ == "pobj"
        )

    def _is_of_other_parties(
        self, event: NarratedEvent, mentions: Sequence[PlaceMention], preceding: Sequence[NarratedEvent]
    ) -> bool:
        """Tell whether a place of other paragraphs is of participants from other countries, as in a digest of news."""
        paragraphs = self.context.entities.parsed.paragraphs
        if any(paragraphs[p.phrase.head.i] == event.paragraph for p in mentions):
            return False
        countries = {actor.country for actor in _participants(event) if actor.country is not None}
        containing = {p.key for p in self.context.entities.with_containing_places(mentions[0].place)}
        if not countries or countries & containing:
            return False
        there = [e for e in (*preceding, self.frame.main_event) if e is not None and e.place_adjuncts]
        there = [
            e for e in there
            if any(p.place.key in containing or self._is_within(p.place, mentions[0].place) for p in e.place_adjuncts)
        ]  # fmt: skip
        keys = {actor.key for actor in _participants(event)}
        return not any(
            keys & {actor.key for actor in _participants(e)}
            or countries & {actor.country for actor in _participants(e)}
            for e in there
        )

    def _is_within(self, inner: Place, outer: Place) -> bool:
        return self.context.entities.is_within(inner, outer)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(p.place.key for p in self.context.places)

    def _adjunct_features(self, event: NarratedEvent, key: str) -> Iterator[str]:
        """Yield the rules by which the grammar of each trigger gives the place."""
        for n, adjunct in enumerate(event.place_adjuncts):
            if adjunct.place.key == key:
                yield f"{event.narrative_class}: {adjunct.rule}"
                yield f"first: {adjunct.rule}" if n == 0 else "of another trigger"
                if adjunct.place.kind is Kind.COUNTRY:
                    yield f"a country: {adjunct.rule}"
                if adjunct.rule == "the target":
                    yield f"the target of {event.event.action}"
                    yield f"the target: {adjunct.place.kind}"
                is_home = is_home_country(event.event, adjunct.place, self.context.entities)
                if adjunct.rule == "the target" or is_home:
                    yield f"at home: {adjunct.rule}"

    def _attachment_features(self, event: NarratedEvent, place: PlaceMention) -> Iterator[str]:
        """Yield how near a mention stands to the event in the parse and the text."""
        head = place.phrase.head
        for mention in event.mentions:
            trigger = mention.trigger.token
            if sentence_of(head) == sentence_of(trigger):
                other_cues = self.cue_tokens - {trigger.i}
                steps = attachment_distance(trigger, mention.location_arguments, place, other_cues)
                if steps is not None:
                    yield f"tied, {min(steps, _MAX_STEPS)} steps"
                how = "where" if is_locative(place) else "towards" if is_directional(place) else "named"
                yield f"in its sentence: {how}"
                yield "before its word" if head.i < trigger.i else "after its word"
            elif self.context.entities.parsed.paragraphs[head.i] == event.paragraph:
                yield "in its paragraph, before" if head.i < trigger.i else "in its paragraph, after"

    def _narrative_places(self, event: NarratedEvent, preceding: Sequence[NarratedEvent]) -> dict[str, list[str]]:
        """Return, by key of a place, which events of the narrative are there, and whether title and lead name it."""
        found: dict[str, list[str]] = {}
        located = [e for e in preceding if e.is_physical and e.place_adjuncts]
        same_paragraph = [e for e in located if e.paragraph == event.paragraph]
        recent = [e for e in located if event.paragraph - e.paragraph <= 1]
        main = [self.frame.main_event] if self.frame.main_event is not None else []
        alike = [e for e in preceding if e.place_adjuncts and _shares_participant(e, event)]
        for name, events in (("the paragraph's place", same_paragraph[-1:]), ("the last deed's place", recent[-1:]),
                             ("the place of the same sides", alike[-1:]), ("the story's place", main)):  # fmt: skip
            for other in events:
                if other is not event:
                    at_other_time = are_disjoint(other.interval, event.interval)
                    key = other.place_adjuncts[0].place.key
                    found.setdefault(key, []).append(f"{name}, at another time" if at_other_time else name)
        for key, names in self._title_and_lead_places.items():
            found.setdefault(key, []).extend(names)
        return found

    @cached_property
    def _title_and_lead_places(self) -> dict[str, list[str]]:
        """What the title and the lead name, by key of the place."""
        found: dict[str, list[str]] = {}
        lead = {k: m[0].place for k, m in self._by_place.items() if any(self._is_in_lead(p) for p in m)}
        main = self.frame.main_event
        for key, mentions in self._by_place.items():
            if any(p.phrase.name in self.context.title for p in mentions):
                found.setdefault(key, []).append("the title's place")
            if key in lead:
                inner = [p for p in lead.values() if self._is_within(p, lead[key])]
                found.setdefault(key, []).append("the lead's larger place" if inner else "the lead's place")
                if main is not None and self._is_within(lead[key], main.place_adjuncts[0].place):
                    found[key].append("in the story's place")
        return found

    def _is_in_lead(self, place: PlaceMention) -> bool:
        """Tell whether the first paragraphs say that something is there."""
        paragraph = self.context.entities.parsed.paragraphs[place.phrase.head.i]
        return paragraph < LEAD_PARAGRAPHS and is_locative(place)

    def _narrative_features(self, event: NarratedEvent, names: Sequence[str]) -> Iterator[str]:
        """Yield what of the narrative is there, apart for events with a place of their own and events without."""
        own = _has_own_place(event)
        for name in names:
            yield f"{own}, {event.narrative_class}: {name}"
            if not event.place_adjuncts:
                yield f"{name}: {'past' if event.is_past else 'not past'}"
                if event.is_anaphoric:
                    yield f"taken up: {name}"
                if not event.is_actual:
                    yield f"not actual: {name}"

    def _article_features(self, event: NarratedEvent, key: str, mentions: Sequence[PlaceMention]) -> Iterator[str]:
        """Yield what kind of place it is, how often the article names it and how it relates to the participants."""
        place = mentions[0].place
        own = _has_own_place(event)
        yield f"{own}: {place.kind}"
        yield f"{event.narrative_class}: {place.kind}"
        if self._counts[key] == max(self._counts.values()):
            yield f"{own}: named most"
        if len(self._by_place) == 1:
            yield f"{own}: the only place"
        yield from self._containment_features(event, key, place)
        if any(isinstance(a.value, Actor) and a.value.country == key for a in event.event.actors):
            yield "the actor's country"
        if any(isinstance(a.value, Actor) and a.value.key == key for a in event.event.targets):
            yield "the target's name"

    def _containment_features(self, event: NarratedEvent, key: str, place: Place) -> Iterator[str]:
        """Yield whether the event's sentences or its grammar name places around it or in it."""
        sentences = {sentence_of(m.trigger.token) for m in event.mentions}
        here = [p for p in self.context.places if sentence_of(p.phrase.head) in sentences]
        if key in {p.place.key for p in here}:
            if any(self._is_within(p.place, place) for p in here):
                yield "a place in it stands beside it"
            if any(self._is_within(place, p.place) for p in here):
                yield "a place around it stands beside it"
        for adjunct in event.place_adjuncts[:1]:
            if self._is_within(adjunct.place, place):
                yield "around what the grammar gives"
            if self._is_within(place, adjunct.place):
                yield "within what the grammar gives"


def _has_own_place(event: NarratedEvent) -> str:
    return "told elsewhere" if event.place_adjuncts else "told nowhere"


def _participants(event: NarratedEvent) -> list[Actor]:
    """Return the actors and targets of an event that are actors."""
    return [f.value for f in (*event.event.actors, *event.event.targets) if isinstance(f.value, Actor)]


def _shares_participant(earlier: NarratedEvent, later: NarratedEvent) -> bool:
    """Tell whether two events of one class share a participant."""
    ours, theirs = ({f.value.key for f in (*e.event.actors, *e.event.targets)} for e in (earlier, later))
    return earlier.narrative_class == later.narrative_class and bool(ours & theirs)
