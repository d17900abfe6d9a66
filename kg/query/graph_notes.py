"""Tell whether what a query without rows looks for stands in named graphs that it does not ask. Knows tokens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.query.display_names import curie, visible
from kg.query.empty_results import prologue
from kg.query.probes import Probe
from kg.query.solutions import Iri
from kg.store.sparql_tokens import Token

_MAX_NAMES = 3


def named_graph_note(
    text: str, found: Sequence[Token], body: tuple[int, int], prefixes: Mapping[str, str], probe: Probe
) -> str | None:
    """Return a note on the named graphs in which the patterns of a query find something; None if they find nothing.

    Args:
        text: the query.
        found: its tokens.
        body: the first and the last token between the braces of its WHERE clause.
        prefixes: those that queries need not declare.
        probe: asks.
    """
    first, last = body
    if first > last:
        return None
    graphs = [i for i in range(first, last) if found[i].text.upper() == "GRAPH" and found[i + 1].kind != "variable"]
    start, end = found[first].start, found[last].end
    if graphs:  # ask every other graph, too
        patterns, position = "", start
        for i in graphs:
            patterns += text[position : found[i].end] + " ?graph_"
            position = found[i + 1].end
        patterns += text[position:end]
    elif any(token.text.upper() == "GRAPH" for token in found):
        return None
    else:
        patterns = f"GRAPH ?graph_ {{ {text[start:end]} }}"
    rows = probe.rows(f"{prologue(text, found)}SELECT DISTINCT ?graph_ WHERE {{ {patterns} }}")
    names = sorted(curie(row[0].value, prefixes) for row in rows if isinstance(row[0], Iri))
    if not names:
        return None
    shown = visible(", ".join(names[:_MAX_NAMES])) + ", …" * (len(names) > _MAX_NAMES)
    if graphs or any(token.text.upper() == "FROM" for token in found):
        return f"it finds something in {shown}, which the query does not ask"
    return f"it finds something in the named graph {shown}; write GRAPH ?g {{ … }} around the patterns"
