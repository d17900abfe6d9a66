"""Run a report: ask, compare with an earlier run, write every form of it, and keep it. Prints nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kg import __version__
from kg.query.display_names import visible
from kg.query.expectations import unmet_expectation
from kg.query.formats import render as in_format
from kg.query.prepared_queries import prepare
from kg.query.rdf_terms import turtle
from kg.query.saved_queries import SavedQuery
from kg.query.session import Session
from kg.query.solutions import Iri, Term
from kg.query.table import DisplayOptions
from kg.report.answers import Answer, get, graph_name, graph_version
from kg.report.archive import Run, find_run, keep, series_name
from kg.report.changes import Changes, compare
from kg.report.csv_markdown import csv_text, markdown
from kg.report.outline import Outline
from kg.report.page import Page, render, section
from kg.vocab import PREFIXES

FORMATS = ("html", "md", "csv", "ttl")  #: beside result.json and meta.json, which every run has; ttl: of statements
TIMEOUT = 120  #: seconds for a query that sets no limit of its own


@dataclass(frozen=True, slots=True)
class Order:
    """What one report run is to do."""

    query: SavedQuery
    given: Mapping[str, Sequence[str]]  #: parameters as they were typed
    out: Path  #: the folder of all reports
    formats: Sequence[str] = FORMATS
    since: str = "last"  #: the run to compare with: last, a run's name, or a day
    outline: Outline | None = None  #: lines under maps; None: none


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it."""

    run: Run
    said: str  #: how much the answer is, as "79 rows"
    changes: Changes | None  #: None: there was no earlier run
    since: str  #: the name of the earlier run
    alarm: str  #: why a check fails; empty: it does not


def run_report(order: Order, session: Session) -> Done:
    """Run one report and keep it; if anything fails, what was kept before stays as it is.

    Raises:
        UsageError: a parameter is wrong, or the run to compare with is unknown.
        QueryError, QueryTimeout: the query failed.
    """
    series = order.out / series_name(order.query.name, order.given)
    earlier = find_run(series, order.since)
    answer = get(prepare(order.query, order.given, session), session, TIMEOUT)
    changes = compare(earlier.result(), answer.result, order.query.key) if earlier else None
    since = earlier.name if earlier else ""
    made = datetime.now(UTC)
    unmet = unmet_expectation(order.query.expect, answer.whole or answer.result)
    changed = f"changed since {since}: {changes.counts}" if changes else ""
    meta = _meta(answer, session, made, since, changes) | _ground(order.outline)
    run = keep(series, _files(order, answer, meta, changes, earlier), made)
    return Done(run, answer.said, changes, since, unmet or changed)


def parameters_of(answer: Answer, session: Session) -> dict[str, str]:
    """Return the values of the parameters as people read them: what was typed, and what it stands for."""
    labels = session.index.labels(
        t.value for some in answer.prepared.terms.values() for t in some if isinstance(t, Iri)
    )
    said = {}
    for name, terms in answer.prepared.terms.items():
        values = ", ".join(labels.get(term.value, term.value) for term in terms)
        typed = ", ".join(answer.prepared.arguments.get(name, ()))
        relative = typed and typed != values and not isinstance(terms[0], Iri)
        said[name] = visible(f"{values} ({typed})" if relative else values)
    return said


def _meta(answer: Answer, session: Session, made: datetime, since: str, changes: Changes | None) -> dict[str, Any]:
    query = answer.prepared.query
    return {
        "name": query.name, "title": query.title, "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "kg": __version__,
        "graph": graph_name(session), "snapshot": session.snapshot.name if session.snapshot else None,
        "graph_version": graph_version(session),
        "triples": session.index.sizes()[0], "answer": answer.said,
        "rows": len(answer.result.rows), "truncated": answer.result.truncated,
        "seconds": round(answer.result.seconds, 3), "given": {k: list(v) for k, v in answer.prepared.arguments.items()},
        "parameters": {name: [_written(term) for term in terms] for name, terms in answer.prepared.terms.items()},
        "query": query.text, "asked": answer.prepared.text,
        "sha256": hashlib.sha256(query.text.encode()).hexdigest(), "since": since or None,
        "changes": None if changes is None else {
            "added": len(changes.added), "removed": len(changes.removed), "changed": len(changes.changed)},
        "shown": parameters_of(answer, session),
    }  # fmt: skip


def _ground(outline: Outline | None) -> dict[str, Any]:
    return {"outlines": {"file": outline.name, "sha256": outline.sha256}} if outline else {}


def _written(term: Term) -> str:
    return term.value


def _files(
    order: Order, answer: Answer, meta: dict[str, Any], changes: Changes | None, earlier: Run | None
) -> dict[str, str]:
    since = earlier.said if earlier else ""
    facts = (*meta["shown"].items(), ("answer", answer.said), ("made", _moment(meta)), ("graph", meta["graph_version"]))
    files = {
        "result.json": in_format(answer.whole or answer.result, "json", DisplayOptions({})),
        "meta.json": json.dumps(meta, ensure_ascii=False, indent=1) + "\n",
    }
    if "csv" in order.formats:
        files["result.csv"] = csv_text(answer)
    if "ttl" in order.formats and answer.statements is not None:
        files["result.ttl"] = turtle(answer.statements, PREFIXES)
    if "md" in order.formats:
        files["report.md"] = markdown(answer, facts, foot_of(meta), changes, since)
    if "html" in order.formats:
        query = answer.prepared.query
        title, summary = visible(query.title or query.name), visible(query.summary)
        part = section(answer, changes, since, outline=order.outline)
        foot = (*foot_of(meta), *outlines_of([part], order.outline))
        files["report.html"] = render(Page(title, summary, facts, foot, (part,), lead=answer.lead))
    return files


def _moment(meta: Mapping[str, Any]) -> str:
    return datetime.fromisoformat(meta["made"]).strftime("%Y-%m-%d %H:%M UTC")


def foot_of(meta: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what stands at the foot of a page: where each number comes from."""
    return (
        ("query", f"{meta['name']}, sha256 {meta['sha256'][:16]}"),
        ("graph", visible(f"{meta['graph']}, {meta['graph_version']}")),
        ("answer", f"{meta['answer']}, in {meta['seconds']:g} s"),
        ("made", f"{_moment(meta)} by kg {meta['kg']}")
    )  # fmt: skip


def outlines_of(sections: Iterable[Mapping[str, Any]], outline: Outline | None) -> list[tuple[str, str]]:
    """Return what stands at the foot of a page with maps over a user's outlines."""
    drawn = outline and any(part["view"] == "map" for part in sections)
    return [("outlines", visible(f"{outline.name}, sha256 {outline.sha256[:16]}"))] if outline and drawn else []
