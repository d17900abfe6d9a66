"""Normalize time expressions to intervals of days. Knows the calendar and words of time; knows no context but anchors.

Weekdays and months count as in news style (TIMEX3, ISO 24617-1): a bare one is the last up to the day of
publication. Clock times are ignored: the graph's grain is the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.model import Interval
from kg.reading.mentions.calendar import (
    day_interval,
    month_interval,
    months_interval,
    nearest_date,
    week_interval,
    year_interval,
)
from kg.reading.mentions.time_lexicon import TimeLexicon

#: days back to which a day in an event's name ("the 3 May attack") is the last of that date; before, of any year
_MAX_NAME_AGE = 60
#: direction in which a word counts from its anchor
_DIRECTIONS = {"previous": -1, "before": -1, "earlier": -1, "following": 1, "next": 1, "after": 1, "later": 1}

Groups = dict[str, str]  #: names of the groups that took part in a match → their text


@dataclass(frozen=True, slots=True)
class TimeAnchor:
    """The days that a time expression can be relative to, and its context."""

    published: date | None  #: day of publication
    last_day: date | None  #: the last day that the text mentions before
    is_future: bool  #: its clause is in the future
    is_in_name: bool = False  #: it is part of a name: "the October 7 attacks"


@dataclass(frozen=True)
class TimexNormalizer:
    """The rules from the groups of a match to its interval."""

    words: TimeLexicon

    def interval(self, match: re.Match[str], anchor: TimeAnchor) -> Interval | None:
        """Return the days of a match by `timex`, None where its anchor is missing or no such day exists."""
        groups = {k: v for k, v in match.groupdict().items() if v}
        text = match.group()
        try:
            for keys, rule in self._rules:
                if keys <= groups.keys():
                    return rule(self, groups, text, anchor)
        except (ValueError, OverflowError):
            return None  # no such day, as in "31 June"
        return None

    def _iso_date(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "2024-05-01"."""
        return day_interval(date.fromisoformat(groups["iso"]), text)

    def _day_month(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the day of "18 March", without a year the nearest; of no year if that is long before in a name."""
        number = int(re.sub(r"\D", "", groups.get("d1") or groups["d2"]))
        month = self.words.months[(groups.get("m1") or groups["m2"]).lower()]
        if year := groups.get("y1") or groups.get("y2"):
            return day_interval(date(int(year), month, number), text)
        if anchor.published is None:
            date(2000, month, number)
            return Interval(None, None, text, f"--{month:02}-{number:02}")
        found = nearest_date(lambda y: date(y, month, number), anchor.published, anchor.is_future)
        if anchor.is_in_name and (anchor.published - found).days > _MAX_NAME_AGE:
            return Interval(None, None, text, f"--{month:02}-{number:02}")
        return day_interval(found, text)

    def _month_year(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "August 2018"."""
        return month_interval(int(groups["y3"]), self.words.months[groups["m3"].lower()], text)

    def _year_range(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "between 2014 and 2019"."""
        return Interval(date(int(groups["from"]), 1, 1), date(int(groups["to"]), 12, 31), text)

    def _since_year(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "since 2014"."""
        month = self.words.months[groups["sincemonth"].lower()] if "sincemonth" in groups else 1
        return Interval(date(int(groups["sinceyear"]), month, 1), anchor.published, text) if anchor.published else None

    def _last_night(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "overnight"."""
        return Interval(anchor.published - timedelta(1), anchor.published, text) if anchor.published else None

    def _deictic_period(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "last week", "this month", "since last year"."""
        if anchor.published is None:
            return None
        word = groups["which"].lower().split()[0]
        step = {"last": -1, "previous": -1, "past": -1, "next": 1}.get(word, 0)
        unit = groups["whichunit"].lower()
        if unit == "year":
            return year_interval(anchor.published.year + step, text)
        if unit == "month":
            year, month = divmod(anchor.published.year * 12 + anchor.published.month - 1 + step, 12)
            return month_interval(year, month + 1, text)
        monday = anchor.published - timedelta(anchor.published.weekday()) + timedelta(7 * step)
        first, last = (
            (monday + timedelta(5), monday + timedelta(6)) if unit == "weekend" else (monday, monday + timedelta(6))
        )
        if word in ("this", "earlier"):
            last = min(last, anchor.published)
        if "sincewhich" in groups:
            last = anchor.published
        return Interval(first, last, text) if first <= last else None

    def _past_duration(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "in the past two days", up to ten years."""
        if anchor.published is None:
            return None
        days = self._numeral_value(groups.get("pastn", "1")) * self.words.units[groups["pastunit"].lower()]
        return Interval(anchor.published - timedelta(days), anchor.published, text) if days < 3650 else None

    def _offset(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "two weeks ago", from publication, or "three days later", from the last day mentioned."""
        direction, unit = groups["agodir"].lower(), self.words.units[groups["agounit"].lower()]
        count = self._numeral_value(groups["agon"])
        if direction != "ago":
            return (
                day_interval(anchor.last_day + timedelta(_DIRECTIONS[direction] * count * unit), text)
                if anchor.last_day and unit < 7
                else None
            )
        if anchor.published is None:
            return None
        then = anchor.published - timedelta(count * unit)
        if unit >= 365:
            return year_interval(anchor.published.year - count, text)
        if unit >= 28:
            return month_interval(then.year, then.month, text)
        return week_interval(then, text) if unit >= 7 else day_interval(then, text)

    def _adjacent_day(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the day before or after the last one mentioned; "the previous day" may be relative to publication."""
        sign = _DIRECTIONS[groups.get("rel", groups.get("relside", "")).lower()]
        if groups.get("relunit", groups.get("relday", "")).lower() != "day":
            return None
        start = anchor.last_day or (anchor.published if sign < 0 else None)
        return day_interval(start + timedelta(sign), text) if start else None

    def _same_day(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "on the same day"."""
        return day_interval(anchor.last_day, text) if anchor.last_day else None

    def _season(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the three months of a season of the northern hemisphere, relative to publication without a year."""
        first = self.words.seasons[groups["season"].lower()]
        if "seasonyear" in groups:
            return months_interval(int(groups["seasonyear"]), first, 3, text)
        if anchor.published is None:
            return None
        step = {"last": -1, "next": 1}.get(groups["whichseason"].lower(), 0)
        return months_interval(anchor.published.year + step, first, 3, text)

    def _weekday(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "on Tuesday", "since Tuesday"."""
        if anchor.published is None:
            return None
        back = (anchor.published.weekday() - self.words.weekdays[groups["weekday"].lower()]) % 7
        relation = groups.get("dayrel", "").lower()
        if relation == "last" and back == 0:
            back = 7
        if relation == "next" or (anchor.is_future and back):
            return day_interval(anchor.published + timedelta(7 - back), text)
        if relation == "since":
            return Interval(anchor.published - timedelta(back), anchor.published, text)
        return day_interval(anchor.published - timedelta(back), text)

    def _deictic_day(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "yesterday", "this morning"."""
        offset = self.words.deictic_days[groups["dayword"].lower()] if "dayword" in groups else 0
        return day_interval(anchor.published + timedelta(offset), text) if anchor.published else None

    def _bare_month(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "in April", "since April"."""
        if anchor.published is None:
            return None
        month = self.words.months[groups["month"].lower()]
        relation = groups.get("monthrel", "").lower()
        first = nearest_date(lambda y: date(y, month, 1), anchor.published, anchor.is_future or relation == "next")
        if relation == "since":
            return Interval(first, anchor.published, text)
        return month_interval(first.year, month, text)

    def _bare_year(self, groups: Groups, text: str, anchor: TimeAnchor) -> Interval | None:
        """Return the days of "in 2022"."""
        return year_interval(int(groups["year"]), text)

    def _numeral_value(self, word: str) -> int:
        return int(word) if word.isdigit() else 1 if word.lower() in ("a", "an") else self.words.numerals[word.lower()]

    #: groups that a match must have → its rule; the first that applies counts
    _rules = (
        ({"iso"}, _iso_date), ({"d1", "m1"}, _day_month), ({"d2", "m2"}, _day_month), ({"m3", "y3"}, _month_year),
        ({"from", "to"}, _year_range), ({"sinceyear"}, _since_year), ({"lastnight"}, _last_night),
        ({"which"}, _deictic_period), ({"past"}, _past_duration), ({"agon"}, _offset), ({"same"}, _same_day),
        ({"season", "seasonyear"}, _season), ({"season", "whichseason"}, _season), ({"rel"}, _adjacent_day),
        ({"relday"}, _adjacent_day), ({"weekday"}, _weekday), ({"dayword"}, _deictic_day),
        ({"thispart"}, _deictic_day), ({"month"}, _bare_month), ({"year"}, _bare_year),
    )  # fmt: skip
