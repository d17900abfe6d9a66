import pytest

from kg.errors import QueryError
from kg.query.node_lookup import find_node, node_statements
from kg.vocab import PREFIXES

FRONT, EVENT = PREFIXES["actor"] + "northern-front", PREFIXES["event"] + "shelling-kessel"


@pytest.mark.parametrize(
    "text", ["actor:northern-front", f"<{FRONT}>", FRONT, '"Northern Front"', "northern front", "NF reb"]
)
def test_a_node_has_many_names(session, text):
    assert find_node(text, session) == FRONT


@pytest.mark.parametrize(("text", "words"), [("nothing", "nothing is called"), ("kess port", "may be .*name one")])
def test_a_name_of_none_or_several_is_refused(session, text, words):
    with pytest.raises(QueryError, match=words):
        find_node(text, session)


def test_a_description_has_both_directions(session):
    rows = {tuple(term.value for term in row) for row in node_statements(FRONT, session).rows}
    assert ("→", PREFIXES["rdfs"] + "label", "Northern Front") in rows
    assert ("←", PREFIXES["cno"] + "actor", EVENT) in rows


def test_an_iri_that_is_none_is_refused(session):
    with pytest.raises(QueryError, match="no IRI"):
        node_statements("http://a/> } DROP ALL {", session)
