"""Run a report: query, compare with an earlier run, write every format, and archive it. Prints nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg.query.display_names import visible
from kg.query.expectations import unmet_expectation
from kg.query.formats import render as render_result
from kg.query.prepared_queries import execute, prepare
from kg.query.rdf_terms import turtle
from kg.query.saved_queries import SavedQuery
from kg.query.session import Session
from kg.query.solutions import as_rows
from kg.query.table import DisplayOptions
from kg.report.answers import Answer, fetch_answer
from kg.report.archive import Run, archive_run, find_run, series_name
from kg.report.changes import Changes, compare_results
from kg.report.csv_markdown import csv_text, markdown
from kg.report.html_page import Page, render
from kg.report.moved_window import MovedWindow, moved_window
from kg.report.outline import Outline
from kg.report.page_sections import section
from kg.report.run_metadata import (
    outline_metadata,
    outline_provenance,
    page_facts,
    parameter_values,
    provenance_lines,
    run_metadata,
)
from kg.vocab import PREFIXES

FORMATS = ("html", "md", "csv", "ttl")  #: beside result.json and meta.json, which every run has; ttl: of triples
TIMEOUT = 120  #: seconds for a query that sets no limit of its own


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What one report run is to do."""

    query: SavedQuery
    arguments: Mapping[str, Sequence[str]]  #: texts by parameter, as they were typed
    out: Path  #: the folder of all reports
    formats: Sequence[str] = FORMATS
    since: str = "last"  #: the run to compare with: last, a run's name, or a day
    outline: Outline | None = None  #: lines under maps; None: none


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """The result of a report run."""

    run: Run
    size_text: str  #: of the answer, as "79 rows"
    changes: Changes | None  #: None: there was no earlier run
    since: str  #: the name of the earlier run
    check_failure: str  #: why a check fails; empty: it does not


def run_report(request: RunRequest, session: Session) -> RunOutcome:
    """Run one report and archive it; if anything fails, the archive stays as it is.

    Raises:
        UsageError: an argument is wrong, or the run to compare with is unknown.
        QueryError, QueryTimeout: the query failed.
    """
    series = request.out / series_name(request.query.name, request.arguments)
    earlier = find_run(series, request.since)
    answer = fetch_answer(prepare(request.query, request.arguments, session), session, TIMEOUT)
    window = _moved_window(request, answer, earlier, session) if earlier else None
    changes = compare_results(earlier.result(), answer.solutions, request.query.key, window) if earlier else None
    since = earlier.name if earlier else ""
    made = datetime.now(UTC)
    unmet = unmet_expectation(request.query.expect, answer.raw_result or answer.solutions)
    changed = f"changed since {since}: {changes.counts}" if changes else ""
    metadata = run_metadata(answer, session, made, since, changes) | outline_metadata(request.outline)
    run = archive_run(series, _files(request, answer, metadata, changes, earlier), made)
    return RunOutcome(run, answer.size_text, changes, since, unmet or changed)


def _moved_window(request: RunRequest, answer: Answer, earlier: Run, session: Session) -> MovedWindow | None:
    """Return how the window of days moved since an earlier run, with what the graph answers for that run's days now."""
    values = earlier.metadata().get("parameters")
    window = moved_window(request.query, values if isinstance(values, dict) else {}, parameter_values(answer.prepared))
    if window is None:
        return None
    arguments = {**request.arguments, **{name: [day] for name, day in window.earlier.items()}}
    return replace(window, earlier_days=as_rows(execute(prepare(request.query, arguments, session), session, TIMEOUT)))


def _files(
    request: RunRequest, answer: Answer, metadata: dict[str, Any], changes: Changes | None, earlier: Run | None
) -> dict[str, str]:
    """Return the texts of the run's files by name."""
    since = earlier.time_text if earlier else ""
    facts = page_facts(answer, metadata)
    files = {
        "result.json": render_result(answer.raw_result or answer.solutions, "json", DisplayOptions({})),
        "meta.json": json.dumps(metadata, ensure_ascii=False, indent=1) + "\n",
    }
    if "csv" in request.formats:
        files["result.csv"] = csv_text(answer)
    if "ttl" in request.formats and answer.triples is not None:
        files["result.ttl"] = turtle(answer.triples, PREFIXES)
    if "md" in request.formats:
        files["report.md"] = markdown(answer, facts, provenance_lines(metadata), changes, since)
    if "html" in request.formats:
        query = answer.prepared.query
        title, summary = visible(query.title or query.name), visible(query.summary)
        part = section(answer, changes, since, outline=request.outline)
        provenance = (*provenance_lines(metadata), *outline_provenance([part], request.outline))
        page = Page(title, summary, facts, provenance, (part,), introduction=answer.introduction)
        files["report.html"] = render(page)
    return files
