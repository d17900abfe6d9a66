"""Select the chart that fits an answer's columns, and render it as SVG. Knows the kinds of charts."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.query.solutions import Solutions
from kg.report.bar_chart import bar_chart
from kg.report.chart import VEGA_LITE_SCHEMA, Chart, ChartTable
from kg.report.column_kinds import column_kinds
from kg.report.line_chart import line_chart
from kg.report.map_chart import map_chart
from kg.report.network_chart import has_network_columns, network_chart
from kg.report.outline import Outline
from kg.report.term_labels import TermLabels
from kg.report.timeline_chart import lane_columns, timeline_chart

ChartMaker = Callable[[ChartTable], Chart | None]  #: None: the table lacks the columns for it
_SVG_HEAD = re.compile(r"<svg [^>]*?width=\"(\d+(?:\.\d+)?)\" height=\"(\d+(?:\.\d+)?)\"[^>]*>")
_TAG = re.compile(r"""<(?:[^<>"]++|"[^"]*+")*+>""")
_ACCESSIBILITY = re.compile(r""" (?:role|aria-\w++)="[^"]*+\"""")  # of marks: the page tells of the chart in words
_PLAIN_HEAD = (
    r'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \1 \2" width="\1" aria-hidden="true" focusable="false">'
)


def select_chart(
    result: Solutions, labels: TermLabels, preferred: str, evidence_column: str, outline: Outline | None = None
) -> Chart | None:
    """Return the preferred chart, or else the one that fits the columns; None if there is none or no data for it.

    Latitude and longitude or points of WKT make a map; triples, or a node and a linked node, a network; a time and a
    number a line chart; a time and a node a timeline; a label and a number a bar chart.

    Args:
        result: the answer's solutions.
        labels: of its terms.
        preferred: one of `kg.query.saved_queries.VIEWS`; empty: what fits the columns.
        evidence_column: the column that charts leave out.
        outline: lines under a map; None: none.
    """
    kinds = {name: kind if name != evidence_column else "" for name, kind in column_kinds(result).items()}
    table = ChartTable(result, labels, kinds)
    if preferred == "table" or not result.rows:
        return None
    if preferred == "network" or (not preferred and has_network_columns(table)):
        return network_chart(table)
    if preferred in ("", "map") and (chart := map_chart(table, outline)):
        return chart
    makers: dict[str, list[ChartMaker]] = {
        "": _fitting_makers(table), "line": [line_chart], "timeline": [timeline_chart], "bar": [bar_chart]
    }  # fmt: skip
    return next((chart for make in makers.get(preferred, ()) if (chart := make(table))), None)


def _fitting_makers(table: ChartTable) -> list[ChartMaker]:
    """Return the charts in order of fitness: a line chart only if each time has one row, for it would join others."""
    times = table.columns("time")
    values = [row[table.index(times[0])] for row in table.result.rows] if times else []
    if len(values) == len(set(values)):
        return [line_chart, timeline_chart, bar_chart]
    if table.columns("number") and not lane_columns(table):
        return [bar_chart, timeline_chart]
    return [timeline_chart, bar_chart]


def render_svg(chart: Chart) -> str:
    """Return the chart as SVG without scripts, links or names of fonts that a page would have to load."""
    import vl_convert

    is_lite = chart.spec["$schema"] == VEGA_LITE_SCHEMA
    svg: str = vl_convert.vegalite_to_svg(chart.spec) if is_lite else vl_convert.vega_to_svg(chart.spec)
    svg = _SVG_HEAD.sub(_PLAIN_HEAD, svg, count=1)
    start = max(svg.rfind("<svg "), 0)
    return svg[:start] + _TAG.sub(lambda tag: _ACCESSIBILITY.sub("", tag[0]), svg[start:])
