"""Segment a digest of unrelated news into stories: times and places of one story are no candidates for another.

Knows which countries the paragraphs name; knows no events.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.reading.mentions.entities import EntityLinker

_MIN_PARAGRAPHS = 5  #: that name countries, from which on a text can be a digest
_MAX_SHARED = 0.25  #: share of them that may name a country of the one before: in one story most do


class StorySegments:
    """The stories of one article: one, but in a digest."""

    def __init__(self, entities: EntityLinker) -> None:
        """Segment the article whose entities are given."""
        self._paragraphs = entities.parsed.paragraphs
        countries: list[set[str]] = [set() for _ in range(self._paragraphs[-1] + 1)]
        for ent in entities.parsed.doc.ents:
            country = _country_named(ent.text.removeprefix("the ").removesuffix("'s"), ent.label_, entities)
            if country is not None:
                countries[self._paragraphs[ent.start]].add(country)
        self._numbers = segment_numbers([frozenset(named) for named in countries])

    def segment_of(self, token: int) -> int:
        """Return the number, from 0, of the story that the token at an index belongs to."""
        return self._numbers[self._paragraphs[token]]


def _country_named(name: str, label: str, entities: EntityLinker) -> str | None:
    """Return the key of the country of a named place, people or known actor, None without one."""
    actor = entities.actors.state_of_name(name) or entities.actors.known_actor(name)
    if actor is None and label == "ORG":
        actor = entities.actors.state_of_name(name.split()[0])  # "Ethiopian troops"
    if actor is not None and actor.country is not None:
        return actor.country
    place = entities.gazetteer.resolve_toponym(name, entities.context) if label in ("GPE", "LOC", "FAC") else None
    country = entities.gazetteer.country_of(place) if place is not None else None
    return country.key if country is not None else None


def segment_numbers(countries: Sequence[frozenset[str]]) -> tuple[int, ...]:
    """Return the story number of each paragraph, 0 for all where the text is one story.

    In a digest a paragraph continues the story before if it names one of its countries, or none.

    Args:
        countries: keys of the countries that each paragraph names.
    """
    if not _is_digest(countries):
        return (0,) * len(countries)
    numbers, story_countries = [0], set(countries[0])
    for named in countries[1:]:
        continues = not named or not story_countries or bool(named & story_countries)
        numbers.append(numbers[-1] + (not continues))
        story_countries = story_countries | named if continues else set(named)
    return tuple(numbers)


def _is_digest(countries: Sequence[frozenset[str]]) -> bool:
    naming = [named for named in countries if named]
    sharing = sum(bool(one & other) for one, other in pairwise(naming))
    return len(naming) >= _MIN_PARAGRAPHS and sharing <= _MAX_SHARED * (len(naming) - 1)
