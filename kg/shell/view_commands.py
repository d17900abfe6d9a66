r"""Other views of the last result: `\last` and `\view`. Knows results; runs no query but that for coordinates."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.query.charts import bar_chart, line_chart, timeline
from kg.query.display_names import curie, visible
from kg.query.html_views import GraphEdge, MapPoint, graph_page, map_page
from kg.query.lookups import look_up
from kg.query.solutions import Iri, Literal, Result, Solutions, Term, Triples, Truth
from kg.query.table import DisplayOptions
from kg.shell.command_registry import CommandTable, register
from kg.shell.result_display import display_options, is_laid_out, render_result
from kg.shell.session import ShellSession

_CHARTS: Mapping[str, Callable[[Solutions, DisplayOptions], str]] = {
    "bar": bar_chart,
    "line": line_chart,
    "timeline": timeline,
}
VIEWS = (*_CHARTS, "map", "graph")
_MAX_NODES, _MAX_LINKS = 2000, 1500
_LATITUDE_NAMES, _LONGITUDE_NAMES = ("lat", "latitude"), ("long", "lon", "lng", "longitude")
COMMANDS: CommandTable = {}


@register(COMMANDS, r"\last", "all rows of the last result")
def show_last_result(shell: ShellSession, _: str) -> None:
    """Show all of the last result."""
    result = _require_last_result(shell, "\\last")
    shell.page(render_result(shell, result), is_escaped=is_laid_out(shell, result))


@register(COMMANDS, r"\view bar|line|timeline|map|graph [FILE]", "the last result, drawn")
def draw_last_result(shell: ShellSession, argument: str) -> None:
    """Draw the last result, in the terminal or in an HTML file."""
    kind, _, name = argument.partition(" ")
    if kind not in VIEWS:
        raise UsageError(f"\\view {kind}: no such view; there are: {', '.join(VIEWS)}")
    result = _require_last_result(shell, f"\\view {kind}")
    if kind not in _CHARTS:
        page = _map_page(shell, result) if kind == "map" else _graph_page(shell, result)
        file = Path(name).expanduser() if name else Path(tempfile.mkdtemp(prefix="kg-")) / f"{kind}.html"
        file.write_text(page, encoding="utf-8")
        shell.print_message(f"wrote {file}")
        return
    if not isinstance(result, Solutions):
        raise UsageError(f"\\view {kind} draws rows; ask with SELECT")
    shell.page(_CHARTS[kind](result, display_options(shell, result)), is_escaped=True)


def _require_last_result(shell: ShellSession, command: str) -> Result:
    if shell.last_result is None:
        raise UsageError(f"{command}: there is no result yet; ask something first")
    return shell.last_result


def _map_page(shell: ShellSession, result: Result) -> str:
    points = list(_column_points(shell, result)) or list(_node_points(shell, result))
    if not points:
        raise UsageError("\\view map: no row has a place; select ?lat and ?long, or places or events that have some")
    rows = 0 if isinstance(result, Truth) else len(result.rows)
    shell.print_message(f"{len(points):,} of {rows:,} rows have a place")
    return map_page(points)


def _column_points(shell: ShellSession, result: Result) -> Iterator[MapPoint]:
    """Yield the coordinates in the columns for latitude and longitude, by any of their usual names."""
    if not isinstance(result, Solutions):
        return
    names = [name.lower() for name in result.variables]
    lat = next((names.index(name) for name in _LATITUDE_NAMES if name in names), None)
    long = next((names.index(name) for name in _LONGITUDE_NAMES if name in names), None)
    if lat is None or long is None:
        return
    options = display_options(shell, result)
    for row in result.rows:
        north, east = _parse_degrees(row[lat]), _parse_degrees(row[long])
        if north is not None and east is not None:
            others = (term for n, term in enumerate(row) if n not in (lat, long) and term)
            yield MapPoint(" · ".join(_term_text(term, options) for term in others), north, east)


def _node_points(shell: ShellSession, result: Result) -> Iterator[MapPoint]:
    """Yield the coordinates that the graph has for the first node of a row that has some."""
    rows = () if isinstance(result, Truth) else result.rows
    nodes = list(dict.fromkeys(term for row in rows for term in row if isinstance(term, Iri)))[:_MAX_NODES]
    if not nodes:
        return
    coordinates = look_up(shell.graph, "coordinates", [node.value for node in nodes])
    places = {row[0]: (_parse_degrees(row[1]), _parse_degrees(row[2])) for row in coordinates.rows}
    options = display_options(shell, result)
    for row in rows:
        place = next((places[term] for term in row if term in places), None)
        if place and place[0] is not None and place[1] is not None:
            yield MapPoint(" · ".join(_term_text(term, options) for term in row if term), place[0], place[1])


def _parse_degrees(term: Term | None) -> float | None:
    """Return an angle in degrees; None for what is no plain decimal number."""
    if not isinstance(term, Literal) or not re.fullmatch(r"[+-]?\d{1,3}(\.\d+)?", term.value):
        return None
    return float(term.value)


def _graph_page(shell: ShellSession, result: Result) -> str:
    links = list(_links(shell, result))
    if not links:
        raise UsageError("\\view graph: no row has two nodes; select two, or use CONSTRUCT")
    if len(links) > _MAX_LINKS:
        raise QueryError(
            f"\\view graph: {len(links):,} links, and at most {_MAX_LINKS:,} can be read; narrow the query"
        )
    return graph_page(links)


def _links(shell: ShellSession, result: Result) -> Iterator[GraphEdge]:
    """Yield statements as links, or rows, from their first node to their last and named for the second of three."""
    options = display_options(shell, result)
    if isinstance(result, Triples):
        options = replace(options, labels=shell.graph.result_labels(result, shell.settings.languages))
        for s, p, o in result.rows:
            if isinstance(o, Iri):
                yield GraphEdge(_term_text(s, options), _term_text(o, options), _term_text(p, options))
    elif isinstance(result, Solutions):
        for row in result.rows:
            nodes = [_term_text(term, options) for term in row if isinstance(term, Iri)]
            if len(nodes) > 1:
                yield GraphEdge(nodes[0], nodes[-1], nodes[1] if nodes[2:] else "")


def _term_text(term: Term, options: DisplayOptions) -> str:
    if isinstance(term, Iri):
        return visible(options.labels.get(term.value) or curie(term.value, options.prefixes))
    return visible(term.value)
