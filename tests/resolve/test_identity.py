"""Who and what is the same node across articles, and who is not: names in two articles, in either order."""

from datetime import date
from itertools import count

import pytest

from kg.model import Kind
from kg.resolve.actors import ActorDescription, ActorResolver
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places
from kg.text_normalization import has_mixed_scripts


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open(load_known_places())


@pytest.fixture(scope="module")
def actor_key(gazetteer):
    """Return the key of who a description means, each time in another article."""
    known, numbers = load_known_actors(), count()

    def key(words, kind, day="2024-05-08", owner=None, **more):
        article = f"{next(numbers):08x}" * 2
        actors = ActorResolver(known, gazetteer, (), article, date.fromisoformat(day) if day else None)
        entity = {"person": "PERSON", "organization": "ORG"}.get(kind, "")
        holder = known.actors[owner] if owner else None
        found = actors.resolve_actor(ActorDescription(words, kind, entity, owner=holder, **more))
        return found and found.key

    return key


def person(name):
    return {"words": name, "kind": "person"}


def body(name, **more):
    return {"words": name, "kind": "organization", **more}


def people(name, **more):
    return {"words": name, "kind": "group", **more}


def force(name, **more):
    return {"words": name, "kind": "force", **more}


ORGAN = {"state_organ": True}

SAME = [
    pytest.param(person("Volodymyr Zelensky"), person("Zelenskiy"), id="spellings that the actor file has"),
    pytest.param(person("Jean Malo"), person("Jean Malo"), id="a person that the file lacks, by the whole name"),
    pytest.param(person("José Malo"), person("Jose Malo"), id="with an accent and without"),
    pytest.param(body("M23"), body("March 23 Movement"), id="a group and its name in full"),
    pytest.param(body("M23"), people("M23 rebels"), id="a group and its people"),
    pytest.param(body("PKK"), body("Kurdistan Workers' Party"), id="an acronym and what it stands for"),
    pytest.param(body("FARDC"), force("Congolese army"), id="an army by its acronym and by its state"),
    pytest.param(body("Russian Armed Forces"), force("Russian army"), id="an army by two names"),
    pytest.param(body("Qassam Brigades"), body("al-Qassam Brigades"), id="with the Arabic article and without"),
    pytest.param(body("the Kremlin"), body("Kremlin"), id="with the English article and without"),
    pytest.param(people("Ukrainian president", day="2024-03-01"), person("Volodymyr Zelensky"), id="an office and its holder"),
    pytest.param(people("Ukrainian president", day="2017-03-01"), person("Petro Poroshenko"), id="an office and its earlier holder"),
    pytest.param(body("Interior Ministry", owner="iran", **ORGAN), body("Interior Ministry", owner="iran", **ORGAN), id="a ministry of one state"),
]  # fmt: skip

APART = [
    pytest.param(people("Ukrainian president", day="2017-03-01"), people("Ukrainian president", day="2024-03-01"), id="an office under two holders"),
    pytest.param(people("Congolese president", day="2000-03-01"), people("Congolese president", day="2005-03-01"), id="a father and his son in one office"),
    pytest.param(people("US president", day="2017-03-01"), people("US president", day="2022-03-01"), id="an American office under two holders"),
    pytest.param(people("Ukrainian president", day=None), person("Volodymyr Zelensky"), id="an office on no day, and its holder"),
    pytest.param(people("Ukrainian president", day="2019-05-20"), person("Volodymyr Zelensky"), id="an office in the month of a change"),
    pytest.param(person("Jean Malo"), person("Paul Malo"), id="two persons with one surname"),
    pytest.param(person("Jean Malo"), person("Malo"), id="a person, and a bare surname in another article"),
    pytest.param(person("Malo"), person("Malo"), id="a bare surname in two articles"),
    pytest.param(person("Malo"), body("Malo"), id="a person and a body of one name"),
    pytest.param(body("Hamas"), body("Qassam Brigades"), id="a movement and its military wing"),
    pytest.param(body("Sinn Fein"), body("IRA"), id="a party and its militia"),
    pytest.param(body("Fatah"), body("Al-Aqsa Martyrs' Brigades"), id="a party and its brigades"),
    pytest.param(body("PYD"), body("YPG"), id="a Kurdish party and its units"),
    pytest.param(force("Sudanese army"), force("South Sudanese army"), id="armies of two states, one name within the other"),
    pytest.param(body("Interior Ministry", owner="iran", **ORGAN), body("Interior Ministry", owner="iraq", **ORGAN), id="ministries of two states"),
    pytest.param(body("Defence Ministry", **ORGAN), body("Defence Ministry", **ORGAN), id="ministries of states not known"),
    pytest.param(force("1st Brigade"), force("2nd Brigade"), id="units by number"),
    pytest.param(people("gunmen"), people("gunmen"), id="nameless people of two articles"),
    pytest.param(body("Hаmas"), body("Hamas"), id="a Cyrillic letter"),
    pytest.param(body("Ηamas"), body("Hamas"), id="a Greek letter"),
    pytest.param(body("М23"), body("M23"), id="a Cyrillic letter before digits"),
    pytest.param(person("Рutin"), person("Putin"), id="a Cyrillic letter in a surname"),
    pytest.param(body("Hаmas"), body("Ηamas"), id="letters of two other scripts"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_node(actor_key, one, other):
    assert actor_key(**one) == actor_key(**other) is not None
    assert actor_key(**other) == actor_key(**one)


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_nodes(actor_key, one, other):
    assert actor_key(**one) != actor_key(**other)
    assert actor_key(**other) != actor_key(**one)


@pytest.mark.parametrize("name", ["Hаmas", "Ηamas", "Рutin", "Bаkhmut", "Gomа"])
def test_a_disguise_is_flagged(name):
    assert has_mixed_scripts(name)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Kiev", "Kyiv", True, id="an older spelling"),
        pytest.param("Artemivsk", "Bakhmut", True, id="an earlier name"),
        pytest.param("Deir al-Zour", "Deir Ezzor", True, id="two transliterations"),
        pytest.param("Khan Yunis", "Khan Younis", True, id="a letter more"),
        pytest.param("Kursk Oblast", "Kursk region", True, id="two nouns for a region"),
        pytest.param("Kharkiv", "Kharkiv oblast", False, id="a city and its oblast"),
        pytest.param("Kursk", "Kursk region", False, id="another city and its oblast"),
        pytest.param("Bаkhmut", "Bakhmut", False, id="a Cyrillic letter"),
        pytest.param("Gomа", "Goma", False, id="a Cyrillic letter at the end"),
        pytest.param("Sudan", "South Sudan", False, id="two states, one name within the other"),
    ],
)
def test_places_across_articles(gazetteer, one, other, same):
    def key(name):
        return (gazetteer.resolve_toponym(name) or gazetteer.mint_place(name, Kind.PLACE, None)).key

    assert (key(one) == key(other)) is same


def test_an_unknown_village_is_one_node_where_it_lies_in_one_region(gazetteer):
    belgorod, sumy = gazetteer.place("belgorod-region"), gazetteer.place("sumy-region")
    minted = [gazetteer.mint_place("Prelestnoye", Kind.SETTLEMENT, within).key for within in (belgorod, belgorod, sumy)]
    assert minted[0] == minted[1] != minted[2]
