"""Read inputs as articles, and account for every one. Knows file formats; knows no grammar and no RDF."""

from kg.ingest.inputs import expected_count, read_inputs

__all__ = ["expected_count", "read_inputs"]
