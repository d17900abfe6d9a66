"""Publish new snapshots of a graph: builds, incremental updates, imports, removals, SPARQL updates."""
