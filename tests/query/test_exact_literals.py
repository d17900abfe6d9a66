"""Numbers, days and durations come out of queries and exports as they stand in the graph."""

import pytest
from pyoxigraph import parse
from support.small_graph import HEAD

from kg.errors import QueryError
from kg.graph.lexical_forms import LexicalForms
from kg.graph.rdf_files import export
from kg.graph.rdf_parsing import LoadOptions
from kg.query.formats import render
from kg.query.session import Session
from kg.query.solutions import Literal
from kg.query.table import DisplayOptions
from kg.store.rdf_loading import file_sources, load_store
from kg.vocab import PREFIXES

XSD = PREFIXES["xsd"]
COUNT = XSD + "nonNegativeInteger"
FORMS = [("01", "integer"), ("1.00", "decimal"), ("1e0", "double"), ("P12M", "duration"), ("24:00:00", "time"),
         ("7", "int"), ("+5", "integer"), ("2031-03-04+00:00", "date"), ("1", "boolean"), ("PT60S", "dayTimeDuration"),
         ("8", "unsignedByte"), ("9", "integer"), ("x", "string")]  # fmt: skip


def cells(session, query):
    return [[(term.value, _datatype(term)) for term in row] for row in session.ask(query).rows]


def _datatype(term):
    return (term.datatype or XSD + "string").removeprefix(XSD) if isinstance(term, Literal) else "IRI"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """A file that is not ours, its literals in forms that the engine does not keep."""
    file = tmp_path_factory.mktemp("foreign") / "foreign.ttl"
    lines = [f'<http://example.org/{i}> <http://example.org/p{i}> "{text}"^^xsd:{kind} .' for i, (text, kind) in
             enumerate(FORMS)]  # fmt: skip
    file.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def asked(foreign):
    with Session(foreign) as session:
        yield session


@pytest.mark.parametrize(
    "query",
    [
        "SELECT (COUNT(*) AS ?n) { ?c cno:killed ?k FILTER (DATATYPE(?k) = xsd:nonNegativeInteger) }",
        "SELECT (COUNT(*) AS ?n) { ?c ?p ?k . ?c a cno:Claim FILTER (datatype(?k) = xsd:nonNegativeInteger) }",
        (
            "SELECT (COUNT(*) AS ?n) { ?c a cno:Claim ; cno:killed|cno:injured ?k BIND (DATATYPE(?k) AS ?d)"
            " FILTER (?d = xsd:nonNegativeInteger) }"
        ),
        (
            "SELECT (COUNT(*) AS ?n) { ?e cno:hasClaim/cno:killed ?k"
            " FILTER EXISTS { ?c cno:killed ?k FILTER (DATATYPE(?k) != xsd:integer) } }"
        ),
        'SELECT (COUNT(*) AS ?n) { ?c cno:killed "4"^^xsd:nonNegativeInteger }',
        "SELECT (COUNT(*) AS ?n) { ?c cno:killed 4 }",
        "SELECT (COUNT(*) AS ?n) { { SELECT (MAX(?k) AS ?m) { ?c cno:killed ?k } } FILTER (DATATYPE(?m) != xsd:integer) }",
    ],
)
def test_a_figure_is_of_its_declared_datatype_in_conditions(session, query):
    assert cells(session, query) == [[("1", "integer")]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT ?k { ?c cno:killed ?k }", ("4", "nonNegativeInteger")),
        ("SELECT (?k AS ?x) { ?c cno:killed ?k }", ("4", "nonNegativeInteger")),
        ("SELECT (MIN(DISTINCT ?k) AS ?x) { ?c cno:killed ?k }", ("4", "nonNegativeInteger")),
        ("SELECT ?x { ?c cno:killed ?k BIND (?k AS ?x) }", ("4", "nonNegativeInteger")),
        ("SELECT ?k { [] cno:reportedIn article:aaaa ; cno:killed ?k . }", ("4", "nonNegativeInteger")),
        ("SELECT ?o { claim:army ?p ?o FILTER isNumeric(?o) }", ("4", "nonNegativeInteger")),
        ("SELECT ?k { { ?c cno:killed ?k } UNION { ?c cno:injured ?k } }", ("4", "nonNegativeInteger")),
        ("SELECT (DATATYPE(?k) AS ?d) { ?c cno:killed ?k }", (COUNT, "IRI")),
        ("SELECT (SUM(?k) AS ?x) { ?c cno:killed ?k }", ("4", "integer")),
        ("SELECT (?k + 1 AS ?x) { ?c cno:killed ?k }", ("5", "integer")),
        ("SELECT (COUNT(?k) AS ?x) { ?c cno:killed ?k }", ("1", "integer")),
        ("SELECT (COALESCE(?k, 0) AS ?x) { ?c cno:killed ?k }", ("4", "integer")),
        ("SELECT ?x { VALUES ?x { 4 } ?c cno:killed ?k }", ("4", "integer")),
        ("SELECT ?x { ?c cno:killed ?k BIND (DAY(\"2031-03-04\"^^xsd:date) AS ?x) }", ("4", "integer")),
    ],
)  # fmt: skip
def test_a_figure_keeps_its_datatype_in_results_and_what_is_computed_is_an_integer(session, query, expected):
    assert cells(session, query) == [[expected]]


def test_statements_keep_it_whatever_asks_for_them(session):
    for query in (
        "CONSTRUCT { ?c cno:killed ?k } { ?c cno:killed ?k }",
        "CONSTRUCT { ?c rdfs:comment ?k } { ?c cno:killed ?k }",
        "CONSTRUCT { ?c ?p ?k } { ?c a cno:Claim ; ?p ?k FILTER isNumeric(?k) }",
        "CONSTRUCT WHERE { ?c cno:killed ?k }",
        "DESCRIBE claim:army",
    ):
        result = session.ask(query)
        figures = [row[2] for row in result.rows if isinstance(row[2], Literal) and row[2].value == "4"]
        assert figures == [Literal("4", None, COUNT)], query
        assert '"4"^^xsd:nonNegativeInteger' in render(result, "turtle", DisplayOptions(PREFIXES))


def test_order_and_columns_are_those_of_the_query(session):
    result = session.ask("SELECT ?o { claim:army ?p ?o } ORDER BY DESC(?p) LIMIT 3")
    assert result.variables == ("o",)
    assert len(result.rows) == 3


def test_a_wrong_query_is_wrong_where_its_author_wrote_it(session):
    with pytest.raises(QueryError) as caught:
        session.ask("SELECT (DATATYPE(?k) AS ?d) { ?c cno:killed ?k FILTER(DATATYPE(?k) = xsd:int) )")
    assert (caught.value.line, caught.value.column) == (1, 80)


def test_foreign_literals_come_back_as_they_are(asked):
    assert {row[0] for row in cells(asked, "SELECT ?o { ?s ?p ?o }")} == set(FORMS)
    names = " ".join(f"<http://example.org/p{i}>" for i in range(len(FORMS)))
    assert {row[0] for row in cells(asked, f"SELECT ?o ?p {{ VALUES ?p {{ {names} }} ?s ?p ?o }}")} == set(FORMS)
    found = asked.ask("CONSTRUCT WHERE { ?s ?p ?o }")
    assert {(row[2].value, _datatype(row[2])) for row in found.rows} == set(FORMS)


def test_foreign_literals_are_compared_by_value_and_read_by_their_text(asked):
    assert cells(asked, "SELECT (STR(?o) AS ?t) { ?s <http://example.org/p0> ?o FILTER (?o = 1) }") == [
        [("01", "string")]
    ]
    assert cells(asked, 'SELECT ?s { ?s ?p ?o FILTER (STR(?o) = "P12M") }')
    assert cells(asked, "SELECT (DATATYPE(?o) AS ?d) { ?s <http://example.org/p5> ?o }") == [[(XSD + "int", "IRI")]]
    assert cells(asked, "SELECT (SUM(?o) AS ?t) { ?s <http://example.org/p0>|<http://example.org/p5> ?o }") == [
        [("8", "integer")]
    ]


@pytest.mark.parametrize("ending", ["ttl", "nq", "rdf", "jsonld"])
def test_an_export_of_a_file_has_its_literals(foreign, tmp_path, ending):
    forms = LexicalForms()
    export(load_store(file_sources([foreign]), LoadOptions(), forms), tmp_path / f"out.{ending}", forms=forms)
    objects = {quad.object for quad in parse(path=str(tmp_path / f"out.{ending}"))}
    assert objects == {quad.object for quad in parse(path=str(foreign))}
    assert len(objects) == len(FORMS)


def test_statements_that_only_a_form_tells_apart_are_told_of(kg, tmp_path):
    text = HEAD + 'event:a rdfs:comment 1, "01"^^xsd:integer, "+1"^^xsd:integer . event:b rdfs:comment 2 , 2.0 .'
    (tmp_path / "a.ttl").write_text(text, encoding="utf-8")
    for command in (["query", "a.ttl", "-q", "SELECT ?o { ?s ?p ?o }"], ["export", "a.ttl", "b.ttl"]):
        done = kg(*command)
        assert done.returncode == 0
        assert "kg: note: 2 statements differ from others in the form of a number or day alone, as " in done.stderr
        assert '"1"^^xsd:integer and "01"^^xsd:integer; only one of each is kept' in done.stderr


def test_each_graph_has_the_form_that_it_has_and_results_say_where_they_have_another(kg, tmp_path):
    """A property with one value in several ways: what an export keeps, a query can't tell by property and value."""
    lines = [
        f'GRAPH event:g{i} {{ event:a rdfs:comment "{text}"^^xsd:integer }}' for i, text in enumerate(["01", "1", "+1"])
    ]
    (tmp_path / "a.trig").write_text(HEAD + "\n".join(lines), encoding="utf-8")
    assert kg("export", "a.trig", "b.nq").returncode == 0
    assert set(parse(path=str(tmp_path / "b.nq"))) == set(parse(path=str(tmp_path / "a.trig")))
    done = kg("query", "a.trig", "-q", "SELECT ?o { GRAPH ?g { ?s ?p ?o } }", "--format", "csv")
    assert done.stdout.split() == ["o", "1", "1", "1"]
    assert '1 value is written in several ways, as "+1"^^xsd:integer and "01"^^xsd:integer of <' in done.stderr


def test_an_import_says_which_literals_are_kept_by_their_value_and_is_silent_about_our_own(kg, foreign, tmp_path):
    done = kg("import", "a.kg", foreign)
    assert "11 literals are kept by their value (2 xsd:integer: " in done.stderr
    assert '"01"^^xsd:integer is now "1"^^xsd:integer' in done.stderr
    (tmp_path / "own.ttl").write_text(HEAD + 'claim:a cno:killed "4"^^xsd:nonNegativeInteger .', encoding="utf-8")
    assert "note" not in kg("import", "a.kg", "own.ttl").stderr
