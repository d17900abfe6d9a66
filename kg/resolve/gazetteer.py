"""Look up places by name: the compiled gazetteer on disk, and the hand-made places over it.

Knows names, areas and sizes; which of several namesakes a text means is told from the places around it.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.model import Kind, Place
from kg.resolve.toponym_ranking import PlaceCandidate, best_candidate, rank_by_prominence
from kg.resolve.toponym_spelling import fold_toponym, spelling_variants
from kg.text_normalization import slug

FILE = Path(__file__).with_name("gazetteer.sqlite")
KINDS = (Kind.COUNTRY, Kind.REGION, Kind.SETTLEMENT, Kind.PLACE)  #: by their number in the file
LABEL, ALIAS, SHORT = range(3)  #: how a name belongs to its place; SHORT: "Belgorod" of "Belgorod region"
_GEONAMES = "https://sws.geonames.org/"
_CACHE_SIZE = 20_000

Row = tuple[int | str | None, ...]

# A key is stored only where it is not the label's words with hyphens between them.
_PLACE = """
    SELECT p.label, p.key, p.kind, p.aliases, w.label, w.key, p.lat, p.lon, p.geonames, p.population{more}
    FROM {table} LEFT JOIN place w ON w.id = p.within"""
_BY_KEY = _PLACE.format(more="", table="place p") + " WHERE p.key = ?"
_NAMED = _PLACE.format(more=", n.rank", table="name n JOIN place p ON p.id = n.place") + " WHERE n.name = ?"
_BY_LABEL = _NAMED + " AND p.key IS NULL AND n.rank = 0"


class Gazetteer:
    """Places by name and key. Opened lazily and once per process, so it may cross a fork."""

    def __init__(self, path: Path, extra: tuple[Place, ...]) -> None:
        self._path = path
        self._hand_made_places = extra
        self._connection: sqlite3.Connection | None = None
        self._process = 0
        self._candidate_cache: dict[str, tuple[PlaceCandidate, ...]] = {}
        self._place_cache: dict[str, Place | None] = {}

    @classmethod
    def open(cls, hand_made: Iterable[Place] = (), path: Path = FILE) -> Gazetteer:
        """Return the compiled gazetteer with further places over it; those with a key that it has extend its entry.

        Raises:
            OntologyError: the compiled file is not there.
        """
        if not path.is_file():
            raise OntologyError(f"{path}: no gazetteer; compile it with scripts/compile_gazetteer.py")
        return cls(path, tuple(hand_made))

    def candidates(self, name: str) -> tuple[Place, ...]:
        """Return all places of a name, best known first.

        Case, accents, hyphens and apostrophes do not count. A noun that sorts the place is understood before or
        after it ("Belgorod oblast", "province of Idlib", "Goma city") and leaves only places of that kind.
        """
        return tuple(c.place for c in self._candidates(name))

    def resolve_toponym(self, name: str, context: Iterable[Place] = ()) -> Place | None:
        """Return the place of a name that fits the places around it, or None rather than a doubtful namesake.

        A place that the context names, or has a place in, wins. A well-known one (a country, a hand-made region or sea,
        a town of 100,000 people, a region of two million or with a name of its own) may be anywhere; its size is
        weighed against being in a region of the context (worth 160 times the people) or in a country of it (six to ten
        times). A small place in a country that the context does not have is chosen only if all places of its name lie
        there, and there is no context, or one that names a country beside, and it is called so first: Jenin in a text
        that names Israel. "Demidovka" beside Belgorod is not the Ukrainian one. A name that a city shares with its
        region means the city, unless the context names the region and not the city; one that a region shares with a
        country means the region among three others of its country.
        """
        found = self._candidates(name)
        areas = [tuple(p.key for p in self.containing_places(place)) for place in context] if found else []
        return best_candidate(found, areas)

    def resolve_containment(self, name: str, area: str) -> tuple[Place, Place] | None:
        """Return the best known place of a name that lies in one of another name, and that one, or None.

        For "Athens, Georgia" the town and the American state; the country has no such town. Two names that may both be
        countries, or regions of one country, are a list: "Oregon, Washington".
        """
        areas = {c.place.key for c in self._candidates(area) if c.place.kind is not Kind.SETTLEMENT}
        named = self._candidates(name) if areas else ()
        for candidate in named:
            around = next((p for p in self.containing_places(candidate.place)[1:] if p.key in areas), None)
            if around is not None:
                listed = any(c.place.kind is around.kind and c.place.within == around.within for c in named)
                return None if listed else (candidate.place, around)
        return None

    def unambiguous(self, name: str) -> Place | None:
        """Return the place of a name that is a country's, or that no other place has.

        "South West" is no such name: places that are called so in full are many, and the gazetteer has but one.
        """
        found = self._candidates(name)
        if found and (found[0].place.kind is Kind.COUNTRY or (len(found) == 1 and found[0].rank != SHORT)):
            return found[0].place
        return None

    def place(self, key: str) -> Place | None:
        """Return the place of a key, or None."""
        if key not in self._place_cache:
            if len(self._place_cache) > _CACHE_SIZE:
                self._place_cache.clear()
            self._place_cache[key] = self._merged(self._compiled_place(key), self._hand_made_by_key.get(key))
        return self._place_cache[key]

    def containing_places(self, place: Place) -> tuple[Place, ...]:
        """Return the place and everything that it lies within, nearest first."""
        chain = [place]
        while (key := chain[-1].within) is not None and (around := self.place(key)) is not None and around not in chain:
            chain.append(around)
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
        for text, kind in self._rows("SELECT name, kind FROM common ORDER BY name"):
            yield str(text), KINDS[int(kind or 0)]

    def is_common_noun(self, name: str) -> bool:
        """Tell whether a name is an English word or a person's name as well: "Central", "Lincoln"."""
        return fold_toponym(name) in self._common_nouns

    def mint_place(self, name: str, kind: Kind, within: Place | None) -> Place:
        """Return a place that the gazetteer does not hold; the same name and surroundings give the same key."""
        key = slug(name) if within is None else f"{slug(name)}-{within.key}"
        return Place(key, kind, name, within=within.key if within else None)

    def _candidates(self, name: str) -> tuple[PlaceCandidate, ...]:
        folded = fold_toponym(name)
        if folded not in self._candidate_cache:
            if len(self._candidate_cache) > _CACHE_SIZE:
                self._candidate_cache.clear()
            self._candidate_cache[folded] = self._search(folded)
        return self._candidate_cache[folded]

    def _search(self, folded: str) -> tuple[PlaceCandidate, ...]:
        if found := self._indexed(folded):
            return rank_by_prominence(found)
        for bare, kind in self._without_type_noun(folded):
            if found := [replace(c, rank=LABEL) for c in self._indexed(bare) if c.place.kind is kind]:
                return rank_by_prominence(found)
            others = (f"{bare} {noun}" for noun, its in self._type_nouns.items() if its is kind is Kind.REGION)
            if found := [c for name in others for c in self._indexed(name)]:
                return rank_by_prominence(found)  # "Kursk Oblast" is filed as "Kursk region"
        return ()

    def _without_type_noun(self, folded: str) -> Iterator[tuple[str, Kind]]:
        """Yield the name without a noun that sorts it, and the kind that the noun says."""
        first, _, rest = folded.partition(" of ")
        if rest and first in self._type_nouns:
            yield rest.removeprefix("the "), self._type_nouns[first]
        words = folded.split()
        for length in (2, 1):
            noun = " ".join(words[-length:])
            if len(words) > length and noun in self._type_nouns:
                yield " ".join(words[:-length]), self._type_nouns[noun]

    def _indexed(self, folded: str) -> list[PlaceCandidate]:
        """Return the places filed under a name in any of its spellings."""
        found: dict[str, PlaceCandidate] = {}
        for spelling in spelling_variants(folded):
            for candidate in (*self._compiled(spelling), *self._hand_made(spelling)):
                other = found.setdefault(candidate.place.key, candidate)
                if candidate.rank < other.rank:
                    found[candidate.place.key] = candidate
        return list(found.values())

    def _compiled(self, folded: str) -> Iterator[PlaceCandidate]:
        for *row, rank in self._rows(_NAMED, folded):
            stored, population = _place(row)
            place = self._merged(stored, self._hand_made_by_key.get(stored.key))
            yield self._candidate(place or stored, population, int(rank or 0), folded)

    def _hand_made(self, folded: str) -> Iterator[PlaceCandidate]:
        for rank, key in self._hand_made_by_name.get(folded, ()):
            if (place := self.place(key)) is not None:
                yield self._candidate(place, self._population(key), rank, folded)

    def _candidate(self, place: Place, population: int, rank: int, folded: str) -> PlaceCandidate:
        country = self.country_of(place)
        by_hand = place.key in self._hand_made_by_key and not (
            place.kind is Kind.REGION and folded in self._common_nouns
        )
        key = country.key if country else None
        return PlaceCandidate(place, key, population, rank, by_hand, self._neighbours.get(key or "", frozenset()))

    def _compiled_place(self, key: str) -> Place | None:
        rows = self._rows(_BY_KEY, key) or self._rows(_BY_LABEL, key.replace("-", " "))
        return _place(rows[0])[0] if rows else None

    def _population(self, key: str) -> int:
        rows = self._rows(_BY_KEY, key) or self._rows(_BY_LABEL, key.replace("-", " "))
        return _place(rows[0])[1] if rows else 0

    def _merged(self, stored: Place | None, extra: Place | None) -> Place | None:
        """Return the hand-made place with what the compiled one adds, or whichever there is."""
        if stored is None or extra is None:
            return extra or stored
        aliases = dict.fromkeys((*extra.aliases, *stored.aliases))
        closer = stored.within is not None and extra.within in {p.key for p in self.containing_places(stored)[1:]}
        return replace(
            extra,
            aliases=tuple(a for a in aliases if a != extra.label),
            within=stored.within if closer else extra.within,
            latitude=stored.latitude if extra.latitude is None else extra.latitude,
            longitude=stored.longitude if extra.longitude is None else extra.longitude,
            same_as=tuple(dict.fromkeys((*extra.same_as, *stored.same_as))),
        )

    @cached_property
    def _hand_made_by_key(self) -> Mapping[str, Place]:
        return {p.key: p for p in self._hand_made_places}

    @cached_property
    def _hand_made_by_name(self) -> Mapping[str, list[tuple[int, str]]]:
        filed: dict[str, list[tuple[int, str]]] = {}
        for place in self._hand_made_places:
            for rank, name in ((LABEL, place.label), *((ALIAS, a) for a in place.aliases)):
                filed.setdefault(fold_toponym(name), []).append((rank, place.key))
        return filed

    @cached_property
    def _common_nouns(self) -> frozenset[str]:
        return frozenset(str(row[0]) for row in self._rows("SELECT word FROM ambiguous"))

    @cached_property
    def _neighbours(self) -> Mapping[str, frozenset[str]]:
        beside: dict[str, set[str]] = {}
        for one, other in self._rows("SELECT one, other FROM border"):
            beside.setdefault(str(one), set()).add(str(other))
        return {country: frozenset(others) for country, others in beside.items()}

    @cached_property
    def _type_nouns(self) -> Mapping[str, Kind]:
        return {str(word): KINDS[int(kind or 0)] for word, kind in self._rows("SELECT word, kind FROM noun")}

    def _rows(self, sql: str, *values: str) -> list[Row]:
        return self._db().execute(sql, values).fetchall()

    def _db(self) -> sqlite3.Connection:
        """Return this process's own connection: SQLite's must not cross a fork."""
        if self._connection is None or self._process != os.getpid():
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._process = os.getpid()
        return self._connection


def _place(row: Sequence[int | str | None]) -> tuple[Place, int]:
    """Return the place of a row, and its population."""
    label, key, kind, aliases, around, around_key, lat, lon, geonames, population = row[:10]
    place = Place(
        _key(label, key), KINDS[int(kind or 0)], str(label), tuple(str(aliases).split("|")) if aliases else (),
        _key(around, around_key) if around else None, _degrees(lat), _degrees(lon),
        (f"{_GEONAMES}{geonames}/",) if geonames else (),
    )  # fmt: skip
    return place, int(population or 0)


def _key(label: int | str | None, key: int | str | None) -> str:
    return str(key) if key is not None else fold_toponym(str(label)).replace(" ", "-")


def _degrees(stored: int | str | None) -> float | None:
    return None if stored is None else int(stored) / 10_000
