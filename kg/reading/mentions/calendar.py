"""Days, weeks, months and years as intervals. Knows the calendar; knows no words."""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import date, timedelta

from kg.model import Interval


def day_interval(day: date, text: str) -> Interval:
    """Return the interval of a day."""
    return Interval(day, day, text, day.isoformat())


def month_interval(year: int, month: int, text: str) -> Interval:
    """Return the interval of a month."""
    last = calendar.monthrange(year, month)[1]
    return Interval(date(year, month, 1), date(year, month, last), text, f"{year}-{month:02}")


def months_interval(year: int, first: int, count: int, text: str) -> Interval:
    """Return the interval of `count` months from the first on."""
    end_year, end = divmod(year * 12 + first + count - 2, 12)
    return Interval(date(year, first, 1), date(end_year, end + 1, calendar.monthrange(end_year, end + 1)[1]), text)


def week_interval(day: date, text: str) -> Interval:
    """Return the interval of the week, Monday to Sunday, that contains a day."""
    monday = day - timedelta(day.weekday())
    return Interval(monday, monday + timedelta(6), text)


def single_day(interval: Interval) -> date | None:
    """Return the day of an interval of a single day, None for any other."""
    return interval.earliest if interval.earliest == interval.latest else None


def year_interval(year: int, text: str) -> Interval:
    """Return the interval of a year."""
    return Interval(date(year, 1, 1), date(year, 12, 31), text, str(year))


def nearest_date(date_in_year: Callable[[int], date], reference: date, is_future: bool) -> date:
    """Return the last such date up to the reference, or the next one from it on for the future."""
    day = date_in_year(reference.year)
    if is_future:
        return day if day >= reference else date_in_year(reference.year + 1)
    return day if day <= reference else date_in_year(reference.year - 1)
