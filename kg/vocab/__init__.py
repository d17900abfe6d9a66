"""What the ontology's files say, as plain values. Knows where they lie; knows nothing of articles."""

from kg.vocab.namespaces import ONTOLOGY, PREFIXES, QUERIES

__all__ = ["ONTOLOGY", "PREFIXES", "QUERIES"]
