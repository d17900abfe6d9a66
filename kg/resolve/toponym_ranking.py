"""Rank places of one name by prominence and by the context's places (toponym resolution). Knows no file, no text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Kind, Place
from kg.resolve.gazetteer_database import LABEL, SHORT

PROMINENT_TOWN = 100_000  #: people, from which on a town may be meant in a text about another country
_PROMINENT_REGION = 2_000_000  #: the same for a region: most have 100,000, and few are known abroad
_COUNTRY = 10**10  #: no city is more prominent than a country
_SEA_OR_REGION = 10**6  #: a hand-made region, sea or strait, whose size is not on record
_VILLAGE = 5_000  #: a hand-made village: in the file because it was in the news
_ALIAS = 0.1  #: the share of its prominence that a place has under another name than its label
_SIBLINGS = 3  #: regions of one country beside a name that show that a region is meant and not a country

# Scores added to the logarithm of a place's prominence: the context names it or a place in it; it lies in a region of
# the context; in a country of the context; it is a region that the context names, whose bare name is a city's.
_CONTAINS_CONTEXT, _SAME_REGION, _SAME_COUNTRY, _NAMED_REGION = 5.0, 2.2, 0.8, 12.0


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that a name may refer to."""

    place: Place
    country: str | None  #: key; None for what lies in no one country
    population: int  #: 0: not on record
    rank: int  #: `LABEL`, `ALIAS`, or `SHORT`: a region's name without "region"
    is_hand_made: bool = False  #: and not by a name that is a word as well: Cameroon's "South"
    neighbours: frozenset[str] = frozenset()  #: keys of the countries that its country has a border with

    @property
    def prominence(self) -> float:
        """The prominence under this name, in people."""
        if self.place.kind is Kind.COUNTRY:
            return _COUNTRY
        least = (_VILLAGE if self.place.kind is Kind.SETTLEMENT else _SEA_OR_REGION) if self.is_hand_made else 1
        size = max(self.population, least)
        return 1 if self.rank == SHORT else size * (_ALIAS if self.rank and not self.is_hand_made else 1)

    @property
    def is_prominent(self) -> bool:
        """Whether the place may be meant in a text about another country."""
        as_region = self.place.kind is Kind.REGION and not self.is_hand_made
        return self.prominence >= (_PROMINENT_REGION if as_region else PROMINENT_TOWN)


def rank_by_prominence(candidates: Iterable[PlaceCandidate]) -> tuple[PlaceCandidate, ...]:
    """Return the candidates, most prominent first."""
    return tuple(sorted(candidates, key=lambda c: (-c.prominence, c.place.key)))


@dataclass(frozen=True, slots=True)
class _Context:
    """The places that a text names, each with all that it lies in, by key."""

    chains: Sequence[Sequence[str]]  #: place, region, country
    named: frozenset[str]  #: the first of each chain
    all: frozenset[str]


def best_candidate(candidates: Sequence[PlaceCandidate], areas: Sequence[Sequence[str]]) -> Place | None:
    """Return the candidate with the best score, or None if none fits.

    Args:
        candidates: all places of the name.
        areas: the context's places, each with all that it lies in, by key.
    """
    named, everything = (chain[0] for chain in areas), (key for chain in areas for key in chain)
    context = _Context(areas, frozenset(named), frozenset(everything))
    scored = [(score, c) for c in candidates if (score := _score(c, candidates, context)) is not None]
    return max(scored, key=lambda pair: pair[0])[1].place if scored else None


def _score(candidate: PlaceCandidate, candidates: Sequence[PlaceCandidate], context: _Context) -> float | None:
    """Return a candidate's score, on the scale of the logarithm of prominence; None where it is not to be chosen."""
    place, prominence = candidate.place, math.log10(candidate.prominence)
    if candidate.rank == SHORT and any(c.rank < SHORT for c in candidates):
        others = any(c.place.key in context.named for c in candidates if c is not candidate)
        return _NAMED_REGION if place.key in context.named and not others else None
    if place.kind is Kind.REGION and _stands_among_siblings(place, candidates, context):
        return prominence + _NAMED_REGION
    if place.key in context.all:
        return prominence + _CONTAINS_CONTEXT
    if place.within != candidate.country and place.within in context.all:
        return prominence + _SAME_REGION
    if candidate.country in context.all:
        return prominence + _SAME_COUNTRY + _order_bonus(candidate.country, context)
    if candidate.is_prominent or _is_only_one(candidate, candidates, context):
        return prominence
    return None


def _is_only_one(candidate: PlaceCandidate, candidates: Sequence[PlaceCandidate], context: _Context) -> bool:
    """Tell whether a small place outside the context's countries is meant, for want of others of its name."""
    if candidate.place.kind is Kind.REGION and candidate.rank == LABEL and len(candidates) == 1:
        return True
    is_label = candidate.rank == LABEL or candidate.is_hand_made  # "Demidovka" is an alias of the one in Ukraine
    is_in_neighbour = is_label and bool(candidate.neighbours & context.all)
    return len({c.country for c in candidates}) == 1 and (not context.chains or is_in_neighbour)


def _stands_among_siblings(region: Place, candidates: Sequence[PlaceCandidate], context: _Context) -> bool:
    """Tell whether a region that shares its name with a country is named among others of its own country.

    Georgia beside Alabama, Florida and Texas is not the country, unless the text names a place in that.
    """
    countries = {c.place.key for c in candidates if c.place.kind is Kind.COUNTRY}
    chains = context.chains
    siblings = sum(len(chain) > 1 and chain[1] == region.within and chain[0] != region.key for chain in chains)
    return bool(countries) and siblings >= _SIBLINGS and not any(countries & set(chain[1:]) for chain in chains)


def _order_bonus(country: str | None, context: _Context) -> float:
    """Return up to 0.2, the more the earlier the context names the country."""
    first = next(n for n, chain in enumerate(context.chains) if country in chain)
    return 0.2 / (1 + first)
