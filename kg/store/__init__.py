"""Graphs on disk and the worker that asks them. Knows SPARQL engines; knows no terminal and no news."""
