"""Format results for people: a table, or one line a value. Knows widths and labels; prints nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from wcwidth import iter_graphemes, wcswidth

from kg.query.display_names import curie, visible
from kg.query.hyperlinks import osc8_hyperlink, web_address
from kg.query.solutions import INTEGER_DATATYPES, NUMERIC_DATATYPES, Blank, Iri, Literal, Row, Solutions, Term, Truth

_MIN_WIDTH = 10  # of a column when there is too little room
_UNBOUND = "·"
_MAX_COMBINING = 8  # code points of one terminal column: a letter with its combining marks


@dataclass(frozen=True, slots=True)
class DisplayOptions:
    """How results are displayed."""

    prefixes: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)  #: of the IRIs in the result
    iri_style: str = "both"  #: "label", "curie" or "both"
    width: int | None = None  #: columns of the terminal; None: no limit
    max_rows: int | None = None  #: None: no limit
    color: bool = False
    dim: str = "2"  #: SGR parameters of what matters less
    row_prefix: str = ""  #: before the number of each row
    marked_rows: frozenset[int] = frozenset()  #: numbers of highlighted rows, from 0
    hyperlinks: bool = False  #: whether IRIs are OSC 8 links


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    dim: str = ""  #: text that follows, two spaces apart
    right: bool = False  #: whether it is aligned to the right, as numbers are
    link: str = ""  #: web address; empty: none

    @property
    def width(self) -> int:
        return display_width(self.text) + (self.dim != "") * (2 + display_width(self.dim))


def table(result: Solutions | Truth, options: DisplayOptions) -> str:
    """Return a table with numbered rows; "yes" or "no" for a boolean.

    What is wider than `options.width` is truncated with "…"; with too many columns for that, each row becomes a block.
    """
    if isinstance(result, Truth):
        return "yes\n" if result.value else "no\n"
    if not result.rows or not result.variables:
        return ""
    shown = result.rows[: options.max_rows]
    columns = [
        _Column(name, [_cell(term, options, marked=marked) for term in terms])
        for name, terms, marked in zip(result.variables, zip(*shown, strict=True), _marked_columns(shown), strict=True)
    ]
    number = len(f"{options.row_prefix}{len(shown)}")
    widths = _column_widths(columns, options.width and options.width - number - 2)
    if widths is None:
        return vertical(result, options)
    style = _Style(options)
    marks = [style.bold(pad(c.name, width, c.right)) for c, width in zip(columns, widths, strict=True)]
    lines = [
        " │ ".join([" " * number + "#", *marks]),
        "─┼─".join(["─" * (number + 1), *("─" * width for width in widths)]),
    ]
    for row in range(len(shown)):
        cells = (
            style.cell(column.cells[row], width, column.right) for column, width in zip(columns, widths, strict=True)
        )
        mark = "•" if row in options.marked_rows else " "
        lines.append(" │ ".join([style.dim(mark + f"{options.row_prefix}{row + 1}".rjust(number)), *cells]))
    return "\n".join(line.rstrip() for line in lines) + "\n" + _hidden_rows(result, options)


def vertical(result: Solutions | Truth, options: DisplayOptions) -> str:
    """Return one line a value, not truncated, under a line for each row."""
    if isinstance(result, Truth):
        return table(result, options)
    style, lines, options = _Style(options), [], replace(options, width=None)
    names = max(map(display_width, result.variables), default=0)
    shown = result.rows[: options.max_rows]
    marked_columns = _marked_columns(shown)
    for number, row in enumerate(shown, 1):
        lines.append(style.dim(f"── {options.row_prefix}{number} " + "─" * 20))
        for name, term, marked in zip(result.variables, row, marked_columns, strict=True):
            cell = _cell(term, options, grouped=False, marked=marked)
            lines.append(f"{style.bold(pad(name, names, True))}  {style.cell(cell, cell.width, cell.right).rstrip()}")
    return "".join(line + "\n" for line in lines) + _hidden_rows(result, options)


def _hidden_rows(result: Solutions, options: DisplayOptions) -> str:
    hidden = len(result.rows) - options.max_rows if options.max_rows is not None else 0
    return f"⋮ {hidden:,} more rows\n" if hidden > 0 else ""


class _Column:
    def __init__(self, name: str, cells: Sequence[_Cell]) -> None:
        self.name = name
        self.cells = cells
        self.right = all(cell.right or cell.text == _UNBOUND for cell in cells)
        self.has_dim = any(cell.dim for cell in cells)
        self.width = max(display_width(name), *(cell.width for cell in cells))

    def without_dim(self) -> _Column:
        return _Column(self.name, [replace(cell, dim="") for cell in self.cells])


class _Style:
    """ANSI styles, or none without colour."""

    def __init__(self, options: DisplayOptions) -> None:
        self._color, self._dim = options.color, options.dim

    def bold(self, text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if self._color else text

    def dim(self, text: str) -> str:
        return f"\x1b[{self._dim}m{text}\x1b[0m" if self._color and text else text

    def cell(self, cell: _Cell, width: int, right: bool) -> str:
        """Return the cell at exactly this width; the dim text is dropped before the main text is truncated."""
        if cell.width > width or not cell.dim:
            if cell.link:
                short = truncate(cell.text, width)
                return osc8_hyperlink(short, cell.link) + " " * (width - display_width(short))
            text = pad(truncate(cell.text, width), width, right)
            return self.dim(text) if cell.text == _UNBOUND else text
        return osc8_hyperlink(f"{cell.text}  {self.dim(cell.dim)}", cell.link) + " " * (width - cell.width)


def _marked_columns(rows: Sequence[Row]) -> list[bool]:
    """Tell of each column whether its literals differ in language or datatype, so that these have to be shown."""
    return [_is_mixed({term for term in column if isinstance(term, Literal)}) for column in zip(*rows, strict=True)]


def _is_mixed(literals: Collection[Literal]) -> bool:
    """Tell whether literals are of several kinds; numbers are of one as long as their digits tell them apart."""
    kinds = {("number" if one.datatype in NUMERIC_DATATYPES else one.datatype, one.language) for one in literals}
    return len(kinds) > 1 or len({one.value for one in literals}) < len(literals)


def _mark(literal: Literal, options: DisplayOptions) -> str:
    """Return the language or the datatype of a literal as SPARQL writes it; empty for a plain text."""
    if literal.language:
        return f"@{visible(literal.language)}"
    return visible(curie(literal.datatype, options.prefixes)) if literal.datatype else ""


def _cell(term: Term | None, options: DisplayOptions, grouped: bool = True, *, marked: bool = False) -> _Cell:
    if marked and isinstance(term, Literal):
        return _Cell(visible(term.value), _mark(term, options))
    match term:
        case None:
            return _Cell(_UNBOUND)
        case Iri(value):
            short = visible(_clipped(curie(value, options.prefixes), options))
            label = visible(_clipped(options.labels.get(value, ""), options))
            link = web_address(value) if options.hyperlinks else ""
            if not label or options.iri_style == "curie":
                return _Cell(short, link=link)
            is_redundant = short.endswith(f":{label}")  # "affirmed" says all that "code:affirmed" does
            return _Cell(label, short if options.iri_style == "both" and not is_redundant else "", link=link)
        case Blank(value):
            return _Cell(f"_:{value}")
        case Literal(value, _, datatype) if datatype in NUMERIC_DATATYPES:
            has_groups = grouped and datatype in INTEGER_DATATYPES and re.fullmatch(r"-?\d{5,400}", value)
            return _Cell(f"{int(value):,}" if has_groups else visible(_clipped(value, options)), right=True)
        case Literal(value):
            return _Cell(visible(_clipped(value, options)))


def _clipped(text: str, options: DisplayOptions) -> str:
    """Return the text, or as much of it as a cell can show and more, so that no megabytes have to be measured."""
    length = len(text) if options.width is None else options.width * _MAX_COMBINING
    return text if len(text) <= length else text[:length] + "…"


def _column_widths(columns: list[_Column], room: int | None) -> list[int] | None:
    """Return widths within the room, by narrowing the widest columns, whose dim texts go first (`columns` is changed).

    None: some would get too narrow to read.
    """
    if room is None:
        return [column.width for column in columns]
    room -= 3 * len(columns)
    while sum(column.width for column in columns) > room and any(column.has_dim for column in columns):
        widest = max((i for i, column in enumerate(columns) if column.has_dim), key=lambda i: columns[i].width)
        columns[widest] = columns[widest].without_dim()
    widths = [column.width for column in columns]
    if sum(min(width, _MIN_WIDTH) for width in widths) > room:
        return None
    ceiling = min(max(widths), room)
    while sum(min(width, ceiling) for width in widths) > room:
        ceiling -= 1
    return [min(width, ceiling) for width in widths]


def pad(text: str, width: int, right: bool = False) -> str:
    """Return the text padded with spaces to a display width."""
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def truncate(text: str, width: int) -> str:
    """Return the text, or as much of its beginning as fits before an ellipsis."""
    length = max(width * _MAX_COMBINING, 0)
    if len(text) <= length and display_width(text) <= width:
        return text
    kept, used = [], 0
    for cluster in iter_graphemes(text[:length]):
        used += display_width(cluster)
        if used > width - 1:
            break
        kept.append(cluster)
    return "".join(kept) + "…"


def display_width(text: str) -> int:
    """Return the number of terminal columns of a text without control characters.

    An emoji of several joined ones, or a letter with its marks, has the columns of one.
    """
    return len(text) if text.isascii() else max(wcswidth(text), 0)
