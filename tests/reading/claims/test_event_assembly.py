"""Events of parses built by hand: who takes part in them."""

import pytest

from kg.reading.mentions.place_mentions import place_mentions


@pytest.fixture
def participants(entities, assembled, tree):
    """Return action, actors and targets of each event of a parse."""

    def of_text(text: str) -> list[tuple[str, list[str], list[str]]]:
        linked = entities(tree(text))
        events = (e.event for e in assembled(linked, place_mentions(linked)))
        return [(e.action, [f.value.label for f in e.actors], [f.value.label for f in e.targets]) for e in events]

    return of_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Kyiv/NNP/dobj/1/B-GPE ././punct/1",
                     [("shelling", ["Rebels"], ["Kyiv"])], id="a capital that is shelled is a town"),
        pytest.param("Rebels/NNS/nsubj/1 condemned/VBD/ROOT/1 Kyiv/NNP/dobj/1/B-GPE ././punct/1",
                     [("accuse", ["Rebels"], ["Ukraine"])], id="one that is condemned is its state"),
        pytest.param("Nurses/NNS/nsubj/1 gave/VBD/ROOT/1 a/DT/det/3 toll/NN/dobj/1 for/IN/prep/1 the/DT/det/6 shelling/NN/pobj/4 in/IN/prep/6 Goma/NNP/pobj/7/B-GPE ././punct/1",
                     [("shelling", [], [])], id="who gives a toll has shelled nobody"),
        pytest.param("Rebels/NNS/nsubj/1 clashed/VBD/ROOT/1 with/IN/prep/1 soldiers/NNS/pobj/2 ,/,/punct/1 killing/VBG/advcl/1 two/CD/nummod/7 villagers/NNS/dobj/5 ././punct/1",
                     [("clash", ["Rebels", "soldiers"], [])], id="who is hurt in a clash is no side of it"),
    ],
)  # fmt: skip
def test_who_takes_part(participants, text, expected):
    assert participants(text) == expected
