"""What is SQL in a query gets SPARQL's way, in terms of the query."""

import pytest

from kg.errors import QueryError
from kg.query.explain_error import explain_in_one_line
from kg.vocab import PREFIXES

CLAUSE = "SELECT ?a { ?a cno:actor ?b FILTER (%s) }"


def explained(session, text):
    with pytest.raises(QueryError) as error:
        session.ask(text)
    return explain_in_one_line(text, error.value, PREFIXES)


@pytest.mark.parametrize(
    ("sql", "sparql"),
    [
        ("?a = 1 AND ?b = 2", "(?a = 1 && ?b = 2)"),
        ("?a = 1 OR ?b <> 2", "(?a = 1 || ?b != 2)"),
        ("(?a = 1) AND (?b <> 2)", "((?a = 1) && (?b != 2))"),
        ("NOT ?a = 1 AND ?b == 2", "(!(?a = 1) && ?b = 2)"),
        ("'x' = b", "('x' = ?b)"),
        ("a = 'x'", "(?a = 'x')"),
        ('?b LIKE "x%"', '(STRSTARTS(STR(?b), "x"))'),
        ("STR(?b) LIKE '%x'", "(STRENDS(STR(?b), 'x'))"),
        ("?b NOT LIKE '%x%'", "(!CONTAINS(STR(?b), 'x'))"),
        ("?b LIKE 'a%b'", "(REGEX(STR(?b), '^a.*b$'))"),
        ("?b IS NULL", "(!BOUND(?b))"),
        ("?b IS NOT NULL AND ?a != NULL", "(BOUND(?b) && BOUND(?a))"),
        ("?b BETWEEN 1 AND 9", "(?b >= 1 && ?b <= 9)"),
        ("LENGTH(?b) > 3", "(STRLEN(?b) > 3)"),
    ],
)
def test_a_condition_is_rewritten(session, sql, sparql):
    assert explained(session, CLAUSE % sql).endswith(f"; write {sparql}")
    session.ask(CLAUSE % sparql)  # and can be run


@pytest.mark.parametrize(
    ("sql", "sparql"),
    [
        ("SELECT TOP 10 ?a { ?a ?p ?o }", "SPARQL has no TOP; write SELECT ?a … LIMIT 10"),
        ("SELECT a, b WHERE { ?a ?p ?b }", "'a' is no variable; write SELECT ?a ?b"),
        ("SELECT ?a, ?b { ?a ?p ?b }", "no commas stand between variables; write SELECT ?a ?b"),
        ("SELECT count(*) { ?a ?p ?b }", "COUNT needs a name; write SELECT (COUNT(*) AS ?count)"),
        ("SELECT COUNT(*) AS ?n { ?a ?p ?b }", "brackets; write SELECT (COUNT(*) AS ?n)"),
        ("SELECT ?a AS ?b { ?a ?p ?o }", "brackets; write SELECT (?a AS ?b)"),
        ("SELECT DISTINCT(?a) { ?a ?p ?o }", "DISTINCT is no function; write SELECT DISTINCT ?a"),
        ("SELECT ?a { ?a ?p ?o } LIMIT 10, 3", "LIMIT takes one number; write LIMIT 3 OFFSET 10"),
        ("SELECT ?a { ?a ?p ?o } LIMIT 3 ORDER BY ?a", "ORDER comes too late; the order is GROUP BY, HAVING, ORDER BY"),
        ("SELECT ?a { ?a ?p ?o } order by desc ?a limit 3", "DESC has brackets; write DESC(?a)"),
        ("SELECT ?a { ?a ?p ?o } LIMIT 1 ASK { ?a ?p 1 }", "a second query begins here; run one after the other"),
        ("SELECT ?a WHERE { ?a ?p ?o } WHERE { ?o ?q ?r }", "there is one WHERE; write all patterns in its braces"),
        ("SELECT ?a { ?a ?p ?o } ORDER BY ?a DESC", "DESC stands before what it sorts; write DESC(?a)"),
        ("SELECT ?a { ?a ?p ?o } ORDER BY a", "'a' is no variable; write ?a"),
        ("SELECT ?a { ?a ?p ?o } GROUP ?a", "GROUP is followed by BY; write GROUP BY ?a"),
        ("SELECT * FROM events WHERE a = 1", "FROM names a graph, not a table; classes stand in the braces"),
        ("SELECT ?a WHERE ?a ?p ?o", "WHERE has braces; write WHERE { ?a ?p ?o }"),
        ("SELECT ?a { ?a ?p ?o } WHERE ?o > 1", "write { … FILTER (?o > 1) }"),
        ("SELECT ?a { ?a ?p ?o . ?o = 3 }", "a comparison is no pattern; write FILTER (?o = 3)"),
        ("SELECT ?a { ?a cno:place = ?o }", "no = between them; write cno:place ?o"),
        ("SELECT ?a { ?a ?p ?o FILTER ?o > 3 }", "stands in brackets; write FILTER (?o > 3)"),
        ("SELECT ?a { ?a ?p ?o . ?o IN (1, 2) }", "IN is a condition; write FILTER (?o IN (1, 2))"),
        ("SELECT ?a { ?a ?p ?o INNER JOIN ?o ?q ?r }", "SPARQL has no INNER; a dot joins patterns"),
        ("SELECT ?a { ?a ?p ?o LEFT JOIN ?o ?q ?r }", "SPARQL has no LEFT; OPTIONAL { … } keeps rows without it"),
        ("SHOW TABLES", "SPARQL has no SHOW; \\schema lists classes and properties"),
    ],
)
def test_a_clause_gets_its_form(session, sql, sparql):
    assert sparql in explained(session, sql)


def test_no_other_word_is_guessed(session):
    for text in ("SELECT TOP 10 ?a {}", CLAUSE % "?a AND ?b", "ASK { ?s ?p place:el fasher }", "ASK { ?s ?p xyz }"):
        assert "did you mean" not in explained(session, text).replace("did you mean place:el-fasher?", "")
