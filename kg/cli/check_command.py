"""The command that checks a graph: findings to stdout, the summary to stderr."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Base, InputFormat, Lenient, Ontology, Target, app, load_options
from kg.cli.output import print_lines, print_message, show_progress
from kg.errors import CheckFailed

if TYPE_CHECKING:
    from kg.graph.conformance import Finding, Quotation


@app.command()
def check(
    graph: Target,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a finding.")] = False,
    ontology: Ontology = None,
    base: Base = None,
    input_format: InputFormat = None,
    lenient: Lenient = False,
) -> None:
    """Look for what breaks the shapes or contradicts the ontology: kg check graph. Exit code 4 when there is any.

    Of a graph folder all files are read, to tell damage.
    """
    from pyoxigraph import Store

    from kg.graph.conformance import check as check_graph
    from kg.graph.rdf_files import open_graph
    from kg.query.load_notes import skipped_notes
    from kg.store.rdf_loading import file_sources, load_files
    from kg.store.snapshot_integrity import verify_snapshot
    from kg.store.snapshots import Snapshots

    if graph.is_file():
        store = Store()
        for loaded in load_files(file_sources([graph], input_format), load_options(base, input_format, lenient)):
            store.bulk_extend(loaded.quads)
            print_message(*(f"kg: note: {note}" for note in skipped_notes(loaded.report)))
        findings = check_graph(store, _show_progress)
    else:
        with Snapshots(graph).hold_current() as snapshot:
            verify_snapshot(snapshot, tables=True)
            store = open_graph(snapshot)
            findings = check_graph(store, _show_progress)
    for finding in findings:
        if json:
            print_lines(jsonlib.dumps({k: v for k, v in asdict(finding).items() if v}, ensure_ascii=False))
        else:
            print_lines(*_finding_lines(finding))
    summary = f"{len(findings):,} finding{'s' * (len(findings) > 1)}" if findings else "nothing found"
    print_message(f"{graph}: {len(store):,} statements checked (SHACL, OWL 2 RL): {summary}")
    if findings:
        raise typer.Exit(CheckFailed.exit_code)


def _show_progress(done: int, total: int) -> None:
    """Show the number of articles checked, on a terminal."""
    show_progress(f"{done:,} of {total:,} articles" if done < total else "")


def _finding_lines(finding: Finding) -> Iterator[str]:
    from kg.query.display_names import curie, visible
    from kg.vocab import PREFIXES

    def short(iri: str) -> str:
        return visible(curie(iri, PREFIXES) if iri.startswith("http") else iri)

    location = " ".join(short(part) for part in (finding.path, finding.value) if part)
    yield f"{short(finding.node)}  {visible(finding.message)}" + f"  ({location})" * bool(location)
    if finding.words is not None:
        yield from _quotation_lines(finding.words, short(finding.words.article))


def _quotation_lines(words: Quotation, article: str) -> Iterator[str]:
    from kg.query.display_names import visible

    yield f"    “{visible(words.quote)}”"
    yield "    " + " · ".join([*(visible(part) for part in (words.title, words.outlet) if part), article])
