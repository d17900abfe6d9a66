"""Lay answers out as one self-contained HTML page. Escapes everything; knows no files but its own templates."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from kg.query.display_names import visible
from kg.query.solutions import Iri, Row, Term
from kg.report.answers import Answer
from kg.report.changes import Changes
from kg.report.chart_selection import draw, view
from kg.report.columns import kinds, number
from kg.report.outline import Outline
from kg.report.quotes import A_ROW, Quote, nodes_of

ROWS = 50_000  #: rows that a page shows at most
QUOTED = 1_500  #: rows that open to their quotes
CHANGED = 300  #: rows that a list of changes shows
_TEMPLATES = Path(__file__).with_name("templates")
_NO_LETTER = re.compile(r"[^\w ]")
_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell."""

    text: str
    css: str = ""
    value: str | None = None  #: to sort by; None: the text
    href: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """A table's column."""

    name: str
    number: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A table's row, with the words behind it."""

    cells: tuple[Cell, ...]
    quotes: tuple[dict[str, str], ...]
    line: str  #: what the quotes are, in brief
    more: str  #: what is left out


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds."""

    title: str
    summary: str
    facts: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]
    sections: tuple[dict[str, Any], ...]
    open: bool = False  #: whether quotes are shown from the start
    lead: str = "What sources say, each row with whose word it is. Nothing here states that an event happened."


def render(page: Page) -> str:
    """Return the page as HTML."""
    import jinja2

    loader = jinja2.FileSystemLoader(_TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["coded"] = _coded
    css, js = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    css += _column_names(page.sections)
    return environment.get_template("page.html").render(
        page=page, css=css, js=js, css_hash=_hash(css), js_hash=_hash(js)
    )


def _coded(text: str) -> str:
    """Return a text as HTML in which what stands between backticks looks like code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _column_names(sections: Iterable[Mapping[str, Any]]) -> str:
    """Return the rules that write a column's name before its cells where a row is shown as a list, on narrow screens.

    They hold nothing but letters, digits, `_` and spaces of the query's own.
    """
    return "".join(
        f"#s{n} tbody.r td:nth-child({i}) {{ --name: '{_NO_LETTER.sub('', head.name)}'; }}\n"
        for n, part in enumerate(sections, 1)
        for i, head in enumerate(part["columns"], 1)
    )


def section(
    answer: Answer,
    changes: Changes | None = None,
    since: str = "",
    most: int = ROWS,
    outline: Outline | None = None,
) -> dict[str, Any]:
    """Return what the template shows of one answer, its first rows and lines to draw under its map among it."""
    result, query = answer.result, answer.prepared.query
    shown = result.rows[:most]
    columns = _columns(answer)
    chart = view(result, answer.names, query.view, _evidence_name(answer), outline)
    return {
        "title": visible(query.title or query.name), "summary": visible(query.summary), "query": query.text,
        "count": f"{len(result.rows):,}", "columns": [head for _, head in columns],
        "rows": [_line(answer, columns, row, n < QUOTED) for n, row in enumerate(shown)],
        "note": _note(answer, len(shown)), "svg": draw(chart) if chart else "",
        "view": chart.kind if chart else "", "caption": visible(chart.caption) if chart else "",
        "truth": {True: "yes", False: "no", None: ""}[answer.truth],
        "changes": None if changes is None else _changed(answer, columns, changes, since),
    }  # fmt: skip


def _columns(answer: Answer) -> list[tuple[int, Head]]:
    found = kinds(answer.result)
    listed = _evidence_name(answer) if answer.hides_evidence else ""
    names = enumerate(answer.result.variables)
    return [(i, Head(_spaced(name), found[name] == "number")) for i, name in names if name != listed]


def _evidence_name(answer: Answer) -> str:
    return answer.result.variables[answer.evidence] if answer.evidence is not None else ""


def _note(answer: Answer, shown: int) -> str:
    count, note = len(answer.result.rows), answer.said
    if answer.result.truncated:
        note += "; there are more, and the query's limit stopped here"
    if shown < count:
        note += f"; the first {shown:,} are shown, the CSV file has all"
    if shown > QUOTED and answer.quotes:
        note += f"; the first {QUOTED:,} open to their quotes"
    return note


def _line(answer: Answer, columns: Sequence[tuple[int, Head]], row: Row, quoted: bool) -> Line:
    cells = tuple(_cell(answer, row[i]) for i, _ in columns)
    if not quoted:
        return Line(cells, (), "", "")
    quotes, more = quotes_of(answer, row)
    outlets = list(dict.fromkeys(quote.outlet or quote.title for quote in quotes))
    named = ", ".join(map(visible, outlets[:3])) + ", …" * (len(outlets) > 3)
    line = f"{len(quotes)} quote{'s' * (len(quotes) != 1)}: {named}"
    left = f"{more:,} more claims stand behind this row; their names are in the CSV file." if more else ""
    return Line(cells, tuple(map(_plain, quotes)), line, left)


def quotes_of(answer: Answer, row: Row) -> tuple[list[Quote], int]:
    """Return the quotes behind a row, each once, and the number of claims that are left out."""
    nodes = nodes_of(row, answer.evidence)
    found: dict[Quote, None] = {}
    for node in nodes[:A_ROW]:
        found.update(dict.fromkeys(replace(quote, claim="") for quote in answer.quotes.get(node, ())))
    return list(found)[:A_ROW], max(len(nodes) - A_ROW, 0)


def _plain(quote: Quote) -> dict[str, str]:
    hedges = [word for word in (quote.certainty, quote.modality) if word not in ("certain", "actual")]
    words = quote.words.strip('“”"')
    return {
        "words": visible(words), "who": visible(", ".join(quote.who)), "stance": quote.stance,
        "hedge": "".join(f", {word}" for word in hedges),
        "title": visible(quote.title), "outlet": visible(quote.outlet), "date": visible(quote.date), "url": quote.url,
    }  # fmt: skip


def _cell(answer: Answer, term: Term | None) -> Cell:
    text = answer.shown(term)
    figure = number(term)
    if figure is not None and term is not None:
        return Cell(f"{figure:,.10g}" if "." in term.value else f"{int(figure):,}", "n", term.value)
    if isinstance(term, Iri):
        local = term.value.rsplit("/", 1)[-1]
        css = local if local in ("affirmed", "denied", "undetermined") else ""
        url = answer.names.links.get(term.value, "")
        return Cell(text, css, None, url if url.startswith(_WEB) else "")
    if term is not None and term.value.startswith(_WEB) and not any(char.isspace() for char in term.value):
        return Cell(text, "", None, term.value)
    return Cell(text, "t" if len(text) == 10 and text[4:5] == "-" else "")


def _changed(answer: Answer, columns: Sequence[tuple[int, Head]], changes: Changes, since: str) -> dict[str, Any]:
    if not changes:
        return {"line": f"Nothing since {since}.", "rows": [], "note": ""}
    line = f"Since {since}: {changes.counts}."
    if changes.columns:
        return {"line": line, "rows": [], "note": ""}
    rows = list(_change_rows(answer, columns, changes))
    left = f"; the first {CHANGED:,} are listed" if len(rows) > CHANGED else ""
    return {"line": line, "rows": rows[:CHANGED], "note": f"{len(rows):,} changes{left}"}


def _change_rows(
    answer: Answer, columns: Sequence[tuple[int, Head]], changes: Changes
) -> Iterator[tuple[str, tuple[Cell, ...]]]:
    names = answer.result.variables
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
    now = _cell(answer, after)
    if not differs:
        return now
    return replace(now, text=f"{_cell(answer, before).text or '(none)'} → {now.text or '(none)'}", css="changed")


def _spaced(name: str) -> str:
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).replace("_", " ").strip()


@lru_cache(maxsize=8)
def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
