"""Where in a query the cursor is."""

import pytest

from kg.query.partial_parser import SyntaxPosition
from kg.shell.completion_context import completion_context
from kg.vocab import PREFIXES


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("", SyntaxPosition.KEYWORD),
        ("SELECT ?x (", SyntaxPosition.EXPRESSION),
        ("SELECT * { ", SyntaxPosition.SUBJECT),
        ("SELECT * { ?s ", SyntaxPosition.PREDICATE),
        ("SELECT * { ?s a ", SyntaxPosition.OBJECT),
        ("SELECT * { ?s a cno:Event . ", SyntaxPosition.SUBJECT),
        ("SELECT * { ?s a cno:Event ; ", SyntaxPosition.PREDICATE),
        ("SELECT * { ?s cno:actor ?a , ", SyntaxPosition.OBJECT),
        ("SELECT * { ?s cno:about/", SyntaxPosition.PREDICATE),
        ("SELECT * { ?s cno:partOf* ", SyntaxPosition.OBJECT),
        ("SELECT * { ?s (cno:a|^", SyntaxPosition.PREDICATE),
        ("SELECT * { ?s (cno:a|cno:b) ", SyntaxPosition.OBJECT),
        ("SELECT * { [ ", SyntaxPosition.PREDICATE),
        ("SELECT * { ?s cno:about [ a cno:Event ] ; ", SyntaxPosition.PREDICATE),
        ("SELECT * { FILTER (", SyntaxPosition.EXPRESSION),
        ("SELECT * { FILTER (?x > 1) ", SyntaxPosition.SUBJECT),
        ("SELECT * { ?s ?p ?o OPTIONAL { ", SyntaxPosition.SUBJECT),
        ("SELECT * { ?s ?p ?o } ", SyntaxPosition.KEYWORD),
        ("SELECT * { ?s ?p ?o OPTIONAL { ?s ?q ?r } ", SyntaxPosition.SUBJECT),
        ("SELECT * { ?s ?p ?o FILTER (?o > 1) ", SyntaxPosition.SUBJECT),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } ", SyntaxPosition.SUBJECT),
        ("SELECT * { VALUES ?x { 1 2 } ", SyntaxPosition.SUBJECT),
        ("SELECT * { VALUES ?x { ", SyntaxPosition.OBJECT),
        ("SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s ", SyntaxPosition.PREDICATE),
        ('SELECT * { ?s cno:earliest "2031-03-04"^^xsd:date ; ', SyntaxPosition.PREDICATE),
        ('SELECT * { ?s ?p "a"@en . ', SyntaxPosition.SUBJECT),
        ("SELECT * { ?s cno:about [ a cno:Event ] , ", SyntaxPosition.OBJECT),
    ],
)
def test_where_the_cursor_is(text, spot):
    assert completion_context(text, len(text), PREFIXES).position is spot
