"""Commands that run reports and compare their archived runs: files for people to send, words to stderr."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Outline, QueryTarget, app
from kg.cli.output import print_lines, print_message
from kg.cli.report_requests import ReportSelection, parse_formats, select_reports
from kg.cli.report_series import find_series, print_changes, report_series, require_runs
from kg.errors import CheckFailed, DiskError, KgError, QueryError, QueryTimeout, UsageError

if TYPE_CHECKING:
    from kg.query.session import Session
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
_REPORTS = Path("reports")


@report.command("run")
def run_reports(
    graph: QueryTarget,
    arguments: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME…] [name=value…]", help="Queries, and parameters.")
    ] = None,
    run_all: Annotated[bool, typer.Option("--all", help="All that need no parameter.")] = False,
    tag: Tag = None,
    out: Out = _REPORTS,
    formats: Formats = "html,md,csv,ttl",
    since: Since = "last",
    outline: Outline = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit code 4 on change, no rows, a no or a failed expectation.")
    ] = False,
) -> None:
    """Run reports and keep them: kg report run graph --tag weekly since=-7d. One that fails doesn't stop the others."""
    from kg.query.session import Session
    from kg.report.outline import read_outline
    from kg.report.overview import write_overview
    from kg.report.report_run import RunRequest

    outlines, names = read_outline(outline) if outline else None, parse_formats(formats)
    selected = select_reports(ReportSelection(arguments or [], run_all, tag))
    requests = [RunRequest(query, assigned, out, names, since, outlines) for query, assigned in selected]
    errors: list[KgError] = []
    failed_checks = 0
    with Session(graph) as session:
        for request in requests:
            with _collect_errors(errors):
                failed_checks += bool(_run_report(request, session).check_failure)
    if len(errors) < len(requests):
        with _collect_errors(errors):
            write_overview(out)
    if errors:
        raise typer.Exit(_exit_code(errors, len(requests)))
    if check and failed_checks:
        raise typer.Exit(CheckFailed.exit_code)


@report.command("list")
def list_reports(tag: Tag = None, out: Out = _REPORTS) -> None:
    """List the saved queries with their parameters and the number of their kept runs."""
    from kg.query.saved_queries import saved_queries

    listed = [query for query in saved_queries() if tag is None or tag in query.tags]
    if not listed:
        tags = sorted({tag for query in saved_queries() for tag in query.tags})
        raise UsageError(f"no saved query has the tag '{tag}'; there are: {', '.join(tags)}")
    width = max(len(query.name) for query in listed)
    for query in listed:
        if query.fault:
            print_message(f"kg: note: {query.fault}")
        print_lines(f"{query.name:<{width}}  {query.title}")
        details = [*(p.signature for p in query.parameters), *(f"#{name}" for name in query.tags)]
        count = sum(map(len, report_series(out, query.name).values()))
        details += [f"{count} run{'s' * (count != 1)}"] if count else []
        if details:
            print_lines(f"{'':<{width}}  {'; '.join(details)}")


@report.command("show")
def show_report(name: Annotated[str, typer.Argument(metavar="NAME")], out: Out = _REPORTS) -> None:
    """Show a saved query with its parameters, and its kept runs."""
    from kg.query.saved_queries import find_query, saved_queries

    query = find_query(name, saved_queries())
    print_lines(query.title, *filter(None, (query.summary,)), "")
    for parameter in query.parameters:
        print_lines(f"  {parameter.signature}" + f": {parameter.summary}" * bool(parameter.summary))
    print_lines("", str(query.path), query.text)
    for series, runs in report_series(out, query.name).items():
        for run in runs:
            metadata = run.metadata()
            rows = f"{metadata.get('rows', '?')} rows"
            print_lines(f"{series}/{run.name}  {rows}  {metadata.get('graph_version', '')}")


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
    from kg.report.moved_window import moved_window

    query, series = find_series(name, out)
    names = [runs[0] if runs else "", runs[1] if runs and len(runs) > 1 else "last"]
    archived = require_runs(series, 1 if names[0] else 2)
    before = find_run(series, names[0]) if names[0] else archived[-2]
    after = find_run(series, names[1])
    assert before is not None  # the series has runs
    assert after is not None
    result = after.result()
    earlier, later = (run.metadata().get("parameters") or {} for run in (before, after))
    changes = compare_results(before.result(), result, query.key, moved_window(query, earlier, later))
    print_changes(changes, result.variables)
    print_message(f"{series.name}: {before.name} → {after.name}: {changes.counts}")
    if check and changes:
        raise typer.Exit(CheckFailed.exit_code)


@report.command("new")
def new_report(name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and hyphens.")]) -> None:
    """Write a commented template to queries/NAME.rq."""
    from kg.report.query_template import write_template

    print_message(str(write_template(name)))


@contextmanager
def _collect_errors(errors: list[KgError]) -> Iterator[None]:
    """Print an error and collect it, so that the rest is done all the same."""
    try:
        yield
    except KgError as problem:
        errors.append(problem)
        print_message(f"kg: error: {' '.join(str(problem).split())}")


def _exit_code(errors: Sequence[KgError], requests: int) -> int:
    """Return the exit code of failed reports: that of the error if there was one report, or if the disk is full."""
    disk = any(isinstance(problem, DiskError) for problem in errors)
    return DiskError.exit_code if disk else errors[0].exit_code if requests == 1 else 1


def _run_report(request: RunRequest, session: Session) -> RunOutcome:
    """Run a report and print what came of it."""
    from kg.report.report_run import run_report

    if request.query.fault:
        raise UsageError(request.query.fault)
    try:
        outcome = run_report(request, session)
    except (QueryError, QueryTimeout) as problem:
        raise type(problem)(f"{request.query.name}: {problem}") from problem
    since = f"since {outcome.since}: {outcome.changes.counts}" if outcome.changes is not None else "the first run"
    check = f"; check: {outcome.check_failure}" if outcome.check_failure else ""
    print_message(f"{outcome.run.folder}: {outcome.size_text}; {since}{check}")
    return outcome
