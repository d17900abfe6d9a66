"""The places that an event may have, with the signs that speak for each. Knows the parse and the story, no weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.model import Actor, Kind, Place
from kg.reading.document.narrative import NarratedEvent, NarrativeFrame, are_disjoint, is_home_country
from kg.reading.document.scoring import Candidate
from kg.reading.document.story_segments import StorySegments
from kg.reading.events.place_adjuncts import attachment_distance
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention, is_directional, is_locative
from kg.reading.mentions.toponyms import LOCATIVE_PREPOSITIONS
from kg.reading.parse.sentences import sentence_of

_NEAR = 3  #: steps in the parse beyond which a tie is loose
_LEAD = 2
_NAMES = {"GPE", "LOC", "FAC", "PERSON", ""}  #: labels that the model gives to names of places that it doesn't know


@dataclass(frozen=True)
class PlaceCandidates:
    """Lists the places of one article for each of its events."""

    cast: EntityLinker
    places: Sequence[PlaceMention]  #: in the order of the text
    frame: NarrativeFrame
    title: str
    stops: frozenset[int]  #: words of reporting: what hangs on them tells of the statement
    segments: StorySegments

    def candidates(self, event: NarratedEvent, preceding: Sequence[NarratedEvent]) -> list[Candidate[PlaceMention]]:
        """Return each place that the article names once, by its mention nearest to the event.

        Args:
            told: the event.
            before: the events told before it.
        """
        shared, story = dict(self._narrative_places(event, preceding)), self.segments.segment_of(event.token.i)
        found = []
        for key, mentions in (
            self._places_in_own_sentences(event) if self._has_unresolved_place(event) else self._by_place
        ).items():
            mentions = [p for p in mentions if self.segments.segment_of(p.phrase.head.i) == story]
            if not mentions or (not event.place_adjuncts and self._is_of_other_parties(event, mentions, preceding)):
                continue
            nearest = min(mentions, key=lambda p: (p not in event.place_adjuncts, abs(p.phrase.head.i - event.token.i)))
            signs = {
                *self._adjunct_features(event, key),
                *(s for p in mentions for s in self._attachment_features(event, p)),
                *self._narrative_features(event, shared.get(key, ())),
                *self._article_features(event, nearest.place.key, mentions),
            }
            pick = next((p for p in event.place_adjuncts if p.place.key == key), nearest)
            found.append(Candidate(pick, pick.mention, frozenset(signs)))
        return found

    @cached_property
    def _by_place(self) -> dict[str, list[PlaceMention]]:
        found: dict[str, list[PlaceMention]] = {}
        for placed in self.places:
            found.setdefault(placed.place.key, []).append(placed)
        return found

    def _places_in_own_sentences(self, told: NarratedEvent) -> dict[str, list[PlaceMention]]:
        """Return the places that its own sentences name."""
        own = {sentence_of(draft.trigger.token) for draft in told.mentions}
        here = {key: [p for p in found if sentence_of(p.phrase.head) in own] for key, found in self._by_place.items()}
        return {key: found for key, found in here.items() if found}

    def _has_unresolved_place(self, told: NarratedEvent) -> bool:
        """Tell whether the text says where it was, with a name that is none of the article's places: "near Qala"."""
        known = {p.phrase.head.i for p in self.places}
        return not told.place_adjuncts and any(
            name.i not in known and name.pos_ == "PROPN" and name.ent_type_ in _NAMES
            for draft in told.mentions
            for preposition in draft.trigger.token.subtree
            if preposition.dep_ == "prep" and preposition.lower_ in LOCATIVE_PREPOSITIONS
            for name in preposition.children
            if name.dep_ == "pobj"
        )

    def _is_of_other_parties(
        self, told: NarratedEvent, mentions: Sequence[PlaceMention], before: Sequence[NarratedEvent]
    ) -> bool:
        """Tell whether a place of other paragraphs is of other sides from other countries, as in a digest of news."""
        if any(self.cast.parsed.paragraphs[p.phrase.head.i] == told.paragraph for p in mentions):
            return False
        countries = {side.country for side in _participants(told) if side.country is not None}
        around = {p.key for p in self.cast.with_containing_places(mentions[0].place)}
        if not countries or countries & around:
            return False
        there = [t for t in (*before, self.frame.main_event) if t is not None and t.place_adjuncts]
        there = [
            t for t in there if any(p.place.key in around or self._is_within(mentions[0], p) for p in t.place_adjuncts)
        ]
        keys = {side.key for side in _participants(told)}
        return not any(
            keys & {side.key for side in _participants(t)} or countries & {side.country for side in _participants(t)}
            for t in there
        )

    def _is_within(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        return self.cast.is_within(outer.place, inner.place)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(p.place.key for p in self.places)

    def _adjunct_features(self, told: NarratedEvent, key: str) -> Iterator[str]:
        """Yield how the grammar of each trigger came by the place."""
        for n, pick in enumerate(told.place_adjuncts):
            if pick.place.key == key:
                yield f"{told.narrative_class}: {pick.rule}"
                yield f"first: {pick.rule}" if n == 0 else "of another trigger"
                if pick.place.kind is Kind.COUNTRY:
                    yield f"a country: {pick.rule}"
                if pick.rule == "the target":
                    yield f"the target of {told.event.action}"
                    yield f"the target: {pick.place.kind}"
                if pick.rule == "the target" or is_home_country(told.event, pick.place, self.cast):
                    yield f"at home: {pick.rule}"

    def _attachment_features(self, told: NarratedEvent, placed: PlaceMention) -> Iterator[str]:
        """Yield how near a mention stands to the event in the parse and the text."""
        head = placed.phrase.head
        for draft in told.mentions:
            trigger = draft.trigger.token
            if sentence_of(head) == sentence_of(trigger):
                steps = attachment_distance(trigger, draft.location_arguments, placed, self.stops - {trigger.i})
                if steps is not None:
                    yield f"tied, {min(steps, _NEAR)} steps"
                how = "where" if is_locative(placed) else "towards" if is_directional(placed) else "named"
                yield f"in its sentence: {how}"
                yield "before its word" if head.i < trigger.i else "after its word"
            elif self.cast.parsed.paragraphs[head.i] == told.paragraph:
                yield "in its paragraph, before" if head.i < trigger.i else "in its paragraph, after"

    def _narrative_places(
        self, told: NarratedEvent, before: Sequence[NarratedEvent]
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield, by place, what of the story is there."""
        found: dict[str, list[str]] = {}
        deeds = [b for b in before if b.is_physical and b.place_adjuncts]
        same = [b for b in deeds if b.paragraph == told.paragraph]
        last = [b for b in deeds if told.paragraph - b.paragraph <= 1]
        main = [self.frame.main_event] if self.frame.main_event is not None else []
        like = [b for b in before if b.place_adjuncts and _shares_participant(b, told)]
        for name, events in (("the paragraph's place", same[-1:]), ("the last deed's place", last[-1:]),
                             ("the place of the same sides", like[-1:]), ("the story's place", main)):  # fmt: skip
            for event in events:
                if event is not told:
                    late = are_disjoint(event.interval, told.interval)
                    found.setdefault(event.place_adjuncts[0].place.key, []).append(
                        f"{name}, at another time" if late else name
                    )
        for key, names in self._title_and_lead_places.items():
            found.setdefault(key, []).extend(names)
        yield from ((key, tuple(names)) for key, names in found.items())

    @cached_property
    def _title_and_lead_places(self) -> dict[str, list[str]]:
        """What the title and the lead name, by place."""
        found: dict[str, list[str]] = {}
        lead = {k: m[0].place for k, m in self._by_place.items() if any(self._is_in_lead(p) for p in m)}
        for key, mentions in self._by_place.items():
            if any(p.phrase.name in self.title for p in mentions):
                found.setdefault(key, []).append("the title's place")
            if key in lead:
                inner = [p for p in lead.values() if self.cast.is_within(p, lead[key])]
                found.setdefault(key, []).append("the lead's larger place" if inner else "the lead's place")
                if self.frame.main_event is not None and self.cast.is_within(
                    lead[key], self.frame.main_event.place_adjuncts[0].place
                ):
                    found[key].append("in the story's place")
        return found

    def _is_in_lead(self, placed: PlaceMention) -> bool:
        """Tell whether the first paragraphs say that something is there."""
        return self.cast.parsed.paragraphs[placed.phrase.head.i] < _LEAD and is_locative(placed)

    def _narrative_features(self, told: NarratedEvent, names: Sequence[str]) -> Iterator[str]:
        """Yield what of the story is there, apart for events with a place of their own and events without."""
        own = "told elsewhere" if told.place_adjuncts else "told nowhere"
        for name in names:
            yield f"{own}, {told.narrative_class}: {name}"
            if not told.place_adjuncts:
                yield f"{name}: {'past' if told.is_past else 'not past'}"
                if told.is_anaphoric:
                    yield f"taken up: {name}"
                if not told.is_actual:
                    yield f"not actual: {name}"

    def _article_features(self, told: NarratedEvent, key: str, mentions: Sequence[PlaceMention]) -> Iterator[str]:
        """Yield what kind of place it is, how often the article names it and what lies in it."""
        place = mentions[0].place
        own = "told elsewhere" if told.place_adjuncts else "told nowhere"
        yield f"{own}: {place.kind}"
        yield f"{told.narrative_class}: {place.kind}"
        if self._counts[key] == max(self._counts.values()):
            yield f"{own}: named most"
        if len(self._by_place) == 1:
            yield f"{own}: the only place"
        yield from self._containment_features(told, key, place)
        if any(isinstance(a.value, Actor) and a.value.country == key for a in told.event.actors):
            yield "the actor's country"
        if any(isinstance(a.value, Actor) and a.value.key == key for a in told.event.targets):
            yield "the target's name"

    def _containment_features(self, told: NarratedEvent, key: str, place: Place) -> Iterator[str]:
        """Yield which places around it or in it stand beside it."""
        sentences = {sentence_of(d.trigger.token) for d in told.mentions}
        here = [p for p in self.places if sentence_of(p.phrase.head) in sentences]
        if key in {p.place.key for p in here}:
            if any(self.cast.is_within(p.place, place) for p in here):
                yield "a place in it stands beside it"
            if any(self.cast.is_within(place, p.place) for p in here):
                yield "a place around it stands beside it"
        for pick in told.place_adjuncts[:1]:
            if self.cast.is_within(pick.place, place):
                yield "around what the grammar gives"
            if self.cast.is_within(place, pick.place):
                yield "within what the grammar gives"


def _participants(told: NarratedEvent) -> list[Actor]:
    """Return who takes part in an event."""
    return [f.value for f in (*told.event.actors, *told.event.targets) if isinstance(f.value, Actor)]


def _shares_participant(earlier: NarratedEvent, told: NarratedEvent) -> bool:
    """Tell whether two events of one kind share a side."""
    ours, theirs = ({f.value.key for f in (*t.event.actors, *t.event.targets)} for t in (earlier, told))
    return earlier.narrative_class == told.narrative_class and bool(ours & theirs)
