import pytest

from kg.query.completeness import State, state
from kg.vocab import PREFIXES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("SELECT * { ?s ?p ?o }", State.COMPLETE, id="whole"),
        pytest.param("SELECT * { ?s ?p ?o } # and a comment", State.COMPLETE, id="comment at the end"),
        pytest.param("SELECT * { ?s ?p '''a\n'''}", State.COMPLETE, id="long text"),
        pytest.param("DESCRIBE actor:m23", State.COMPLETE, id="no braces needed"),
        pytest.param("", State.INCOMPLETE, id="nothing"),
        pytest.param("# a comment", State.INCOMPLETE, id="comment alone"),
        pytest.param("SELECT", State.INCOMPLETE, id="first word"),
        pytest.param("SELECT ?a WHERE", State.INCOMPLETE, id="before the brace"),
        pytest.param("SELECT * { ?s a cno:Ev", State.INCOMPLETE, id="half a name"),
        pytest.param("SELECT * { ?s ?p ?o FIL", State.INCOMPLETE, id="half a word"),
        pytest.param("SELECT * { ?s ?p '''a", State.INCOMPLETE, id="inside a long text"),
        pytest.param("SELECT * { ?s ?p ?o } ORDER BY", State.INCOMPLETE, id="after ORDER BY"),
        pytest.param("PREFIX a: <http://a/>", State.INCOMPLETE, id="prologue"),
        pytest.param("SELEC ?a", State.WRONG, id="misspelled"),
        pytest.param("SELECT * { ?s ?p ?o } }", State.WRONG, id="one brace too many"),
        pytest.param("SELECT * { ?s nope:x", State.INCOMPLETE, id="last name, which may be half typed"),
        pytest.param("SELECT * { ?s nope:x ?o", State.WRONG, id="unknown prefix"),
        pytest.param("SELECT * { ?s ?p 'a\n }", State.WRONG, id="text over two lines"),
        pytest.param("SELECT ?a ?b { ?a ?p ?b } GROUP BY ?a", State.WRONG, id="ungrouped"),
        pytest.param("hello", State.WRONG, id="no query"),
        pytest.param("SELECT * {" + " ?s ?p ?o ." * 200 + "}", State.COMPLETE, id="too long to parse, closed"),
        pytest.param("ASK " + "{" * 5000, State.INCOMPLETE, id="too deep to parse, open"),
    ],
)
def test_how_far_a_text_is(text, expected):
    assert state(text, PREFIXES) is expected
