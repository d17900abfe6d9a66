import pytest

from kg.errors import OntologyError
from kg.model import Kind
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_places import load_known_places


def test_every_country_has_coordinates():
    assert [p.key for p in load_known_places() if p.kind is Kind.COUNTRY and p.latitude is None] == []


def test_every_hand_made_place_lies_in_a_place_that_is_there():
    gazetteer = Gazetteer.open(load_known_places())
    lost = [p.key for p in load_known_places() if p.within is not None and gazetteer.place(p.within) is None]
    assert lost == []


def test_every_hand_made_place_of_a_compiled_key_is_the_same_place():
    compiled = Gazetteer.open(())
    pairs = [(p, compiled.place(p.key)) for p in load_known_places()]
    moved = [
        p.key for p, other in pairs if other and p.within and other.kind is not p.kind and p.kind is not Kind.PLACE
    ]
    assert moved == []


HEAD = """@prefix cno: <https://w3id.org/conflict-news/ontology#> .
@prefix place: <https://w3id.org/conflict-news/data/place/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


@pytest.mark.parametrize(
    ("turtle", "message"),
    [
        pytest.param(
            "place:goma a cno:City ; rdfs:label 'Goma' .", r"places.ttl:4: class of 'goma' is City", id="class"
        ),
        pytest.param("place:goma a cno:Settlement .", r"places.ttl:4: 'goma' has 0 labels", id="label"),
        pytest.param(
            "place:a a cno:Region ; rdfs:label 'A' ; cno:within place:b .\n"
            "place:b a cno:Region ; rdfs:label 'B' ; cno:within place:a .",
            r"places.ttl:4: 'a' lies within itself",
            id="circle",
        ),
        pytest.param("place:goma a", r"places.ttl", id="Turtle"),
    ],
)
def test_a_fault_in_the_places_file_names_the_line(tmp_path, turtle, message):
    (tmp_path / "places.ttl").write_text(HEAD + turtle)
    with pytest.raises(OntologyError, match=message):
        load_known_places(tmp_path / "places.ttl")
