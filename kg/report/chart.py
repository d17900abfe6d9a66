"""What all charts of an answer share: a table of columns by kind, and a theme for Vega-Lite. Selects no chart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.query.solutions import Row, Solutions, Term
from kg.report.term_labels import TermLabels

Spec = dict[str, Any]  #: Vega, or Vega-Lite where its schema says so
WIDTH = 760  #: of all charts, in pixels
MAX_MARKS = 3000  #: rows of a chart
MUTED, MAIN = "#808080", "#3b76b0"
VEGA_LITE_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_MAX_COUNT = 8  # figures up to here have a tick each


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of an answer."""

    kind: str  #: bar, line, timeline, map or network
    spec: Spec
    caption: str  #: what it shows, and what it leaves out


@dataclass(frozen=True, slots=True)
class ChartTable:
    """Solutions with the kinds of their columns."""

    result: Solutions
    labels: TermLabels
    kinds: Mapping[str, str]  #: as `column_kinds` has them; empty: left out of charts

    def index(self, name: str) -> int:
        """Return the number of a column."""
        return self.result.variables.index(name)

    def columns(self, kind: str) -> list[str]:
        """Return the columns of a kind."""
        return [name for name in self.result.variables if self.kinds[name] == kind]

    def cell_label(self, row: Row, name: str) -> str:
        """Return the text of a cell, truncated for a chart."""
        return truncate(self.labels.text(row[self.index(name)]))

    def distinct_labels(self, name: str) -> dict[Term | None, str]:
        """Return the labels of a column's terms, numbered where several have the same: gunmen, gunmen (2)."""
        labels: dict[Term | None, str] = {}
        counts: Counter[str] = Counter()
        for row in self.result.rows:
            if (term := row[self.index(name)]) not in labels:
                labels[term] = numbered_label(self.cell_label(row, name) or "not named", counts)
        return labels


def numbered_label(label: str, counts: Counter[str]) -> str:
    """Return the label, with a number if it is in `counts` already; counts it."""
    counts[label] += 1
    return label if counts[label] == 1 else f"{label} ({counts[label]})"


def vega_lite(values: list[Spec], layers: list[Spec], height: int | Spec) -> Spec:
    """Return the Vega-Lite specification of layers over values."""
    axis = {
        "gridColor": MUTED,
        "gridOpacity": 0.16,
        "labelLimit": 260,
        "titleFontWeight": "normal",
        "domainColor": MUTED,
        "tickColor": MUTED,
    }
    config = {"aria": False, "axis": axis, "view": {"stroke": None}, "font": "sans-serif"}
    return {"$schema": VEGA_LITE_SCHEMA, "background": "transparent", "width": WIDTH - 200, "height": height,
            "config": config, "data": {"values": values}, "layer": layers}  # fmt: skip


def numeric_axis(figures: Iterable[float]) -> Spec:
    """Return the axis of some figures; small counts have no ticks between them."""
    values = list(figures)
    is_count = all(figure == round(figure) and 0 <= figure <= _MAX_COUNT for figure in values)
    return {"format": ",~f", **({"values": list(range(round(max(values)) + 1))} if is_count else {})}


def truncate(text: str, max_length: int = 46) -> str:
    """Return the text, or its beginning with an ellipsis, in at most so many characters."""
    return text if len(text) <= max_length else text[: max_length - 1] + "…"


def column_words(name: str) -> str:
    """Return a column's name as words: "killedHigh" as "killed high"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
