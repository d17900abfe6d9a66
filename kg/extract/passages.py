"""Find the prose of an article in its plain text; leave headlines, captions, menus and other stories alone.

Knows lines and phrases; knows no grammar and no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from kg.model import Reason
from kg.vocab.words import Index, WordList

_LINE = re.compile(r"[^\n]+")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_ENDED = re.compile(r"""[.!?…:;]["'”’)\]]*\s*$""")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*(\s|$)""")
_DATELINE = re.compile(r"([A-Z][\w.'’ ]{1,30}(?:[,/] ?[\w.'’ ]{2,25}){0,3})(?: \([^)]{2,40}\))? ?(?:--|[-–—]) ")
_LEAST_WORDS = 4
_LONG = 20  #: words of a line that is prose even without a full stop
_RESUMED = 25  #: words of a paragraph that shows that the article goes on after a box
_SHORT = 12  #: words of a line that a furniture phrase can spoil
_MUCH = 0.3  #: share of a line that a furniture phrase takes
_WRAPPED = 40  #: characters below which a line without a full stop is no part of wrapped prose


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(_WORD.findall(self.text))


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch that is no prose, and why."""

    start: int
    end: int
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Passages:
    """The paragraphs of prose, as offsets into the text, and the lines beside them."""

    prose: tuple[tuple[int, int], ...]
    beside: tuple[Line, ...]


def passages(text: str, furniture: Index[WordList]) -> Passages:
    """Return the paragraphs of prose and what stands beside them.

    Args:
        text: cleaned plain text.
        furniture: phrases that mark what is no prose, those with the value startsSection ending the article.
    """
    blocks = list(_blocks(text))
    only = len(blocks) == 1
    kept: list[_Block] = []
    beside: list[Line] = []
    box = ""
    for block in blocks:
        mark = _furniture(block, furniture)
        if mark is not None:
            phrase, starts_section = mark
            box = (box or (phrase if starts_section else "")) if kept else ""
            beside.append(Line(block.start, block.end, Reason.FURNITURE, phrase))
        elif box and not (_is_prose(block) and block.words >= _RESUMED and block.end < len(text) * 2 / 3):
            beside.append(Line(block.start, block.end, Reason.OTHER_STORIES, box))
        else:
            box = ""
            if only or _is_prose(block):
                kept.append(block)
            else:
                beside.append(Line(block.start, block.end, Reason.NO_SENTENCE))
    prose = tuple((b.start + _dateline(b.text, first=n == 0), b.end) for n, b in enumerate(kept))
    return Passages(prose, tuple(beside))


def headings(text: str, kept: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """Return the short lines that stand between the paragraphs of prose: they may say where what follows is."""
    if not kept:
        return ()
    taken = {start for start, _ in kept}
    blocks = (b for b in _blocks(text) if b.start not in taken and b.end <= kept[-1][1])
    return tuple((b.start, b.end) for b in blocks if b.words <= _LEAST_WORDS)


def _dateline(text: str, *, first: bool) -> int:
    """Return the length of a dateline: where the reporter sits, before a dash ("GOMA, 8 May (Wire) - ")."""
    match = _DATELINE.match(text)
    if match is None:
        return 0
    words = match[1].split()
    is_place = match[1].isupper() or (first and all(w[:1].isupper() or w[:1].isdigit() for w in words))
    return match.end() if is_place else 0


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the lines, those of hard-wrapped paragraphs joined."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    wrapped_at = _wrapped_at([text[s:e] for s, e in lines])
    i = 0
    while i < len(lines):
        start, end = lines[i]
        while i + 1 < len(lines) and _goes_on(text, lines[i], lines[i + 1], wrapped_at):
            i += 1
            end = lines[i][1]
        yield _Block(start, end, text[start:end])
        i += 1


def _wrapped_at(lines: list[str]) -> float:
    """Return the least length of a line that was broken for width; infinite for text that isn't hard-wrapped."""
    widest = max(map(len, lines), default=0)
    full = [line for line in lines if len(line) >= 0.6 * widest]
    broken = sum(not _ENDED.search(line) for line in full)
    return 0.6 * widest if _WRAPPED <= widest <= 100 and broken >= 2 and broken >= 0.5 * len(full) else inf


def _goes_on(text: str, line: tuple[int, int], after: tuple[int, int], wrapped_at: float) -> bool:
    """Tell whether a line break is for width only."""
    words = text[line[0] : line[1]]
    if after[0] - line[1] != 1 or len(words) < _WRAPPED:
        return False
    return len(words) >= wrapped_at or (text[after[0]].islower() and not _ENDED.search(words))


def _is_prose(block: _Block) -> bool:
    words = block.words
    if words < _LEAST_WORDS:
        return False
    return bool(_ENDED.search(block.text)) or words >= _LONG or len(_SENTENCE_END.findall(block.text)) > 1


def _furniture(block: _Block, index: Index[WordList]) -> tuple[str, bool] | None:
    """Return the phrase that a short line begins with, or that makes up much of it, and whether it starts a box."""
    if block.words > _SHORT:
        return None
    words = [w.casefold() for w in re.findall(r"[\w'’]+|[^\w\s]", block.text)]
    sentence = block.words >= _LEAST_WORDS and _SENTENCE_END.search(block.text)
    for hit in index.longest(words):
        share = (hit.end - hit.start) / len(words)
        if share >= _MUCH or (hit.start == 0 and not sentence):
            starts_section = hit.pattern.payload.values.get("startsSection") == "true"
            return " ".join(words[hit.start : hit.end]), starts_section
    return None
