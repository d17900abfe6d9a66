import pytest

from kg.errors import QueryError
from kg.query.evidence import sources
from kg.query.node_lookup import find_node, node_statements
from kg.query.schema import schema_listing
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


def test_an_event_comes_from_the_words_of_its_claims(session):
    first, second = sources(EVENT, session)
    assert (first.title, first.outlet, first.date) == (
        "Shells fall on the port of Kessel",
        "Kessel Gazette",
        "2031-03-05",
    )
    assert (first.quote.words, first.quote.begin) == ("Shells killed four dockers, the army said.", 0)
    assert (second.claimant, second.title) == (FRONT, "Front denies it hit the port")


def test_a_mention_and_a_claim_have_one_source(session):
    assert len(sources(PREFIXES["claim"] + "front", session)) == 1
    assert len(sources(PREFIXES["article"] + "bbbb#char=10,37", session)) == 1
    assert sources(PREFIXES["place"] + "lurania", session) == []


def test_the_schema_shows_classes_with_properties_and_ranges(session):
    lines = schema_listing(session.index, PREFIXES, "claimant").splitlines()
    assert lines[0].split() == ["cno:Claim", "2"]
    assert lines[1].split() == ["cno:claimant", "2", "→", "cno:ArmedForce"]
    assert schema_listing(session.index, PREFIXES, "nothing-like-it") == ""
