"""The places that an event may have, with the signs that speak for each. Knows the parse and the story, no weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.model import Actor, Kind, Place
from kg.reading.document.narrative import Story, Told, apart, at_home
from kg.reading.document.scoring import Candidate
from kg.reading.document.story_segments import StorySegments
from kg.reading.events.place_adjuncts import tie
from kg.reading.mentions.entities import EntityLinker
from kg.reading.mentions.place_attachment import PlaceMention, is_directional, is_locative
from kg.reading.mentions.toponyms import LOCATIVE_PREPOSITIONS
from kg.reading.parse.sentences import sentence_of

_NEAR = 3  #: steps in the parse beyond which a tie is loose
_LEAD = 2
_NAMES = {"GPE", "LOC", "FAC", "PERSON", ""}  #: labels that the model gives to names of places that it doesn't know


@dataclass(frozen=True)
class Placing:
    """Lists the places of one article for each of its events."""

    cast: EntityLinker
    places: Sequence[PlaceMention]  #: in the order of the text
    story: Story
    title: str
    stops: frozenset[int]  #: words of reporting: what hangs on them tells of the statement
    segments: StorySegments

    def candidates(self, told: Told, before: Sequence[Told]) -> list[Candidate[PlaceMention]]:
        """Return each place that the article names once, by its mention nearest to the event.

        Args:
            told: the event.
            before: the events told before it.
        """
        shared, story = dict(self._shared(told, before)), self.segments.segment_of(told.token.i)
        found = []
        for key, mentions in (self._in_sentences(told) if self._is_somewhere_else(told) else self._by_place).items():
            mentions = [p for p in mentions if self.segments.segment_of(p.phrase.head.i) == story]
            if not mentions or (not told.picks and self._is_another_story(told, mentions, before)):
                continue
            nearest = min(mentions, key=lambda p: (p not in told.picks, abs(p.phrase.head.i - told.token.i)))
            signs = {
                *self._picked(told, key),
                *(s for p in mentions for s in self._tied(told, p)),
                *self._shared_signs(told, shared.get(key, ())),
                *self._standing(told, nearest.place.key, mentions),
            }
            pick = next((p for p in told.picks if p.place.key == key), nearest)
            found.append(Candidate(pick, pick.mention, frozenset(signs)))
        return found

    @cached_property
    def _by_place(self) -> dict[str, list[PlaceMention]]:
        found: dict[str, list[PlaceMention]] = {}
        for placed in self.places:
            found.setdefault(placed.place.key, []).append(placed)
        return found

    def _in_sentences(self, told: Told) -> dict[str, list[PlaceMention]]:
        """Return the places that its own sentences name."""
        own = {sentence_of(draft.trigger.token) for draft in told.group}
        here = {key: [p for p in found if sentence_of(p.phrase.head) in own] for key, found in self._by_place.items()}
        return {key: found for key, found in here.items() if found}

    def _is_somewhere_else(self, told: Told) -> bool:
        """Tell whether the text says where it was, with a name that is none of the article's places: "near Qala"."""
        known = {p.phrase.head.i for p in self.places}
        return not told.picks and any(
            name.i not in known and name.pos_ == "PROPN" and name.ent_type_ in _NAMES
            for draft in told.group
            for preposition in draft.trigger.token.subtree
            if preposition.dep_ == "prep" and preposition.lower_ in LOCATIVE_PREPOSITIONS
            for name in preposition.children
            if name.dep_ == "pobj"
        )

    def _is_another_story(self, told: Told, mentions: Sequence[PlaceMention], before: Sequence[Told]) -> bool:
        """Tell whether a place of other paragraphs is of other sides from other countries, as in a digest of news."""
        if any(self.cast.parsed.paragraphs[p.phrase.head.i] == told.paragraph for p in mentions):
            return False
        countries = {side.country for side in _sides(told) if side.country is not None}
        around = {p.key for p in self.cast.with_containing_places(mentions[0].place)}
        if not countries or countries & around:
            return False
        there = [t for t in (*before, self.story.main) if t is not None and t.picks]
        there = [t for t in there if any(p.place.key in around or self._lies_in(mentions[0], p) for p in t.picks)]
        keys = {side.key for side in _sides(told)}
        return not any(
            keys & {side.key for side in _sides(t)} or countries & {side.country for side in _sides(t)} for t in there
        )

    def _lies_in(self, inner: PlaceMention, outer: PlaceMention) -> bool:
        return self.cast.is_within(outer.place, inner.place)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(p.place.key for p in self.places)

    def _picked(self, told: Told, key: str) -> Iterator[str]:
        """Yield how the grammar of each trigger came by the place."""
        for n, pick in enumerate(told.picks):
            if pick.place.key == key:
                yield f"{told.kind}: {pick.rule}"
                yield f"first: {pick.rule}" if n == 0 else "of another trigger"
                if pick.place.kind is Kind.COUNTRY:
                    yield f"a country: {pick.rule}"
                if pick.rule == "the target":
                    yield f"the target of {told.event.action}"
                    yield f"the target: {pick.place.kind}"
                if pick.rule == "the target" or at_home(told.event, pick.place, self.cast):
                    yield f"at home: {pick.rule}"

    def _tied(self, told: Told, placed: PlaceMention) -> Iterator[str]:
        """Yield how near a mention stands to the event in the parse and the text."""
        head = placed.phrase.head
        for draft in told.group:
            trigger = draft.trigger.token
            if sentence_of(head) == sentence_of(trigger):
                steps = tie(trigger, draft.grounds, placed, self.stops - {trigger.i})
                if steps is not None:
                    yield f"tied, {min(steps, _NEAR)} steps"
                how = "where" if is_locative(placed) else "towards" if is_directional(placed) else "named"
                yield f"in its sentence: {how}"
                yield "before its word" if head.i < trigger.i else "after its word"
            elif self.cast.parsed.paragraphs[head.i] == told.paragraph:
                yield "in its paragraph, before" if head.i < trigger.i else "in its paragraph, after"

    def _shared(self, told: Told, before: Sequence[Told]) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield, by place, what of the story is there."""
        found: dict[str, list[str]] = {}
        deeds = [b for b in before if b.is_deed and b.picks]
        same = [b for b in deeds if b.paragraph == told.paragraph]
        last = [b for b in deeds if told.paragraph - b.paragraph <= 1]
        main = [self.story.main] if self.story.main is not None else []
        like = [b for b in before if b.picks and _is_like(b, told)]
        for name, events in (("the paragraph's place", same[-1:]), ("the last deed's place", last[-1:]),
                             ("the place of the same sides", like[-1:]), ("the story's place", main)):  # fmt: skip
            for event in events:
                if event is not told:
                    late = apart(event.when, told.when)
                    found.setdefault(event.picks[0].place.key, []).append(f"{name}, at another time" if late else name)
        for key, names in self._of_article.items():
            found.setdefault(key, []).extend(names)
        yield from ((key, tuple(names)) for key, names in found.items())

    @cached_property
    def _of_article(self) -> dict[str, list[str]]:
        """What the title and the lead name, by place."""
        found: dict[str, list[str]] = {}
        lead = {k: m[0].place for k, m in self._by_place.items() if any(self._leads(p) for p in m)}
        for key, mentions in self._by_place.items():
            if any(p.phrase.name in self.title for p in mentions):
                found.setdefault(key, []).append("the title's place")
            if key in lead:
                inner = [p for p in lead.values() if self.cast.is_within(p, lead[key])]
                found.setdefault(key, []).append("the lead's larger place" if inner else "the lead's place")
                if self.story.main is not None and self.cast.is_within(lead[key], self.story.main.picks[0].place):
                    found[key].append("in the story's place")
        return found

    def _leads(self, placed: PlaceMention) -> bool:
        """Tell whether the first paragraphs say that something is there."""
        return self.cast.parsed.paragraphs[placed.phrase.head.i] < _LEAD and is_locative(placed)

    def _shared_signs(self, told: Told, names: Sequence[str]) -> Iterator[str]:
        """Yield what of the story is there, apart for events with a place of their own and events without."""
        own = "told elsewhere" if told.picks else "told nowhere"
        for name in names:
            yield f"{own}, {told.kind}: {name}"
            if not told.picks:
                yield f"{name}: {'past' if told.is_past else 'not past'}"
                if told.is_anaphoric:
                    yield f"taken up: {name}"
                if not told.is_actual:
                    yield f"not actual: {name}"

    def _standing(self, told: Told, key: str, mentions: Sequence[PlaceMention]) -> Iterator[str]:
        """Yield what kind of place it is, how often the article names it and what lies in it."""
        place = mentions[0].place
        own = "told elsewhere" if told.picks else "told nowhere"
        yield f"{own}: {place.kind}"
        yield f"{told.kind}: {place.kind}"
        if self._counts[key] == max(self._counts.values()):
            yield f"{own}: named most"
        if len(self._by_place) == 1:
            yield f"{own}: the only place"
        yield from self._beside(told, key, place)
        if any(isinstance(a.value, Actor) and a.value.country == key for a in told.event.actors):
            yield "the actor's country"
        if any(isinstance(a.value, Actor) and a.value.key == key for a in told.event.targets):
            yield "the target's name"

    def _beside(self, told: Told, key: str, place: Place) -> Iterator[str]:
        """Yield which places around it or in it stand beside it."""
        sentences = {sentence_of(d.trigger.token) for d in told.group}
        here = [p for p in self.places if sentence_of(p.phrase.head) in sentences]
        if key in {p.place.key for p in here}:
            if any(self.cast.is_within(p.place, place) for p in here):
                yield "a place in it stands beside it"
            if any(self.cast.is_within(place, p.place) for p in here):
                yield "a place around it stands beside it"
        for pick in told.picks[:1]:
            if self.cast.is_within(pick.place, place):
                yield "around what the grammar gives"
            if self.cast.is_within(place, pick.place):
                yield "within what the grammar gives"


def _sides(told: Told) -> list[Actor]:
    """Return who takes part in an event."""
    return [f.value for f in (*told.event.actors, *told.event.targets) if isinstance(f.value, Actor)]


def _is_like(earlier: Told, told: Told) -> bool:
    """Tell whether two events of one kind share a side."""
    ours, theirs = ({f.value.key for f in (*t.event.actors, *t.event.targets)} for t in (earlier, told))
    return earlier.kind == told.kind and bool(ours & theirs)
