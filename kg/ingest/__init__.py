"""What comes in becomes articles, and every input is accounted for. Knows file formats; knows no grammar and no RDF."""

from kg.ingest.inputs import expected, inputs

__all__ = ["expected", "inputs"]
