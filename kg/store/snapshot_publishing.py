"""Publish the draft of a write transaction as the next snapshot: all of it, or nothing. Takes no lock.

The merged store and the index follow the changes that the draft tracked, where it tracked them, and are rebuilt
otherwise.
"""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from kg.atomic_files import fsync_path
from kg.store.fault_points import fault_point
from kg.store.graph_folder import ARTICLES, INDEX, MERGED, GraphFolder
from kg.store.identity_resolution import changes_identity
from kg.store.index_update import graph_growth, update_index
from kg.store.index_writer import write_index
from kg.store.size_description import add_size_description, remove_size_description
from kg.store.snapshot_draft import Changes
from kg.store.snapshot_integrity import write_checksums
from kg.store.sqlite_copies import SPARE, make_spares, take_working_copy
from kg.store.sqlite_journal import Journal
from kg.store.union_graph import update_union, write_union
from kg.store.write_transaction import WriteTransaction


def publish(transaction: WriteTransaction, folder: GraphFolder) -> None:
    """Make the transaction's draft the current snapshot of a graph folder."""
    fault_point("publishing")
    work, previous = transaction.work_folder, transaction.previous
    journals = {INDEX: Journal(), ARTICLES: transaction.ledger_journal}
    merged = _merge_and_index(transaction, journals[INDEX])
    _stage(transaction, merged, folder.staging)
    write_checksums(folder.staging, previous)
    folder.set_modes(folder.staging)
    fsync_path(folder.staging)
    fault_point("gathered")
    snapshot = folder.publish()
    if transaction.damaged is not None:
        folder.set_aside(transaction.damaged)
    folder.prune(work)
    pruned = work / previous.name if previous is not None and (work / previous.name).exists() else None
    make_spares(snapshot, journals, pruned, work)
    folder.set_modes(snapshot / SPARE)


def _merge_and_index(transaction: WriteTransaction, journal: Journal) -> Store:
    """Return the merged store, after writing it and the index into the work folder."""
    work, draft = transaction.work_folder, transaction.draft
    had_description = remove_size_description(draft)
    previous, changes = transaction.previous, draft.changes
    if previous is None or changes is None or not _can_update(previous, changes):
        merged = _rebuild(transaction, journal)
    else:
        merged = _update(transaction, previous, changes, journal)
    if transaction.describes_size or had_description:
        add_size_description(draft.store, merged, work / INDEX, journal)
    return merged


def _can_update(previous: Path, changes: Changes) -> bool:
    return (previous / INDEX).exists() and not changes_identity(changes.added | changes.removed)


def _rebuild(transaction: WriteTransaction, journal: Journal) -> Store:
    """Merge all graphs and write the index anew, at the cost of the whole graph."""
    work, store = transaction.work_folder, transaction.draft.store
    store.backup(str(work / MERGED))
    merged = Store(str(work / MERGED))
    write_union(store, merged)
    fault_point("merged")
    write_index(merged, work / INDEX)
    journal.invalidate()
    return merged


def _update(transaction: WriteTransaction, previous: Path, changes: Changes, journal: Journal) -> Store:
    """Bring the merged store and the index of the snapshot before up to date, at the cost of what changed."""
    work = transaction.work_folder
    before = Store.read_only(str(previous / MERGED))
    before.backup(str(work / MERGED))
    merged = Store(str(work / MERGED))
    union = update_union(transaction.draft.store, merged, changes.added, changes.removed)
    fault_point("merged")
    take_working_copy(INDEX, previous, work)
    update_index(work / INDEX, before, merged, union, graph_growth(changes.added, changes.removed), journal)
    return merged


def _stage(transaction: WriteTransaction, merged: Store, staging: Path) -> None:
    """Put the snapshot's files together and on the disk."""
    store = transaction.draft.store
    store.flush()
    store.backup(str(staging))  # the caller may still hold `store`, whose background work must not reach readers
    merged.flush()
    merged.backup(str(staging / MERGED))
    for name in (INDEX, ARTICLES):
        if (transaction.work_folder / name).exists():
            (transaction.work_folder / name).rename(staging / name)
            fsync_path(staging / name)
