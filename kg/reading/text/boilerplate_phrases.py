"""Tell boilerplate lines from prose: labels, credits, notices, headings. Knows phrases, and one line at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.vocab.lexicon_entries import PhraseIndex, PhraseMatch, WordList

BOX, END = "box", "end"  #: kinds of headings: of a box with links to other articles; of what follows the article
AGE = "age"  #: age of a linked article: "2 hours ago"
NOTICE = "notice"  #: a boilerplate sentence, beside which a paragraph may hold prose
_LABEL, _CREDIT = "label", "credit"

_TOKEN = re.compile(r"[\w'’]+|[^\w\s]")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_FOOTNOTES = r"(?:\s?\[\w{1,3}\])*"
_BRACKETS = r"(?:\s?[(\[][^()\[\]]*[)\]])?"  #: an aside after the full stop
_SENTENCE_FINAL = re.compile(rf"""[.!?…:;]["'”’)\]]*{_FOOTNOTES}{_BRACKETS}\s*$""")
_SENTENCE_END = re.compile(rf"""[.!?…]["'”’)\]]*{_FOOTNOTES}(\s|$)""")
_SENTENCE = re.compile(r"""\S.*?(?:[.!?…]["'”’)\]]*(?=\s)|$)""", re.S)
_NUMBERING = re.compile(r"\W*(?:\w+ )?\d+ ?(?:of|/) ?\d+\s*(?:[|\])]|$)")  #: "[1/2]", "1 of 4 |", "Page 1 of 3"
MIN_PROSE_WORDS = 4
_LONG_LINE = 20  #: words from which on a line is prose even without a full stop
_SHORT_LINE = 12  #: words up to which any phrase can mark a line, and a question is a heading
_MAX_MARKED_WORDS = 40  #: words up to which a label, a notice or a credit can mark a line or sentence
_MIN_PHRASE_SHARE = 0.3  #: share of a short line's tokens that a phrase makes up to mark it
_LABEL_DELIMITERS = ([":"], ["|"])


@dataclass(frozen=True, slots=True)
class BoilerplateMark:
    """The boilerplate phrase that marks a line or sentence as no prose."""

    phrase: str
    kind: str  #: of its word list: BOX, END, AGE, NOTICE, "label", "credit" or "line"
    is_label: bool = False  #: a colon or a bar follows, so that it labels the rest of the line


@dataclass(frozen=True, slots=True)
class _Line:
    """The tokens of a line, with what decides whether a phrase marks it."""

    tokens: list[str]  #: words and punctuation marks, case folded
    first_word: int  #: index into the tokens
    length: int  #: in words, without numbers and marks
    is_sentence: bool


def word_count(text: str) -> int:
    """Return the number of words in a text, numbers not counted."""
    return len(_WORD.findall(text))


def is_prose(text: str) -> bool:
    """Tell whether a line is prose: it ends like a sentence, is long, or holds several sentences; no heading."""
    words = word_count(text)
    if words < MIN_PROSE_WORDS or (words <= _SHORT_LINE and _is_question_heading(text)):
        return False
    return bool(_SENTENCE_FINAL.search(text)) or words >= _LONG_LINE or len(_SENTENCE_END.findall(text)) > 1


def is_all_capitals(text: str) -> bool:
    """Tell whether a line is all in capitals, as headings are."""
    return text.isupper() and word_count(text) <= _LONG_LINE


def boilerplate_mark(text: str, index: PhraseIndex[WordList]) -> BoilerplateMark | None:
    """Return the phrase that marks a line or sentence as boilerplate, or None.

    A label with a colon or bar after it marks the line that it begins, a credit the caption that it ends, a notice the
    line that it is in; any other phrase a short line that it begins, or that it makes up a good share of.
    """
    length = word_count(text)
    if length > _MAX_MARKED_WORDS:
        return None
    if (number := _NUMBERING.match(text)) is not None:
        return BoilerplateMark(number.group().strip(), "line", is_label=True)
    tokens = [token.casefold() for token in _TOKEN.findall(text)]
    first_word = next((n for n, token in enumerate(tokens) if token[0].isalnum() or token == "©"), 0)
    line = _Line(tokens, first_word, length, length >= MIN_PROSE_WORDS and bool(_SENTENCE_END.search(text)))
    for match in index.longest_matches(tokens):
        is_label = match.start == first_word and tokens[match.end : match.end + 1] in _LABEL_DELIMITERS
        if is_label or _marks_line(match, line):
            fills_line = match.end + is_label >= len(tokens)  # "Related: Rebels kill six" is no heading of a box
            kind = match.pattern.payload.values.get("kind", "line") if fills_line or not is_label else "line"
            return BoilerplateMark(" ".join(tokens[match.start : match.end]), kind, is_label)
    return None


def _marks_line(match: PhraseMatch[WordList], line: _Line) -> bool:
    """Tell whether a phrase that is no label marks a line as boilerplate."""
    kind = match.pattern.payload.values.get("kind")
    if kind in (_LABEL, _CREDIT, NOTICE):
        return kind == NOTICE or (kind == _CREDIT and _ends_caption(match, line.tokens))
    if line.length > _SHORT_LINE:
        return False
    share = (match.end - match.start) / len(line.tokens)
    return share >= _MIN_PHRASE_SHARE or (match.start == line.first_word and not line.is_sentence)


def _ends_caption(match: PhraseMatch[WordList], tokens: list[str]) -> bool:
    """Tell whether a credit stands where a caption ends: in its last brackets, or after its last full stop."""
    opening = next((n for n in range(len(tokens) - 1, -1, -1) if tokens[n] in "(["), None)
    in_brackets = opening is not None and opening < match.start and any(t in ")]" for t in tokens[-2:])
    return in_brackets or (not set(tokens[match.start :]) & set(".!?") and len(tokens) - match.end <= MIN_PROSE_WORDS)


def _is_question_heading(text: str) -> bool:
    """Tell whether a line is a single question outside of a quotation and without a speaker, as headings are."""
    is_question = text.rstrip().endswith("?") and len(_SENTENCE_END.findall(text)) == 1
    return is_question and text.lstrip()[0].isalpha() and ":" not in text


def prose_sentences(text: str, index: PhraseIndex[WordList]) -> Iterator[tuple[int, int]]:
    """Yield the spans of a paragraph between its boilerplate sentences: "(With inputs from …)"."""
    start = end = -1
    for sentence in _SENTENCE.finditer(text):
        mark = boilerplate_mark(sentence.group(), index)
        if mark is not None and (mark.is_label or mark.kind in (NOTICE, _CREDIT) or sentence.group()[0] in "([©"):
            if start >= 0:
                yield start, end
            start = -1
        else:
            start, end = (sentence.start() if start < 0 else start), sentence.start() + len(sentence.group().rstrip())
    if start >= 0:
        yield start, end
