"""The line below the prompt: keys and settings, and what is known of the term at the cursor. Asks only the index."""

from __future__ import annotations

from prompt_toolkit.application import get_app
from prompt_toolkit.formatted_text import StyleAndTextTuples

from kg.query.display_names import curie, expand, visible
from kg.query.grouping import may_be_grouped, ungrouped_variables
from kg.query.table import display_width, pad, truncate
from kg.shell.banner import graph_size
from kg.shell.session import ShellSession
from kg.shell.settings import format_setting
from kg.store.sparql_tokens import tokens

_TERM_COLUMNS = 40  # columns that the description of a term gets at least


def toolbar(shell: ShellSession) -> StyleAndTextTuples:
    """Return the toolbar: at its left keys and settings, at its right the term at the cursor."""
    parts = _setting_parts(shell)
    buffer, columns = get_app().current_buffer, get_app().output.get_size().columns
    term = _missing_grouping(buffer.text) or visible(_term_at_cursor(buffer.text, buffer.cursor_position, shell))
    if not term and shell.opened_unindexed:
        term = visible(graph_size(shell))
    if not term:
        return [("", " " + "  ".join(parts))]
    while parts and columns - display_width("  ".join(parts)) - 4 < min(display_width(term), _TERM_COLUMNS):
        parts.pop()  # what is at the cursor matters more
    left = " " + "  ".join(parts) + " "
    room = columns - display_width(left) - 1
    return [("", left + pad(truncate(term, room), room, right=True) + " ")]


def _setting_parts(shell: ShellSession) -> list[str]:
    settings = shell.settings
    graphs = f"  from {shell.selected_graphs}" if shell.graph.graphs else ""
    return [
        f"[F2] labels {format_setting(settings, 'labels')}",
        f"[F3] {settings.mode}",
        f"[F4] {'vi' if settings.vi else 'emacs'}",
        f"limit {settings.limit or '–'}  timeout {settings.timeout:g}s{graphs}",
    ]


def _missing_grouping(text: str) -> str:
    """Return what a query lacks that ends above an empty line; empty where it lacks no GROUP BY."""
    if text.rpartition("\n")[2].strip() or "\n" not in text or not may_be_grouped(found := list(tokens(text))):
        return ""
    names = dict.fromkeys(one.token.text for one in ungrouped_variables(found))
    return f"{', '.join(names)}: GROUP BY is missing; Enter runs it as it is"


def _term_at_cursor(text: str, cursor: int, shell: ShellSession) -> str:
    """Return label, classes and count of the name at the cursor; empty where there is none."""
    token = next((one for one in tokens(text) if one.start <= cursor <= one.end and one.kind in ("name", "iri")), None)
    iri = expand(token.text, shell.graph.prefixes) if token else None
    if iri is None or not shell.graph.is_indexed:
        return ""
    index = shell.graph.index
    count = index.uses(iri)
    label = index.labels([iri]).get(iri, "")
    classes = ", ".join(curie(one, shell.graph.prefixes) for one in index.types(iri))
    return " · ".join(filter(None, (label, classes, "" if count is None else f"{count:,}")))
