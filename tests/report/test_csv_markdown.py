import pytest

from kg.text_normalization import safe_cell


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-5+cmd", "'-5+cmd"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula(cell, written):
    assert safe_cell(cell) == written
