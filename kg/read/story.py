"""The story of an article: the place and day that its deeds share, and pass on to those told without their own.

Knows events in order, paragraphs and tense; knows no names.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extract.days import day
from kg.extract.happenings import anaphoric
from kg.extract.places import IN_CLAUSE, NEAR, SAID, TARGET, Placed
from kg.extract.tense import is_past
from kg.model import Actor, Event, Filler, Interval, Kind, Modality, Place
from kg.read.cast import Cast
from kg.read.drafts import Draft

_LEAD = 2  #: paragraphs that tell what the article is about
_ON_GROUND = {"use-force", "protest", "coerce", "retreat"}  #: deeds that are done in some place, on some day
_PLACED = {"mobilize", "consult"}  #: other actions that may take a place from what they are done to
#: said anywhere; the place near by is what it is about
_SPOKEN = {"accuse", "threaten", "support", "request", "reject"}


@dataclass(frozen=True)
class Told:
    """An event with where in the text it is told."""

    event: Event
    draft: Draft  #: of its first trigger
    paragraph: int
    kinds: frozenset[str]  #: its action with all that this is a kind of

    @property
    def token(self) -> Token:
        """The first trigger's word."""
        return self.draft.trigger.token

    @property
    def on_ground(self) -> bool:
        """Whether it is a deed that has a place and a day."""
        return bool(self.kinds & _ON_GROUND)


@dataclass(frozen=True)
class Story:
    """What the deeds of an article share."""

    place: Filler | None = None  #: None: no place stands out
    when: Interval | None = None  #: when the deed was done that gave the place
    day: Interval | None = None  #: None: no one day stands out


def settled(
    events: Sequence[Event],
    sketched: Sequence[Draft],
    cast: Cast,
    places: Sequence[Placed],
    lineage: Callable[[str], Sequence[str]],
    title: str,
) -> list[Event]:
    """Return the events, deeds without a place or day of their own with those of their paragraph or of the story.

    Words get no place but the one where they are said to be spoken: what else is named there is what they are about.

    Args:
        events: in any order.
        sketched: the drafts that they were made of.
        cast: names of the article.
        places: what the prose names of places.
        lineage: an action → itself and all that it is a kind of.
        title: the headline, or an empty text.
    """
    firsts = {cast.parsed.mention(d.trigger.first, d.trigger.last): d for d in reversed(sketched)}
    told = [_told(e, firsts[e.triggers[0]], cast, frozenset(lineage(e.action))) for e in events]
    order = sorted(range(len(told)), key=lambda n: told[n].token.i)
    story = _story([told[n] for n in order], cast, places, title)
    before: list[Told] = []
    for n in order:
        told[n] = _dated(_placed(told[n], before, story), before, story)
        before.append(told[n])
    return [t.event for t in told]


def _told(event: Event, draft: Draft, cast: Cast, kinds: frozenset[str]) -> Told:
    bare = replace(event, places=(), place_text=None)
    rule = event.places[0].rule if event.places else SAID
    is_about = bool(kinds & _SPOKEN) and rule != SAID
    is_party = not kinds & (_ON_GROUND | _PLACED) and rule in (TARGET, IN_CLAUSE)
    paragraph = cast.parsed.paragraphs[draft.trigger.token.i]
    return Told(bare if is_about or is_party else event, draft, paragraph, kinds)


def _story(told: Sequence[Told], cast: Cast, places: Sequence[Placed], title: str) -> Story:
    """Return the place and day of the first deed in the lead that has them, else the place that the title names."""
    lead = [t for t in told if t.on_ground and t.paragraph < _LEAD]
    there = [t for t in lead if t.event.places]
    said = [t for t in there if t.event.places[0].rule in (SAID, NEAR)]
    abroad = [t for t in there if not _at_home(t.event, cast)]
    main = next(iter(said or abroad), None)
    days = (t.event.when for t in (main, *lead) if t is not None and t.event.when is not None)
    first = next((w for w in days if day(w) is not None), None)
    if main is None:
        return Story(_of_title(places, title), None, first)
    return Story(replace(main.event.places[0], rule="the story's place"), main.event.when, first)


def _at_home(event: Event, cast: Cast) -> bool:
    """Tell whether the place is the actors' own country, and so more likely who acts than where."""
    around = {p.key for f in event.places if isinstance(f.value, Place) for p in cast.around(f.value)}
    return any(isinstance(a.value, Actor) and a.value.country in around for a in event.actors)


def _of_title(places: Sequence[Placed], title: str) -> Filler | None:
    """Return the first place below a country that the title names, or its only country."""
    named = {p.place.key: p for p in reversed(places) if p.phrase.name in title}
    local = [p for p in named.values() if p.place.kind is not Kind.COUNTRY]
    found = local or (list(named.values()) if len(named) == 1 else [])
    return Filler(found[-1].place, found[-1].mention, "the title's place") if found else None


def _placed(told: Told, before: Sequence[Told], story: Story) -> Told:
    """Return a deed without a place at that of the last one in its paragraph, else at the story's."""
    event = told.event
    hypothetical = all(c.modality is Modality.HYPOTHETICAL for c in event.claims)
    if event.places or not told.on_ground or hypothetical:
        return told
    same = [b.event for b in before if b.paragraph == told.paragraph and b.on_ground and b.event.places]
    if same and not _apart(same[-1].when, event.when):
        place = replace(same[-1].places[0], rule="the paragraph's place")
    elif story.place is not None and not _apart(story.when, event.when):
        place = story.place
    else:
        return told
    return replace(told, event=replace(event, places=(place,)))


def _dated(told: Told, before: Sequence[Told], story: Story) -> Told:
    """Return a past deed without a day on that of the last one in its paragraph, else, at the story's place, on its."""
    event = told.event
    actual = all(c.modality is Modality.ACTUAL for c in event.claims)
    if event.when is not None or not told.on_ground or not actual or not is_past(told.token):
        return told
    same = [
        b.event.when for b in before
        if b.paragraph == told.paragraph and b.on_ground and b.event.when and not b.draft.trigger.entry.secondary
    ]  # fmt: skip
    here = bool(event.places) and story.place is not None and event.places[0].value == story.place.value
    shared = same[-1] if same else story.day if here or anaphoric(told.token) else None
    if shared is None or day(shared) is None:
        return told
    return replace(told, event=replace(event, when=shared))


def _apart(one: Interval | None, other: Interval | None) -> bool:
    """Tell whether two times are known and do not overlap."""
    if one is None or other is None or not (one.earliest and one.latest and other.earliest and other.latest):
        return False
    return one.latest < other.earliest or other.latest < one.earliest
