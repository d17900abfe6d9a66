"""Give a map its ground: towns of the gazetteer, and no borders, for in a war every outline takes sides."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass

from kg.model import Kind
from kg.resolve.gazetteer_database import FILE, KINDS

_MOST = 250
_TOWNS = """SELECT label, lat, lon FROM place WHERE kind = ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?
    ORDER BY population DESC, label LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer."""

    name: str
    lat: float  #: degrees north
    lon: float  #: degrees east


@dataclass(frozen=True, slots=True)
class Area:
    """What a map shows, in degrees."""

    south: float
    north: float
    west: float
    east: float

    @property
    def ratio(self) -> float:
        """Height by width, as distances are at its middle."""
        return (self.north - self.south) / (self.east - self.west) / _narrowed(self.north, self.south)


def area_of(points: list[tuple[float, float]], flattest: float = 0, steepest: float = math.inf) -> Area:
    """Return the area around points of latitude and longitude, with a margin; at least five degrees wide.

    It is widened until its height by its width is between the two.
    """
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    tall, wide = max(lats) - min(lats), max(lons) - min(lons)
    up, out = max(tall * 0.08, (3 - tall) / 2, 0.2), max(wide * 0.08, (5 - wide) / 2, 0.2)
    narrow = _narrowed(max(lats), min(lats))
    up = max(up, ((wide + 2 * out) * narrow * flattest - tall) / 2)
    out = max(out, ((tall + 2 * up) / narrow / steepest - wide) / 2)
    return Area(
        max(min(lats) - up, -85), min(max(lats) + up, 85), max(min(lons) - out, -180), min(max(lons) + out, 180)
    )


def _narrowed(north: float, south: float) -> float:
    """Return how long a degree of longitude is in degrees of latitude, at the middle of two latitudes."""
    return max(math.cos(math.radians((north + south) / 2)), 0.1)


def towns(area: Area) -> list[Town]:
    """Return the largest towns of an area, largest first; none if there is no gazetteer."""
    if not FILE.is_file():
        return []
    edges = [round(edge * 10_000) for edge in (area.south, area.north, area.west, area.east)]
    database = sqlite3.connect(f"{FILE.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        rows = database.execute(_TOWNS, (KINDS.index(Kind.SETTLEMENT), *edges, _MOST)).fetchall()
    finally:
        database.close()
    return [Town(str(label), lat / 10_000, lon / 10_000) for label, lat, lon in rows]
