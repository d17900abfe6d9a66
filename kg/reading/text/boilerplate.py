"""Segment the plain text of an article into prose and the rest: headlines, captions, menus, other articles.

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
    MIN_PROSE_WORDS,
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
_FINAL_PUNCTUATION = re.compile(r"""[.!?…:;]["'”’)\]]*\s*$""")
_DATELINE = re.compile(r"([A-Z][\w.'’ ]{1,30}(?: ?[,/] ?[\w.'’ ]{2,25}){0,3})(?: \([^)]{2,40}\))? ?(?:--|[-–—]) ")
#: first word of the phrase that opens a list item: "Near Malo, "
_FIRST_WORD = re.compile(r"\W*(\w+) [^\s,:]+(?: [^\s,:]+){,2}[,:] ")
_MIN_RESUMPTION_WORDS = 25  #: words of a single paragraph with which the article resumes after a box
_MIN_WRAP_WIDTH = 40  #: characters below which a line without a full stop is no part of hard-wrapped prose
_MAX_WRAP_WIDTH = 100  #: characters of the widest line of hard-wrapped text
_MIN_FULL_LINE = 0.9  #: share of the wrap width that a full line takes: a page's header can be wider than its text
_MIN_LIST_ITEMS = 3
_GENERIC_FIRST_WORDS = {"", "The", "A", "An"}  #: no evidence of a list
_MIN_CAPITALS = 0.5  #: share of the lines in capitals from which on they are no headings

_LineSpan = tuple[int, int]  #: offsets of its first character and of the one after its last


@dataclass(frozen=True, slots=True)
class _Block:
    """A line, or the lines of a hard-wrapped paragraph."""

    start: int
    end: int
    text: str
    mark: BoilerplateMark | None
    is_prose: bool


@dataclass(frozen=True, slots=True)
class NonProse:
    """A span of the text that is no prose, with the reason."""

    start: int
    end: int  #: offset after its last character
    reason: RejectionReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ProseSegmentation:
    """The spans of prose, as offsets into the text, and the spans that are none."""

    prose: tuple[tuple[int, int], ...]
    non_prose: tuple[NonProse, ...]


def segment_prose(text: str, boilerplate: PhraseIndex[WordList]) -> ProseSegmentation:
    """Return the spans of prose and of non-prose, each in the order of the text.

    Args:
        text: cleaned plain text.
        boilerplate: phrases that mark non-prose, with the kind of each (`boilerplate_phrases`).
    """
    blocks = list(_blocks(text, boilerplate))
    prose: list[tuple[int, int]] = []
    non_prose: list[NonProse] = []
    box: BoilerplateMark | None = None  # the heading of the box that is open
    for n, block in enumerate(blocks):
        if block.mark is not None:
            box = (box or (block.mark if block.mark.kind in (BOX, END) else None)) if prose else None
            non_prose.append(NonProse(block.start, block.end, RejectionReason.BOILERPLATE, block.mark.phrase))
        elif box is not None and not _article_resumes(blocks, n, box.kind, len(text)):
            non_prose.append(NonProse(block.start, block.end, RejectionReason.OTHER_ARTICLES, box.phrase))
        else:
            box = None
            if block.is_prose or len(blocks) == 1 or _is_list_item(blocks, n):
                prose += [(block.start + s, block.start + e) for s, e in _prose_spans(block.text, boilerplate)]
            else:
                non_prose.append(NonProse(block.start, block.end, RejectionReason.NO_SENTENCE))
    without_datelines = ((s + _dateline_length(text[s:e], is_first=n == 0), e) for n, (s, e) in enumerate(prose))
    return ProseSegmentation(tuple(without_datelines), tuple(non_prose))


def _prose_spans(paragraph: str, boilerplate: PhraseIndex[WordList]) -> list[tuple[int, int]]:
    """Return the spans of a paragraph between boilerplate sentences, without fragments that are no prose."""
    spans = list(prose_sentences(paragraph, boilerplate))
    is_unbroken = [paragraph[s:e] for s, e in spans] == [paragraph.strip()]
    return spans if is_unbroken else [(s, e) for s, e in spans if is_prose(paragraph[s:e])]


def _article_resumes(blocks: list[_Block], n: int, box_kind: str, text_length: int) -> bool:
    """Tell whether the article resumes after a box: with a long paragraph, or with two without a heading between.

    After the end of an article (comments, tags) only with a long paragraph in the first two thirds of the text.
    """
    block = blocks[n]
    if block.is_prose and word_count(block.text) >= _MIN_RESUMPTION_WORDS and block.end < text_length * 2 / 3:
        return True
    following = next((b for b in blocks[n + 1 :] if b.mark is None or b.mark.kind in (BOX, END, AGE)), None)
    return (
        box_kind == BOX and block.is_prose and following is not None and following.mark is None and following.is_prose
    )


def _is_list_item(blocks: list[_Block], n: int) -> bool:
    """Tell whether a line without a full stop is one of three or more with the same first word: "Near Malo, "."""
    if blocks[n].mark is not None or word_count(blocks[n].text) < MIN_PROSE_WORDS:
        return False
    window = range(max(0, n - _MIN_LIST_ITEMS), min(len(blocks), n + _MIN_LIST_ITEMS + 1))
    similar = [m for m in window if _has_same_first_word(blocks, m, n)]
    runs = (set(range(first, first + _MIN_LIST_ITEMS)) for first in similar)
    return any(n in run and run <= set(similar) and any(blocks[m].is_prose for m in run) for run in runs)


def _has_same_first_word(blocks: list[_Block], m: int, n: int) -> bool:
    return _first_word(blocks[m].text) == _first_word(blocks[n].text) not in _GENERIC_FIRST_WORDS


def _first_word(text: str) -> str:
    match = _FIRST_WORD.match(text)
    return match[1] if match else ""


def _dateline_length(text: str, *, is_first: bool) -> int:
    """Return the length of a paragraph's dateline in characters ("GOMA, 8 May (Wire) - "), 0 without one.

    Only in the first paragraph may the place be in small letters.
    """
    match = _DATELINE.match(text)
    if match is None:
        return 0
    words = match[1].split()
    is_place = match[1].isupper() or (is_first and all(w[:1].isupper() or w[:1].isdigit() for w in words))
    return match.end() if is_place else 0


def _blocks(text: str, boilerplate: PhraseIndex[WordList]) -> Iterator[_Block]:
    """Yield the blocks of a text in its order."""
    lines = [(m.start(), m.end()) for m in _LINE.finditer(text) if m.group().strip()]
    width = _wrap_width(text, lines)
    is_capitals_text = sum(is_all_capitals(text[s:e]) for s, e in lines) >= _MIN_CAPITALS * len(lines)
    i = 0
    while i < len(lines):
        start, end = lines[i]
        while i + 1 < len(lines) and _is_soft_break(text, lines[i], lines[i + 1], width, boilerplate):
            i += 1
            end = lines[i][1]
        line = text[start:end]
        is_heading = is_all_capitals(line) and not is_capitals_text
        yield _Block(start, end, line, _boilerplate_mark(line, boilerplate), is_prose(line) and not is_heading)
        i += 1


def _boilerplate_mark(line: str, boilerplate: PhraseIndex[WordList]) -> BoilerplateMark | None:
    """Return the mark of a boilerplate line, None for a line that holds a sentence of prose beside a notice."""
    mark = boilerplate_mark(line, boilerplate)
    return None if mark is not None and mark.kind == NOTICE and any(prose_sentences(line, boilerplate)) else mark


def _wrap_width(text: str, lines: list[_LineSpan]) -> float:
    """Return the width, in characters, at which the lines are hard-wrapped; infinite where they are not."""
    widest = max((end - start for start, end in lines), default=0)
    breaks = [
        (line, following)
        for line, following in pairwise(lines)
        if following[0] - line[1] == 1 and not _FINAL_PUNCTUATION.search(text[slice(*line)])
    ]
    full = sum(_is_full_line(text, line, following, widest) for line, following in breaks)
    return widest if _MIN_WRAP_WIDTH <= widest <= _MAX_WRAP_WIDTH and full >= 2 and full >= len(breaks) / 2 else inf


def _is_full_line(text: str, line: _LineSpan, following: _LineSpan, width: float) -> bool:
    """Tell whether the first word of the following line would not have fitted on a line."""
    return line[1] - line[0] + 1 + len(text[slice(*following)].split(maxsplit=1)[0]) > _MIN_FULL_LINE * width


def _is_soft_break(
    text: str, line: _LineSpan, following: _LineSpan, width: float, boilerplate: PhraseIndex[WordList]
) -> bool:
    """Tell whether the break between two lines is one of hard-wrapping and ends no paragraph."""
    left, right = text[slice(*line)], text[slice(*following)]
    if following[0] - line[1] != 1 or len(left) < _MIN_WRAP_WIDTH or is_all_capitals(right) != is_all_capitals(left):
        return False
    is_wrapped = _is_full_line(text, line, following, width) or (
        right[0].islower() and not _FINAL_PUNCTUATION.search(left)
    )
    return is_wrapped and boilerplate_mark(right, boilerplate) is None
