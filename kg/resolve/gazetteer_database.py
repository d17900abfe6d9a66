"""Read the compiled gazetteer, a SQLite file that scripts/compile_gazetteer.py makes. Knows its tables; ranks nothing.

Its names are folded by `kg.resolve.toponym_spelling.fold_toponym`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from kg.model import Kind, Place
from kg.resolve.toponym_spelling import fold_toponym

FILE = Path(__file__).with_name("gazetteer.sqlite")
KINDS = (Kind.COUNTRY, Kind.REGION, Kind.SETTLEMENT, Kind.PLACE)  #: by their number in the file
LABEL, ALIAS, SHORT = range(3)  #: how a name belongs to its place; SHORT: "Belgorod" of "Belgorod region"
_GEONAMES = "https://sws.geonames.org/"

Row = tuple[int | str | None, ...]

# A key is stored only where it is not the label's words with hyphens between them.
_PLACE = """
    SELECT p.label, p.key, p.kind, p.aliases, w.label, w.key, p.lat, p.lon, p.geonames, p.population{more}
    FROM {table} LEFT JOIN place w ON w.id = p.within"""
_BY_KEY = _PLACE.format(more="", table="place p") + " WHERE p.key = ?"
_NAMED = _PLACE.format(more=", n.rank", table="name n JOIN place p ON p.id = n.place") + " WHERE n.name = ?"
_BY_LABEL = _NAMED + " AND p.key IS NULL AND n.rank = 0"


class GazetteerDatabase:
    """The compiled places. Opened lazily and once per process, so it may cross a fork."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def places_named(self, folded: str) -> Iterator[tuple[Place, int, int]]:
        """Yield the places of a folded name, each with its population and the rank of the name."""
        for *row, rank in self._rows(_NAMED, folded):
            yield *_place(row), int(rank or 0)

    def place(self, key: str) -> Place | None:
        """Return the place of a key, or None."""
        row = self._row_of(key)
        return _place(row)[0] if row is not None else None

    def population(self, key: str) -> int:
        """Return the population of the place of a key; 0 where it is not on record."""
        row = self._row_of(key)
        return _place(row)[1] if row is not None else 0

    def common_names(self) -> Iterator[tuple[str, Kind]]:
        """Yield the names that are fit to be matched in running text, with the kinds of their places."""
        for name, kind in self._rows("SELECT name, kind FROM common ORDER BY name"):
            yield str(name), KINDS[int(kind or 0)]

    @cached_property
    def common_nouns(self) -> frozenset[str]:
        """The folded names that are English words or people's names as well."""
        return frozenset(str(row[0]) for row in self._rows("SELECT word FROM ambiguous"))

    @cached_property
    def neighbours(self) -> Mapping[str, frozenset[str]]:
        """Key of a country → the keys of those that it has a border with."""
        neighbours: dict[str, set[str]] = {}
        for one, other in self._rows("SELECT one, other FROM border"):
            neighbours.setdefault(str(one), set()).add(str(other))
        return {country: frozenset(others) for country, others in neighbours.items()}

    @cached_property
    def type_nouns(self) -> Mapping[str, Kind]:
        """The nouns that go with names of places, such as "oblast", with the kinds that they stand for."""
        return {str(word): KINDS[int(kind or 0)] for word, kind in self._rows("SELECT word, kind FROM noun")}

    def _row_of(self, key: str) -> Row | None:
        rows = self._rows(_BY_KEY, key) or self._rows(_BY_LABEL, key.replace("-", " "))
        return rows[0] if rows else None

    def _rows(self, sql: str, *values: str) -> list[Row]:
        return self._open().execute(sql, values).fetchall()

    def _open(self) -> sqlite3.Connection:
        """Return this process's own connection: SQLite's must not cross a fork."""
        if self._connection is None or self._process != os.getpid():
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            self._process = os.getpid()
        return self._connection


def _place(row: Sequence[int | str | None]) -> tuple[Place, int]:
    """Return the place of a row, and its population."""
    label, key, kind, aliases, region, region_key, lat, lon, geonames, population = row[:10]
    place = Place(
        _key(label, key), KINDS[int(kind or 0)], str(label), tuple(str(aliases).split("|")) if aliases else (),
        _key(region, region_key) if region else None, _degrees(lat), _degrees(lon),
        (f"{_GEONAMES}{geonames}/",) if geonames else (),
    )  # fmt: skip
    return place, int(population or 0)


def _key(label: int | str | None, key: int | str | None) -> str:
    return str(key) if key is not None else fold_toponym(str(label)).replace(" ", "-")


def _degrees(stored: int | str | None) -> float | None:
    return None if stored is None else int(stored) / 10_000
