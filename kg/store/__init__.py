"""Graphs on disk, and the backends that query them. Knows SPARQL engines; knows no terminal and no news."""
