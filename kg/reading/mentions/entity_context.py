"""The countries and places that an article is about: what its other names are read by. Knows names and the map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from spacy.tokens import Doc

from kg.model import Kind, Place
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors

_PLACES = {"GPE", "LOC"}
_BETWEEN = {",", "in", "("}  #: what stands between a place and what is around it
_ACTORS = {"PERSON", "ORG", "NORP"}
_NAMES = {"GPE", "LOC", "ORG", "PERSON"}  #: labels that the names of places get, right or wrong


def place_context(
    doc: Doc, known: KnownActors, gazetteer: Gazetteer, headings: Iterable[str] = ()
) -> tuple[Place, ...]:
    """Return the countries and places that the text names, most often named first.

    Headings that are no more than a country's name count as its name.

    First the countries; then places known everywhere, and those whose name is used in one country only, where that is
    named or two of them lie in it; then, of others, the regions that fit those. A village that is one of several counts
    for nothing: it would speak for itself.
    """
    counts: Counter[Place] = Counter()
    others: Counter[str] = Counter()
    paired = apposed_places(doc, gazetteer)
    for ent in doc.ents:
        text = ent.text.removeprefix("the ").removesuffix("'s")
        key = known.demonyms.get(text) or known.metonyms.get(text)
        if key is None and ent.label_ == "ORG":  # "Ethiopian troops"
            key = known.demonyms.get(text.split()[0])
        if key is None and ent.label_ in _ACTORS:  # "Haftar", "the RSF"
            key = known.names.get(text.casefold())
        country = known.actors[key].country if key else None
        place = paired.get(ent.start) or (gazetteer.place(country) if country else _country(text, gazetteer))
        if place is not None:
            counts[place] += 1
        elif ent.label_ in _PLACES:
            others[text] += 1
    counts.update(place for text in headings if (place := _country(text.strip(" \n:-–—"), gazetteer)) is not None)
    alone = {text: place for text in others if (place := gazetteer.resolve_toponym(text)) is not None}
    around = _by_count(counts)
    for text in _consistent_names(alone, around, gazetteer):
        counts[alone[text]] += others.pop(text)
    around = _by_count(counts)
    for text, count in others.items():
        place = gazetteer.resolve_toponym(text, around)
        if place is not None and place.kind is Kind.REGION:
            counts[place] += count
    return _by_count(counts)


def _consistent_names(alone: Mapping[str, Place], around: tuple[Place, ...], gazetteer: Gazetteer) -> list[str]:
    """Return the names whose places fit those around, or that another one of their country backs."""
    countries = Counter(gazetteer.country_of(place) for place in set(alone.values()))
    return [
        text
        for text, place in alone.items()
        if countries[gazetteer.country_of(place)] > 1 or gazetteer.resolve_toponym(text, around) == place
    ]


def _country(name: str, gazetteer: Gazetteer) -> Place | None:
    found = gazetteer.unambiguous(name)
    return found if found is not None and found.kind is Kind.COUNTRY else None


def apposed_places(doc: Doc, gazetteer: Gazetteer) -> dict[int, Place]:
    """Return what the names of a place and of what is around it mean, by first token: "Blakely, Georgia"."""
    found: dict[int, Place] = {}
    for ent, after in pairwise(doc.ents):
        between = doc[ent.end : after.start]
        if len(between) == 1 and between.text in _BETWEEN and ent.label_ in _NAMES and after.label_ in _NAMES:
            both = gazetteer.resolve_containment(ent.text, after.text)
            if both is not None:
                found[ent.start], found[after.start] = found.get(ent.start, both[0]), both[1]
    return found


def _by_count(counts: Mapping[Place, int]) -> tuple[Place, ...]:
    return tuple(sorted(counts, key=lambda p: (-counts[p], p.key)))
