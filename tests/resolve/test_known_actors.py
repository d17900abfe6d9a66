from datetime import date

import pytest

from kg.errors import OntologyError
from kg.model import Kind
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places


@pytest.fixture(scope="module")
def known():
    return load_known_actors()


def test_no_name_means_two_actors(known):
    """The loader refuses one name for two actors, and one demonym, people or metonym for two states."""
    assert len(known.actors) > 3000
    assert len(known.names) > 9000


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("russia", "russia"),
        ("russian federation", "russia"),
        ("idf", "israel-defense-forces"),
        ("russian forces", "russian-armed-forces"),
        ("kremlin", None),
        ("m23", "m23"),
        ("fardc", "congolese-armed-forces"),
        ("afp", "afp"),
        ("zelensky", "volodymyr-zelenskyy"),
        ("zelenskyy", "volodymyr-zelenskyy"),
        ("ukrainian foreign ministry", "ukrainian-foreign-ministry"),
        ("british defense ministry", "british-defence-ministry"),
        ("rsf", "rapid-support-forces"),
        ("isw", "isw"),
    ],
)
def test_a_name_means_its_actor(known, name, key):
    assert known.names.get(name) == key


def test_words_for_a_state_are_held_as_they_are_written(known):
    assert known.demonyms["Russian"] == "russia"
    assert known.people["Ukrainians"] == "ukraine"
    assert known.metonyms["Kremlin"] == "russia"
    assert known.metonyms["Ankara"] == "turkey"
    assert "russian" not in known.demonyms


def test_every_force_of_a_state_is_part_of_it(known):
    force = known.actors["ukrainian-armed-forces"]
    assert (force.kind, force.part_of, force.country) == (Kind.ARMED_FORCE, "ukraine", "ukraine")


def test_bloggers_have_a_country_and_belong_to_nobody(known):
    bloggers = known.actors["russian-military-bloggers"]
    assert (bloggers.kind, bloggers.part_of, bloggers.country) == (Kind.GROUP, None, "russia")


def test_every_country_of_an_actor_is_a_known_place(known):
    places = {p.key for p in load_known_places()}
    assert {a.country for a in known.actors.values() if a.country} <= places


def test_states_are_states_and_persons_are_many(known):
    kinds = [a.kind for a in known.actors.values()]
    assert kinds.count(Kind.STATE) > 190
    assert kinds.count(Kind.PERSON) > 500
    assert kinds.count(Kind.ARMED_FORCE) > 500


def test_an_actor_is_part_of_no_actor_that_is_part_of_it(known):
    for actor in known.actors.values():
        seen = {actor.key}
        while actor.part_of is not None:
            assert actor.part_of not in seen
            seen.add(actor.part_of)
            actor = known.actors[actor.part_of]


@pytest.mark.parametrize(
    ("office", "state", "day", "key"),
    [
        pytest.param("president", "russia", date(2003, 5, 1), "vladimir-putin", id="a first term"),
        pytest.param("president", "russia", date(2010, 5, 1), "dmitry-medvedev", id="between two terms"),
        pytest.param("President", "russia", date(2024, 5, 1), "vladimir-putin", id="a capital, no end"),
        pytest.param("defense minister", "ukraine", date(2022, 6, 1), "oleksii-reznikov", id="American spelling"),
        pytest.param("president", "united-states", date(2021, 1, 15), None, id="the month of the change"),
        pytest.param("president", "united-states", None, None, id="no day, and many held it"),
        pytest.param("foreign minister", "russia", date(1980, 1, 1), None, id="before the file begins"),
        pytest.param("astronomer royal", "russia", None, None, id="no such post"),
    ],
)
def test_an_office_is_held_by_one_on_a_day(known, office, state, day, key):
    holder = known.office_holder(office, state, day)
    assert (holder.key if holder else None) == key


def test_terms_end_after_they_begin(known):
    assert [o for o in known.offices if o.since and o.until and o.since > o.until] == []


HEAD = """@prefix cno: <https://w3id.org/conflict-news/ontology#> .
@prefix actor: <https://w3id.org/conflict-news/data/actor/> .
@prefix lex: <https://w3id.org/conflict-news/lexicon#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
actor:x a cno:State ; rdfs:label "X" ; lex:demonym "Xish" .
"""


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        pytest.param(
            'actor:y a cno:State ; rdfs:label "The x" .', r"actors.ttl:7: 'x' names both 'x' and 'y'", id="name"
        ),
        pytest.param(
            'actor:y a cno:State ; rdfs:label "Y" ; lex:demonym "Xish" .', r":7: 'Xish' names both", id="demonym"
        ),
        pytest.param('actor:y a cno:Army ; rdfs:label "Y" .', r":7: class of 'y' is Army; give one of", id="class"),
        pytest.param("actor:y a cno:Group .", r":7: 'y' has 0 labels; give one", id="label"),
        pytest.param(
            'actor:y a cno:Group ; rdfs:label "Y" ; cno:partOf actor:z .',
            r":7: 'y' is part of 'z', which",
            id="part of",
        ),
        pytest.param(
            'actor:y a cno:Person ; rdfs:label "Y" ; lex:held [ lex:office "king" ; lex:of actor:q ] .',
            r":7: 'y' has a post of nobody known",
            id="post",
        ),
        pytest.param(
            'actor:y a cno:Person ; rdfs:label "Y" ; lex:held [ lex:office "king" ; lex:of actor:x ; lex:from "May" ] .',
            r":7: 'May' is no month",
            id="month",
        ),
        pytest.param('actor:y a cno:Group ; rdfs:label "" .', r":7: 'y' has an empty label; write", id="no word"),
        pytest.param(
            'actor:y a cno:Group ; rdfs:label "Y" ;\n  skos:altLabel " " .',
            r":8: 'y' has an empty altLabel",
            id="blank",
        ),
        pytest.param("actor:y a", r"actors.ttl", id="Turtle"),
    ],
)
def test_a_fault_in_the_actor_file_names_the_line(tmp_path, turtle, message):
    (tmp_path / "actors.ttl").write_text(HEAD + turtle)
    with pytest.raises(OntologyError, match=message):
        load_known_actors(tmp_path / "actors.ttl")


def test_a_post_may_end_with_the_calendar(tmp_path):
    post = 'lex:held [ lex:office "king" ; lex:of actor:x ; lex:until "9999" ]'
    (tmp_path / "actors.ttl").write_text(f'{HEAD}actor:y a cno:Person ; rdfs:label "Y" ; {post} .')
    assert load_known_actors(tmp_path / "actors.ttl").office_holder("king", "x", date(2031, 3, 4)).key == "y"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(OntologyError, match="cannot be read"):
        load_known_actors(tmp_path / "actors.ttl")
