"""Load what a dataset's maker says of it from a Turtle file, which may be anybody's: in the sandboxed worker."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.graph.dataset_metadata import DATASET, metadata_of
from kg.graph.rdf_parsing import LoadOptions, RdfSource
from kg.maintenance.skolemization import skolemize, with_numbered_blank_nodes
from kg.store.rdf_loading import load_files

_TIMEOUT = 60.0  # seconds


def load_metadata(file: Path) -> tuple[ox.Quad, ...]:
    """Return what a Turtle file says of a dataset, as `<>`, without blank nodes and without counts.

    Raises:
        InputError: it can't be read, is wrong, is too much for the limits, or says nothing of `<>`.
        QueryTimeout: it took too long.
    """
    (loaded,) = load_files([RdfSource(file, str(file))], LoadOptions(DATASET.value, "ttl"), _TIMEOUT)
    statements = with_numbered_blank_nodes(loaded.quads)
    return metadata_of((skolemize(statement, DATASET, ox.DefaultGraph()) for statement in statements), file)
