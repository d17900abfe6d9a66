from datetime import date

import pytest

from kg.model import Article
from kg.reading.document.story_segments import segment_numbers
from kg.reading.pipeline import load_reader


def countries_of(*paragraphs):
    return [frozenset(countries.split()) for countries in paragraphs]


@pytest.mark.parametrize(
    ("countries", "numbers"),
    [
        pytest.param(countries_of("mali", "mali france", "", "france", "mali"), (0, 0, 0, 0, 0), id="one story"),
        pytest.param(countries_of("mali", "france", "peru", "chad"), (0, 0, 0, 0), id="too short for a digest"),
        pytest.param(countries_of("mali", "chad", "peru", "", "peru cuba", "fiji", "iran"), (0, 1, 2, 2, 2, 3, 4), id="a digest"),
        pytest.param([], (), id="no paragraphs"),
    ],
)  # fmt: skip
def test_items_of_a_digest_are_segments(countries, numbers):
    assert segment_numbers(countries) == numbers


DIGEST = """Guerrillas blew up a bridge in Cauca, Colombia, on Saturday, the governor said.

Turkish drones struck a power station near Qamishli in Syria.

Rebels attacked a convoy in Goma. Congo's army confirmed the attack.

Police in Belgrade arrested ten students.

Kenya's president met the opposition in Nairobi.

After the shooting, the suspect was arrested by police in Annecy, France."""


@pytest.mark.model
def test_slots_are_not_filled_from_another_item():
    events = load_reader().read(Article("digest", DIGEST, published=date(2025, 11, 24))).events
    days = {event.triggers[0].text: event.when and event.when.text for event in events}
    assert days.pop("blew up a bridge") == "on Saturday"
    assert set(days.values()) == {None}
    [convoy] = [event for event in events if event.triggers[0].text == "attacked"]
    assert [claimant.value.label for claim in convoy.claims for claimant in claim.claimants] == [
        "Armed Forces of the Democratic Republic of the Congo"
    ]
