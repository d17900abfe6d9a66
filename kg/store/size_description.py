"""Describe how large a graph is (VoID) in its own statements. Counts by the index; knows no snapshot."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from pyoxigraph import Store

from kg.graph.dataset_description import DatasetStatistics, description, stored_description
from kg.store.graph_folder import INDEX
from kg.store.index_update import update_index
from kg.store.index_writer import write_index
from kg.store.label_index import Index
from kg.store.snapshot_draft import Draft
from kg.store.sqlite_journal import Journal
from kg.store.union_graph import update_union, write_union


def remove_size_description(draft: Draft) -> bool:
    """Remove the statements on a graph's size, and return whether there were any."""
    description_quads = stored_description(draft)
    for quad in description_quads:
        draft.remove(quad)
    return bool(description_quads)


def add_size_description(store: Store, merged: Store, index: Path, journal: Journal) -> None:
    """Add the statements on a graph's size to its store, its merged store and its index."""
    with closing(Index(index)) as counts:
        triples, things = counts.sizes()
        classes = {one.iri: one.number for one in counts.classes()}
        statistics = DatasetStatistics(triples, things, classes, {one.iri for one in counts.properties()})
    quads = description(statistics)
    store.extend(quads)
    union = update_union(store, merged, quads, ())
    update_index(index, Store(), merged, union, Counter(), journal)


def describe_size(store: Store) -> None:
    """Add the statements on a graph's size to its store in memory, which has no index."""
    merged = Store()
    merged.bulk_extend(store)
    write_union(store, merged)
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        index = Path(folder) / INDEX
        write_index(merged, index)
        add_size_description(store, merged, index, Journal())
