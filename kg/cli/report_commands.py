"""Commands for reports and dossiers: files for people to send, words to stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.query_commands import Asked
from kg.errors import CheckFailed, DiskError, KgError, QueryError, QueryTimeout, UsageError

if TYPE_CHECKING:
    from kg.query.saved_queries import SavedQuery
    from kg.query.session import Session
    from kg.query.solutions import Term
    from kg.report.archive import Run
    from kg.report.changes import Changes
    from kg.report.report_run import RunOutcome, RunRequest

report = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Run saved queries as reports, and compare runs."
)
app.add_typer(report, name="report")

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="The folder of the reports.")]
Tag = Annotated[str | None, typer.Option("--tag", metavar="T", help="Those with this tag.")]
Formats = Annotated[
    str, typer.Option("--format", metavar="LIST", help="Of html, md, csv and ttl (of statements); JSON is always kept.")
]
Since = Annotated[str, typer.Option("--since", metavar="RUN", help="Compare with last, a run's name, or a day.")]
Ground = Annotated[
    Path | None, typer.Option("--outline", metavar="FILE", help="GeoJSON of your own outlines, to draw under maps.")
]
_REPORTS = Path("reports")


@report.command("run")
def run_reports(
    graph: Asked,
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME…] [name=value…]", help="Queries, and parameters.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="All that need no parameter.")] = False,
    tag: Tag = None,
    out: Out = _REPORTS,
    form: Formats = "html,md,csv,ttl",
    since: Since = "last",
    outline: Ground = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit code 4 on change, no rows, a no or a failed expectation.")
    ] = False,
) -> None:
    """Run reports and keep them: kg report run graph --tag weekly since=-7d. One that fails doesn't stop the others."""
    from kg.query.session import Session
    from kg.report.outline import read_outline
    from kg.report.overview import write_overview

    ground = read_outline(outline) if outline else None
    orders = [replace(order, outline=ground) for order in _orders(what or [], every, tag, out, form, since)]
    broken: list[KgError] = []
    alarms = 0
    with Session(graph) as session:
        for order in orders:
            with _going_on(broken):
                alarms += bool(_one(order, session).check_failure)
    if len(broken) < len(orders):
        with _going_on(broken):
            write_overview(out)
    if broken:
        raise typer.Exit(_code(broken, len(orders)))
    if check and alarms:
        raise typer.Exit(CheckFailed.exit_code)


@report.command("list")
def list_reports(tag: Tag = None, out: Out = _REPORTS) -> None:
    """List the saved queries with their parameters and the number of their kept runs."""
    from kg.query.saved_queries import saved_queries

    shown = [query for query in saved_queries() if tag is None or tag in query.tags]
    if not shown:
        tags = sorted({tag for query in saved_queries() for tag in query.tags})
        raise UsageError(f"no saved query has the tag '{tag}'; there are: {', '.join(tags)}")
    width = max(len(query.name) for query in shown)
    for query in shown:
        if query.fault:
            print(f"kg: note: {query.fault}", file=sys.stderr)
        print(f"{query.name:<{width}}  {query.title}")
        more = [*(p.signature for p in query.parameters), *(f"#{name}" for name in query.tags)]
        kept = sum(len(some) for some in _series(out, query.name).values())
        more += [f"{kept} run{'s' * (kept != 1)}"] if kept else []
        print(f"{'':<{width}}  {'; '.join(more)}") if more else None


@report.command("show")
def show_report(name: Annotated[str, typer.Argument(metavar="NAME")], out: Out = _REPORTS) -> None:
    """Show a saved query with its parameters, and its kept runs."""
    from kg.query.saved_queries import find_query, saved_queries

    query = find_query(name, saved_queries())
    print(query.title, *filter(None, (query.summary,)), "", sep="\n")
    for parameter in query.parameters:
        print(f"  {parameter.signature}" + f": {parameter.summary}" * bool(parameter.summary))
    print(f"\n{query.path}\n{query.text}")
    for series, kept in _series(out, query.name).items():
        for run in kept:
            meta = run.metadata()
            print(f"{series}/{run.name}  {meta.get('rows', '?')} rows  {meta.get('graph_version', '')}")


@report.command("diff")
def diff_report(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A report, or a folder of runs as show lists them.")],
    runs: Annotated[
        list[str] | None, typer.Argument(metavar="[RUN] [RUN]", help="last, a run's name or a day.")
    ] = None,
    out: Out = _REPORTS,
    check: Annotated[bool, typer.Option("--check", help="Exit code 4 if anything changed.")] = False,
) -> None:
    """Say what changed between two runs, the last two by default: kg report diff disputed-events 2026-11-01."""
    from kg.report.archive import find_run
    from kg.report.changes import compare_results

    key, series = _compared(name, out)
    wanted = [runs[0] if runs else "", runs[1] if runs and len(runs) > 1 else "last"]
    kept = _kept(series, 1 if wanted[0] else 2)
    before = find_run(series, wanted[0]) if wanted[0] else kept[-2]
    after = find_run(series, wanted[1])
    assert before is not None  # the series has runs
    assert after is not None
    result = after.result()
    changes = compare_results(before.result(), result, key)
    _print_changes(changes, result.variables)
    print(f"{series.name}: {before.name} → {after.name}: {changes.counts}", file=sys.stderr)
    if check and changes:
        raise typer.Exit(CheckFailed.exit_code)


@report.command("new")
def new_report(name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens.")]) -> None:
    """Write a commented template to queries/NAME.rq."""
    from kg.report.query_template import write_template

    print(write_template(name), file=sys.stderr)


@app.command()
def dossier(
    graph: Asked,
    name: Annotated[str, typer.Argument(metavar="NAME", help="An actor or a place, by label or short name.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The HTML page.")] = Path(
        "dossier.html"
    ),
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Only what is reported from this day on.")] = None,
    until: Annotated[str | None, typer.Option(metavar="DAY", help="Only what is reported up to this day.")] = None,
    outline: Ground = None,
) -> None:
    """Write one page on an actor or a place: kg dossier graph "Wagner Group" -o wagner.html."""
    from kg.atomic_files import write_whole
    from kg.query.saved_queries import saved_queries
    from kg.query.session import Session
    from kg.report.dossier import dossier as put_together
    from kg.report.outline import read_outline

    if output.suffix not in (".html", ".htm"):
        raise UsageError(f"{output}: a dossier is an HTML page; name it .html")
    period = {key: day for key, day in (("since", since), ("until", until)) if day}
    ground = read_outline(outline) if outline else None
    with Session(graph) as session:
        write_whole(output, put_together(name, period, saved_queries(), session, ground))
    print(output, file=sys.stderr)


@contextmanager
def _going_on(broken: list[KgError]) -> Iterator[None]:
    """Say what fails and note it, so that the rest is done all the same."""
    try:
        yield
    except KgError as problem:
        broken.append(problem)
        print(f"kg: error: {' '.join(str(problem).split())}", file=sys.stderr)


def _code(broken: Sequence[KgError], tried: int) -> int:
    """Return the exit code when something failed: its own if it was the one thing to do, or if the disk is full."""
    disk = any(isinstance(problem, DiskError) for problem in broken)
    return DiskError.exit_code if disk else broken[0].exit_code if tried == 1 else 1


def _orders(what: Sequence[str], every: bool, tag: str | None, out: Path, form: str, since: str) -> list[RunRequest]:
    """Return what to run; parameters go to the queries that declare them."""
    from kg.query.arguments import split_assignments
    from kg.query.saved_queries import match_query, saved_queries
    from kg.report.report_run import FORMATS, RunRequest

    formats = [name.strip() for name in form.split(",") if name.strip()]
    if wrong := [name for name in formats if name not in (*FORMATS, "json")]:
        raise UsageError(f"--format {wrong[0]}: no such form of a report; there are: {', '.join(FORMATS)}, json")
    given = split_assignments([word for word in what if "=" in word])
    queries = saved_queries()
    named = [match_query(word, queries) for word in what if "=" not in word]
    chosen = named or [query for query in queries if every or (tag is not None and tag in query.tags)]
    if not chosen:
        raise UsageError("report run: name saved queries, or give --all or a --tag that some have; see: kg report list")
    ready = chosen if named else [query for query in chosen if _can_run(query, given)]
    declared = {parameter.name for query in ready for parameter in query.parameters}
    if strange := [name for name in given if name not in declared]:
        raise UsageError(
            f"report run: none of these has a parameter '{strange[0]}'; there are: {', '.join(sorted(declared))}"
        )
    return [RunRequest(query, _its_own(query, given), out, formats, since) for query in ready]


def _its_own(query: SavedQuery, given: dict[str, list[str]]) -> dict[str, list[str]]:
    names = [parameter.name for parameter in query.parameters]
    return {name: values for name, values in given.items() if name in names}


def _can_run(query: SavedQuery, given: dict[str, list[str]]) -> bool:
    """Tell whether all that the query needs is given; if not, say what is missing."""
    missing = [parameter.name for parameter in query.parameters if parameter.required and parameter.name not in given]
    if missing and not any(tag.startswith("dossier") for tag in query.tags):
        print(f"kg: note: {query.name}: skipped; it needs {' and '.join(missing)}", file=sys.stderr)
    return not missing


def _one(order: RunRequest, session: Session) -> RunOutcome:
    from kg.report.report_run import run_report

    if order.query.fault:
        raise UsageError(order.query.fault)
    try:
        done = run_report(order, session)
    except (QueryError, QueryTimeout) as problem:
        raise type(problem)(f"{order.query.name}: {problem}") from problem
    since = f"since {done.since}: {done.changes.counts}" if done.changes is not None else "the first run"
    alarm = f"; check: {done.check_failure}" if done.check_failure else ""
    print(f"{done.run.folder}: {done.size_text}; {since}{alarm}", file=sys.stderr)
    return done


def _series(out: Path, name: str) -> dict[str, list[Run]]:
    """Return the kept runs of a report, by the folder for each choice of parameters."""
    from kg.report.archive import archived_runs

    if not out.is_dir():
        return {}
    folders = [path for path in sorted(out.iterdir()) if path.name == name or path.name.startswith(f"{name}+")]
    return {path.name: some for path in folders if (some := archived_runs(path))}


def _compared(name: str, out: Path) -> tuple[tuple[str, ...], Path]:
    """Return the key and the series of a report's name or a series' folder."""
    from kg.query.saved_queries import find_query, saved_queries

    query = find_query(name.partition("+")[0], saved_queries())
    there = _series(out, query.name)
    if "+" in name and name in there:
        return query.key, out / name
    if query.name in there or len(there) <= 1:
        return query.key, out / next(iter(there), query.name)
    raise UsageError(f"{query.name}: there are runs with several parameters; name one of: {', '.join(there)}")


def _kept(series: Path, least: int) -> list[Run]:
    from kg.report.archive import archived_runs

    kept = archived_runs(series)
    if len(kept) < least:
        raise UsageError(f"{series}: {len(kept)} run{'s' * (len(kept) != 1)} kept, and it takes {least} to compare")
    return kept


def _print_changes(changes: Changes, names: Sequence[str]) -> None:
    """Write the rows that changed as CSV, a cell that changed as "old → new"; none if the columns did."""
    import csv

    from kg.query.display_names import visible
    from kg.text_normalization import safe_cell

    if not changes or changes.columns:
        return

    def said(term: Term | None) -> str:
        return safe_cell(visible(term.value)) if term else ""

    lines = csv.writer(sys.stdout, lineterminator="\n")
    lines.writerow(["change", *names])
    lines.writerows(["added", *map(said, row)] for row in changes.added)
    lines.writerows(["removed", *map(said, row)] for row in changes.removed)
    for one in changes.changed:
        cells = zip(names, one.before, one.after, strict=True)
        lines.writerow(
            ["changed", *(f"{said(a)} → {said(b)}" if name in one.columns else said(b) for name, a, b in cells)]
        )
