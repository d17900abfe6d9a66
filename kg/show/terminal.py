"""Put words on a screen: styles, widths, wrapped lines. Whatever an article holds comes out harmless."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from wcwidth import wcswidth

from kg.query.display_names import visible

BOLD = "1"
DIM = "2"
#: what a word is in its sentence → its style, the stronger first where a word is more than one
ROLES = {"trigger": "1;31", "actor": "36", "target": "33", "place": "32", "date": "35", "source": "4"}


@dataclass(frozen=True, slots=True)
class Screen:
    """Where text goes."""

    width: int | None = None  #: columns; None: lines are as long as they get
    color: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one style."""

    text: str
    style: str = ""  #: numbers of an SGR escape sequence; empty: plain


def lines(pieces: Iterable[Piece], screen: Screen, lead: Piece, indent: int) -> Iterator[str]:
    """Yield the pieces as lines of words behind a lead, the later ones indented as far.

    White space of any kind is one space; what could steer a terminal is made visible.
    """
    room = None if screen.width is None else max(screen.width - indent, 10)
    before = _ink(Piece(visible(lead.text), lead.style), screen) + " " * max(indent - width(lead.text), 0)
    for line in _filled(_words(pieces), room) or [[]]:
        yield (before + _joined(line, screen)).rstrip()
        before = " " * indent


def width(text: str) -> int:
    """Return how many columns a harmless text takes."""
    return len(text) if text.isascii() else max(wcswidth(text), 0)


Word = list[Piece]


def _words(pieces: Iterable[Piece]) -> Iterator[Word]:
    """Yield the words, each of the pieces that it is made of."""
    word: Word = []
    for piece in pieces:
        first, *rest = _split(piece.text)
        word += [Piece(visible(first), piece.style)] if first else []
        for text in rest:
            if word:
                yield word
            word = [Piece(visible(text), piece.style)] if text else []
    if word:
        yield word


def _split(text: str) -> list[str]:
    """Return the text cut at white space, with an empty end where it begins or ends with some."""
    words = text.split()
    if not words:
        return ["", ""] if text else [""]
    return [""] * text[0].isspace() + words + [""] * text[-1].isspace()


def _filled(words: Iterable[Word], room: int | None) -> list[list[Word]]:
    """Return the words in lines of at most `room` columns; one that is longer has a line of its own."""
    found: list[list[Word]] = []
    left = 0
    for word in words:
        needed = sum(width(p.text) for p in word)
        if found and (room is None or needed + 1 <= left):
            found[-1].append(word)
            left -= needed + 1
        else:
            found.append([word])
            left = (room or 0) - needed
    return found


def _joined(words: list[Word], screen: Screen) -> str:
    spaced = [p for n, word in enumerate(words) for p in (*([Piece(" ", _between(words, n))] if n else []), *word)]
    groups = groupby(spaced, key=lambda p: p.style)
    return "".join(_ink(Piece("".join(p.text for p in group), style), screen) for style, group in groups)


def _between(words: list[Word], n: int) -> str:
    """Return the style of the space before a word: that of both sides, where it is the same."""
    left, right = words[n - 1][-1].style, words[n][0].style
    return left if left == right else ""


def _ink(piece: Piece, screen: Screen) -> str:
    return f"\x1b[{piece.style}m{piece.text}\x1b[0m" if screen.color and piece.style and piece.text else piece.text
