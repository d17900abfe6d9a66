"""Find the prose of an article in its plain text; leave headlines, captions, menus and other stories alone.

Knows lines and phrases; knows no grammar and no markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from kg.model import RejectionReason
from kg.reading.text.boilerplate_phrases import (
    AGE,
    BOX,
    END,
    NOTICE,
    BoilerplateMark,
    boilerplate_mark,
    is_all_capitals,
    is_prose,
    prose_sentences,
    word_count,
)
from kg.vocab.lexicon_entries import PhraseIndex, WordList

_LINE = re.compile(r"[^\n]+")
_ENDED = re.compile(r"""[.!?…:;]["'”’)\]]*\s*$""")
_DATELINE = re.compile(r"([A-Z][\w.'’ ]{1,30}(?: ?[,/] ?[\w.'’ ]{2,25}){0,3})(?: \([^)]{2,40}\))? ?(?:--|[-–—]) ")
_FIRST_WORD = re.compile(
    r"\W*(\w+) [^\s,:]+(?: [^\s,:]+){,2}[,:] "
)  #: of what a list sorts its items by: "Near Malo, "
_LEAST_WORDS = 4
_RESUMED = 25  #: words of a paragraph that shows that the article goes on after a box
_WIDEST = 100  #: characters of the widest line of hard-wrapped text
_NEARLY = 0.9  #: share of the width that a full line takes: a page's header can be wider than its text
_WRAPPED = 40  #: characters below which a line without a full stop is no part of wrapped prose
_LIST = 3  #: lines that make a list
_ANY = {"", "The", "A", "An"}  #: what any line may begin with
_SHOUTED = 0.5  #: share of the lines in capitals from which on they are no headings


_Line = tuple[int, int]  #: its first character and the one after its last


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    text: str
    mark: BoilerplateMark | None
    is_prose: bool


@dataclass(frozen=True, slots=True)
class NonProse:
    """A stretch that is no prose, and why."""

    start: int
    end: int
    reason: RejectionReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProseSegmentation:
    """The paragraphs of prose, as offsets into the text, and the lines beside them."""

    prose: tuple[tuple[int, int], ...]
    non_prose: tuple[NonProse, ...]


def segment_prose(text: str, boilerplate: PhraseIndex[WordList]) -> ProseSegmentation:
    """Return the paragraphs of prose and what stands beside them.

    Args:
        text: cleaned plain text.
        furniture: phrases that mark what is no prose, sorted by what they spoil (`boilerplate_phrases`).
    """
    blocks = list(_blocks(text, boilerplate))
    kept: list[tuple[int, int]] = []
    beside: list[NonProse] = []
    box: BoilerplateMark | None = None
    for n, block in enumerate(blocks):
        if block.mark is not None:
            box = (box or (block.mark if block.mark.kind in (BOX, END) else None)) if kept else None
            beside.append(NonProse(block.start, block.end, RejectionReason.BOILERPLATE, block.mark.phrase))
        elif box is not None and not _article_resumes(blocks, n, box.kind, len(text)):
            beside.append(NonProse(block.start, block.end, RejectionReason.OTHER_ARTICLES, box.phrase))
        else:
            box = None
            if block.is_prose or len(blocks) == 1 or _is_list_item(blocks, n):
                kept += [(block.start + s, block.start + e) for s, e in _prose_stretches(block.text, boilerplate)]
            else:
                beside.append(NonProse(block.start, block.end, RejectionReason.NO_SENTENCE))
    prose = tuple((s + _dateline_length(text[s:e], first=n == 0), e) for n, (s, e) in enumerate(kept))
    return ProseSegmentation(prose, tuple(beside))


def _prose_stretches(paragraph: str, furniture: PhraseIndex[WordList]) -> list[tuple[int, int]]:
    """Return the stretches of a paragraph without the page's own sentences, and without what they leave behind."""
    found = list(prose_sentences(paragraph, furniture))
    whole = [paragraph[s:e] for s, e in found] == [paragraph.strip()]
    return found if whole else [(s, e) for s, e in found if is_prose(paragraph[s:e])]


def _article_resumes(blocks: list[_Block], n: int, box: str, length: int) -> bool:
    """Tell whether the article goes on after a box: with a long paragraph, or with two that no heading parts.

    After what ends an article (comments, tags) only with a long paragraph, and not far down.
    """
    block = blocks[n]
    if block.is_prose and word_count(block.text) >= _RESUMED and block.end < length * 2 / 3:
        return True
    after = next((b for b in blocks[n + 1 :] if b.mark is None or b.mark.kind in (BOX, END, AGE)), None)
    return box == BOX and block.is_prose and after is not None and after.mark is None and after.is_prose


def _is_list_item(blocks: list[_Block], n: int) -> bool:
    """Tell whether a line without a full stop is one of three or more that begin alike: "Near Malo, "."""
    if blocks[n].mark is not None or word_count(blocks[n].text) < _LEAST_WORDS:
        return False
    like = [m for m in range(max(0, n - _LIST), min(len(blocks), n + _LIST + 1)) if _has_same_first_word(blocks, m, n)]
    runs = (set(range(first, first + _LIST)) for first in like)
    return any(n in run and run <= set(like) and any(blocks[m].is_prose for m in run) for run in runs)


def _has_same_first_word(blocks: list[_Block], m: int, n: int) -> bool:
    return _first_word(blocks[m].text) == _first_word(blocks[n].text) not in _ANY


def _first_word(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match[1] if match else ""


def _dateline_length(text: str, *, first: bool) -> int:
    """Return the length of a dateline: where the reporter sits, before a dash ("GOMA, 8 May (Wire) - ")."""
    match = _DATELINE.match(text)
    if match is None:
        return 0
    words = match[1].split()
    is_place = match[1].isupper() or (first and all(w[:1].isupper() or w[:1].isdigit() for w in words))
    return match.end() if is_place else 0


def _blocks(text: str, furniture: PhraseIndex[WordList]) -> Iterator[_Block]:
    """Yield the lines, those of hard-wrapped paragraphs joined."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    width = _wrap_width(text, lines)
    shouted = sum(is_all_capitals(text[s:e]) for s, e in lines) >= _SHOUTED * len(lines)
    i = 0
    while i < len(lines):
        start, end = lines[i]
        while i + 1 < len(lines) and _is_soft_break(text, lines[i], lines[i + 1], width, furniture):
            i += 1
            end = lines[i][1]
        line = text[start:end]
        yield _Block(
            start,
            end,
            line,
            _boilerplate_mark(line, furniture),
            is_prose(line) and (shouted or not is_all_capitals(line)),
        )
        i += 1


def _boilerplate_mark(line: str, furniture: PhraseIndex[WordList]) -> BoilerplateMark | None:
    """Return the mark of a line that is the page's own; one that holds a sentence beside a notice is not."""
    found = boilerplate_mark(line, furniture)
    return None if found is not None and found.kind == NOTICE and any(prose_sentences(line, furniture)) else found


def _wrap_width(text: str, lines: list[_Line]) -> float:
    """Return the width that the lines were broken for; infinite for text that isn't hard-wrapped."""
    widest = max((end - start for start, end in lines), default=0)
    broken = [
        pair for pair in pairwise(lines) if pair[1][0] - pair[0][1] == 1 and not _ENDED.search(text[slice(*pair[0])])
    ]
    full = sum(_is_full_line(text, line, after, widest) for line, after in broken)
    return widest if _WRAPPED <= widest <= _WIDEST and full >= 2 and full >= len(broken) / 2 else inf


def _is_full_line(text: str, line: _Line, after: _Line, width: float) -> bool:
    """Tell whether the first word of the next line would not have fitted on a line."""
    return line[1] - line[0] + 1 + len(text[slice(*after)].split(maxsplit=1)[0]) > _NEARLY * width


def _is_soft_break(text: str, line: _Line, after: _Line, width: float, furniture: PhraseIndex[WordList]) -> bool:
    """Tell whether a line break is for width only."""
    words, rest = text[slice(*line)], text[slice(*after)]
    if after[0] - line[1] != 1 or len(words) < _WRAPPED or is_all_capitals(rest) != is_all_capitals(words):
        return False
    broken = _is_full_line(text, line, after, width) or (rest[0].islower() and not _ENDED.search(words))
    return broken and boilerplate_mark(rest, furniture) is None
