"""Choose among places of one name by their fame and by the places around them. Knows no file and no text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import Kind, Place

PROMINENT_TOWN = 100_000  #: people, from which on a town may be meant in a text about another country
_PROMINENT_REGION = 2_000_000  #: the same for a region: most have 100,000, and few are known abroad
_COUNTRY = 10**10  #: no city is better known than a country
_SEA_OR_REGION = 10**6  #: a hand-made region, sea or strait, whose size is not on record
_VILLAGE = 5_000  #: a hand-made village: in the file because it was in the news
_ALIAS = 0.1  #: how much of its fame a place keeps under another name than its label
_SIBLINGS = 3  #: regions of a country that show that one named like another country is meant

# How much more likely, in powers of ten, a place is that the context names or has a place in; that lies in a region
# of the context; in a country of the context. A twin is a region that the text names, whose bare name is a city's.
_CONTAINS_CONTEXT, _SAME_REGION, _SAME_COUNTRY, _NAMED_REGION = 5.0, 2.2, 0.8, 12.0


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """A place that a name may mean."""

    place: Place
    country: str | None  #: key; None for what lies in no one country
    population: int  #: 0: not on record
    rank: int  #: 0 the name is its label, 1 an alias, 2 a region's name without "region"
    is_hand_made: bool = False  #: and under no name that is a word as well: Cameroon's "South"
    neighbours: frozenset[str] = frozenset()  #: keys of the countries that its country has a border with

    @property
    def prominence(self) -> float:
        """How many people the place would have, were fame counted in people."""
        if self.place.kind is Kind.COUNTRY:
            return _COUNTRY
        least = (_VILLAGE if self.place.kind is Kind.SETTLEMENT else _SEA_OR_REGION) if self.is_hand_made else 1
        size = max(self.population, least)
        return 1 if self.rank == 2 else size * (_ALIAS if self.rank and not self.is_hand_made else 1)

    @property
    def is_prominent(self) -> bool:
        """Tell whether the place may be meant in a text about another country."""
        as_region = self.place.kind is Kind.REGION and not self.is_hand_made
        return self.prominence >= (_PROMINENT_REGION if as_region else PROMINENT_TOWN)


def rank_by_prominence(candidates: Iterable[PlaceCandidate]) -> tuple[PlaceCandidate, ...]:
    """Return the candidates, best known first."""
    return tuple(sorted(candidates, key=lambda c: (-c.prominence, c.place.key)))


def best_candidate(candidates: Sequence[PlaceCandidate], areas: Sequence[Sequence[str]]) -> Place | None:
    """Return the candidate that fits, or None; `areas` are the context's places, each with all around it, by key."""
    named = {chain[0] for chain in areas}
    around = {key for chain in areas for key in chain}
    scored = [(score, c) for c in candidates if (score := _score(c, candidates, named, around, areas)) is not None]
    return max(scored, key=lambda pair: pair[0])[1].place if scored else None


def _score(
    candidate: PlaceCandidate,
    candidates: Sequence[PlaceCandidate],
    context: set[str],
    containing: set[str],
    areas: Sequence[Sequence[str]],
) -> float | None:
    """Return how well a candidate fits, on the scale of the logarithm of its fame; None where it must not be taken."""
    place = candidate.place
    fame = math.log10(candidate.prominence)
    if candidate.rank == 2 and any(r.rank < 2 for r in candidates):
        shared = any(r.place.key in context for r in candidates if r is not candidate)
        return _NAMED_REGION if place.key in context and not shared else None
    if place.kind is Kind.REGION and _stands_among_siblings(place, candidates, areas):
        return fame + _NAMED_REGION
    if place.key in containing:
        return fame + _CONTAINS_CONTEXT
    if place.within != candidate.country and place.within in containing:
        return fame + _SAME_REGION
    if candidate.country in containing:
        return fame + _SAME_COUNTRY + _order_bonus(candidate.country, areas)
    if candidate.is_prominent:
        return fame
    countries = {r.country for r in candidates}
    if place.kind is Kind.REGION and candidate.rank == 0 and len(candidates) == 1:
        return fame
    named_so = candidate.rank == 0 or candidate.is_hand_made  # "Demidovka" is but a further name of the one in Ukraine
    beside = named_so and bool(candidate.neighbours & containing)
    return fame if len(countries) == 1 and (not areas or beside) else None


def _stands_among_siblings(region: Place, candidates: Sequence[PlaceCandidate], areas: Sequence[Sequence[str]]) -> bool:
    """Tell whether a region that a country shares its name with stands among others of its own country.

    Georgia beside Alabama, Florida and Texas is no country, where the text names no place in the country.
    """
    countries = {r.place.key for r in candidates if r.place.kind is Kind.COUNTRY}
    siblings = sum(len(chain) > 1 and chain[1] == region.within and chain[0] != region.key for chain in areas)
    return bool(countries) and siblings >= _SIBLINGS and not any(countries & set(chain[1:]) for chain in areas)


def _order_bonus(country: str | None, areas: Sequence[Sequence[str]]) -> float:
    """Return up to 0.2, the more the earlier the context names the country."""
    first = next(n for n, chain in enumerate(areas) if country in chain)
    return 0.2 / (1 + first)
