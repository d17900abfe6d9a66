"""Write an answer as CSV for spreadsheets and as Markdown for mail and wikis. Makes text; writes no files."""

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
from kg.report.columns import kinds, number
from kg.report.page import quotes_of
from kg.text_normalization import safe_cell

_FIRST = 50  #: rows that Markdown shows
_BAR = 24


def csv_text(answer: Answer) -> str:
    """Return the whole answer: names in the query's columns, IRIs after them in columns of their own.

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    result = answer.result
    nodes = [i for i, name in enumerate(result.variables) if any(isinstance(row[i], Iri) for row in result.rows)]
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([*result.variables, *(f"{result.variables[i]}_iri" for i in nodes)])
    for row in result.rows:
        iris = (row[i] for i in nodes)
        said = [
            answer.names.said(term) if i != answer.evidence or i in nodes else term.value if term else ""
            for i, term in enumerate(row)
        ]
        lines.writerow(
            [*map(safe_cell, said), *(safe_cell(term.value) if isinstance(term, Iri) else "" for term in iris)]
        )
    return out.getvalue()


def markdown(
    answer: Answer,
    facts: Sequence[tuple[str, str]],
    foot: Sequence[tuple[str, str]],
    changes: Changes | None,
    since: str,
) -> str:
    """Return title and facts, what changed, the first rows with bars for numbers, their words, and the foot."""
    query = answer.prepared.query
    parts = [f"# {_escaped(query.title or query.name)}\n"]
    if query.summary:
        parts.append(_escaped(query.summary) + "\n")
    parts.append(answer.lead + "\n")
    parts += [f"- {_escaped(name)}: {_escaped(value)}" for name, value in facts]
    if changes is not None:
        parts += ["", "## What changed\n", *_changes(answer, changes, since)]
    parts += ["", "## Now\n", *_now(answer)]
    parts += ["", "---\n", *(f"- {_escaped(name)}: {_escaped(value)}" for name, value in foot), ""]
    parts += ["Extracted by machine from the articles named; it makes mistakes. Read the quoted words first."]
    return "\n".join(parts) + "\n"


def _now(answer: Answer) -> Iterator[str]:
    if answer.truth is not None:
        yield f"**{answer.said.capitalize()}**"
        return
    yield from _table(answer, answer.result.rows[:_FIRST])
    if len(answer.result.rows) > _FIRST:
        yield f"\nThe first {_FIRST} of {len(answer.result.rows):,} rows; the CSV file has all."
    if words := list(_words(answer)):
        yield from ("", "## Words\n", *words)


def _changes(answer: Answer, changes: Changes, since: str) -> Iterator[str]:
    if not changes:
        yield f"Nothing since {since}."
        return
    yield f"Since {since}: {changes.counts}.\n"
    if changes.columns:
        return
    for title, rows in (("Added", changes.added), ("Removed", changes.removed)):
        if rows:
            yield from (f"### {title}\n", *_table(answer, rows[:_FIRST], bars=False), "")
    if changes.changed:
        yield "### Changed\n"
        names = answer.result.variables
        for change in changes.changed[:_FIRST]:
            what = [i for i, name in enumerate(names) if name in change.columns and i != answer.evidence]
            cells = (
                f"{_escaped(names[i])} {_said(answer, change.before, i)} → {_said(answer, change.after, i)}"
                for i in what
            )
            yield f"- {_said(answer, change.after, 0)}: {', '.join(cells) or 'other claims stand behind it'}"


def _table(answer: Answer, rows: Sequence[Row], *, bars: bool = True) -> Iterator[str]:
    if not rows:
        yield "Nothing of this kind is reported in this graph."
        return
    names = answer.result.variables
    columns = [i for i in range(len(names)) if not (i == answer.evidence and answer.hides_evidence)]
    found = kinds(answer.result)
    figures = [i for i in columns if found[names[i]] == "number" and names[i] not in ("lat", "lon")] if bars else []
    most = max((number(row[figures[0]]) or 0 for row in rows), default=0) if figures else 0
    yield "| # | " + " | ".join(_escaped(names[i]) for i in columns) + (" | |" if most else " |")
    yield (
        "|---|"
        + "".join("---:|" if found[names[i]] == "number" else "---|" for i in columns)
        + ("---|" if most else "")
    )
    for n, row in enumerate(rows, 1):
        bar = "█" * round(_BAR * (number(row[figures[0]]) or 0) / most) if most else ""
        yield f"| {n} | " + " | ".join(_said(answer, row, i) for i in columns) + (f" | {bar} |" if most else " |")


def _words(answer: Answer) -> Iterator[str]:
    for n, row in enumerate(answer.result.rows[:_FIRST], 1):
        quotes, more = quotes_of(answer, row)
        for quote in quotes[:3]:
            who = ", ".join(quote.who) or "in its own voice"
            title = _escaped(quote.title)
            link = f"[{title}](<{_address(quote.url)}>)" if quote.url else title
            where = ", ".join(filter(None, (link, _escaped(quote.outlet), _escaped(quote.date))))
            words = _escaped(quote.words.strip('“”"'))
            yield f"- {n}: “{words}” — {_escaped(who)}, {quote.stance}; {where}"
        left = more + max(len(quotes) - 3, 0)
        if left:
            yield f"- {n}: {left:,} more"


def _said(answer: Answer, row: Row, i: int) -> str:
    return _escaped(answer.shown(row[i]))


def _escaped(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    text = html.escape(visible(text).replace("\\", "\\\\"), quote=False)
    return re.sub(r"([|\[\]*_`~#])", r"\\\1", text)


def _address(url: str) -> str:
    return re.sub(r"[\s<>\\]", lambda char: f"%{ord(char[0]):02X}", url)
