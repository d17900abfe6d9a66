from datetime import date

import pytest

from kg.model import Kind
from kg.resolve.actors import Actors, Description
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import known_actors
from kg.resolve.known_places import known_places


@pytest.fixture(scope="module")
def actors():
    gazetteer = Gazetteer.open(known_places())
    return Actors(known_actors(), gazetteer, (), "0123456789abcdef", date(2024, 5, 8))


@pytest.mark.parametrize(
    ("said", "key", "kind"),
    [
        pytest.param(Description("Russia", "place", "GPE"), "russia", Kind.STATE, id="a country that acts is its state"),
        pytest.param(Description("Moscow", "place", "GPE"), "russia", Kind.STATE, id="so is its capital"),
        pytest.param(Description("the Kremlin", "organization", "ORG"), "russia", Kind.STATE, id="so is its seat of government"),
        pytest.param(Description("M23", "organization", "ORG"), "m23", Kind.ARMED_FORCE, id="a known group"),
        pytest.param(Description("M23 rebels", "group"), "m23", Kind.ARMED_FORCE, id="the people of a known group"),
        pytest.param(Description("Houthi fighters", "group"), "houthis", Kind.ARMED_FORCE, id="and of one named by its people"),
        pytest.param(Description("linked Red Banner insurgents", "force", body="Red Banner"), "red-banner", Kind.ARMED_FORCE, id="and of one that the file lacks"),
        pytest.param(Description("gunmen", "group"), "gunmen-01234567", Kind.GROUP, id="nameless people are the article's own"),
        pytest.param(Description("Ukrainian president", "group"), "volodymyr-zelenskyy", Kind.PERSON, id="who holds the office"),
        pytest.param(Description("Jean Malo", "person", "PERSON"), "jean-malo", Kind.PERSON, id="a person unknown to the file"),
    ],
)  # fmt: skip
def test_who_is_meant(actors, said, key, kind):
    found = actors.actor(said)
    assert found is not None
    assert (found.key, found.kind) == (key, kind)


def test_a_town_does_not_act(actors):
    assert actors.actor(Description("Goma", "place", "GPE")) is None


def test_a_town_can_be_a_target(actors):
    found = actors.target(Description("Goma", "place", "GPE"))
    assert (found.key, found.kind) == ("goma", Kind.FACILITY)


def test_nationality_is_not_membership(actors):
    bloggers = actors.actor(Description("Russian military bloggers", "group"))
    ministry = actors.actor(
        Description("Ruritanian ministry", "organization", owner=actors.state("Russia"), state_organ=True)
    )
    assert (bloggers.country, bloggers.part_of) == ("russia", None)
    assert ministry.part_of == "russia"
