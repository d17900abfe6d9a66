"""Read a user's outlines for maps from GeoJSON (RFC 7946). Reads a file; draws nothing.

We have none of our own: in a war every outline takes sides, and its maker decides whose lines a map shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from kg.errors import UsageError
from kg.query.display_names import visible
from kg.report.basemap import Area

MAX_MEGABYTES = 200
_DEPTHS = {"LineString": 0, "MultiLineString": 1, "Polygon": 1, "MultiPolygon": 2}  # nesting of lists around a line
_NO_LINES = ("Point", "MultiPoint")
_ANTIMERIDIAN_JUMP = 180  # degrees of longitude between two points of a line that crosses the 180th meridian

Point = tuple[float, float]  #: degrees east, degrees north
Line = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """Lines under a map, with their file."""

    name: str  #: of the file
    sha256: str  #: of its content
    lines: tuple[Line, ...]

    def within(self, area: Area, step: float) -> list[Line]:
        """Return the parts of the lines that may cross an area, without points nearer than a step to the last."""
        return [
            simple for line in self.lines for part in _clipped(line, area) if len(simple := _simplified(part, step)) > 1
        ]


def read_outline(file: Path) -> Outline:
    """Return the lines and the edges of areas that a GeoJSON file holds; its points are left out.

    Raises:
        UsageError: the file can't be read, is no GeoJSON, or holds no line.
    """
    try:
        content = file.read_bytes()
        if len(content) > MAX_MEGABYTES * 1_000_000:
            raise UsageError(f"{file}: more than {MAX_MEGABYTES} MB; simplify the outlines, for example with mapshaper")
        found = json.loads(content)
        lines = tuple(part for line in _lines(found) for part in _split_at_antimeridian(line))
    except OSError as problem:
        raise UsageError(f"{file}: {problem.strerror}; give a file of GeoJSON") from problem
    except (ValueError, RecursionError) as problem:
        reason = f": {problem}" if type(problem) is ValueError else ""
        raise UsageError(f"{file}: no GeoJSON{reason}; give lines or areas in WGS 84 degrees") from problem
    if not lines:
        raise UsageError(f"{file}: holds no line and no area; an outline needs one")
    return Outline(file.name, hashlib.sha256(content).hexdigest(), lines)


def _lines(found: object) -> Iterator[Line]:
    """Yield the lines of a GeoJSON object."""
    if found is None:  # a feature without a geometry
        return
    if not isinstance(found, Mapping):
        raise ValueError(f"an object is missing where {visible(json.dumps(found))[:40]} stands")
    kind = found.get("type")
    if kind == "FeatureCollection":
        for feature in _list(found, "features"):
            yield from _lines(feature)
    elif kind == "Feature":
        yield from _lines(found.get("geometry"))
    elif kind == "GeometryCollection":
        for geometry in _list(found, "geometries"):
            yield from _lines(geometry)
    elif kind in _DEPTHS:
        yield from _lines_at_depth(_list(found, "coordinates"), _DEPTHS[str(kind)])
    elif kind not in _NO_LINES:
        raise ValueError(f"no type {visible(json.dumps(kind))[:40]} is known")


def _list(found: Mapping[str, Any], name: str) -> Sequence[Any]:
    value = found.get(name)
    if not isinstance(value, list):
        raise ValueError(f"{visible(str(found.get('type')))} without a list of {name}")
    return value


def _lines_at_depth(coordinates: Sequence[Any], depth: int) -> Iterator[Line]:
    if not isinstance(coordinates, list):
        raise ValueError("coordinates that are no list")
    if depth:
        for inner in coordinates:
            yield from _lines_at_depth(inner, depth - 1)
    else:
        yield tuple(map(_point, coordinates))


def _point(position: object) -> Point:
    try:
        east, north = (float(part) for part in position[:2])  # type: ignore[index]
    except (TypeError, ValueError, KeyError):
        raise ValueError(f"{visible(json.dumps(position))[:40]} is no position") from None
    if not (-180 <= east <= 180 and -90 <= north <= 90):  # a NaN is not, either
        raise ValueError(f"{east:g}, {north:g} are no degrees of longitude and latitude")
    return east, north


def _split_at_antimeridian(line: Line) -> Iterator[Line]:
    """Yield the parts of a line on either side of the 180th meridian."""
    start = 0
    for i in range(1, len(line)):
        if abs(line[i][0] - line[i - 1][0]) > _ANTIMERIDIAN_JUMP:
            yield line[start:i]
            start = i
    if len(line) - start > 1:
        yield line[start:]


def _clipped(line: Line, area: Area) -> Iterator[Line]:
    """Yield the parts that may cross an area: those without a segment beyond one of its sides."""
    part: list[Point] = []
    for a, b in pairwise(line):
        beyond = (
            max(a[0], b[0]) < area.west
            or min(a[0], b[0]) > area.east
            or max(a[1], b[1]) < area.south
            or min(a[1], b[1]) > area.north
        )
        if beyond:
            if part:
                yield tuple(part)
            part = []
        else:
            part = part or [a]
            part.append(b)
    if part:
        yield tuple(part)


def _simplified(line: Line, step: float) -> Line:
    kept = [line[0]]
    for point in line[1:-1]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= step:
            kept.append(point)
    return (*kept, line[-1])
