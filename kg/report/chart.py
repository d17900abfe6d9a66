"""What all charts of an answer share: its columns to draw from, and how Vega-Lite is to look. Chooses no chart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.query.solutions import Row, Solutions, Term
from kg.report.columns import Names

Spec = dict[str, Any]  #: Vega, or Vega-Lite where its schema says so
WIDTH = 760  #: of all pictures, in pixels
MARKS = 3000  #: rows that a picture draws at most
MUTED, MAIN = "#808080", "#3b76b0"
LITE = "https://vega.github.io/schema/vega-lite/v5.json"


@dataclass(frozen=True, slots=True)
class View:
    """A chart of an answer."""

    kind: str  #: bar, line, timeline, map or network
    spec: Spec
    caption: str  #: what it shows, and what it leaves out


@dataclass(frozen=True, slots=True)
class Table:
    """An answer with what kinds of values its columns hold."""

    result: Solutions
    names: Names
    kinds: Mapping[str, str]  #: by column; empty: not to be drawn

    def at(self, name: str) -> int:
        """Return the place of a column."""
        return self.result.variables.index(name)

    def of(self, kind: str) -> list[str]:
        """Return the columns of a kind."""
        return [name for name in self.result.variables if self.kinds[name] == kind]

    def said(self, row: Row, name: str) -> str:
        """Return a cell in words, cut to what a picture has room for."""
        return cut(self.names.said(row[self.at(name)]))

    def told_apart(self, name: str) -> dict[Term | None, str]:
        """Return the names of a column's values, so that two things of one name have two: gunmen, gunmen (2)."""
        given: dict[Term | None, str] = {}
        seen: Counter[str] = Counter()
        for row in self.result.rows:
            if (term := row[self.at(name)]) not in given:
                label = self.said(row, name) or "not named"
                seen[label] += 1
                given[term] = label if seen[label] == 1 else f"{label} ({seen[label]})"
        return given


def lite(values: list[Spec], layers: list[Spec], height: int | Spec) -> Spec:
    """Return a picture of values in layers, in Vega-Lite."""
    axis = {
        "gridColor": MUTED,
        "gridOpacity": 0.16,
        "labelLimit": 260,
        "titleFontWeight": "normal",
        "domainColor": MUTED,
        "tickColor": MUTED,
    }
    config = {"aria": False, "axis": axis, "view": {"stroke": None}, "font": "sans-serif"}
    return {"$schema": LITE, "background": "transparent", "width": WIDTH - 200, "height": height, "config": config,
            "data": {"values": values}, "layer": layers}  # fmt: skip


def cut(text: str, most: int = 46) -> str:
    """Return a text that is not longer than this."""
    return text if len(text) <= most else text[: most - 1] + "…"


def spaced(name: str) -> str:
    """Return a column's name as words: "killedHigh" as "killed high"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
