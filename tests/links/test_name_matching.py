"""Which actors and places are candidate pairs by their names, and which are not."""

import pytest

from kg.links.name_matching import name_candidate_pairs
from kg.links.node_records import NodeRecord
from kg.model import Kind

BASE = "https://w3id.org/conflict-news/data/"


def node(
    label, kind=Kind.ORGANIZATION, *, known=False, uses=1, up=(), countries=(), point=None, aliases=(), sort="actor"
):
    key = f"{BASE}{sort}/{label.encode().hex()}-{kind}-{known}-{'-'.join((*up, *countries))}"
    return NodeRecord(key, frozenset({kind}), label, aliases, known, uses, frozenset(up), frozenset(countries), point)


def person(label, **more):
    return node(label, Kind.PERSON, **more)


def place(label, kind=Kind.SETTLEMENT, **more):
    return node(label, kind, sort="place", **more)


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        pytest.param(person("Anna Malo"), person("Malo"), "one without a first name", id="a bare surname"),
        pytest.param(person("Anna Malo"), person("A. Malo"), "first names that fit", id="an initial"),
        pytest.param(person("Anna Maria Malo"), person("Anna Malo"), "first names that fit", id="a second first name"),
        pytest.param(person("Anna Malo"), person("Malo Anna"), "another order", id="the surname first"),
        pytest.param(person("Muhammad Hamdan"), person("Mohamed Hamdan"), "spelt alike", id="another transliteration"),
        pytest.param(person("Hikmat al-Hijri"), person("Hikmat al-Hajari"), "spelt alike", id="vowels that differ"),
        pytest.param(person("Gregg Miliote"), person("Gregg Milliote"), "spelt alike", id="a letter more"),
        pytest.param(person("Anna Malo", countries=("x",)), person("Anna Malo"), "both are called", id="one of them in a country"),
        pytest.param(node("River Liberation Front"), node("RLF"), "initials", id="an acronym"),
        pytest.param(node("Front", aliases=("RLF",)), node("River Liberation Front"), "initials", id="an acronym that is an alias"),
        pytest.param(node("River Front"), node("River Front fighters", Kind.GROUP), "all of", id="a body and its people"),
        pytest.param(node("Hamas", known=True), node("Hаmas"), "beware", id="a look-alike with a Cyrillic letter"),
        pytest.param(person("Putin", known=True), person("Рutin"), "beware", id="a look-alike of a person"),
        pytest.param(place("Kisik"), place("Kisik", up=("iraq",)), "both are called", id="a village, and it in a country"),
        pytest.param(place("Al Shadaddi"), place("Al Shadadi"), "spelt alike", id="a village in two spellings"),
        pytest.param(place("Goma", known=True, point=(-1.68, 29.22)), place("Goma"), "both are called", id="a town of the map, and one that is not"),
    ],
)  # fmt: skip
def test_a_candidate_pair(one, other, why):
    for nodes in ([one, other], [other, one]):
        (pair,) = name_candidate_pairs(nodes)
        assert why in "; ".join(pair.reasons)
        assert {pair.one, pair.other} == {one.iri, other.iri}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(person("Anna Malo"), person("Bo Malo"), id="two persons with one surname"),
        pytest.param(person("Joseph Kabila"), person("Laurent Kabila"), id="a son and his father"),
        pytest.param(person("Anna Malo", countries=("x",)), person("Anna Malo", countries=("y",)), id="one name in two countries"),
        pytest.param(person("Malo"), node("Malo"), id="a person and a body"),
        pytest.param(node("Sudan", Kind.STATE, known=True), node("South Sudan", Kind.STATE), id="two states"),
        pytest.param(node("M23", known=True), node("M24", known=True), id="two that the actor file has"),
        pytest.param(node("1st Brigade"), node("2nd Brigade"), id="units by number"),
        pytest.param(node("River Union", up=()), node("River Union fighters", up=(node("River Union").iri,)), id="a body and its part"),
        pytest.param(node("Russian", Kind.GROUP), node("Russian navy"), id="an adjective that all bodies of a state have"),
        pytest.param(node("soldiers", Kind.GROUP, up=("a",)), node("soldiers", Kind.GROUP, up=("b",)), id="no names at all"),
        pytest.param(place("Kharkiv"), place("Kharkiv", Kind.REGION), id="a city and its region"),
        pytest.param(place("Baghdad"), place("Baghdad airport", Kind.PLACE), id="a city and its airport"),
        pytest.param(place("Kisik", point=(36.5, 42.6)), place("Kisik", point=(33.0, 44.0)), id="one name, 400 km apart"),
    ],
)  # fmt: skip
def test_no_candidate_pair(one, other):
    assert name_candidate_pairs([one, other]) == []


def test_the_known_one_stays_then_the_one_that_is_named_more():
    (pair,) = name_candidate_pairs([person("Anna Malo", known=True, uses=1), person("Malo", uses=9)])
    assert pair.other == person("Anna Malo", known=True).iri
    (pair,) = name_candidate_pairs([person("Anna Malo", uses=1), person("Malo", uses=9)])
    assert pair.other == person("Malo").iri


def test_a_name_in_another_region_counts_less():
    (near,) = name_candidate_pairs([place("Kisik", up=("north",)), place("Kisik", Kind.PLACE)])
    (far,) = name_candidate_pairs([place("Kisik", up=("north",)), place("Kisik", up=("south",))])
    assert far.score < near.score


def test_the_best_come_first_in_any_order():
    nodes = [
        person("Anna Malo"),
        person("Malo"),
        person("Anna Maria Malo"),
        node("RLF"),
        node("River Liberation Front"),
    ]
    pairs = name_candidate_pairs(nodes)
    assert [p.score for p in pairs] == sorted((p.score for p in pairs), reverse=True)
    assert name_candidate_pairs(nodes[::-1]) == pairs


def test_a_key_that_many_share_makes_no_pairs():
    pairs = name_candidate_pairs(
        [*(person(f"Jo{chr(97 + n % 26)}{chr(98 + n % 20)}o Malo") for n in range(50)), person("Malo")]
    )
    assert not any("surname" in reason for pair in pairs for reason in pair.reasons)
