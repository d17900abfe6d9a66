"""Draw docs/images/reading.svg: the beginning of what `kg read` shows of a demo article, as a terminal shows it.

Run it from anywhere: python scripts/picture_reading.py. With --check nothing is written, and the exit code is 1 when
the picture says something else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, islice
from pathlib import Path

from kg.ingest import read_inputs
from kg.query.table import display_width
from kg.reading.pipeline import load_reader
from kg.show.article import article_lines, legend
from kg.show.terminal import Screen

ROOT = Path(__file__).parents[1]
ARTICLE = "seeds/16-shusha.txt"
PICTURE = ROOT / "docs" / "images" / "reading.svg"

_TITLE = "kg read shows sentences of an article, and under each the event with its actor, place, day and claim."
_BLOCKS = 3  #: what is shown: the heading, and so many sentences with their events less one
_COLUMNS = 88
_ADVANCE, _LINE, _MARGIN = 8.4, 20, 18  #: px: width of a column, height of a line, space around the text
_BASELINE = 0.7  #: of a line's height
_SGR = re.compile(r"\x1b\[([\d;]*)m")
_CLASSES = {"1": "b", "2": "d", "4": "u", "31": "red", "32": "green", "33": "yellow", "35": "magenta", "36": "cyan"}
_STYLE = """
svg { --paper: #ffffff; --edge: #d0d7de; --ink: #1f2328; --dim: #656d76;
  --red: #b31d28; --green: #116329; --yellow: #7d4e00; --magenta: #6639ba; --cyan: #0a5a8a; }
@media (prefers-color-scheme: dark) { svg { --paper: #0d1117; --edge: #30363d; --ink: #e6edf3; --dim: #8d96a0;
  --red: #ff7b72; --green: #7ee787; --yellow: #f2cc60; --magenta: #d2a8ff; --cyan: #79c0ff; } }
rect { fill: var(--paper); stroke: var(--edge); }
text { fill: var(--ink); white-space: pre;
  font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.b { font-weight: bold } .d { fill: var(--dim) } .u { text-decoration: underline }
.red { fill: var(--red) } .green { fill: var(--green) } .yellow { fill: var(--yellow) }
.magenta { fill: var(--magenta) } .cyan { fill: var(--cyan) }
"""


def terminal_lines() -> list[str]:
    """Return the command and the beginning of its output, with a terminal's escape sequences."""
    [entry] = read_inputs([str(ROOT / ARTICLE)])
    if entry.article is None:
        raise SystemExit(f"{ARTICLE}: {entry.reason}")
    screen = Screen(_COLUMNS, color=True)
    text = article_lines(load_reader().read(entry.article), screen)
    blocks = [list(lines) for filled, lines in groupby(text, key=bool) if filled]
    return [f"$ kg read {ARTICLE}", legend(screen), *(line for b in blocks[:_BLOCKS] for line in (*b, "")), "…"]


def svg(lines: Sequence[str]) -> str:
    """Return the picture of lines with escape sequences, for light and dark pages."""
    wide, high = _COLUMNS * _ADVANCE + 2 * _MARGIN, len(lines) * _LINE + 2 * _MARGIN
    drawn = (run for n, line in enumerate(lines) for run in _runs(line, _MARGIN + (n + _BASELINE) * _LINE))
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:g} {high:g}" role="img">',
            f"<title>{_TITLE}</title>",
            f"<style>{_STYLE}</style>",
            f'<rect x="0.5" y="0.5" width="{wide - 1:g}" height="{high - 1:g}" rx="8"/>',
            *drawn,
            "</svg>\n",
        )
    )


def _runs(line: str, y: float) -> Iterator[str]:
    """Yield the words of one style as elements that keep to their columns in any font."""
    pieces = iter(["", *_SGR.split(line)])  # style, text, style, text …
    column = 0
    while pair := tuple(islice(pieces, 2)):
        style, text = pair
        if words := text.strip():
            x = _MARGIN + (column + display_width(text) - display_width(text.lstrip())) * _ADVANCE
            names = " ".join(_CLASSES[code] for code in style.split(";") if code in _CLASSES)
            length = display_width(words) * _ADVANCE
            yield (
                f'<text x="{x:g}" y="{y:g}" textLength="{length:g}" lengthAdjust="spacingAndGlyphs"'
                + (f' class="{names}">' if names else ">")
                + f"{escape(words, quote=False)}</text>"
            )
        column += display_width(text)


def main() -> int:
    """Draw, or compare with what is drawn."""
    picture = svg(terminal_lines())
    if "--check" in sys.argv:
        return int(PICTURE.read_text(encoding="utf-8") != picture)
    PICTURE.parent.mkdir(exist_ok=True)
    PICTURE.write_text(picture, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
