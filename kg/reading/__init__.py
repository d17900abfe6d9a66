"""Read one article, from its text to events and claims with their actors, places and days."""

from kg.extract.nlp import MODEL
from kg.reading.reader import AT_ONCE, Reader, batches, reader

__all__ = ["AT_ONCE", "MODEL", "Reader", "batches", "reader"]
