from datetime import date

import pytest

from kg.reading.mentions.timex import TimexTagger

PUBLISHED = date(2024, 5, 8)  # a Wednesday


@pytest.fixture(scope="module")
def tagger(words):
    return TimexTagger(words)


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
        ("since last week", "2024-04-29", "2024-05-08", None),
        ("this spring", "2024-03-01", "2024-05-31", None),
        ("in the winter of 2022", "2022-12-01", "2023-02-28", None),
    ],
)
def test_time_expressions_denote_days(tagger, text, earliest, latest, value):
    [found] = tagger.time_expressions(f"It happened {text} in the town", PUBLISHED)
    interval = found.interval
    assert (str(interval.earliest), str(interval.latest), interval.value) == (earliest, latest, value)


@pytest.mark.parametrize(
    "text",
    [
        "recently",
        "on 31 June",
        "at 10am",
        "may be",
        "a march on the town",
        "three days later",
        "on the same day",
        "in the second half",
        "until October 2013",
        "until Monday",
    ],
)
def test_phrases_without_a_day_are_left_out(tagger, text):
    assert list(tagger.time_expressions(f"It happened {text}", PUBLISHED)) == []


def test_without_publication_only_absolute_dates_are_normalized(tagger):
    found = [
        f.interval for f in tagger.time_expressions("It fell on 18 March, was retaken in 2022 and lost on Monday", None)
    ]
    assert [(i.value, i.earliest and str(i.earliest)) for i in found] == [("--03-18", None), ("2022", "2022-01-01")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("the April 30 attack", "2024-04-30", id="recent"),
        pytest.param("the 7 October attacks", "--10-07", id="of some year"),
        pytest.param("the October 7 attacks", "--10-07", id="month first"),
        pytest.param("on October 7 troops", "2023-10-07", id="no name"),
        pytest.param("the October 7, 2022 attacks", "2022-10-07", id="with its year"),
    ],
)
def test_an_old_day_in_an_events_name_has_no_year(tagger, text, value):
    assert [f.interval.value for f in tagger.time_expressions(f"Since {text} many died", PUBLISHED)] == [value]


def test_a_weekday_in_the_future_is_the_next_one(tagger):
    [found] = tagger.time_expressions("They will meet on Friday", PUBLISHED, is_future=lambda _: True)
    assert found.interval.value == "2024-05-10"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on the same day", "2024-05-03"),
        ("earlier that day", "2024-05-03"),
        ("the following day", "2024-05-04"),
        ("the day before", "2024-05-02"),
        ("three days later", "2024-05-06"),
        ("two days earlier", "2024-05-01"),
    ],
)
def test_some_expressions_are_relative_to_the_last_day(tagger, text, value):
    found = [f.interval.value for f in tagger.time_expressions(f"It began on Friday and ended {text}", PUBLISHED)]
    assert found == ["2024-05-03", value]


def test_the_last_day_may_be_of_the_text_before(tagger):
    [found] = tagger.time_expressions("They left the next day", PUBLISHED, last_day=date(2024, 5, 3))
    assert found.interval.value == "2024-05-04"
