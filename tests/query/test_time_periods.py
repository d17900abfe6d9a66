from datetime import date

import pytest

from kg.errors import UsageError
from kg.query.time_periods import parse_day

TODAY = date(2031, 3, 31)  # a Monday


@pytest.mark.parametrize(
    ("text", "edge", "day"),
    [
        ("2031-02-03", "start", "2031-02-03"),
        ("2031-02", "start", "2031-02-01"),
        ("2031-02", "end", "2031-02-28"),
        ("2028", "end", "2028-12-31"),
        ("today", "start", "2031-03-31"),
        ("yesterday", "end", "2031-03-30"),
        ("-30d", "start", "2031-03-01"),
        ("-2w", "start", "2031-03-17"),
        ("-1m", "start", "2031-02-28"),
        ("-1y", "start", "2030-03-31"),
        ("last-week", "start", "2031-03-24"),
        ("last-week", "end", "2031-03-30"),
        ("this-month", "start", "2031-03-01"),
        ("last-month", "end", "2031-02-28"),
        ("this-year", "start", "2031-01-01"),
    ],
)
def test_a_day_is_said_in_many_ways(text, edge, day):
    assert parse_day(text, TODAY, edge).isoformat() == day


@pytest.mark.parametrize("text", ["2031-02-30", "soon", "", "30d", "2031-13", "-99999y", "last-decade", "20310203"])
def test_what_is_no_day_says_how_to_write_one(text):
    with pytest.raises(UsageError, match="is no day; write it as"):
        parse_day(text, TODAY)
