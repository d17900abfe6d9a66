import pytest

from kg.errors import QueryError
from kg.query.completeness import State, state
from kg.query.explain_error import explain, explain_in_one_line
from kg.query.result_notes import empty_result_notes
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


@pytest.mark.parametrize(
    ("text", "words", "marked", "hint"),
    [
        pytest.param(
            "SELECT * {\n ?e a cnoo:Event }", "unknown prefix cnoo:", "cnoo", "did you mean cno: ?", id="prefix"
        ),
        pytest.param("SELEC * {}", "unknown word 'SELEC'", "SELEC", "did you mean SELECT?", id="form"),
        pytest.param("SELECT * { FILTR(1) }", "unknown word 'FILTR'", "FILTR", "did you mean FILTER?", id="keyword"),
        pytest.param("SELECT * { ?s ?p (1 }", "( is not closed", "(", ") is missing", id="wrong bracket"),
        pytest.param("SELECT * { ?s ?p ?o", "{ is not closed", "{", "} is missing", id="open bracket"),
        pytest.param("ASK {} }", "nothing opens this }", "}", "", id="bracket too many"),
        pytest.param("ASK { ?s ?p 'x }", "' is not closed", "'", "text ends on the line", id="quote"),
        pytest.param("SELECT COUNT(?s) { ?s ?p ?o }", "COUNT needs a name", "COUNT", "(COUNT(…) AS ?name)", id="bare"),
        pytest.param("SELECT (SUM(?s)) { ?s ?p ?o }", "SUM needs a name", "SUM", "(SUM(…) AS ?name)", id="in brackets"),
        pytest.param(
            "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s", "?p is neither grouped", "?p", "add it to GROUP BY", id="ungrouped"
        ),
        pytest.param("SELECT * {\n ?s ?p ?o ?x }", "error at 2:11 near '?x'", "?x", "", id="anything else"),
    ],
)
def test_usual_mistakes_are_explained_at_their_place(session, text, words, marked, hint):
    with pytest.raises(QueryError) as error:
        session.ask(text)
    first, line, mark = explain(text, error.value, PREFIXES).splitlines()
    assert first.removeprefix("error: ").startswith(words)
    assert hint in mark
    start = mark.index("^")
    assert line[start : start + mark.count("^")] == marked
    assert "\n" not in explain_in_one_line(text, error.value, PREFIXES)
    assert words in explain_in_one_line(text, error.value, PREFIXES)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "{", "SELECT", "\t}", "((((", "é" * 50, "'", "SELECT * {} LIMIT"])
def test_every_wrong_text_gets_an_explanation(session, text):
    with pytest.raises(QueryError) as error:
        session.ask(text)
    assert explain(text, error.value, PREFIXES).startswith("error")
    assert explain_in_one_line(text, error.value, PREFIXES).startswith("query: ")


def test_names_that_the_graph_lacks_are_noted_with_those_near(session):
    text = "PREFIX x: <http://x/> SELECT * { ?e a cno:Evnt ; cno:actor ?a ; x:y 'z'^^xsd:token }"
    assert empty_result_notes(text, session) == [
        "cno:Evnt does not occur in this graph. Near: cno:Event (1)",
        "x:y does not occur in this graph",
    ]


def test_a_date_compared_as_text_is_noted(session):
    text = 'SELECT * { ?e cno:earliest ?d FILTER(?d > "2031-03") }'
    assert empty_result_notes(text, session) == [
        '"2031-03" is text, and dates never compare with it; write "2031-03-01"^^xsd:date'
    ]


def test_of_a_query_that_is_right_the_part_is_named_that_leaves_nothing(session):
    assert empty_result_notes('SELECT * { ?e cno:earliest ?d FILTER(?d > "2040-01-01"^^xsd:date) }', session) == [
        "everything before 'FILTER(?d > \"2040-01-01\"^^xsd:date)' finds something, and with it nothing is left"
    ]
    assert empty_result_notes("SELECT * { ?e a cno:Event ; a cno:Event } LIMIT 0", session) == []
