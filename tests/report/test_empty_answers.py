import pytest


@pytest.mark.parametrize(
    ("name", "days", "sentence"),
    [
        pytest.param("acknowledgements", {}, "We found nothing of this kind in 2 articles, of which 2 gave a claim. A machine read them",
                     id="articles were read"),
        pytest.param("disputed-events", {"since": "2031-03-05"}, "We found nothing of this kind in 1 article, of which 1 gave a claim. A machine read them",
                     id="an article of the day, though its events are older"),
        pytest.param("quotes", {"place": "Lurania"}, "We found nothing of this kind in 2 articles, of which 2 gave a claim.", id="another question"),
    ],
)  # fmt: skip
def test_what_was_read_may_have_been_overlooked(reported, small, name, days, sentence):
    folder = reported(small, name, **days)
    for page in ("report.html", "report.md"):
        text = (folder / page).read_text(encoding="utf-8")
        assert sentence in text
        assert "Nothing of this kind is reported" not in text


def test_without_an_article_of_the_days_nothing_is_reported(reported, small):
    folder = reported(small, "disputed-events", since="2031-04-01")
    for page in ("report.html", "report.md"):
        text = (folder / page).read_text(encoding="utf-8")
        assert "Nothing of this kind is reported: this graph has no article of the days asked for." in text
