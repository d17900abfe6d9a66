"""Explain cells that GROUP_CONCAT leaves empty. Reads the query as tokens; asks no graph."""

from __future__ import annotations

from kg.query.solutions import Solutions
from kg.store.sparql_tokens import Token, tokens


def empty_cell_notes(text: str, result: Solutions) -> list[str]:
    """Return a note for each list that GROUP_CONCAT leaves empty: it joins strings alone, and no IRIs or numbers."""
    found = list(tokens(text))
    notes = []
    for i, token in enumerate(found[:-2]):
        if token.text.upper() != "GROUP_CONCAT":
            continue
        distinct = "DISTINCT " if found[i + 2].text.upper() == "DISTINCT" else ""
        joined, name = found[min(i + (3 if distinct else 2), len(found) - 1)], _alias(found, i + 1)
        is_bare = joined.kind == "variable" and name in result.variables
        if is_bare and any(row[result.variables.index(name)] is None for row in result.rows):
            called = f"GROUP_CONCAT({distinct}STR({joined.text}) …)"
            notes.append(f"?{name} is empty where {joined.text} is no string: GROUP_CONCAT joins strings; use {called}")
    return notes


def _alias(found: list[Token], bracket: int) -> str:
    """Return the name that a call gets by AS behind its closing bracket; empty for none."""
    depth = 0
    for i in range(bracket, len(found) - 2):
        depth += (found[i].kind == "open") - (found[i].kind == "close")
        if depth == 0:
            return found[i + 2].text[1:] if found[i + 1].text.upper() == "AS" else ""
    return ""
