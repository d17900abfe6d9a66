"""The countries and places of an article, which disambiguate its other toponyms. Knows names and the gazetteer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise

from spacy.tokens import Doc

from kg.model import Kind, Place
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import KnownActors

_PLACE_LABELS = {"GPE", "LOC"}
_CONTAINMENT_MARKS = {",", "in", "("}  #: between a place and the one that contains it
_ACTOR_LABELS = {"PERSON", "ORG", "NORP"}
_TOPONYM_LABELS = {"GPE", "LOC", "ORG", "PERSON"}  #: labels that NER gives to toponyms, right or wrong


def place_context(
    doc: Doc, known: KnownActors, gazetteer: Gazetteer, headings: Iterable[str] = ()
) -> tuple[Place, ...]:
    """Return the countries and places that a text mentions, the most frequent first.

    First the countries are counted, then the unambiguous toponyms that they or others of the same country confirm,
    then the regions that fit the context of both. An ambiguous village counts for nothing: it
    would confirm itself.

    Args:
        doc: the parse.
        known: resolves demonyms, metonyms and names of actors to their countries.
        gazetteer: resolves toponyms.
        headings: texts outside of the prose; one that is no more than a country's name counts as a mention of it.
    """
    counts, toponyms = _country_counts(doc, known, gazetteer)
    counts.update(place for text in headings if (place := _country(text.strip(" \n:-–—"), gazetteer)) is not None)
    unambiguous = {text: place for text in toponyms if (place := gazetteer.resolve_toponym(text)) is not None}
    for text in _confirmed_toponyms(unambiguous, _by_count(counts), gazetteer):
        counts[unambiguous[text]] += toponyms.pop(text)
    context = _by_count(counts)
    for text, count in toponyms.items():
        place = gazetteer.resolve_toponym(text, context)
        if place is not None and place.kind is Kind.REGION:
            counts[place] += count
    return _by_count(counts)


def _country_counts(doc: Doc, known: KnownActors, gazetteer: Gazetteer) -> tuple[Counter[Place], Counter[str]]:
    """Return the mentions of countries and of places apposed to what contains them, and of all other toponyms."""
    counts: Counter[Place] = Counter()
    toponyms: Counter[str] = Counter()
    apposed = apposed_places(doc, gazetteer)
    for ent in doc.ents:
        text = ent.text.removeprefix("the ").removesuffix("'s")
        key = _actor_key(text, ent.label_, known)
        country = known.actors[key].country if key else None
        place = apposed.get(ent.start) or (gazetteer.place(country) if country else _country(text, gazetteer))
        if place is not None:
            counts[place] += 1
        elif ent.label_ in _PLACE_LABELS:
            toponyms[text] += 1
    return counts, toponyms


def _actor_key(name: str, label: str, known: KnownActors) -> str | None:
    """Return the key of the actor of a demonym, a metonym or a name, None for any other entity."""
    key = known.demonyms.get(name) or known.metonyms.get(name)
    if key is None and label == "ORG":  # "Ethiopian troops"
        key = known.demonyms.get(name.split()[0])
    if key is None and label in _ACTOR_LABELS:  # "Haftar", "the RSF"
        key = known.names.get(name.casefold())
    return key


def _confirmed_toponyms(places: Mapping[str, Place], context: tuple[Place, ...], gazetteer: Gazetteer) -> list[str]:
    """Return the toponyms whose places fit the context, or share their country with another one."""
    countries = Counter(gazetteer.country_of(place) for place in set(places.values()))
    return [
        text
        for text, place in places.items()
        if countries[gazetteer.country_of(place)] > 1 or gazetteer.resolve_toponym(text, context) == place
    ]


def _country(name: str, gazetteer: Gazetteer) -> Place | None:
    place = gazetteer.unambiguous(name)
    return place if place is not None and place.kind is Kind.COUNTRY else None


def apposed_places(doc: Doc, gazetteer: Gazetteer) -> dict[int, Place]:
    """Return the places of a toponym and of the containing place beside it ("Blakely, Georgia"), by first token."""
    found: dict[int, Place] = {}
    for ent, after in pairwise(doc.ents):
        between = doc[ent.end : after.start]
        if (
            len(between) == 1
            and between.text in _CONTAINMENT_MARKS
            and ent.label_ in _TOPONYM_LABELS
            and after.label_ in _TOPONYM_LABELS
        ):
            pair = gazetteer.resolve_containment(ent.text, after.text)
            if pair is not None:
                found[ent.start], found[after.start] = found.get(ent.start, pair[0]), pair[1]
    return found


def _by_count(counts: Mapping[Place, int]) -> tuple[Place, ...]:
    return tuple(sorted(counts, key=lambda p: (-counts[p], p.key)))
