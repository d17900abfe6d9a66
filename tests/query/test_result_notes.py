"""Notes on what a query finds: why it is nothing, and which variables nothing binds."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from support.endpoints import serve_endpoint

from kg.query.result_notes import empty_result_notes, result_notes
from kg.query.session import Session


def notes(session, text):
    return result_notes(text, session.ask(text), session)


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


@pytest.mark.parametrize(
    ("patterns", "note"),
    [
        ('?p rdfs:label "Kessel"', 'rdfs:label has "Kessel"@en, not "Kessel"; write that, or compare STR(?x)'),
        ('?p rdfs:label "kessel"@en', 'rdfs:label has "Kessel"@en, not "kessel"@en; write that'),
        (
            '?p rdfs:label ?l FILTER (?l = "Kessel")',
            'rdfs:label has "Kessel"@en, not "Kessel"; write that, or compare STR(?l)',
        ),
        (
            'VALUES ?l { "Kessel"@fr } ?p rdfs:label ?l',
            'rdfs:label has "Kessel"@en, not "Kessel"@fr; write that, or compare STR(?l)',
        ),
        (
            '?e cno:actor/rdfs:label "Northern Front"',
            'rdfs:label has "Northern Front"@en, not "Northern Front"; write that, or compare STR(?x)',
        ),
        ("?c cno:killed '4'", "cno:killed has 4, not '4'; write that"),
        ("?c cno:killed ?n FILTER (?n >= '3')", "cno:killed has numbers such as 4, and '3' is none; write 3"),
        ("?c cno:killed 'many'", "cno:killed has numbers such as 4, and 'many' is none"),
        ('?e cno:earliest "2031-03-04"', 'cno:earliest has "2031-03-04"^^xsd:date, not "2031-03-04"; write that'),
        ('?p rdfs:label "Nowhere at all"@en', 'rdfs:label never has "Nowhere at all"@en'),
        ('?s ?p "nowhere at all"', '"nowhere at all" does not occur in this graph'),
        ("?c cno:killed 99999", "cno:killed never has 99999"),
        ('?d dcterms:publisher "Kessel Gazete"', 'dcterms:publisher never has "Kessel Gazete". Near: "Kessel Gazette"'),
    ],
)
def test_a_literal_that_the_graph_has_otherwise_is_noted(session, patterns, note):
    assert notes(session, f"SELECT * {{ {patterns} }}") == [note]


@pytest.mark.parametrize(
    ("patterns", "note"),
    [
        (
            '?e cno:actor "Northern Front"',
            'cno:actor leads to nodes, not to texts; for "Northern Front" write actor:northern-front',
        ),
        ('?e cno:place "kess"', 'cno:place leads to nodes, not to texts; for "kess" write place:kessel'),
        (
            '?e cno:actor ?a FILTER (?a = "NF rebels")',
            '?a is a node, not a text; for "NF rebels" write actor:northern-front',
        ),
        ('?e cno:actor "nobody"', 'cno:actor leads to nodes, not to texts; none of them is called "nobody"'),
        ("?e cno:action act:attack", "cno:action never leads to act:attack; cno:kind (1) does"),
        ("?e cno:Place ?a", "cno:Place is no property in this graph. Near: cno:place (1)"),
        ("?e a cno:event", "cno:event does not occur in this graph. Near: cno:Event (1)"),
        ("?e a cno:actor", "cno:actor is no class with members in this graph"),
        ("?e a cno:Event ; cno:claimant ?c", "no cno:Event has cno:claimant; it is of cno:Claim (2)"),
        (
            "?e a cno:Event FILTER (?evnt > 1)",
            "nothing in the query gives ?evnt a value, so that what is computed with",
        ),
    ],
)
def test_a_triple_that_the_schema_rules_out_is_noted(session, patterns, note):
    (found,) = notes(session, f"SELECT * {{ {patterns} }}")
    assert found.startswith(note)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("SELECT ?evnt { ?event a cno:Event }", "gives ?evnt a value, so that there is none to select; did you mean ?event?"),
        ("SELECT ?e { ?e a cno:Event } ORDER BY ?nosuch", "gives ?nosuch a value, so that it puts nothing in order"),
        ("SELECT (COUNT(?x) AS ?n) { ?e a cno:Event }", "gives ?x a value, so that there is none to select"),
        ("SELECT (COUNT(*) AS ?n) { ?e a cno:Event } GROUP BY ?x", "gives ?x a value, so that it makes one group of all"),
        ("CONSTRUCT { ?e a ?x } { ?e a cno:Event }", "gives ?x a value, so that no triple with it is made"),
        ("SELECT (COUNT(*) AS ?n) { ?e a cno:Evnt }", "cno:Evnt does not occur in this graph. Near: cno:Event (1)"),
        (
            "SELECT ?a (COUNT(?e) AS ?n) { ?e cno:actor ?a } GROUP BY ?a HAVING (?n > 0)",
            "HAVING does not know ?n; write COUNT(?e) again",
        ),
        ("SELECT * { ?e a cno:Event } LIMIT 0", "there are rows, and LIMIT 0 leaves none"),
        ("SELECT * { ?e a cno:Event } LIMIT 9 OFFSET 50", "there are rows, and OFFSET 50 leaves none"),
        (
            "SELECT * { GRAPH graph:gazetteer { ?e a cno:Event } }",
            "it finds something in graph:article-aaaa, graph:article-bbbb, which the query does not ask",
        ),
        (
            "SELECT * FROM graph:gazetteer { ?e a cno:Event }",
            "it finds something in graph:article-aaaa, graph:article-bbbb, which the query does not ask",
        ),
    ],
)  # fmt: skip
def test_what_a_clause_spoils_is_noted(session, text, note):
    (found,) = notes(session, text)
    assert found.endswith(note)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?e { ?e a cno:Event }",
        "SELECT ?e (COUNT(?c) AS ?n) { ?c cno:about ?e } GROUP BY ?e ORDER BY DESC(?n)",
        "SELECT ?a ?b { VALUES (?a ?b) { (1 2) } }",
        "SELECT ?g ?x { GRAPH ?g { ?e a cno:Event } BIND (1 AS ?x) }",
        "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?e a cno:Event } } }",
        "SELECT ?e { ?e a cno:Event FILTER (!BOUND(?since) || ?since > 1) }",
        "SELECT ?x { ?e cno:actor [ rdfs:label ?x ] }",
        "SELECT (COUNT(*) AS ?n) { ?e a cno:Event } HAVING (!BOUND($least) || COUNT(*) > $least)",
        "ASK { ?e a cno:Evnt }",
        "DESCRIBE place:kessel",
    ],
)
def test_a_query_that_finds_something_gets_no_note(session, text):
    assert notes(session, text) == []


def test_what_a_query_leaves_unbound_on_purpose_is_no_reason(session):
    """As the saved questions do: a variable that IF or COALESCE may give, and datatypes of casts."""
    text = """SELECT ?e ?x ?y { ?e a cno:Event ; cno:earliest ?d BIND (IF(?d > ?d, ?e, ?none) AS ?x)
      BIND (COALESCE(?nothing, STRDT("2099-01-01", xsd:date), xsd:time("10:00:00")) AS ?y) FILTER (?d > ?y) }"""
    assert notes(session, text) == ["everything before 'FILTER (?d > ?y)' finds something, and with it nothing is left"]


def test_what_stands_in_a_named_graph_only_is_noted(tmp_path):
    def fill(store):
        node, graph = NamedNode("http://a.example/x"), NamedNode("http://a.example/graph")
        store.add(Quad(node, NamedNode("http://a.example/p"), Literal(1), graph))
        store.add(Quad(node, NamedNode("http://a.example/q"), Literal(1)))

    with serve_endpoint(tmp_path / "store", fill, merged=False) as url, Session(url) as session:
        assert notes(session, "SELECT * { ?s <http://a.example/p> ?o }") == [
            "it finds something in the named graph <http://a.example/graph>; write GRAPH ?g { … } around the patterns"
        ]
