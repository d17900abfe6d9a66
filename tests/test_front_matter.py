"""Front matter is YAML within limits: nothing in it makes the program slow, large, deep or wrong."""

import pytest

from kg.front_matter import MAX_CHARACTERS, MAX_NODES, FrontMatterError, parse_front_matter

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "\n".join(
    f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]" for before, after in zip("abcdef", "bcdefg", strict=True)
)


def test_mappings_lists_and_texts_come_back():
    text = "title: A day\nyear: 2024\ntags: [a, 'b: c']\nnested: {x: {y: [1, [2]]}}\nempty:\nlong: |\n  one\n  two\n"
    assert parse_front_matter(text) == {
        "title": "A day", "year": "2024", "tags": ["a", "b: c"], "nested": {"x": {"y": ["1", ["2"]]}}, "empty": "",
        "long": "one\ntwo\n",
    }  # fmt: skip
    assert parse_front_matter("") is None
    assert parse_front_matter("- 1\n- '1'", lambda text: int(text)) == [1, "1"]


@pytest.mark.parametrize(
    ("text", "problem", "line"),
    [
        pytest.param(BOMB, "anchors and aliases", 1, id="aliases of aliases"),
        pytest.param("a: 1\nb: *a", "anchors and aliases", 2, id="an alias"),
        pytest.param("title: " + "[" * 9000, "nested deeper than 20", 1, id="brackets"),
        pytest.param("\n".join("  " * n + "-" for n in range(60)), "nested deeper than 20", 21, id="indentation"),
        pytest.param("a: [" + "x," * (MAX_NODES + 1) + "]", "more than 2,000 values", 1, id="values"),
        pytest.param("a" * (MAX_CHARACTERS + 1), "at most 20,000 are read", None, id="characters"),
        pytest.param("a: !!python/object:os.system x", "tags", 1, id="a tag"),
        pytest.param("{[a]: b}", "a name is a list", 1, id="a list as a name"),
        pytest.param("a: b: c", "mapping values are not allowed", 1, id="two colons"),
        pytest.param("a: 1\n---\nb: 2", "line of dashes", None, id="two documents"),
        pytest.param("a: \x01", "does not allow", None, id="a control character"),
        pytest.param("a: \ud800", "does not allow", None, id="half a character"),
    ],
)
def test_what_passes_a_limit_is_said_in_one_line(text, problem, line):
    with pytest.raises(FrontMatterError, match=problem) as raised:
        parse_front_matter(text)
    assert "\n" not in str(raised.value)
    assert raised.value.line == line
