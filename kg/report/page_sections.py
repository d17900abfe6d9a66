"""Lay answers out as the sections of a page: chart, table, quotes and changes. Knows no HTML but CSS classes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from kg.query.display_names import visible
from kg.query.solutions import Iri, Row, Term
from kg.report.answers import Answer
from kg.report.changes import Changes
from kg.report.chart_selection import render_svg, select_chart
from kg.report.column_kinds import column_kinds, numeric_value
from kg.report.evidence_quotes import Quote
from kg.report.outline import Outline

MAX_ROWS = 50_000  #: of a section
MAX_QUOTED_ROWS = 1_500  #: that open to their quotes
MAX_CHANGES = 300  #: rows of a list of changes
_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell."""

    text: str
    css: str = ""  #: class
    value: str | None = None  #: to sort by; None: the text
    href: str = ""


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A table's column."""

    name: str
    number: bool


@dataclass(frozen=True, slots=True)
class RowView:
    """A table's row with its quotes."""

    cells: tuple[Cell, ...]
    quotes: tuple[dict[str, str], ...]
    summary: str  #: of the quotes, in brief
    remainder: str  #: what is left out


Columns = Sequence[tuple[int, ColumnHead]]  #: with their numbers in the solutions


def section(
    answer: Answer,
    changes: Changes | None = None,
    since: str = "",
    max_rows: int = MAX_ROWS,
    outline: Outline | None = None,
) -> dict[str, Any]:
    """Return what the template shows of one answer, with at most `max_rows` rows and a map over the outline."""
    result, query = answer.solutions, answer.prepared.query
    shown = result.rows[:max_rows]
    columns = _visible_columns(answer)
    chart = select_chart(result, answer.labels, query.view, answer.evidence_name, outline)
    return {
        "title": visible(query.title or query.name), "summary": visible(query.summary), "query": query.text,
        "count": f"{len(result.rows):,}", "columns": [head for _, head in columns],
        "empty": answer.empty_text,
        "rows": [_row_view(answer, columns, row, n < MAX_QUOTED_ROWS) for n, row in enumerate(shown)],
        "note": _note(answer, len(shown)), "svg": render_svg(chart) if chart else "",
        "view": chart.kind if chart else "", "caption": visible(chart.caption) if chart else "",
        "truth": {True: "yes", False: "no", None: ""}[answer.boolean],
        "changes": None if changes is None else _change_list(answer, columns, changes, since),
    }  # fmt: skip


def _visible_columns(answer: Answer) -> list[tuple[int, ColumnHead]]:
    kinds = column_kinds(answer.solutions)
    hidden = answer.evidence_name if answer.is_evidence_hidden else ""
    names = enumerate(answer.solutions.variables)
    return [(i, ColumnHead(_column_title(name), kinds[name] == "number")) for i, name in names if name != hidden]


def _note(answer: Answer, shown: int) -> str:
    count, note = len(answer.solutions.rows), answer.size_text
    if answer.solutions.truncated:
        note += "; there are more, and the query's limit stopped here"
    if shown < count:
        note += f"; the first {shown:,} are shown, the CSV file has all"
    if shown > MAX_QUOTED_ROWS and answer.quotes:
        note += f"; the first {MAX_QUOTED_ROWS:,} open to their quotes"
    return note


def _row_view(answer: Answer, columns: Columns, row: Row, with_quotes: bool) -> RowView:
    cells = tuple(_cell(answer, row[i]) for i, _ in columns)
    if not with_quotes:
        return RowView(cells, (), "", "")
    quotes, omitted = answer.row_quotes(row)
    outlets = list(dict.fromkeys(quote.outlet or quote.title for quote in quotes))
    names = ", ".join(map(visible, outlets[:3])) + ", …" * (len(outlets) > 3)
    summary = f"{len(quotes)} quote{'s' * (len(quotes) != 1)}: {names}"
    remainder = f"{omitted:,} more claims stand behind this row; their names are in the CSV file." if omitted else ""
    return RowView(cells, tuple(map(_quote_view, quotes)), summary, remainder)


def _quote_view(quote: Quote) -> dict[str, str]:
    hedges = [word for word in (quote.certainty, quote.modality) if word not in ("certain", "actual")]
    text = quote.text.strip('“”"')
    return {
        "text": visible(text), "claimants": visible(", ".join(quote.claimants)), "stance": quote.stance,
        "hedge": "".join(f", {word}" for word in hedges),
        "title": visible(quote.title), "outlet": visible(quote.outlet), "date": visible(quote.date), "url": quote.url,
    }  # fmt: skip


def _cell(answer: Answer, term: Term | None) -> Cell:
    text = answer.cell_text(term)
    figure = numeric_value(term)
    if figure is not None and term is not None:
        return Cell(f"{figure:,.10g}" if "." in term.value else f"{int(figure):,}", "n", term.value)
    if isinstance(term, Iri):
        local = term.value.rsplit("/", 1)[-1]
        css = local if local in ("affirmed", "denied", "undetermined") else ""
        url = answer.labels.addresses.get(term.value, "")
        return Cell(text, css, None, url if url.startswith(_WEB) else "")
    if term is not None and term.value.startswith(_WEB) and not any(char.isspace() for char in term.value):
        return Cell(text, "", None, term.value)
    return Cell(text, "t" if len(text) == 10 and text[4:5] == "-" else "")


def _change_list(answer: Answer, columns: Columns, changes: Changes, since: str) -> dict[str, Any]:
    if not changes and not changes.left:
        return {"line": f"Nothing since {since}.", "rows": [], "note": ""}
    line = f"Since {since}: {changes.counts}."
    if changes.columns:
        return {"line": line, "rows": [], "note": ""}
    rows = list(_change_rows(answer, columns, changes))
    left = f"; the first {MAX_CHANGES:,} are listed" if len(rows) > MAX_CHANGES else ""
    return {"line": line, "rows": rows[:MAX_CHANGES], "note": f"{len(rows):,} changes{left}"}


def _change_rows(answer: Answer, columns: Columns, changes: Changes) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    names = answer.solutions.variables
    for row in changes.added:
        yield "added", tuple(_cell(answer, row[i]) for i, _ in columns)
    for change in changes.changed:
        yield (
            "changed",
            tuple(
                _change_cell(answer, change.before[i], change.after[i], names[i] in change.columns) for i, _ in columns
            ),
        )
    for row in changes.removed:
        yield "removed", tuple(_cell(answer, row[i]) for i, _ in columns)


def _change_cell(answer: Answer, before: Term | None, after: Term | None, differs: bool) -> Cell:
    cell = _cell(answer, after)
    if not differs:
        return cell
    return replace(cell, text=f"{_cell(answer, before).text or '(none)'} → {cell.text or '(none)'}", css="changed")


def _column_title(name: str) -> str:
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).replace("_", " ").strip()
