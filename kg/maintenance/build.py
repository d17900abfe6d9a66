"""Build a graph from articles and publish it. Decides nothing about language; loses no input silently."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_description import Extractor
from kg.graph.inference import INFERRED
from kg.graph.rdf_files import SUFFIXES, export
from kg.ingest import read_inputs
from kg.ingest.outcomes import InputOutcome
from kg.links.identity_links import apply_decisions
from kg.maintenance.article_loader import ArticleLoader, OnOutcome
from kg.maintenance.build_summary import BuildSummary, snapshot_sizes
from kg.maintenance.materialization import graph_decisions, refresh_inferences
from kg.reading.parse.nlp import MODEL
from kg.store.article_ledger import open_ledger
from kg.store.read_ahead import delete_read_ahead, open_read_ahead
from kg.store.size_description import describe_size
from kg.store.snapshot_draft import Changes, Draft
from kg.store.snapshots import Snapshots


def build(
    inputs: Sequence[str], graph: Path, *, published: date | None = None, outlet: str | None = None,
    model: str | None = None, everything: bool = False, infer: bool = True, workers: int | None = None,
    rebuild: bool = False, on_outcome: OnOutcome = lambda _: None,
) -> BuildSummary:  # fmt: skip
    """Read the inputs into a graph: a folder that is added to, or one RDF file that is written anew.

    Args:
        inputs: files, folders, patterns or "-", as `kg.ingest.read_inputs` takes them.
        graph: a graph folder, or a file whose ending names its format.
        published: day of articles that don't say theirs.
        outlet: outlet of articles that don't name theirs.
        model: an installed spaCy pipeline; None: the project's own.
        everything: whether to read articles without features of conflict, too.
        infer: whether to add what follows to `graph:inferred`.
        workers: processes that read; None: one a core.
        rebuild: whether to read all again and to remove the articles that are not given.
        on_outcome: called with each input's outcome, as it comes.

    Raises:
        InputError: a path names nothing.
        GraphNotFound: another build is writing there.
        DiskError: the disk is full; what was read so far is kept for the next build.
    """
    start = time.monotonic()
    outcomes = read_inputs(inputs, published=published, outlet=outlet)
    extractor = Extractor(model or MODEL, everything)
    if graph.suffix in SUFFIXES:
        summary = _build_file(graph, outcomes, extractor, infer=infer, workers=workers, on_outcome=on_outcome)
    else:
        summary = _build_folder(
            graph, outcomes, extractor, infer=infer, workers=workers, rebuild=rebuild, on_outcome=on_outcome
        )
    summary.seconds = time.monotonic() - start
    return summary


def _build_file(
    file: Path, outcomes: Iterable[InputOutcome], extractor: Extractor, *, infer: bool, workers: int | None,
    on_outcome: OnOutcome,
) -> BuildSummary:  # fmt: skip
    draft = Draft(ox.Store())
    with open_ledger() as ledger, open_read_ahead(None) as read_ahead:
        loader = ArticleLoader(draft, ledger, read_ahead, extractor, workers)
        summary = loader.load(outcomes, on_outcome)
        refresh_inferences(draft, ledger, infer=infer)
    describe_size(draft.store)
    summary.inferred = sum(1 for _ in draft.quads_for_pattern(None, None, None, INFERRED))
    summary.statements = len({quad.triple for quad in draft.store}) - summary.inferred
    export(draft.store, file)
    return summary


def _build_folder(
    graph: Path, outcomes: Iterable[InputOutcome], extractor: Extractor, *, infer: bool, workers: int | None,
    rebuild: bool, on_outcome: OnOutcome,
) -> BuildSummary:  # fmt: skip
    snapshots = Snapshots(graph)
    with snapshots.write_transaction(replaces_damaged=rebuild) as transaction:
        transaction.describes_size = True
        draft = transaction.draft
        with open_read_ahead(graph) as read_ahead, transaction.ledger() as ledger:
            decisions = graph_decisions(graph, ledger)
            loader = ArticleLoader(draft, ledger, read_ahead, extractor, workers, reread=rebuild)
            summary = loader.load(outcomes, on_outcome)
            apply_decisions(draft.as_store, decisions)
            refresh_inferences(draft, ledger, infer=infer)
            ledger.set_state("model", extractor.model)
            ledger.set_state("everything", "yes" if extractor.everything else "no")
            summary.outdated = ledger.count_outdated(extractor.key)
            transaction.is_unneeded = draft.changes == Changes(frozenset(), frozenset()) and not ledger.is_changed
    if transaction.damaged is not None:
        damaged = transaction.damaged.name
        summary.problems.append(f"{graph}: snapshot {damaged} was damaged; it is kept as snapshots/{damaged}.damaged")
    delete_read_ahead(graph)
    summary.statements, summary.inferred = snapshot_sizes(snapshots.current())
    return summary
