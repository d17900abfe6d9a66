"""Whatever reads a query in the program's own process takes time linear in the text, whatever the text is."""

import subprocess
import sys

import pytest

from kg.query.query_layout import format_query
from kg.shell.highlighting import query_fragments
from kg.vocab import QUERIES

HOSTILE = ["{", "$x ", "a.", '\\"', "<a ", ") ", "?s ?p $x .\n", "a", "\n \n", "VALUES ?x { $x } "]
CHILD = """import sys
from kg.errors import QueryError
from kg.query.binding import bind
from kg.query.explain_error import explain
from kg.query.query_layout import format_query
from kg.query.solutions import Iri
from kg.shell.completion_context import completion_context
from kg.shell.dispatcher import is_command
from kg.shell.highlighting import query_fragments
one, two = Iri("http://e.org/1"), Iri("http://e.org/2")
for unit in sys.argv[1:]:
    text = "SELECT * { ?s ?p ?o } " + unit * (16_000 // len(unit))
    bind(text, {"x": (one,)}), bind(text, {"x": (one, two)}), format_query(text), is_command("\\\\q" + text + "a")
    completion_context(text, len(text), {}), list(query_fragments(text))
    explain(text, QueryError("query: wrong", 1, 2), {})
"""


def test_a_hostile_text_takes_no_longer_than_another():
    # A few seconds; what is quadratic takes minutes.
    child = subprocess.run([sys.executable, "-c", CHILD, *HOSTILE], capture_output=True, text=True, timeout=60)
    assert (child.returncode, child.stderr) == (0, "")


def test_braces_that_no_query_may_have_are_not_laid_out():
    assert format_query("{" * 300) == "{" * 300


def test_all_of_a_query_is_highlighted_and_nothing_else():
    for path in QUERIES.glob("*.rq"):
        text = path.read_text(encoding="utf-8")
        assert "".join(part for _, part in query_fragments(text)) == text


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("SELECT", "keyword"), ("count", "name.function"), ("?x", "name.variable"), ("<a:b>", "name.label"),
        ("'a'", "literal.string"), ("3", "literal.number.integer"), ("3.5", "literal.number.float"), ("# c", "comment"),
        ("true", "keyword.constant"), ("&", "operator"), (";", "punctuation"), ("{", "punctuation"), ("_:b", "name.label"),
    ],
)  # fmt: skip
def test_a_token_has_the_style_of_its_kind(text, style):
    assert list(query_fragments(text)) == [(f"class:pygments.{style}", text)]


def test_a_word_that_means_nothing_has_no_style_and_a_name_has_three():
    assert list(query_fragments("nothing")) == [("", "nothing")]
    assert [text for _, text in query_fragments("cno:Event@en")] == ["cno", ":", "Event", "@", "en"]
