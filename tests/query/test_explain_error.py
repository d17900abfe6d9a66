import pytest

from kg.errors import QueryError
from kg.query.explain_error import explain, explain_in_one_line
from kg.vocab import PREFIXES


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
        pytest.param(
            "SELECT COUNT(?s) { ?s ?p ?o }",
            "COUNT needs a name",
            "COUNT",
            "write SELECT (COUNT(?s) AS ?count)",
            id="bare",
        ),
        pytest.param("SELECT (SUM(?s)) { ?s ?p ?o }", "SUM needs a name", "SUM", "(SUM(?s) AS ?sum)", id="in brackets"),
        pytest.param(
            "SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s", "?p is neither grouped", "?p", "add it to GROUP BY", id="ungrouped"
        ),
        pytest.param(
            "SELECT ?s\n (COUNT(?p) AS ?n) { ?s ?p ?o }",
            "?s is neither grouped",
            "?s",
            "end the query with GROUP BY ?s",
            id="no GROUP BY",
        ),
        pytest.param(
            "SELECT ?s { ?s ?p ?o } HAVING (COUNT(?p) > 2)",
            "?s is neither grouped",
            "?s",
            "add it to GROUP BY",
            id="aggregate behind the braces",
        ),
        pytest.param(
            "SELECT * { { SELECT ?s (MAX(?o) AS ?m) { ?s ?p ?o } } }",
            "?s is neither grouped",
            "?s",
            "add it to GROUP BY",
            id="ungrouped inside",
        ),
        pytest.param(
            "SELECT (SUM(?o) AS ?n) (?n + 1 AS ?m) { ?s ?p ?o }",
            "?n is neither grouped",
            "?n",
            "write its expression once more",
            id="result in the same SELECT",
        ),
        pytest.param("SELECT * { ?s ?p ?o } GROUP BY ?s", "* can't be grouped", "*", "name the variables", id="star"),
        pytest.param(
            "SELECT ?s (COUNT(*) AS ?s) { ?s ?p ?o } GROUP BY ?s",
            "?s is a variable of the query already",
            "?s",
            "a name of its own",
            id="name that is taken",
        ),
        pytest.param("ORDER BY ?s", "ORDER begins no query", "ORDER", "it follows the last brace", id="clause alone"),
        pytest.param(
            "ASK { ?e cno:place place:el fasher }",
            "unknown word 'fasher'",
            "fasher",
            "a name has no spaces; did you mean place:el-fasher?",
            id="space in a name",
        ),
        pytest.param(
            "ASK { ?e cno:actor Russia }", "unknown word 'Russia'", "Russia", '"Russia" for a text', id="word"
        ),
        pytest.param("ASK { ?s ?p ?o } LIMIT ten", "unknown word 'ten'", "ten", "no word of SPARQL", id="no keyword"),
        pytest.param("SELECT ?s FORM graph:x {}", "unknown word 'FORM'", "FORM", "did you mean FROM?", id="swapped"),
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


def test_a_relative_iri_is_named_unless_the_query_says_a_base():
    text = "SELECT * { ?s a cno:Event ; ?p <Goma> . ?s ?x ?y }"
    told = explain_in_one_line(text, QueryError("query: error at 1:40: no", 1, 40), PREFIXES)
    assert told.startswith("query: 1:32: <Goma> is relative; give it in full")
    told = explain_in_one_line(f"BASE <http://e/> {text}", QueryError("query: error at 1:40: no", 1, 40), PREFIXES)
    assert "relative" not in told
