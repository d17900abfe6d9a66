from datetime import date

import pytest

from kg.model import Kind
from kg.resolve.actors import ActorDescription, ActorResolver
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known_actors import load_known_actors
from kg.resolve.known_places import load_known_places


@pytest.fixture(scope="module")
def actors():
    gazetteer = Gazetteer.open(load_known_places())
    return ActorResolver(load_known_actors(), gazetteer, (), "0123456789abcdef", date(2024, 5, 8))


@pytest.mark.parametrize(
    ("description", "key", "kind"),
    [
        pytest.param(ActorDescription("Russia", "place", "GPE"), "russia", Kind.STATE, id="a country that acts is its state"),
        pytest.param(ActorDescription("Moscow", "place", "GPE"), "russia", Kind.STATE, id="so is its capital"),
        pytest.param(ActorDescription("the Kremlin", "organization", "ORG"), "russia", Kind.STATE, id="so is its seat of government"),
        pytest.param(ActorDescription("M23", "organization", "ORG"), "m23", Kind.ARMED_FORCE, id="a known group"),
        pytest.param(ActorDescription("M23 rebels", "group"), "m23", Kind.ARMED_FORCE, id="the people of a known group"),
        pytest.param(ActorDescription("Houthi fighters", "group"), "houthis", Kind.ARMED_FORCE, id="and of one named by its people"),
        pytest.param(ActorDescription("linked Red Banner insurgents", "force", body="Red Banner"), "red-banner", Kind.ARMED_FORCE, id="and of one that the file lacks"),
        pytest.param(ActorDescription("gunmen", "group"), "gunmen-01234567", Kind.GROUP, id="nameless people are the article's own"),
        pytest.param(ActorDescription("Ukrainian president", "group"), "volodymyr-zelenskyy", Kind.PERSON, id="who holds the office"),
        pytest.param(ActorDescription("Jean Malo", "person", "PERSON"), "jean-malo", Kind.PERSON, id="a person unknown to the file"),
    ],
)  # fmt: skip
def test_who_is_meant(actors, description, key, kind):
    found = actors.resolve_actor(description)
    assert found is not None
    assert (found.key, found.kind) == (key, kind)


def test_a_town_does_not_act(actors):
    assert actors.resolve_actor(ActorDescription("Goma", "place", "GPE")) is None


def test_a_town_can_be_a_target(actors):
    found = actors.resolve_target(ActorDescription("Goma", "place", "GPE"))
    assert (found.key, found.kind) == ("goma", Kind.FACILITY)


def test_nationality_is_not_membership(actors):
    bloggers = actors.resolve_actor(ActorDescription("Russian military bloggers", "group"))
    ministry = actors.resolve_actor(
        ActorDescription("Ruritanian ministry", "organization", owner=actors.state_of_name("Russia"), state_organ=True)
    )
    assert (bloggers.country, bloggers.part_of) == ("russia", None)
    assert ministry.part_of == "russia"
