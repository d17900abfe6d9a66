import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.query.solutions import Iri, Literal, Solutions
from kg.report.basemap import Area, enclosing_area
from kg.report.chart_selection import render_svg, select_chart
from kg.report.outline import Outline, read_outline
from kg.report.term_labels import TermLabels

SQUARE = [[30, 50], [40, 50], [40, 52], [30, 52], [30, 50]]
AREA = Area(49, 51, 35, 38)
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
WKT = "http://www.opengis.net/ont/geosparql#wktLiteral"


@pytest.fixture
def written(tmp_path):
    def write(found):
        file = tmp_path / "lines.geojson"
        file.write_text(found if isinstance(found, str) else json.dumps(found))
        return file

    return write


def lines(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


@pytest.mark.parametrize(
    ("found", "lengths"),
    [
        pytest.param(lines("LineString", SQUARE), [5], id="line"),
        pytest.param(lines("MultiLineString", [SQUARE, SQUARE[:2]]), [5, 2], id="lines"),
        pytest.param(lines("Polygon", [SQUARE, SQUARE[:3]]), [5, 3], id="area with a hole"),
        pytest.param(lines("MultiPolygon", [[SQUARE], [SQUARE]]), [5, 5], id="areas"),
        pytest.param({"type": "Feature", "properties": {}, "geometry": lines("LineString", SQUARE)}, [5], id="feature"),
        pytest.param(
            {
                "type": "FeatureCollection",
                "features": [
                    {"type": "Feature", "geometry": None},
                    {"type": "Feature", "geometry": lines("LineString", SQUARE)},
                ],
            },
            [5],
            id="features",
        ),
        pytest.param(
            {"type": "GeometryCollection", "geometries": [lines("Point", [1, 2]), lines("Polygon", [SQUARE])]},
            [5],
            id="geometries",
        ),
        pytest.param(lines("LineString", [[1, 2, 300], [3, 4, 300]]), [2], id="with heights"),
        pytest.param(lines("LineString", [[179, 1], [178, 2], [-179, 2], [-178, 3]]), [2, 2], id="around the back"),
    ],
)
def test_lines_are_read_from_every_kind_of_geojson(written, found, lengths):
    outline = read_outline(written(found))
    assert [len(line) for line in outline.lines] == lengths
    assert outline.name == "lines.geojson"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        pytest.param("{", "no GeoJSON; give lines", id="no JSON"),
        pytest.param("[" * 100_000, "no GeoJSON", id="deep"),
        pytest.param("\x00\xff", "no GeoJSON", id="bytes"),
        pytest.param([], r"an object is missing where \[\] stands", id="list"),
        pytest.param({"type": "Topology"}, 'no type "Topology" is known', id="topology"),
        pytest.param({"type": "\x1b[31m"}, "no GeoJSON", id="hostile type"),
        pytest.param({"type": "FeatureCollection"}, "without a list of features", id="no features"),
        pytest.param(lines("LineString", "x"), "without a list of coordinates", id="text"),
        pytest.param(lines("Polygon", [1, 2]), "coordinates that are no list", id="too flat"),
        pytest.param(lines("LineString", [[1, None], [2, 3]]), r"\[1, null\] is no position", id="no number"),
        pytest.param(lines("LineString", [[500000, 6000000], [1, 2]]), "are no degrees", id="metres"),
        pytest.param('{"type":"LineString","coordinates":[[1,NaN],[2,3]]}', "are no degrees", id="NaN"),
        pytest.param(lines("Point", [1, 2]), "no line and no area", id="points alone"),
    ],
)
def test_a_bad_file_is_one_clear_line(written, found, words):
    with pytest.raises(UsageError, match=words) as error:
        read_outline(written(found))
    assert len(str(error.value).splitlines()) == 1
    assert "\x1b" not in str(error.value)


def test_lines_are_clipped_to_an_area_and_simplified():
    far = ((0.0, 0.0), (1.0, 1.0))
    across = ((30.0, 50.0), (40.0, 50.0))  # both ends outside
    fine = tuple((36 + i / 10_000, 50.0) for i in range(1_000))
    parts = Outline("x", "", (far, across, fine)).within(AREA, 0.01)
    assert parts[0] == across
    assert len(parts) == 2
    assert 5 < len(parts[1]) < 15
    assert parts[1][-1] == fine[-1]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=2, max_size=30))
def test_no_point_within_an_area_is_lost(line):
    inside = [p for p in line if AREA.west <= p[0] <= AREA.east and AREA.south <= p[1] <= AREA.north]
    parts = {point for part in Outline("x", "", (tuple(line),)).within(AREA, 0) for point in part}
    assert set(inside) <= parts


def map_of(outline, *columns):
    names = tuple(columns)
    cells = {
        "place": Iri("https://e.org/a"), "lat": Literal("50.5", datatype=DECIMAL), "lon": Literal("36.5", datatype=DECIMAL),
        "point": Literal("POINT(36.5 50.5)", datatype=WKT), "no": Literal("POINT(x y)", datatype=WKT),
    }  # fmt: skip
    return select_chart(
        Solutions(names, (tuple(cells[name] for name in names),)), TermLabels({}, {}), "map", "", outline
    )  # fmt: skip


def test_outlines_lie_under_the_points_and_are_named():
    outline = Outline("lines.geojson", "", (((30.0, 50.0), (40.0, 50.5)),))
    chart = map_of(outline, "place", "lat", "lon")
    assert chart.spec["layer"][0]["mark"]["type"] == "line"
    assert "the outlines are those of lines.geojson" in chart.caption
    assert "no borders" not in chart.caption
    assert render_svg(chart).count("<path") > render_svg(map_of(None, "place", "lat", "lon")).count("<path")


def test_outlines_of_elsewhere_are_noted():
    chart = map_of(Outline("far.geojson", "", (((0.0, 0.0), (1.0, 1.0)),)), "place", "lat", "lon")
    assert chart.caption.endswith("no borders are drawn, for none of far.geojson lies here")


def test_points_of_wkt_make_a_map_too():
    assert map_of(None, "place", "point").kind == "map"
    assert map_of(None, "place", "no") is None


@pytest.mark.parametrize("points", [[(50, 30), (50, 80)], [(1, 30), (40, 31)], [(50, 30)], [(-80, -170), (80, 170)]])
def test_a_map_keeps_its_shape(points):
    area = enclosing_area(points, 0.45, 0.8)
    assert all(area.south <= lat <= area.north and area.west <= lon <= area.east for lat, lon in points)
    assert 0.4 < area.ratio < 2
