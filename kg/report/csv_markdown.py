"""Format an answer as CSV for spreadsheets and as Markdown for mail and wikis. Returns text; writes no files."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator, Sequence

from kg.query.display_names import visible
from kg.query.solutions import Iri, Row
from kg.report.answers import Answer
from kg.report.changes import Changes
from kg.report.column_kinds import column_kinds, numeric_value
from kg.text_normalization import safe_cell

_MAX_ROWS = 50  # of Markdown
_MAX_QUOTES = 3  # of a row
_BAR_WIDTH = 24


def csv_text(answer: Answer) -> str:
    """Return all rows: labels in the query's columns, followed by columns of IRIs.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    result = answer.solutions
    nodes = [i for i, name in enumerate(result.variables) if any(isinstance(row[i], Iri) for row in result.rows)]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([*result.variables, *(f"{result.variables[i]}_iri" for i in nodes)])
    for row in result.rows:
        iris = (row[i] for i in nodes)
        texts = [
            answer.labels.text(term) if i != answer.evidence_column or i in nodes else term.value if term else ""
            for i, term in enumerate(row)
        ]
        lines.writerow(
            [*map(safe_cell, texts), *(safe_cell(term.value) if isinstance(term, Iri) else "" for term in iris)]
        )
    return out.getvalue()


def markdown(
    answer: Answer,
    facts: Sequence[tuple[str, str]],
    provenance: Sequence[tuple[str, str]],
    changes: Changes | None,
    since: str,
) -> str:
    """Return title and facts, changes, the first rows with bars for numbers, their quotes, and the provenance."""
    query = answer.prepared.query
    parts = [f"# {_escaped(query.title or query.name)}\n"]
    if query.summary:
        parts.append(_escaped(query.summary) + "\n")
    parts.append(answer.introduction + "\n")
    parts += [f"- {_escaped(name)}: {_escaped(value)}" for name, value in facts]
    if changes is not None:
        parts += ["", "## What changed\n", *_changes(answer, changes, since)]
    parts += ["", "## Now\n", *_current(answer)]
    parts += ["", "---\n", *(f"- {_escaped(name)}: {_escaped(value)}" for name, value in provenance), ""]
    parts += ["Extracted by machine from the articles named; it makes mistakes. Read the quoted words first."]
    return "\n".join(parts) + "\n"


def _current(answer: Answer) -> Iterator[str]:
    if answer.boolean is not None:
        yield f"**{answer.size_text.capitalize()}**"
        return
    yield from _table(answer, answer.solutions.rows[:_MAX_ROWS])
    if len(answer.solutions.rows) > _MAX_ROWS:
        yield f"\nThe first {_MAX_ROWS} of {len(answer.solutions.rows):,} rows; the CSV file has all."
    if quotes := list(_quote_lines(answer)):
        yield from ("", "## Words\n", *quotes)


def _changes(answer: Answer, changes: Changes, since: str) -> Iterator[str]:
    if not changes and not changes.left:
        yield f"Nothing since {since}."
        return
    yield f"Since {since}: {changes.counts}.\n"
    if changes.columns:
        return
    for title, rows in (("Added", changes.added), ("Removed", changes.removed)):
        if rows:
            yield from (f"### {title}\n", *_table(answer, rows[:_MAX_ROWS], bars=False), "")
    if changes.changed:
        yield "### Changed\n"
        names = answer.solutions.variables
        for change in changes.changed[:_MAX_ROWS]:
            differing = [i for i, name in enumerate(names) if name in change.columns and i != answer.evidence_column]
            cells = (
                f"{_escaped(names[i])} {_cell(answer, change.before, i)} → {_cell(answer, change.after, i)}"
                for i in differing
            )
            yield f"- {_cell(answer, change.after, 0)}: {', '.join(cells) or 'other claims stand behind it'}"


def _table(answer: Answer, rows: Sequence[Row], *, bars: bool = True) -> Iterator[str]:
    if not rows:
        yield answer.empty_text
        return
    names = answer.solutions.variables
    columns = [i for i in range(len(names)) if not (i == answer.evidence_column and answer.is_evidence_hidden)]
    kinds = column_kinds(answer.solutions)
    figures = [i for i in columns if kinds[names[i]] == "number" and names[i] not in ("lat", "lon")] if bars else []
    most = max((numeric_value(row[figures[0]]) or 0 for row in rows), default=0) if figures else 0
    yield "| # | " + " | ".join(_escaped(names[i]) for i in columns) + (" | |" if most else " |")
    yield (
        "|---|"
        + "".join("---:|" if kinds[names[i]] == "number" else "---|" for i in columns)
        + ("---|" if most else "")
    )
    for n, row in enumerate(rows, 1):
        bar = "█" * round(_BAR_WIDTH * (numeric_value(row[figures[0]]) or 0) / most) if most else ""
        yield f"| {n} | " + " | ".join(_cell(answer, row, i) for i in columns) + (f" | {bar} |" if most else " |")


def _quote_lines(answer: Answer) -> Iterator[str]:
    for n, row in enumerate(answer.solutions.rows[:_MAX_ROWS], 1):
        quotes, omitted = answer.row_quotes(row)
        for quote in quotes[:_MAX_QUOTES]:
            who = ", ".join(quote.claimants) or "in its own voice"
            title = _escaped(quote.title)
            link = f"[{title}](<{_address(quote.url)}>)" if quote.url else title
            where = ", ".join(filter(None, (link, _escaped(quote.outlet), _escaped(quote.date))))
            words = _escaped(quote.text.strip('“”"'))
            yield f"- {n}: “{words}” — {_escaped(who)}, {quote.stance}; {where}"
        omitted += max(len(quotes) - _MAX_QUOTES, 0)
        if omitted:
            yield f"- {n}: {omitted:,} more"


def _cell(answer: Answer, row: Row, i: int) -> str:
    return _escaped(answer.cell_text(row[i]))


def _escaped(text: str) -> str:
    """Return the text with Markdown and HTML escaped."""
    text = html.escape(visible(text).replace("\\", "\\\\"), quote=False)
    return re.sub(r"([|\[\]*_`~#])", r"\\\1", text)


def _address(url: str) -> str:
    return re.sub(r"[\s<>\\]", lambda char: f"%{ord(char[0]):02X}", url)
