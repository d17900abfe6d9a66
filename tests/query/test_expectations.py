import pytest

from kg.errors import UsageError
from kg.query.expectations import unmet_row_count


@pytest.mark.parametrize(
    ("expectation", "rows", "words"),
    [
        ("rows > 0", 1, ""),
        ("rows > 0", 0, "expected rows > 0, and there are 0"),
        ("rows = 0", 2, "expected rows = 0"),
        ("rows >= 1 and rows < 3", 2, ""),
        ("rows >= 1 and rows < 3", 3, "expected rows < 3"),
    ],
)
def test_an_expectation_counts_rows(expectation, rows, words):
    assert unmet_row_count(expectation, rows).startswith(words)
    assert bool(unmet_row_count(expectation, rows)) == bool(words)


def test_an_expectation_that_is_none_says_how_to_write_one():
    with pytest.raises(UsageError, match="write it as rows > 0"):
        unmet_row_count("many", 1)
