"""Basemap: an area with settlements of the gazetteer, and no borders, for in a war every outline takes sides."""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass

from kg.model import Kind
from kg.resolve.gazetteer_database import FILE, KINDS

_MAX_SETTLEMENTS = 250
_QUERY = """SELECT label, lat, lon FROM place WHERE kind = ? AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?
    ORDER BY population DESC, label LIMIT ?"""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A populated place of the gazetteer."""

    name: str
    lat: float  #: degrees north
    lon: float  #: degrees east


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of latitudes and longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float

    @property
    def ratio(self) -> float:
        """Height by width, in distances at its middle."""
        return (self.north - self.south) / (self.east - self.west) / _longitude_scale(self.north, self.south)


def enclosing_area(points: list[tuple[float, float]], min_ratio: float = 0, max_ratio: float = math.inf) -> Area:
    """Return the area around points of latitude and longitude, with a margin; at least five degrees wide.

    It is widened until its ratio of height to width is within the limits.
    """
    lats, lons = [lat for lat, _ in points], [lon for _, lon in points]
    height, width = max(lats) - min(lats), max(lons) - min(lons)
    up, out = max(height * 0.08, (3 - height) / 2, 0.2), max(width * 0.08, (5 - width) / 2, 0.2)
    scale = _longitude_scale(max(lats), min(lats))
    up = max(up, ((width + 2 * out) * scale * min_ratio - height) / 2)
    out = max(out, ((height + 2 * up) / scale / max_ratio - width) / 2)
    return Area(
        max(min(lats) - up, -85), min(max(lats) + up, 85), max(min(lons) - out, -180), min(max(lons) + out, 180)
    )


def _longitude_scale(north: float, south: float) -> float:
    """Return the length of a degree of longitude in degrees of latitude, at the middle of two latitudes."""
    return max(math.cos(math.radians((north + south) / 2)), 0.1)


def settlements(area: Area) -> list[Settlement]:
    """Return the settlements of an area, largest first; none if there is no gazetteer."""
    if not FILE.is_file():
        return []
    edges = [round(edge * 10_000) for edge in (area.south, area.north, area.west, area.east)]
    database = sqlite3.connect(f"{FILE.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        rows = database.execute(_QUERY, (KINDS.index(Kind.SETTLEMENT), *edges, _MAX_SETTLEMENTS)).fetchall()
    finally:
        database.close()
    return [Settlement(str(label), lat / 10_000, lon / 10_000) for label, lat, lon in rows]
