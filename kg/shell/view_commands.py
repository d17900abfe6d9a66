r"""Other looks at results: `\view`, `\last`, `\watch`, `\explain`. Knows results; knows no keys."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from kg.errors import QueryError, UsageError
from kg.query.charts import bar_chart, line_chart, timeline
from kg.query.completeness import check_syntax
from kg.query.display_names import curie, visible
from kg.query.explain_error import explain
from kg.query.html_views import GraphEdge, MapPoint, graph_page, map_page
from kg.query.lookups import look_up
from kg.query.solutions import Iri, Literal, Result, Solutions, Term, Triples, Truth
from kg.query.table import DisplayOptions
from kg.shell.shell import Shell
from kg.store.prefixes import declare_prefixes
from kg.store.query_guard import check_query

VIEWS = ("bar", "line", "timeline", "map", "graph")
_MOST_PLACES, _MOST_LINKS = 2000, 1500
_WATCH = re.compile(r"(?:([icm])=)?(\d{1,6}(?:\.\d+)?)")


def view(shell: Shell, argument: str) -> None:
    """Draw the last result, in the terminal or in an HTML file."""
    kind, _, name = argument.partition(" ")
    if kind not in VIEWS:
        raise UsageError(f"\\view {kind}: no such view; there are: {', '.join(VIEWS)}")
    result = _last(shell, f"\\view {kind}")
    if kind in ("map", "graph"):
        page = _map(shell, result) if kind == "map" else _graph(shell, result)
        file = Path(name).expanduser() if name else Path(tempfile.mkdtemp(prefix="kg-")) / f"{kind}.html"
        file.write_text(page, encoding="utf-8")
        shell.say(f"wrote {file}")
        return
    if not isinstance(result, Solutions):
        raise UsageError(f"\\view {kind} draws rows; ask with SELECT")
    draw: Callable[[Solutions, DisplayOptions], str] = {"bar": bar_chart, "line": line_chart, "timeline": timeline}[
        kind
    ]
    shell.page(draw(result, shell.look(result)))


def last(shell: Shell, _: str) -> None:
    """Show all of the last result."""
    shell.page(shell.rendered(_last(shell, "\\last")))


def watch(shell: Shell, argument: str) -> None:
    """Run the last query again and again, and mark the rows that are new."""
    if not shell.text:
        raise UsageError("\\watch: no query yet; ask something first")
    wanted = {"i": 5.0, "c": 0.0, "m": 0.0}
    for word in argument.split():
        match = _WATCH.fullmatch(word)
        if match is None:
            raise UsageError(f"\\watch {word}: write \\watch i=SECONDS c=TIMES m=FEWEST-ROWS")
        wanted[match[1] or "i"] = float(match[2])
    before: set[object] | None = None
    count = 0
    while True:
        count += 1
        if shell.session.newer_snapshot is not None:
            shell.session.reload()
        shell.say(time.strftime("%Y-%m-%d %H:%M:%S") + f"  every {wanted['i']:g} s, Ctrl-C ends")
        failed = shell.failed
        result = shell.ask(shell.text, None if before is None else _new_since(before), shell.own)
        rows = [] if result is None or isinstance(result, Truth) else list(result.rows)
        if before is not None:
            shell.say(f"{len(set(rows) - before)} new, {len(before - set(rows))} gone")
        before = set(rows)
        few = bool(wanted["m"]) and len(rows) < wanted["m"]
        if result is None or shell.failed > failed or count == wanted["c"] or few:
            return
        time.sleep(max(wanted["i"], 0.1))


def _new_since(before: set[object]) -> Callable[[Result], frozenset[int]]:
    def marks(result: Result) -> frozenset[int]:
        rows = () if isinstance(result, Truth) else result.rows
        return frozenset(number for number, row in enumerate(rows) if row not in before)

    return marks


def explain_plan(shell: Shell, argument: str) -> None:
    """Show how the engine answers the last query, or the one given, and which step costs most."""
    from kg.store.query_plan import plan_steps

    text = argument or shell.text
    if not text:
        raise UsageError("\\explain: no query yet; ask something first, or write \\explain SELECT …")
    if shell.session.store_folder is None:
        raise UsageError("\\explain looks into the store of a graph folder; kg build makes one")
    check_query(text)
    text = shell.bound(text)
    try:
        check_syntax(text, shell.session.prefixes)
    except QueryError as problem:
        shell.fail(explain(text, problem, shell.session.prefixes))
        return
    steps = plan_steps(
        shell.session.store_folder, declare_prefixes(text, shell.session.prefixes), shell.settings.timeout or None
    )
    own = [step.seconds - sum(s.seconds for s in _children(steps, n)) for n, step in enumerate(steps)]
    dearest = max(range(len(own)), key=own.__getitem__, default=-1)
    rows, width = max((len(f"{step.rows:,}") for step in steps), default=1), shell.screen.width
    lines = []
    for number, step in enumerate(steps):
        name = re.sub(r"<([^<>]*)>", lambda iri: curie(iri[1], shell.session.prefixes), step.name)
        mark = "▶" if number == dearest else " "
        text = f"{mark} {own[number] * 1000:8.1f} ms  {step.rows:>{rows},} rows  {'  ' * step.depth}{visible(name)}"
        lines.append(text if width is None or len(text) <= width else text[: width - 1] + "…")
    shell.page("\n".join(lines) + "\n")
    if shell.session.graphs:
        shell.say("note: this is the plan over all graphs")
    shell.say(f"{len(steps)} steps · {steps[0].seconds * 1000:.1f} ms · ▶ costs most" if steps else "no plan")


def _children(steps: list, number: int) -> Iterator:  # type: ignore[type-arg]
    for step in steps[number + 1 :]:
        if step.depth <= steps[number].depth:
            return
        if step.depth == steps[number].depth + 1:
            yield step


def _last(shell: Shell, command: str) -> Result:
    if shell.last is None:
        raise UsageError(f"{command}: there is no result yet; ask something first")
    return shell.last


def _map(shell: Shell, result: Result) -> str:
    spots = list(_given_spots(shell, result)) or list(_asked_spots(shell, result))
    if not spots:
        raise UsageError("\\view map: no row has a place; select ?lat and ?long, or places or events that have some")
    shell.say(f"{len(spots):,} of {0 if isinstance(result, Truth) else len(result.rows):,} rows have a place")
    return map_page(spots)


def _given_spots(shell: Shell, result: Result) -> Iterator[MapPoint]:
    """Yield what the columns lat and long, by any of their usual names, give."""
    if not isinstance(result, Solutions):
        return
    names = [name.lower() for name in result.variables]
    lat = next((names.index(name) for name in ("lat", "latitude") if name in names), None)
    long = next((names.index(name) for name in ("long", "lon", "lng", "longitude") if name in names), None)
    if lat is None or long is None:
        return
    look = shell.look(result)
    for row in result.rows:
        north, east = _degrees(row[lat]), _degrees(row[long])
        if north is not None and east is not None:
            yield MapPoint(
                " · ".join(_said(t, look) for n, t in enumerate(row) if n not in (lat, long) and t), north, east
            )


def _asked_spots(shell: Shell, result: Result) -> Iterator[MapPoint]:
    rows = () if isinstance(result, Truth) else result.rows
    nodes = list(dict.fromkeys(term for row in rows for term in row if isinstance(term, Iri)))[:_MOST_PLACES]
    if not nodes:
        return
    found = look_up(shell.session, "coordinates", [node.value for node in nodes])
    places = {row[0]: (_degrees(row[1]), _degrees(row[2])) for row in found.rows}
    look = shell.look(result)
    for row in rows:
        place = next((places[term] for term in row if term in places), None)
        if place and place[0] is not None and place[1] is not None:
            yield MapPoint(" · ".join(_said(term, look) for term in row if term), place[0], place[1])


def _degrees(term: Term | None) -> float | None:
    if not isinstance(term, Literal) or not re.fullmatch(r"[+-]?\d{1,3}(\.\d+)?", term.value):
        return None
    return float(term.value)


def _graph(shell: Shell, result: Result) -> str:
    look = shell.look(result)
    links = []
    if isinstance(result, Triples):
        look = replace(look, labels=shell.session.result_labels(result, shell.settings.languages))
        links = [
            GraphEdge(_said(s, look), _said(o, look), _said(p, look)) for s, p, o in result.rows if isinstance(o, Iri)
        ]
    elif isinstance(result, Solutions):
        for row in result.rows:
            ends = [term for term in row if isinstance(term, Iri)]
            if len(ends) > 1:
                links.append(
                    GraphEdge(_said(ends[0], look), _said(ends[-1], look), _said(ends[1], look) if ends[2:] else "")
                )
    if not links:
        raise UsageError("\\view graph: no row has two nodes; select two, or use CONSTRUCT")
    if len(links) > _MOST_LINKS:
        raise QueryError(
            f"\\view graph: {len(links):,} links, and at most {_MOST_LINKS:,} can be read; narrow the query"
        )
    return graph_page(links)


def _said(term: Term, look: DisplayOptions) -> str:
    if isinstance(term, Iri):
        return visible(look.labels.get(term.value) or curie(term.value, look.prefixes))
    return visible(term.value)
