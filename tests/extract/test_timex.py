from datetime import date

import pytest

from kg.extract.timex import Calendar

SAID_ON = date(2024, 5, 8)  # a Wednesday


@pytest.fixture(scope="module")
def calendar(words):
    return Calendar(words)


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "value"),
    [
        ("on Tuesday", "2024-05-07", "2024-05-07", "2024-05-07"),
        ("on Wednesday", "2024-05-08", "2024-05-08", "2024-05-08"),
        ("late on Monday", "2024-05-06", "2024-05-06", "2024-05-06"),
        ("last Friday", "2024-05-03", "2024-05-03", "2024-05-03"),
        ("yesterday", "2024-05-07", "2024-05-07", "2024-05-07"),
        ("this morning", "2024-05-08", "2024-05-08", "2024-05-08"),
        ("overnight", "2024-05-07", "2024-05-08", None),
        ("on 18 March", "2024-03-18", "2024-03-18", "2024-03-18"),
        ("on March 18th, 2022", "2022-03-18", "2022-03-18", "2022-03-18"),
        ("Tuesday, 7 May 2024", "2024-05-07", "2024-05-07", "2024-05-07"),
        ("on 24 December", "2023-12-24", "2023-12-24", "2023-12-24"),
        ("in April", "2024-04-01", "2024-04-30", "2024-04"),
        ("in November", "2023-11-01", "2023-11-30", "2023-11"),
        ("in August 2018", "2018-08-01", "2018-08-31", "2018-08"),
        ("in 2022", "2022-01-01", "2022-12-31", "2022"),
        ("last month", "2024-04-01", "2024-04-30", "2024-04"),
        ("last year", "2023-01-01", "2023-12-31", "2023"),
        ("last week", "2024-04-29", "2024-05-05", None),
        ("this week", "2024-05-06", "2024-05-08", None),
        ("in the past two days", "2024-05-06", "2024-05-08", None),
        ("three days ago", "2024-05-05", "2024-05-05", "2024-05-05"),
        ("two months ago", "2024-03-01", "2024-03-31", "2024-03"),
        ("the previous day", "2024-05-07", "2024-05-07", "2024-05-07"),
        ("since 2014", "2014-01-01", "2024-05-08", None),
        ("between 2014 and 2019", "2014-01-01", "2019-12-31", None),
        ("2024-05-01", "2024-05-01", "2024-05-01", "2024-05-01"),
    ],
)
def test_phrases_name_days(calendar, text, earliest, latest, value):
    [found] = calendar.phrases(f"It happened {text} in the town", SAID_ON)
    interval = found.interval
    assert (str(interval.earliest), str(interval.latest), interval.value) == (earliest, latest, value)


@pytest.mark.parametrize(
    "text",
    ["recently", "on 31 June", "at 10am", "may be", "a march on the town", "three days later", "in the second half"],
)
def test_phrases_that_name_no_day_are_left_open(calendar, text):
    assert list(calendar.phrases(f"It happened {text}", SAID_ON)) == []


def test_without_a_day_of_publication_only_what_the_text_supports_is_dated(calendar):
    found = [f.interval for f in calendar.phrases("It fell on 18 March, was retaken in 2022 and lost on Monday", None)]
    assert [(i.value, i.earliest and str(i.earliest)) for i in found] == [("--03-18", None), ("2022", "2022-01-01")]


def test_a_weekday_ahead_is_the_next_one(calendar):
    [found] = calendar.phrases("They will meet on Friday", SAID_ON, ahead=lambda _: True)
    assert found.interval.value == "2024-05-10"
