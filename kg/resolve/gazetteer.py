"""Look up places by name: the compiled gazetteer, and the hand-made places over it.

Knows names, areas and sizes; which of several namesakes a text means depends on the places in its context.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Kind, Place
from kg.resolve.gazetteer_database import ALIAS, FILE, LABEL, SHORT, GazetteerDatabase
from kg.resolve.toponym_ranking import PlaceCandidate, best_candidate, rank_by_prominence
from kg.resolve.toponym_spelling import fold_toponym, spelling_variants
from kg.text_normalization import slug

_CACHE_SIZE = 20_000  #: names, and keys


class Gazetteer:
    """Places by name and key. May cross a fork."""

    def __init__(self, database: GazetteerDatabase, hand_made: tuple[Place, ...]) -> None:
        self._database = database
        self._hand_made_places = hand_made
        self._candidate_cache: dict[str, tuple[PlaceCandidate, ...]] = {}
        self._place_cache: dict[str, Place | None] = {}

    @classmethod
    def open(cls, hand_made: Iterable[Place] = (), path: Path = FILE) -> Gazetteer:
        """Return the compiled gazetteer with hand-made places over it; one with a compiled key extends that place.

        Raises:
            OntologyError: the compiled file is not there.
        """
        if not path.is_file():
            raise OntologyError(f"{path}: no gazetteer; compile it with scripts/compile_gazetteer.py")
        return cls(GazetteerDatabase(path), tuple(hand_made))

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Return all places of a name, most prominent first.

        Case, accents, hyphens and apostrophes do not count. A type noun before or after the name ("Belgorod oblast",
        "province of Idlib", "Goma city") leaves only places of that kind.
        """
        return tuple(c.place for c in self._candidates(name))

    def resolve_toponym(self, name: str, context: Iterable[Place] = ()) -> Place | None:
        """Return the place of a name that fits the context, or None rather than a doubtful namesake.

        A place that the context names, or has a place in, wins. A prominent one (a country, a hand-made region or sea,
        a town of 100,000 people, a region of two million or with a name of its own) may be anywhere; its size is
        weighed against being in a region of the context (worth 160 times the people) or in a country of it (six to ten
        times). A small place in a country that the context does not have is chosen only if all places of its name lie
        there, and there is no context, or one that names a country beside, and it is called so first: Jenin in a text
        that names Israel. "Demidovka" beside Belgorod is not the Ukrainian one. A name that a city shares with its
        region means the city, unless the context names the region and not the city; one that a region shares with a
        country means the region among three others of its country.
        """
        candidates = self._candidates(name)
        areas = [tuple(p.key for p in self.containing_places(place)) for place in context] if candidates else []
        return best_candidate(candidates, areas)

    def resolve_containment(self, name: str, area: str) -> tuple[Place, Place] | None:
        """Return the most prominent place of a name that lies in one of another name, with that one, or None.

        For "Athens, Georgia" the town and the American state; the country has no such town. Two names that may both be
        countries, or regions of one country, are a list: "Oregon, Washington".
        """
        areas = {c.place.key for c in self._candidates(area) if c.place.kind is not Kind.SETTLEMENT}
        candidates = self._candidates(name) if areas else ()
        for candidate in candidates:
            container = next((p for p in self.containing_places(candidate.place)[1:] if p.key in areas), None)
            if container is not None:
                siblings = (c.place.kind is container.kind and c.place.within == container.within for c in candidates)
                return None if any(siblings) else (candidate.place, container)
        return None

    def unambiguous(self, name: str) -> Place | None:
        """Return the place of a name that is a country's, or that no other place has; else None.

        "South West" is ambiguous: many places are called so in full, and the gazetteer has but one.
        """
        candidates = self._candidates(name)
        if not candidates:
            return None
        best = candidates[0]
        is_unambiguous = best.place.kind is Kind.COUNTRY or (len(candidates) == 1 and best.rank != SHORT)
        return best.place if is_unambiguous else None

    def place(self, key: str) -> Place | None:
        """Return the place of a key, or None."""
        if key not in self._place_cache:
            if len(self._place_cache) > _CACHE_SIZE:
                self._place_cache.clear()
            self._place_cache[key] = self._merged(self._database.place(key), self._hand_made_by_key.get(key))
        return self._place_cache[key]

    def containing_places(self, place: Place) -> tuple[Place, ...]:
        """Return the place and everything that it lies within, nearest first."""
        chain = [place]
        while (key := chain[-1].within) is not None and (up := self.place(key)) is not None and up not in chain:
            chain.append(up)
        return tuple(chain)

    def country_of(self, place: Place) -> Place | None:
        """Return the country that a place is or lies in; None for a sea, a border region or an unknown village."""
        return next((p for p in self.containing_places(place) if p.kind is Kind.COUNTRY), None)

    def common_names(self) -> Iterator[tuple[str, Kind]]:
        """Yield the names fit to be matched in running text, in the case they are written in.

        Countries, larger regions, capitals, cities of 100,000 and the hand-made places, without English words
        ("Reading") and names of people ("Lincoln").
        """
        for place in self._hand_made_places:
            for name in (place.label, *place.aliases):
                if not self.is_common_noun(name) and name[:1].isupper():
                    yield name, place.kind
        yield from self._database.common_names()

    def is_common_noun(self, name: str) -> bool:
        """Tell whether a name is an English word or a person's name as well: "Central", "Lincoln"."""
        return fold_toponym(name) in self._database.common_nouns

    def mint_place(self, name: str, kind: Kind, within: Place | None) -> Place:
        """Return a place that the gazetteer does not hold; the same name and region give the same key."""
        key = slug(name) if within is None else f"{slug(name)}-{within.key}"
        return Place(key, kind, name, within=within.key if within else None)

    def _candidates(self, name: str) -> tuple[PlaceCandidate, ...]:
        folded = fold_toponym(name)
        if folded not in self._candidate_cache:
            if len(self._candidate_cache) > _CACHE_SIZE:
                self._candidate_cache.clear()
            self._candidate_cache[folded] = rank_by_prominence(self._search(folded))
        return self._candidate_cache[folded]

    def _search(self, folded: str) -> list[PlaceCandidate]:
        """Return the places of a name; without any, those of the name without its type noun, or with another."""
        if found := self._indexed(folded):
            return found
        for bare, kind in self._without_type_noun(folded):
            if found := [replace(c, rank=LABEL) for c in self._indexed(bare) if c.place.kind is kind]:
                return found
            others = (f"{bare} {noun}" for noun, its in self._database.type_nouns.items() if its is kind is Kind.REGION)
            if found := [c for name in others for c in self._indexed(name)]:
                return found  # "Kursk Oblast" is indexed as "Kursk region"
        return []

    def _without_type_noun(self, folded: str) -> Iterator[tuple[str, Kind]]:
        """Yield the name without a type noun, and the kind that the noun stands for."""
        nouns = self._database.type_nouns
        first, _, rest = folded.partition(" of ")
        if rest and first in nouns:
            yield rest.removeprefix("the "), nouns[first]
        words = folded.split()
        for length in (2, 1):
            noun = " ".join(words[-length:])
            if len(words) > length and noun in nouns:
                yield " ".join(words[:-length]), nouns[noun]

    def _indexed(self, folded: str) -> list[PlaceCandidate]:
        """Return the places of a folded name in any of its spellings, each by its best rank."""
        best: dict[str, PlaceCandidate] = {}
        for spelling in spelling_variants(folded):
            for candidate in (*self._compiled_candidates(spelling), *self._hand_made_candidates(spelling)):
                other = best.setdefault(candidate.place.key, candidate)
                if candidate.rank < other.rank:
                    best[candidate.place.key] = candidate
        return list(best.values())

    def _compiled_candidates(self, folded: str) -> Iterator[PlaceCandidate]:
        for compiled, population, rank in self._database.places_named(folded):
            place = self._merged(compiled, self._hand_made_by_key.get(compiled.key))
            yield self._candidate(place or compiled, population, rank, folded)

    def _hand_made_candidates(self, folded: str) -> Iterator[PlaceCandidate]:
        for rank, key in self._hand_made_by_name.get(folded, ()):
            if (place := self.place(key)) is not None:
                yield self._candidate(place, self._database.population(key), rank, folded)

    def _candidate(self, place: Place, population: int, rank: int, folded: str) -> PlaceCandidate:
        country = self.country_of(place)
        is_word = place.kind is Kind.REGION and folded in self._database.common_nouns
        is_hand_made = place.key in self._hand_made_by_key and not is_word
        key = country.key if country else None
        neighbours = self._database.neighbours.get(key or "", frozenset())
        return PlaceCandidate(place, key, population, rank, is_hand_made, neighbours)

    def _merged(self, compiled: Place | None, hand_made: Place | None) -> Place | None:
        """Return the hand-made place with what the compiled one adds, or whichever there is."""
        if compiled is None or hand_made is None:
            return hand_made or compiled
        aliases = dict.fromkeys((*hand_made.aliases, *compiled.aliases))
        containing = {place.key for place in self.containing_places(compiled)[1:]}
        is_closer = compiled.within is not None and hand_made.within in containing
        return replace(
            hand_made,
            aliases=tuple(alias for alias in aliases if alias != hand_made.label),
            within=compiled.within if is_closer else hand_made.within,
            latitude=compiled.latitude if hand_made.latitude is None else hand_made.latitude,
            longitude=compiled.longitude if hand_made.longitude is None else hand_made.longitude,
            same_as=tuple(dict.fromkeys((*hand_made.same_as, *compiled.same_as))),
        )

    @cached_property
    def _hand_made_by_key(self) -> Mapping[str, Place]:
        return {p.key: p for p in self._hand_made_places}

    @cached_property
    def _hand_made_by_name(self) -> Mapping[str, list[tuple[int, str]]]:
        index: dict[str, list[tuple[int, str]]] = {}
        for place in self._hand_made_places:
            for rank, name in ((LABEL, place.label), *((ALIAS, alias) for alias in place.aliases)):
                index.setdefault(fold_toponym(name), []).append((rank, place.key))
        return index
