"""Materialize what follows from a graph's articles: identity decisions, ontology, inference. Reads no articles."""

from __future__ import annotations

from pathlib import Path

from kg.errors import UsageError
from kg.graph.dataset_description import ONTOLOGY_GRAPH, ontology_quads
from kg.graph.incremental_inference import update_inferences
from kg.graph.inference import INFERRED, materialize
from kg.graph.inference_rules import compile_rules
from kg.links.decisions import DECISIONS_FILE, Decision, read_decisions
from kg.store.article_ledger import DECISIONS, Ledger
from kg.store.fault_points import fault_point
from kg.store.snapshot_draft import Draft
from kg.vocab.lexicon import ontology_digest

_NOT_INFERRED = "off"  # value of the state "closed", which else is the digest of the ontology inferred by


def graph_decisions(graph: Path, ledger: Ledger) -> tuple[Decision, ...]:
    """Return the decisions of a graph folder: of its own file, or of the one that the last review saved them in.

    Raises:
        UsageError: the file is wrong, or is not there any more.
    """
    elsewhere = ledger.state(DECISIONS)
    if elsewhere and not Path(elsewhere).is_file():
        raise UsageError(f"{elsewhere}: the decisions of {graph} are not there; give their file: kg review --decisions")
    return read_decisions(Path(elsewhere) if elsewhere else graph / DECISIONS_FILE)


def refresh_inferences(draft: Draft, ledger: Ledger, *, infer: bool | None = None) -> None:
    """Bring the ontology and `graph:inferred` up to date.

    Args:
        draft: of the next snapshot, with all other changes made.
        ledger: of its articles.
        infer: whether to infer; None: as the last time.
    """
    ontology = ontology_digest()
    if infer is None:
        infer = ledger.state("closed") != _NOT_INFERRED
    if ledger.state("ontology") != ontology:
        draft.clear_graph(ONTOLOGY_GRAPH)
        draft.extend(ontology_quads())
    closed = ontology if infer else _NOT_INFERRED
    if infer:
        _infer(draft, can_amend=ledger.state("closed") == closed)
    else:
        draft.clear_graph(INFERRED)
    ledger.set_state("ontology", ontology)
    ledger.set_state("closed", closed)
    fault_point("inferred")


def _infer(draft: Draft, *, can_amend: bool) -> None:
    """Bring `graph:inferred` up to date; it can be amended where the same rules closed it before the changes."""
    changes = draft.changes
    if changes is not None and can_amend and not changes:
        return
    rules = compile_rules()
    if changes is None or not can_amend:
        materialize(draft.as_store, rules)
    else:
        update_inferences(draft.as_store, rules, added=changes.added, removed=changes.removed)
