"""Metadata of a report's run and what pages say of it: parameters, provenance. Knows answers; writes no files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from kg import __version__
from kg.query.display_names import visible
from kg.query.prepared_queries import PreparedQuery
from kg.query.session import Session
from kg.query.solutions import Iri
from kg.report.answers import Answer, graph_name, graph_version
from kg.report.changes import Changes
from kg.report.outline import Outline


def run_metadata(
    answer: Answer, session: Session, made: datetime, since: str, changes: Changes | None
) -> dict[str, Any]:
    """Return what a run's `meta.json` holds.

    Args:
        answer: that of the run.
        session: the graph.
        made: when, in UTC.
        since: the name of the run to compare with; empty: none.
        changes: since then; None: there was no earlier run.
    """
    query = answer.prepared.query
    return {
        "name": query.name, "title": query.title, "made": made.strftime("%Y-%m-%dT%H:%M:%SZ"), "kg": __version__,
        "graph": graph_name(session), "snapshot": session.snapshot.name if session.snapshot else None,
        "graph_version": graph_version(session),
        "triples": session.index.sizes()[0], "answer": answer.size_text,
        "rows": len(answer.solutions.rows), "truncated": answer.solutions.truncated,
        "seconds": round(answer.solutions.seconds, 3),
        "given": {name: list(texts) for name, texts in answer.prepared.arguments.items()},
        "parameters": parameter_values(answer.prepared),
        "query": query.text, "asked": answer.prepared.text,
        "sha256": hashlib.sha256(query.text.encode()).hexdigest(), "since": since or None,
        "changes": None if changes is None else {
            "added": len(changes.added), "removed": len(changes.removed), "changed": len(changes.changed),
            **({"left": len(changes.left)} if changes.left else {})},
        "shown": parameter_texts(answer, session),
    }  # fmt: skip


def parameter_values(prepared: PreparedQuery) -> dict[str, list[str]]:
    """Return the values of a query's variables as text."""
    return {name: [term.value for term in terms] for name, terms in prepared.terms.items()}


def outline_metadata(outline: Outline | None) -> dict[str, Any]:
    """Return what `meta.json` holds of a user's outlines."""
    return {"outlines": {"file": outline.name, "sha256": outline.sha256}} if outline else {}


def parameter_texts(answer: Answer, session: Session) -> dict[str, str]:
    """Return the values of the parameters as people read them: labels, and what was typed if it is relative."""
    terms_by_name = answer.prepared.terms
    labels = session.index.labels(t.value for terms in terms_by_name.values() for t in terms if isinstance(t, Iri))
    texts = {}
    for name, terms in terms_by_name.items():
        values = ", ".join(labels.get(term.value, term.value) for term in terms)
        typed = ", ".join(answer.prepared.arguments.get(name, ()))
        is_relative = typed and typed != values and not isinstance(terms[0], Iri)
        texts[name] = visible(f"{values} ({typed})" if is_relative else values)
    return texts


def page_facts(answer: Answer, metadata: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the names and values at the top of a page."""
    return (
        *metadata["shown"].items(),
        ("answer", answer.size_text),
        ("made", _made(metadata)),
        ("graph", metadata["graph_version"]),
    )


def provenance_lines(metadata: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the names and values at the foot of a page: query, graph, answer and time."""
    return (
        ("query", f"{metadata['name']}, sha256 {metadata['sha256'][:16]}"),
        ("graph", visible(f"{metadata['graph']}, {metadata['graph_version']}")),
        ("answer", f"{metadata['answer']}, in {metadata['seconds']:g} s"),
        ("made", f"{_made(metadata)} by kg {metadata['kg']}"),
    )


def outline_provenance(sections: Iterable[Mapping[str, Any]], outline: Outline | None) -> list[tuple[str, str]]:
    """Return the name and the hash of a user's outlines for the foot of a page, if it has a map."""
    if outline is None or not any(section["view"] == "map" for section in sections):
        return []
    return [("outlines", visible(f"{outline.name}, sha256 {outline.sha256[:16]}"))]


def _made(metadata: Mapping[str, Any]) -> str:
    return datetime.fromisoformat(metadata["made"]).strftime("%Y-%m-%d %H:%M UTC")
