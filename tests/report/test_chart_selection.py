"""The chart that an answer gets, and its caption."""

import pytest

from kg.query.solutions import Iri, Literal, Solutions
from kg.report.chart_selection import render_svg, select_chart
from kg.report.term_labels import TermLabels

XSD = "http://www.w3.org/2001/XMLSchema#"
CELLS = {
    "who": Iri("https://e.org/a"),
    "other": Iri("https://e.org/b"),
    "n": Literal("3", datatype=XSD + "integer"),
    "from": Literal("2031-03-04", datatype=XSD + "date"),
    "published": Literal("2031-03-05", datatype=XSD + "date"),
    "lat": Literal("50.1", datatype=XSD + "decimal"),
    "lon": Literal("36.2", datatype=XSD + "decimal"),
    "words": Literal("x"),
    "none": None,
}
LABELS = TermLabels({"https://e.org/a": "<b>A</b>"}, {})


def chart_of(columns, wanted=""):
    names = tuple(columns.split())
    return select_chart(Solutions(names, (tuple(CELLS[name] for name in names),)), LABELS, wanted, "")


@pytest.mark.parametrize(
    ("columns", "wanted", "kind"),
    [
        ("who n", "", "bar"),
        ("from n", "", "line"),
        ("from who", "", "timeline"),
        ("who lat lon n", "", "map"),
        ("who other n", "network", "network"),
        ("who words", "", None),
        ("who n", "table", None),
        ("none words", "timeline", None),
    ],
)
def test_the_columns_select_the_chart(columns, wanted, kind):
    chart = chart_of(columns, wanted)
    assert (chart.kind if chart else None) == kind
    if chart:
        svg = render_svg(chart)
        assert svg.startswith("<svg")
        assert "<b>" not in svg
        assert "href" not in svg


@pytest.mark.parametrize(
    ("columns", "kind"),
    [("from n", "bar"), ("from who n", "timeline"), ("from event n", "bar"), ("from who", "timeline")],
)
def test_rows_of_one_day_are_not_joined_by_a_line(columns, kind):
    names = tuple(columns.split())
    rows = tuple(tuple({**CELLS, "event": Iri(f"https://e.org/{i}")}[name] for name in names) for i in (1, 2))
    chart = select_chart(Solutions(names, rows), LABELS, "", "")
    assert (chart.kind if chart else None) == (None if columns == "from n" else kind)


@pytest.mark.parametrize(
    ("times", "stretches"),
    [
        ("2031-01-01 2031-02-01 2031-03-01", 1),
        ("2031-01-01 2031-02-01 2031-07-01", 2),
        ("2031-01 2031-02 2031-03 2032-01", 2),
        ("2029 2030 2031", 1),
        ("2031-03-01 2031-03-02 2031-03-05 2031-03-06", 2),
    ],
)
def test_no_line_leads_over_times_without_a_row(times, stretches):
    rows = tuple((Literal(time, datatype=XSD + "date"), CELLS["n"]) for time in times.split())
    chart = select_chart(Solutions(("from", "n"), rows), LABELS, "line", "")
    assert len({one["stretch"] for one in chart.spec["data"]["values"]}) == stretches
    assert ("no line leads over" in chart.caption) == (stretches > 1)


def bars(*rows):
    chart = select_chart(
        Solutions(("event", "role", "n"), tuple(rows)), TermLabels({}, {"e": "https://e.org/"}), "bar", ""
    )
    return [(one["name"], one["value"]) for one in chart.spec["data"]["values"]], chart.spec["layer"][0]["encoding"][
        "x"
    ]


def test_bars_of_one_name_are_not_added_up():
    labels = TermLabels({f"https://e.org/{i}": "France: accuse" for i in (1, 2)}, {})
    rows = tuple((Iri(f"https://e.org/{i}"), CELLS["n"]) for i in (1, 2))
    chart = select_chart(Solutions(("event", "n"), rows), labels, "bar", "")
    assert [one["name"] for one in chart.spec["data"]["values"]] == ["France: accuse", "France: accuse (2)"]


def test_the_least_and_the_highest_figure_are_one_bar():
    figures = tuple(Literal(n, datatype=XSD + "integer") for n in ("14", "18"))
    chart = select_chart(Solutions(("who", "killedLow", "killedHigh"), ((CELLS["who"], *figures),)), LABELS, "bar", "")
    assert [(one["least"], one["value"]) for one in chart.spec["data"]["values"]] == [(14, 18)]
    assert chart.caption == "killed, the least figure dark and the highest pale, by who"
    assert render_svg(chart).startswith("<svg")


def test_bars_of_one_node_are_distinguished_by_a_text():
    values, x = bars(*((CELLS["who"], Literal(role), CELLS["n"]) for role in ("acts with", "acts on")))
    assert values == [("e:a · acts with", 3.0), ("e:a · acts on", 3.0)]
    assert x["axis"]["values"] == [0, 1, 2, 3]


def test_statements_and_linked_nodes_are_networks():
    ends = (CELLS["who"], Iri("https://e.org/p"), CELLS["other"])
    one = select_chart(Solutions(("subject", "predicate", "object"), (ends,)), LABELS, "", "")
    assert (one.kind, "each for" in one.caption) == ("network", True)
    assert (
        select_chart(Solutions(("node", "linkedNode", "n"), ((*ends[::2], CELLS["n"]),)), LABELS, "", "").kind
        == "network"
    )


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ("from who", "each row by day and who"),
        ("from published who", "each row by day, or day of publication where no other is told, and who"),
        ("none published who", "each row by day of publication and who"),
    ],
)
def test_a_timeline_says_which_day_it_shows(columns, words):
    assert chart_of(columns, "timeline").caption == words


def test_a_map_draws_no_borders_and_says_so():
    chart = chart_of("who lat lon n")
    assert "no borders are drawn" in chart.caption
    assert not any("geoshape" in str(layer) for layer in chart.spec["layer"])
