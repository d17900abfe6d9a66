"""Parse days and periods that a user types, such as `-30d`, `last-week` or `2024-02`. Knows the calendar alone."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from kg.errors import UsageError

_OFFSET = re.compile(r"([+-])(\d{1,5})([dwmy])")
_MONTH_OR_YEAR = re.compile(r"(\d{4})(?:-(\d\d))?")
_RELATIVE_PERIOD = re.compile(r"(this|last|next)-(week|month|year)")
_PERIOD_OFFSET = {"this": 0, "last": -1, "next": 1}
_HOW = "write it as 2024-02-29, 2024-02, 2024, today, yesterday, -30d, -2w, -6m, -1y, this-month or last-week"


def parse_day(text: str, today: date, edge: str = "start") -> date:
    """Return the day that a text denotes; of a week, month or year the first or, with edge "end", the last.

    Weeks begin on Monday; an offset in months keeps the day of the month, or takes the month's last.

    Raises:
        UsageError: it denotes no day.
    """
    try:
        first, last = _period(text.strip().lower(), today)
    except (ValueError, OverflowError):
        raise UsageError(f"'{text}' is no day; {_HOW}") from None
    return last if edge == "end" else first


def _period(text: str, today: date) -> tuple[date, date]:
    if text in ("today", "yesterday"):
        day = today - timedelta(days=text == "yesterday")
        return day, day
    if found := _OFFSET.fullmatch(text):
        day = _shifted(today, int(found[1] + found[2]), found[3])
        return day, day
    if found := _RELATIVE_PERIOD.fullmatch(text):
        return _period_of(_shifted(today, _PERIOD_OFFSET[found[1]], found[2][0]), found[2])
    if found := _MONTH_OR_YEAR.fullmatch(text):
        return _period_of(date(int(found[1]), int(found[2] or 1), 1), "month" if found[2] else "year")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError(text)
    day = date.fromisoformat(text)
    return day, day


def _shifted(day: date, number: int, unit: str) -> date:
    if unit in "dw":
        return day + timedelta(days=number * (7 if unit == "w" else 1))
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _period_of(day: date, unit: str) -> tuple[date, date]:
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "month":
        return day.replace(day=1), day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return date(day.year, 1, 1), date(day.year, 12, 31)
