import pytest

from kg.errors import QueryError
from kg.store.query_guard import check_query
from kg.vocab import QUERIES


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("SELECT * { SERVICE <http://a/> { ?s ?p ?o } }", id="plain"),
        pytest.param("select*{service?x{?s ?p ?o}}", id="small letters, no space"),
        pytest.param("SELECT * { ?s ?p 1e5SERVICE <http://a/> {} }", id="grown onto a number"),
        pytest.param("SELECT * { ?s ?p trueSERVICE:a {} }", id="grown onto a word and a name"),
        pytest.param("SELECT * { SERVICESILENT<http://a/> {} }", id="grown onto the next word"),
        pytest.param(
            "ASK { FILTER(?a<'x>') SERVICE <http://a/> {} FILTER(?b='y') }", id="between quotes that are none"
        ),
        pytest.param("ASK { ?s ?p <http://x\\u0041#> SERVICE <http://a/> {} }", id="behind what looks like a comment"),
        pytest.param('ASK { FILTER(?a = "\\\\") SERVICE <http://a/> {} FILTER("") }', id="behind an escaped backslash"),
    ],
)
def test_a_call_to_another_server_is_refused(text):
    with pytest.raises(QueryError, match="SERVICE"):
        check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ASK { ?service ?p 'SERVICE' }", id="variable and text"),
        pytest.param("ASK { ?s <http://example.org/service#LOAD> ?o } # SERVICE, LOAD", id="IRI and comment"),
        pytest.param('ASK { ?s ?p """SERVICE\n"LOAD" """@en-service }', id="long text and language"),
        pytest.param("ASK " + "{" * 150 + "}" * 150, id="nested, but not too deeply"),
    ],
)
def test_a_harmless_query_passes(text):
    check_query(text)


@pytest.mark.parametrize(
    "text",
    [
        "LOAD <http://a/>",
        "INSERT DATA { <a:b> <a:b> 1 }",
        "prefix a: <http://a/> delete where { ?s ?p ?o }",
        "BASE <http://a/> WITH <g> DELETE { ?s ?p ?o } WHERE {}",
        *(f"{word} ALL" for word in ("CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD")),
    ],
)
def test_every_kind_of_update_is_refused(text):
    with pytest.raises(QueryError, match="read-only"):
        check_query(text)


@pytest.mark.parametrize("deep", ["(" * 201, "{" * 10_000, "[" * 300, "ASK { FILTER(" + "!" * 300, "{([" * 80])
def test_deep_nesting_is_refused(deep):
    with pytest.raises(QueryError, match="nested"):
        check_query(deep)


def test_a_long_text_is_refused():
    with pytest.raises(QueryError, match="100,000"):
        check_query("ASK {}" + " " * 100_000)


@pytest.mark.parametrize("path", sorted(QUERIES.glob("*.rq")), ids=lambda path: path.stem)
def test_the_saved_queries_pass(path):
    check_query(path.read_text())
