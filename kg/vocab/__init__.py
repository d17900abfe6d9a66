"""The ontology's files as plain values: namespaces, lexicon, lines. Knows nothing of articles."""

from kg.vocab.namespaces import ONTOLOGY, PREFIXES, QUERIES

__all__ = ["ONTOLOGY", "PREFIXES", "QUERIES"]
