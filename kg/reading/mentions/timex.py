"""Recognize time expressions in text. Knows words of time; knows no grammar and no calendar.

The groups of the pattern are what the rules of `timex_normalization` work on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kg.model import Interval
from kg.reading.mentions.calendar import single_day
from kg.reading.mentions.time_lexicon import TimeLexicon
from kg.reading.mentions.timex_normalization import TimeAnchor, TimexNormalizer
from kg.vocab.lexicon import Lexicon

#: marks the end of a state and no time of an event
_UNTIL = re.compile(r"\b(?:un)?till?\s+(?:\S+\s+)?$", re.IGNORECASE)
_LEFT_CONTEXT = 20  #: characters before an expression that hold the word before it


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression in a text, with its normalized value."""

    start: int
    end: int  #: offset after its last character
    interval: Interval


@dataclass(frozen=True)
class TimexTagger:
    """Finds and normalizes time expressions; made once from the lexicon."""

    lexicon: Lexicon

    def time_expressions(
        self,
        text: str,
        published: date | None,
        *,
        is_future: Callable[[int], bool] = lambda _: False,
        last_day: date | None = None,
    ) -> Iterator[Timex]:
        """Yield the time expressions of a text that denote days, in order and without overlaps.

        Args:
            text: cleaned text.
            published: the day of publication; None leaves out expressions that are relative to it.
            is_future: whether the clause at an offset is in the future.
            last_day: the last day mentioned before this text, which "the following day" is relative to.
        """
        end = 0
        for match in self._pattern.finditer(text):
            if match.start() < end or _UNTIL.search(_first_word_with_left_context(text, match)):
                continue
            anchor = TimeAnchor(published, last_day, is_future(match.start()), _is_in_name(text, match))
            interval = self._normalizer.interval(match, anchor)
            if interval is not None:
                end, last_day = match.end(), single_day(interval) or last_day
                yield Timex(match.start(), match.end(), interval)

    @cached_property
    def _words(self) -> TimeLexicon:
        return TimeLexicon(self.lexicon)

    @cached_property
    def _normalizer(self) -> TimexNormalizer:
        return TimexNormalizer(self._words)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _timex_pattern(self._words)


def _timex_pattern(words: TimeLexicon) -> re.Pattern[str]:
    """Return the pattern of all time expressions; its groups are those of the rules of normalization."""
    month = _alternatives(m.capitalize() for m in words.months)
    part = rf"(?:\s+{_alternatives(words.parts_of_day)})?"
    weekday = _alternatives(w.capitalize() for w in words.weekdays)
    unit, number = _alternatives(words.units), rf"(?:\d{{1,3}}|{_alternatives(words.numerals)}|an?)"
    year = r"(?:1[89]\d\d|20\d\d)"
    day = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
    season = r"(?:(?:early|mid|late|the\s+(?:start|beginning|end|middle)\s+of)[\s-]+)?"
    rules = [
        rf"(?P<iso>{year}-\d\d-\d\d)\b",
        rf"(?:(?:{weekday}),?\s+)?(?P<d1>{day})\s+(?:of\s+)?(?P<m1>{month})\.?(?:,?\s+(?P<y1>{year}))?\b",
        rf"(?:(?:{weekday}),?\s+)?(?P<m2>{month})\.?\s+(?P<d2>{day})(?!\d)(?:,?\s+(?P<y2>{year}))?\b",
        rf"{season}(?P<m3>{month})\.?,?\s+(?:of\s+)?(?P<y3>{year})\b",
        rf"(?:between|from)\s+(?P<from>{year})\s+(?:and|to|until|till)\s+(?P<to>{year})\b",
        rf"(?P<since>since|starting\s+in)\s+(?:(?P<sincemonth>{month})\s+)?(?P<sinceyear>{year})\b",
        r"(?P<lastnight>overnight|last\s+night)\b",
        r"(?:(?P<sincewhich>since)\s+)?(?P<which>last|this|next|past|earlier\s+this|later\s+this|previous)\s+(?P<whichunit>week|month|year|weekend)(?!\s*-)\b",
        rf"(?P<past>(?:in|over|during|within|for)?\s*the\s+(?:past|last)\s+(?:(?P<pastn>{number})\s+)?(?P<pastunit>{unit}))\b",
        rf"(?P<agon>{number})\s+(?P<agounit>{unit})\s+(?P<agodir>ago|earlier|before|later)\b",
        r"(?:on\s+|earlier\s+|later\s+)?(?:the\s+)?(?P<same>same|that)\s+day\b",
        rf"(?:(?P<whichseason>last|this|next)|in(?:\s+the)?)\s+(?P<season>{_alternatives(words.seasons)})(?:\s+(?:of\s+)?(?P<seasonyear>{year}))?\b",
        rf"the\s+(?P<rel>previous|following|next)\s+(?P<relunit>{unit})\b",
        r"the\s+(?P<relday>day)\s+(?P<relside>before|after)\b",
        rf"(?:(?P<dayrel>last|this|next|on|late|early|earlier|later|past|since|by|until)\s+)?(?:on\s+)?(?P<weekday>{weekday}){part}\b",
        rf"(?P<dayword>{_alternatives(words.deictic_days)}){part}\b",
        rf"this\s+(?P<thispart>{_alternatives(words.parts_of_day)})\b",
        rf"(?:(?P<monthrel>last|this|next|in|since|by|of|until|during|throughout)\s+){season}(?P<month>{month})\b(?!\s+\d)",
        rf"(?:in|during|since|by|of|until|throughout|early|late|mid|in\s+early|in\s+late|in\s+mid)[\s-]+(?P<year>{year})\b(?!\s+(?:people|troops|soldiers))",
    ]  # fmt: skip
    return re.compile(r"\b(?=\w)(?:" + "|".join(rules) + ")", re.IGNORECASE)


def _first_word_with_left_context(text: str, match: re.Match[str]) -> str:
    """Return the first word of an expression with the text before it."""
    return text[max(0, match.start() - _LEFT_CONTEXT) : match.start()] + match.group().split()[0] + " "


def _is_in_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether an expression stands between an article and a noun."""
    before = text[max(0, match.start() - 5) : match.start()].casefold()
    return before.endswith("the ") and re.match(r" [^\W\d_]", text[match.end() : match.end() + 2]) is not None


def _alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "(?:" + "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True)) + ")"
