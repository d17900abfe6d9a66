"""Prose to a dependency parse, and general views of it. Knows the parser; knows no action, actor or place."""
