"""Find time phrases and say which days they cover. Knows the calendar's words and rules; knows no grammar.

Weekdays and months count as in news style (TIMEX3, ISO 24617-1): a bare one is the last up to the day of
publication. Clock times are ignored: the graph's grain is the day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from kg.model import Interval
from kg.reading.mentions.calendar import (
    day_interval,
    month_interval,
    months_interval,
    nearest_date,
    single_day,
    week_interval,
    year_interval,
)
from kg.vocab.lexicon import Lexicon

_ENDS = re.compile(r"\b(?:un)?till?\s+(?:\S+\s+)?$", re.IGNORECASE)  #: says when something ended, not when it was done
_FRESH = 60  #: days in which a day names a deed ("the 3 May attack"); what is still called so later may be years ago
_BEFORE = 20  #: characters before a phrase that have the word before it
#: which way a word counts from a day
_SIGNS = {"previous": -1, "before": -1, "earlier": -1, "following": 1, "next": 1, "after": 1, "later": 1}


@dataclass(frozen=True, slots=True)
class Timex:
    """A time phrase in a text: offsets, and what it means on a given day."""

    start: int
    end: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class TimeAnchor:
    """The days that a phrase can count from."""

    published: date | None  #: publication
    last_day: date | None  #: the last day that the text names
    is_future: bool  #: the clause speaks of the future
    is_in_name: bool = False  #: the phrase is part of what something is called: "the October 7 attacks"


@dataclass(frozen=True)
class TimexTagger:
    """The lexicon's words of time, made into patterns."""

    lexicon: Lexicon

    def time_expressions(
        self,
        text: str,
        published: date | None,
        *,
        is_future: Callable[[int], bool] = lambda _: False,
        last_day: date | None = None,
    ) -> Iterator[Timex]:
        """Yield the time phrases of a text that name days, in order, none inside another.

        Args:
            text: cleaned text.
            said_on: the day of publication; None leaves phrases out that need it.
            ahead: whether the clause at an offset speaks of the future.
            last: the last day named before this text, which "the following day" counts from.
        """
        end = 0
        for match in self._pattern.finditer(text):
            if match.start() < end or _ENDS.search(_first_word_with_context(text, match)):
                continue
            interval = self._normalize(
                match, TimeAnchor(published, last_day, is_future(match.start()), _stands_in_name(text, match))
            )
            if interval is not None:
                end, last_day = match.end(), single_day(interval) or last_day
                yield Timex(match.start(), match.end(), interval)

    @cached_property
    def _months(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Month", "number").items()}

    @cached_property
    def _weekdays(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Weekday", "number").items()}

    @cached_property
    def _days(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("DayWord", "offset").items()}

    @cached_property
    def _units(self) -> dict[str, int]:
        return {
            k: int(float(v)) for k, v in self.lexicon.single_word_forms("TimeUnit", "days").items() if float(v) >= 1
        }

    @cached_property
    def _seasons(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Season", "number").items()}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {k: int(v) for k, v in self.lexicon.single_word_forms("Number", "value").items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        month = _alternatives(m.capitalize() for m in self._months)
        part = rf"(?:\s+{_alternatives(self.lexicon.single_word_forms('PartOfDay'))})?"
        weekday = _alternatives(w.capitalize() for w in self._weekdays)
        unit, number = _alternatives(self._units), rf"(?:\d{{1,3}}|{_alternatives(self._numbers)}|an?)"
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
            rf"(?:(?P<whichseason>last|this|next)|in(?:\s+the)?)\s+(?P<season>{_alternatives(self._seasons)})(?:\s+(?:of\s+)?(?P<seasonyear>{year}))?\b",
            rf"the\s+(?P<rel>previous|following|next)\s+(?P<relunit>{unit})\b",
            r"the\s+(?P<relday>day)\s+(?P<relside>before|after)\b",
            rf"(?:(?P<dayrel>last|this|next|on|late|early|earlier|later|past|since|by|until)\s+)?(?:on\s+)?(?P<weekday>{weekday}){part}\b",
            rf"(?P<dayword>{_alternatives(self._days)}){part}\b",
            rf"this\s+(?P<thispart>{_alternatives(self.lexicon.single_word_forms('PartOfDay'))})\b",
            rf"(?:(?P<monthrel>last|this|next|in|since|by|of|until|during|throughout)\s+){season}(?P<month>{month})\b(?!\s+\d)",
            rf"(?:in|during|since|by|of|until|throughout|early|late|mid|in\s+early|in\s+late|in\s+mid)[\s-]+(?P<year>{year})\b(?!\s+(?:people|troops|soldiers))",
        ]  # fmt: skip
        return re.compile(r"\b(?=\w)(?:" + "|".join(rules) + ")", re.IGNORECASE)

    def _normalize(self, match: re.Match[str], now: TimeAnchor) -> Interval | None:
        g = {k: v for k, v in match.groupdict().items() if v}
        text = match.group()
        try:
            for keys, rule in self._rules:
                if keys <= g.keys():
                    return rule(self, g, text, now)
        except (ValueError, OverflowError):
            return None  # no such day, as in "31 June"
        return None

    def _iso(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        return day_interval(date.fromisoformat(g["iso"]), text)

    def _day_month(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        number = int(re.sub(r"\D", "", g.get("d1") or g["d2"]))
        month = self._months[(g.get("m1") or g["m2"]).lower()]
        if year := g.get("y1") or g.get("y2"):
            return day_interval(date(int(year), month, number), text)
        if now.published is None:
            date(2000, month, number)
            return Interval(None, None, text, f"--{month:02}-{number:02}")
        found = nearest_date(lambda y: date(y, month, number), now.published, now.is_future)
        if now.is_in_name and (now.published - found).days > _FRESH:
            return Interval(None, None, text, f"--{month:02}-{number:02}")
        return day_interval(found, text)

    def _month_year(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        return month_interval(int(g["y3"]), self._months[g["m3"].lower()], text)

    def _years(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        return Interval(date(int(g["from"]), 1, 1), date(int(g["to"]), 12, 31), text)

    def _since(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        month = self._months[g["sincemonth"].lower()] if "sincemonth" in g else 1
        return Interval(date(int(g["sinceyear"]), month, 1), now.published, text) if now.published else None

    def _night(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        return Interval(now.published - timedelta(1), now.published, text) if now.published else None

    def _which(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        if now.published is None:
            return None
        word = g["which"].lower().split()[0]
        step = {"last": -1, "previous": -1, "past": -1, "next": 1}.get(word, 0)
        unit = g["whichunit"].lower()
        if unit == "year":
            return year_interval(now.published.year + step, text)
        if unit == "month":
            year, month = divmod(now.published.year * 12 + now.published.month - 1 + step, 12)
            return month_interval(year, month + 1, text)
        monday = now.published - timedelta(now.published.weekday()) + timedelta(7 * step)
        first, last = (
            (monday + timedelta(5), monday + timedelta(6)) if unit == "weekend" else (monday, monday + timedelta(6))
        )
        if word in ("this", "earlier"):
            last = min(last, now.published)
        if "sincewhich" in g:
            last = now.published
        return Interval(first, last, text) if first <= last else None

    def _past(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        if now.published is None:
            return None
        days = self._count(g.get("pastn", "1")) * self._units[g["pastunit"].lower()]
        return Interval(now.published - timedelta(days), now.published, text) if days < 3650 else None

    def _ago(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        """Return the day of "three days ago" from publication, or of "three days later" from the last day named."""
        direction, unit = g["agodir"].lower(), self._units[g["agounit"].lower()]
        count = self._count(g["agon"])
        if direction != "ago":
            return (
                day_interval(now.last_day + timedelta(_SIGNS[direction] * count * unit), text)
                if now.last_day and unit < 7
                else None
            )
        if now.published is None:
            return None
        then = now.published - timedelta(count * unit)
        if unit >= 365:
            return year_interval(now.published.year - count, text)
        if unit >= 28:
            return month_interval(then.year, then.month, text)
        return week_interval(then, text) if unit >= 7 else day_interval(then, text)

    def _the_day(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        """Return the day before or after the last one named; "the previous day" may count from publication."""
        sign = _SIGNS[g.get("rel", g.get("relside", "")).lower()]
        if g.get("relunit", g.get("relday", "")).lower() != "day":
            return None
        start = now.last_day or (now.published if sign < 0 else None)
        return day_interval(start + timedelta(sign), text) if start else None

    def _same_day(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        return day_interval(now.last_day, text) if now.last_day else None

    def _season(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        """Return the three months of a season of the northern half, the last or next one without a year."""
        first = self._seasons[g["season"].lower()]
        if "seasonyear" in g:
            return months_interval(int(g["seasonyear"]), first, 3, text)
        if now.published is None:
            return None
        step = {"last": -1, "next": 1}.get(g["whichseason"].lower(), 0)
        return months_interval(now.published.year + step, first, 3, text)

    def _weekday(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        if now.published is None:
            return None
        back = (now.published.weekday() - self._weekdays[g["weekday"].lower()]) % 7
        relation = g.get("dayrel", "").lower()
        if relation == "last" and back == 0:
            back = 7
        if relation == "next" or (now.is_future and back):
            return day_interval(now.published + timedelta(7 - back), text)
        if relation == "since":
            return Interval(now.published - timedelta(back), now.published, text)
        return day_interval(now.published - timedelta(back), text)

    def _day_word(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        offset = self._days[g["dayword"].lower()] if "dayword" in g else 0
        return day_interval(now.published + timedelta(offset), text) if now.published else None

    def _bare_month(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        if now.published is None:
            return None
        month = self._months[g["month"].lower()]
        relation = g.get("monthrel", "").lower()
        first = nearest_date(lambda y: date(y, month, 1), now.published, now.is_future or relation == "next")
        if relation == "since":
            return Interval(first, now.published, text)
        return month_interval(first.year, month, text)

    def _bare_year(self, g: dict[str, str], text: str, now: TimeAnchor) -> Interval | None:
        return year_interval(int(g["year"]), text)

    def _count(self, word: str) -> int:
        return int(word) if word.isdigit() else 1 if word.lower() in ("a", "an") else self._numbers[word.lower()]

    _rules = (
        ({"iso"}, _iso), ({"d1", "m1"}, _day_month), ({"d2", "m2"}, _day_month), ({"m3", "y3"}, _month_year),
        ({"from", "to"}, _years), ({"sinceyear"}, _since), ({"lastnight"}, _night), ({"which"}, _which),
        ({"past"}, _past), ({"agon"}, _ago), ({"same"}, _same_day), ({"season", "seasonyear"}, _season),
        ({"season", "whichseason"}, _season), ({"rel"}, _the_day), ({"relday"}, _the_day), ({"weekday"}, _weekday),
        ({"dayword"}, _day_word), ({"thispart"}, _day_word), ({"month"}, _bare_month), ({"year"}, _bare_year),
    )  # fmt: skip


def _first_word_with_context(text: str, match: re.Match[str]) -> str:
    """Return a phrase's first word with what stands before it."""
    return text[max(0, match.start() - _BEFORE) : match.start()] + match.group().split()[0] + " "


def _stands_in_name(text: str, match: re.Match[str]) -> bool:
    """Tell whether a phrase stands between an article and a noun."""
    before = text[max(0, match.start() - 5) : match.start()].casefold()
    return before.endswith("the ") and re.match(r" [^\W\d_]", text[match.end() : match.end() + 2]) is not None


def _alternatives(words: object) -> str:
    return "(?:" + "|".join(sorted((re.escape(str(w)) for w in words), key=len, reverse=True)) + ")"  # type: ignore[attr-defined]
