"""Turn the rows of GeoNames and ISO 3166-2 into places with unique keys. Knows no files and no database.

The most prominent place of a name has the bare key ("goma"); others add their country or region ("goma-philippines").
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gazetteer_names import anglicized, anglicized_region, are_equal_folded, has_type_noun, is_oblast, likely_aliases
from gazetteer_sources import City, Country, Subdivision

from kg.model import Kind, Place
from kg.resolve.gazetteer_database import ALIAS, LABEL, SHORT
from kg.resolve.toponym_spelling import fold_toponym
from kg.text_normalization import slug

# ISO 3166 codes of the countries of which all of GeoNames' places of 500 people are kept ...
IN_FULL = frozenset(
    "AE AF AM AO AZ BA BD BF BH BI BJ BY CD CF CG CM DJ EG EH ER ET GE GN GW HT IL IQ IR "  # noqa: SIM905
    "JO KE KG KH KP KW LA LB LK LR LY MD MK ML MM MR MZ NE NG NP OM PK PS QA RS RW SA SD "
    "SL SN SO SS SY TD TG TJ TL TM TN TR UA UG UZ XK YE ZW".split()
)
# ... and of those of which only towns are.
TOWNS = frozenset("CO PH MX IN ID DZ MA CI HN GT SV NI VE PE EC TH VN KR TW RU HR AL ME KZ GH ZM MW TZ ZA MG".split())  # noqa: SIM905
MIN_TOWN, MIN_CITY = 1_500, 6_000  #: people of a place that is kept; `MIN_CITY` in other countries
BORDER = frozenset("RU.09 RU.41 RU.10 RU.86 RU.61 RU.38 RU.12 RU.17 RU.19 RU.68 RU.22 RU.11".split())  #: in full  # noqa: SIM905
# Countries whose second-level districts are kept, and what English news calls them.
_DISTRICT = "AF BA BF BI CD CF CM ER ET GE IQ KE KH LB LK LY ML MM MZ NE NP PK PS SD SO SS SY TD TL UA UG XK YE".split()  # noqa: SIM905
DISTRICTS = dict.fromkeys(_DISTRICT, "district") | {"PH": "province", "CD": "territory", "IR": "county"}
LARGE_CITY = 100_000  #: people, from which on a city has its name's bare key before a region elsewhere
MAX_ALIASES = {True: 8, False: 3}  #: by whether it is a large city
MAX_SPELLINGS = 20  #: by which a town of places.ttl is recognized
_CITY_NOUNS = frozenset({"city", "capital", "municipality", "commune", "administration", "urban", "land", "territory"})


@dataclass
class Entry:
    """A place to be written to the file."""

    key: str
    kind: Kind
    label: str
    within: str | None = None
    names: dict[str, int] = field(default_factory=dict)  #: as written → rank: `LABEL`, `ALIAS` or `SHORT`
    population: int = 0
    geonames: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    capital: bool = False


class KeyRegistry:
    """The keys that are in use, and the hand-made places, whose keys are theirs."""

    def __init__(self, hand_made: Iterable[Place]) -> None:
        places = list(hand_made)
        self.hand_made = {p.key: p for p in places}
        self.used: set[str] = set()
        towns = [p for p in reversed(places) if p.kind is Kind.SETTLEMENT]
        self._towns = {(p.within, fold_toponym(n)): p.key for p in towns for n in (p.label, *p.aliases)}

    def claim(self, *keys: str, kind: Kind, within: tuple[str, ...]) -> str:
        """Return the first key that is free, and mark it used; a hand-made place's is free for the same region only."""
        key = next(key for key in keys if key not in self.used and self._is_free(key, kind, within))
        self.used.add(key)
        return key

    def claim_town(self, names: Iterable[str], within: tuple[str, ...]) -> Place | None:
        """Return the unused hand-made town of one of the names in a region or country, and mark it used."""
        for name in names:
            for area in within:
                key = self._towns.get((area, fold_toponym(name)))
                if key is not None and key not in self.used:
                    self.used.add(key)
                    return self.hand_made[key]
        return None

    def _is_free(self, key: str, kind: Kind, within: tuple[str, ...]) -> bool:
        place = self.hand_made.get(key)
        return place is None or (place.kind is kind is Kind.REGION and place.within in within)


def country_entries(codes: Mapping[str, str], countries: Mapping[str, Country], keys: KeyRegistry) -> dict[str, Entry]:
    """Return the countries of places.ttl by ISO code, with GeoNames' numbers.

    Args:
        codes: ISO code → key.
        countries: GeoNames' rows by ISO code.
        keys: the countries' keys are marked used.
    """
    entries = {}
    for code, key in codes.items():
        if len(code) == 2:
            country, place = countries[code], keys.hand_made[key]
            names = {country.name: ALIAS} | dict.fromkeys(place.aliases, ALIAS) | {place.label: LABEL}
            keys.used.add(key)
            population, geonames = country.population, country.geonames
            entries[code] = Entry(key, Kind.COUNTRY, place.label, None, names, population, geonames)
    return entries


def borders(entries: Mapping[str, Entry], countries: Mapping[str, Country]) -> Iterator[tuple[str, str]]:
    """Yield the keys of each two countries that have a border, both ways."""
    for code, country in countries.items():
        known = (other for other in country.neighbours if {code, other} <= entries.keys())
        yield from ((entries[code].key, entries[other].key) for other in known)


class RegionBuilder:
    """Makes the entries of regions, which depend on the cities in them."""

    def __init__(
        self, codes: Mapping[str, str], countries: Mapping[str, Entry], cities: Sequence[City], keys: KeyRegistry
    ) -> None:
        self._codes = codes
        self._countries = countries
        self._keys = keys
        self._people: Counter[str] = Counter()
        self._cities: defaultdict[str, list[str]] = defaultdict(list)
        for city in cities:
            self._people[city.region] += city.population
            self._cities[city.region].append(city.name)
        self._towns = {(city.region, slug(anglicized(city.name, city.country))) for city in cities}
        self._prominent = {slug(city.name) for city in cities if city.population >= LARGE_CITY}
        self._prominent |= {country.key for country in countries.values()}

    def entries(
        self, subdivisions: Iterable[Subdivision], centroids: Mapping[str, tuple[float, float]]
    ) -> dict[str, Entry]:
        """Return first-level regions, and districts of some countries, by GeoNames' code ("UA.07").

        A region that is one city is left out: its places lie in the country.
        """
        entries: dict[str, Entry] = {}
        for row in sorted(subdivisions, key=lambda r: (r.level, -self._people[r.code], r.code)):
            country = self._countries.get(row.country)
            if country is None or (row.level == 1 and _is_city(row, self._cities[row.code])):
                continue
            parent = entries.get(row.code.rsplit(".", 1)[0], country) if row.level == 2 else country
            entry = self._entry(row, parent)
            entry.latitude, entry.longitude = centroids.get(row.code, (None, None))
            hand_made = self._keys.hand_made.get(self._codes.get(row.iso, self._codes.get(row.code, "")))
            if hand_made is not None and hand_made.key not in self._keys.used:
                _adopt(entry, hand_made)
                self._keys.used.add(entry.key)
            else:
                self._name(entry, row, country)
            entries[row.code] = entry
        return entries

    def _entry(self, row: Subdivision, parent: Entry) -> Entry:
        base = anglicized_region(row.name, row.aliases, self._cities[row.code], row.country)
        names = {base: LABEL}
        for alias in likely_aliases(base, row.aliases, 4):
            names.setdefault(alias, ALIAS)
        return Entry("", Kind.REGION, base, parent.key, names, self._people[row.code], row.geonames)

    def _name(self, entry: Entry, row: Subdivision, country: Entry) -> None:
        """Give a region its label and key; oblasts, districts and those that share their name have their type noun.

        The bare name of one that has a town of that name means the town, unless the text says otherwise.
        """
        base = slug(entry.label)
        is_prominent, has_town = base in self._prominent, (row.code, base) in self._towns
        oblast = row.level == 1 and is_oblast(row.name, row.aliases)
        noun = "region" if oblast else row.noun
        if (is_prominent or has_town or oblast or row.level == 2) and not has_type_noun(entry.label):
            entry.names = dict.fromkeys(entry.names, SHORT if has_town or row.level == 2 else ALIAS)
            entry.label = f"{entry.label} {noun}"
        bare = slug(entry.label)
        typed = f"{bare.removesuffix(f'-{slug(noun)}')}-{slug(noun)}"
        within = (entry.within or "", country.key)
        candidates = (bare, typed, f"{bare}-{country.key}", f"{bare}-{entry.within}", f"{bare}-{row.geonames}")
        entry.key = self._keys.claim(*candidates, kind=entry.kind, within=within)


def settlement_entries(
    countries: Mapping[str, Entry],
    regions: Mapping[str, Entry],
    cities: Iterable[City],
    capitals: Mapping[str, str],
    keys: KeyRegistry,
) -> Iterator[Entry]:
    """Yield the settlements that are kept, in the order of `cities`: the largest first.

    Args:
        countries: by ISO code.
        regions: by GeoNames' code.
        cities: GeoNames' rows.
        capitals: ISO code → name.
        keys: the settlements' keys are marked used.
    """
    for city in cities:
        country = countries.get(city.country)
        if country is None:
            continue
        region, label = regions.get(city.region, country), anglicized(city.name, city.country)
        spellings = [label, *likely_aliases(label, city.alternate_names, MAX_SPELLINGS)]
        hand_made = keys.claim_town(spellings, (region.key, country.key))
        if hand_made is None and not _is_kept(city):
            continue
        entry = Entry(
            "", Kind.SETTLEMENT, label, region.key, _city_names(label, city), city.population, city.geonames,
            city.latitude, city.longitude, slug(city.name) == slug(capitals[city.country]),
        )  # fmt: skip
        if hand_made is not None:
            _adopt(entry, hand_made)
        else:
            bare, keyed = slug(label), f"{slug(label)}-{region.key}"
            candidates = (bare, f"{bare}-{country.key}", keyed, f"{keyed}-{entry.geonames}")
            entry.key = keys.claim(*candidates, kind=entry.kind, within=(region.key, country.key))
        yield entry


def _is_city(row: Subdivision, cities: Sequence[str]) -> bool:
    folded = [fold_toponym(name) for name in (row.name, *row.aliases)]
    known = {*folded, *(name.split(" ")[0] for name in folded)}
    return bool(_CITY_NOUNS & set(row.noun.split())) and any(fold_toponym(city) in known for city in cities[:1])


def _adopt(entry: Entry, place: Place) -> None:
    """Give a compiled place the key and label of a hand-made one.

    "Belgorod" alone becomes a short name of "Belgorod region"; "Nord-Kivu" stays an alias of "North Kivu".
    """
    rank = SHORT if entry.kind is Kind.REGION and has_type_noun(place.label) else ALIAS
    entry.names = dict.fromkeys(entry.names, rank) | dict.fromkeys(place.aliases, ALIAS) | {place.label: LABEL}
    entry.key, entry.label = place.key, place.label


def _is_kept(city: City) -> bool:
    if city.country in IN_FULL or city.region in BORDER:
        return True
    return city.population >= (MIN_TOWN if city.country in TOWNS else MIN_CITY)


def _city_names(label: str, city: City) -> dict[str, int]:
    limit = MAX_ALIASES[city.population >= LARGE_CITY]
    if city.country not in IN_FULL | TOWNS:
        limit = limit // 2 - 1
    aliases = [a for a in likely_aliases(label, city.alternate_names, limit) if not are_equal_folded(a, label)]
    return dict.fromkeys(aliases, ALIAS) | {label: LABEL}
