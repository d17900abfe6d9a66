"""Tell a page's own lines from prose: labels, credits, notices, headings. Knows one line at a time, and phrases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.vocab.lexicon_entries import PhraseIndex, PhraseMatch, WordList

BOX, END = "box", "end"  #: kinds of headings: other stories follow for some lines; the article has ended
AGE = "age"  #: of another story
NOTICE = "notice"  #: a sentence of the page's own, beside which a paragraph may have others
_LABEL, _CREDIT = "label", "credit"

_TOKEN = re.compile(r"[\w'’]+|[^\w\s]")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_NOTES = r"(?:\s?\[\w{1,3}\])*"  #: marks of footnotes
_BRACKETS = r"(?:\s?[(\[][^()\[\]]*[)\]])?"  #: after the full stop
_ENDED = re.compile(rf"""[.!?…:;]["'”’)\]]*{_NOTES}{_BRACKETS}\s*$""")
_SENTENCE_END = re.compile(rf"""[.!?…]["'”’)\]]*{_NOTES}(\s|$)""")
_PIECE = re.compile(r"""\S.*?(?:[.!?…]["'”’)\]]*(?=\s)|$)""", re.S)
_NUMBERED = re.compile(r"\W*(?:\w+ )?\d+ ?(?:of|/) ?\d+\s*(?:[|\])]|$)")  #: "[1/2]", "1 of 4 |", "Page 1 of 3"
_LEAST_WORDS = 4
_LONG = 20  #: words of a line that is prose even without a full stop
_SHORT = 12  #: words of a line that a phrase of the page can spoil, and of a question that is a heading
_LABELLED = 40  #: words of a line or sentence that a label, a notice or a credit can spoil
_MUCH = 0.3  #: share of a line that a phrase of the page takes
_AFTER_LABEL = ([":"], ["|"])


@dataclass(frozen=True, slots=True)
class BoilerplateMark:
    """A phrase of the page in a line."""

    phrase: str
    kind: str  #: what its list is: BOX, END, AGE, NOTICE, "label", "credit" or "line"
    labels: bool = False  #: a colon or a bar after it says that it names what follows


@dataclass(frozen=True, slots=True)
class _Line:
    words: list[str]  #: and marks, case folded
    begins: int  #: its first word
    length: int  #: words, without numbers and marks
    is_sentence: bool


def word_count(text: str) -> int:
    """Return how many words a text has, numbers not counted."""
    return len(_WORD.findall(text))


def is_prose(text: str) -> bool:
    """Tell whether a line looks like sentences: it ends like one, is long, or holds several; no heading."""
    words = word_count(text)
    if words < _LEAST_WORDS or (words <= _SHORT and _is_question_heading(text)):
        return False
    return bool(_ENDED.search(text)) or words >= _LONG or len(_SENTENCE_END.findall(text)) > 1


def is_all_capitals(text: str) -> bool:
    """Tell whether a line is all in capitals, as headings are."""
    return text.isupper() and word_count(text) <= _LONG


def boilerplate_mark(text: str, index: PhraseIndex[WordList]) -> BoilerplateMark | None:
    """Return the phrase that makes a line or sentence one of the page's own, or None.

    A label with a colon or bar after it spoils the line that it begins, a credit the caption that it ends, a notice the
    line that it is in; any other phrase a short line that it begins, or that it makes up much of.
    """
    length = word_count(text)
    if length > _LABELLED:
        return None
    if (number := _NUMBERED.match(text)) is not None:
        return BoilerplateMark(number.group().strip(), "line", labels=True)
    words = [w.casefold() for w in _TOKEN.findall(text)]
    begins = next((n for n, w in enumerate(words) if w[0].isalnum() or w == "©"), 0)
    line = _Line(words, begins, length, length >= _LEAST_WORDS and bool(_SENTENCE_END.search(text)))
    for hit in index.longest_matches(words):
        labels = hit.start == begins and words[hit.end : hit.end + 1] in _AFTER_LABEL
        if labels or _makes_boilerplate(hit, line):
            alone = hit.end + labels >= len(words)  # "Related: Rebels kill six" is no heading of a box
            kind = hit.pattern.payload.values.get("kind", "line") if alone or not labels else "line"
            return BoilerplateMark(" ".join(words[hit.start : hit.end]), kind, labels)
    return None


def _makes_boilerplate(hit: PhraseMatch[WordList], line: _Line) -> bool:
    kind = hit.pattern.payload.values.get("kind")
    if kind in (_LABEL, _CREDIT, NOTICE):
        return kind == NOTICE or (kind == _CREDIT and _ends_caption(hit, line.words))
    share = (hit.end - hit.start) / len(line.words)
    return line.length <= _SHORT and (share >= _MUCH or (hit.start == line.begins and not line.is_sentence))


def _ends_caption(hit: PhraseMatch[WordList], words: list[str]) -> bool:
    """Tell whether a credit stands where a caption ends: in its last brackets, or after its last full stop."""
    last = next((n for n in range(len(words) - 1, -1, -1) if words[n] in "(["), None)
    in_brackets = last is not None and last < hit.start and any(w in ")]" for w in words[-2:])
    return in_brackets or (not set(words[hit.start :]) & set(".!?") and len(words) - hit.end <= _LEAST_WORDS)


def _is_question_heading(text: str) -> bool:
    """Tell whether a line is one question that nobody is shown to ask, as headings are."""
    asked = text.rstrip().endswith("?") and len(_SENTENCE_END.findall(text)) == 1
    return asked and text.lstrip()[0].isalpha() and ":" not in text


def prose_sentences(text: str, index: PhraseIndex[WordList]) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a paragraph between the sentences that are the page's own: "(With inputs from …)"."""
    start = end = -1
    for piece in _PIECE.finditer(text):
        found = boilerplate_mark(piece.group(), index)
        if found is not None and (found.labels or found.kind in (NOTICE, _CREDIT) or piece.group()[0] in "([©"):
            if start >= 0:
                yield start, end
            start = -1
        else:
            start, end = (piece.start() if start < 0 else start), piece.start() + len(piece.group().rstrip())
    if start >= 0:
        yield start, end
