"""Styled text in lines of a screen's width. Control characters in a text come out escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from kg.query.display_names import visible
from kg.query.table import display_width

BOLD = "1"
DIM = "2"
#: role of a word in its sentence → its style; the first of several roles counts
ROLE_STYLES = {"trigger": "1;31", "actor": "36", "target": "33", "place": "32", "date": "35", "source": "4"}


@dataclass(frozen=True, slots=True)
class Screen:
    """What a terminal, or a file, can show."""

    width: int | None = None  #: columns; None: lines are as long as they get
    color: bool = False


@dataclass(frozen=True, slots=True)
class StyledText:
    """A text in one style."""

    text: str
    style: str = ""  #: numbers of an SGR escape sequence; empty: plain


def wrapped_lines(pieces: Iterable[StyledText], screen: Screen, prefix: StyledText, indent: int) -> Iterator[str]:
    """Yield the pieces as lines behind a prefix, the later ones indented as far.

    White space of any kind is one space; control characters are escaped.
    """
    room = None if screen.width is None else max(screen.width - indent, 10)
    start = _styled(StyledText(visible(prefix.text), prefix.style), screen) + " " * max(
        indent - display_width(prefix.text), 0
    )
    for line in _wrap(_words(pieces), room) or [[]]:
        yield (start + _line_text(line, screen)).rstrip()
        start = " " * indent


Word = list[StyledText]


def _words(pieces: Iterable[StyledText]) -> Iterator[Word]:
    """Yield the words, each as its pieces."""
    word: Word = []
    for piece in pieces:
        first, *rest = _split(piece.text)
        word += [StyledText(visible(first), piece.style)] if first else []
        for text in rest:
            if word:
                yield word
            word = [StyledText(visible(text), piece.style)] if text else []
    if word:
        yield word


def _split(text: str) -> list[str]:
    """Return the text split at white space, with an empty end where it begins or ends with some."""
    words = text.split()
    if not words:
        return ["", ""] if text else [""]
    return [""] * text[0].isspace() + words + [""] * text[-1].isspace()


def _wrap(words: Iterable[Word], room: int | None) -> list[list[Word]]:
    """Return the words in lines of at most `room` columns; one that is longer has a line of its own."""
    rows: list[list[Word]] = []
    left = 0
    for word in words:
        needed = sum(display_width(p.text) for p in word)
        if rows and (room is None or needed + 1 <= left):
            rows[-1].append(word)
            left -= needed + 1
        else:
            rows.append([word])
            left = (room or 0) - needed
    return rows


def _line_text(words: list[Word], screen: Screen) -> str:
    spaced = [
        p for n, word in enumerate(words) for p in (*([StyledText(" ", _space_style(words, n))] if n else []), *word)
    ]
    groups = groupby(spaced, key=lambda p: p.style)
    return "".join(_styled(StyledText("".join(p.text for p in group), style), screen) for style, group in groups)


def _space_style(words: list[Word], n: int) -> str:
    """Return the style of the space before a word: that of both sides, where it is the same."""
    left, right = words[n - 1][-1].style, words[n][0].style
    return left if left == right else ""


def _styled(piece: StyledText, screen: Screen) -> str:
    return f"\x1b[{piece.style}m{piece.text}\x1b[0m" if screen.color and piece.style and piece.text else piece.text
