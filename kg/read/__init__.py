"""Read one article, from its text to events and claims with their actors, places and days."""

from kg.read.reader import Reader, reader

__all__ = ["Reader", "reader"]
