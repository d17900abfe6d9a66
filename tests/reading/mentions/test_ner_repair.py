import pytest

from kg.reading.mentions.entity_context import place_context
from kg.reading.mentions.ner_repair import repair_entities


@pytest.fixture
def repaired(resources, tree):
    def entities(tree_text: str) -> list[tuple[str, str]]:
        doc = tree(tree_text)
        repair_entities(
            doc,
            place_context(doc, resources.known_actors, resources.gazetteer),
            resources.known_actors,
            resources.gazetteer,
            resources.noun_classes,
        )
        return [(e.text, e.label_) for e in doc.ents]

    return entities


@pytest.mark.parametrize(
    ("tree_text", "expected"),
    [
        pytest.param("Near/NNP/compound/1/B-PERSON Bayji/NNP/npadvmod/3/I-PERSON rebels/NNS/nsubj/3 died/VBD/ROOT/3 ././punct/3",
                     [("Bayji", "GPE")], id="a preposition that opens the sentence"),
        pytest.param("Troops/NNS/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 Al/NNP/compound/4 Hasakah/NNP/pobj/2/B-GPE ././punct/1",
                     [("Al Hasakah", "GPE")], id="a town's first word"),
        pytest.param("They/PRP/nsubj/1 met/VBD/ROOT/1 Sudesh/NNP/compound/3 Amman/NNP/dobj/1/B-GPE ././punct/1",
                     [("Sudesh Amman", "PERSON")], id="a surname that is a town's"),
        pytest.param("Director/NN/compound/2 Vladimir/NNP/compound/2/B-GPE Rebic/NNP/nsubj/3 spoke/VBD/ROOT/3 ././punct/3",
                     [("Vladimir Rebic", "PERSON")], id="a forename that is a town's"),
        pytest.param("Police/NNS/nsubj/1 fired/VBD/ROOT/1 in/IN/prep/1 Victoria/NNP/compound/4/B-GPE Park/NNP/pobj/2 ././punct/1",
                     [("Victoria Park", "FAC")], id="a place inside a facility's name"),
        pytest.param("Troops/NNS/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 Maidan/NNP/compound/4/B-GPE Shahr/NNP/pobj/2 ././punct/1",
                     [("Maidan Shahr", "GPE")], id="a town's last word"),
        pytest.param("He/PRP/nsubj/1 met/VBD/ROOT/1 New/NNP/compound/3/B-GPE Zealand/NNP/compound/5/I-GPE Prime/NNP/compound/5 Minister/NNP/dobj/1 ././punct/1",
                     [("New Zealand", "GPE")], id="an office is no part of a name"),
        pytest.param("They/PRP/nsubj/1 boarded/VBD/ROOT/1 Iran/NNP/compound/3/B-GPE Skyway/NNP/dobj/1 ././punct/1",
                     [("Iran", "GPE")], id="a country is no forename"),
        pytest.param("The/DT/det/1 town/NN/nsubj/4 of/IN/prep/1 Yeoncheon/NNP/pobj/2/B-ORG fell/VBD/ROOT/4 ././punct/4",
                     [("Yeoncheon", "GPE")], id="a name after a noun for a town"),
        pytest.param("Rebels/NNS/nsubj/1 died/VBD/ROOT/1 near/IN/prep/1 Al/NNP/compound/4/B-PERSON Huwayjah/NNP/pobj/2/I-PERSON ././punct/1",
                     [("Al Huwayjah", "GPE")], id="a name after a preposition that only places follow"),
        pytest.param("They/PRP/nsubj/1 spoke/VBD/ROOT/1 to/IN/prep/1 Vladimir/NNP/compound/4/B-PERSON Putin/NNP/pobj/2/I-PERSON ././punct/1",
                     [("Vladimir Putin", "PERSON")], id="a known person stays a person"),
        pytest.param("Officials/NNS/nsubj/4 in/IN/prep/0 Dallas/NNP/compound/3/B-GPE County/NNP/pobj/1 fled/VBD/ROOT/4 ././punct/4",
                     [("Dallas County", "GPE")], id="a capitalized noun is part of the name"),
        pytest.param("It/PRP/nsubj/1 began/VBD/ROOT/1 at/IN/prep/1 the/DT/det/4 University/NNP/pobj/2 of/IN/prep/4 Georgia/NNP/pobj/5/B-GPE ././punct/1",
                     [("University of Georgia", "ORG")], id="a place that ends a body's name"),
        pytest.param("The/DT/det/3 Kyiv/NNP/compound/2/B-GPE Post/NNP/nsubj/3 reported/VBD/ROOT/3 it/PRP/dobj/3 ././punct/3",
                     [("Kyiv Post", "ORG")], id="a newspaper"),
        pytest.param("Villages/NNS/nsubj/6 of/IN/prep/0 Goma/NNP/pobj/1/B-GPE ,/,/punct/2 Maliuc/NNP/conj/2/B-PERSON and/CC/cc/4 burned/VBD/ROOT/6 ././punct/6",
                     [("Goma", "GPE"), ("Maliuc", "GPE")], id="a list of places goes on"),
        pytest.param("Police/NNS/nsubj/1 searched/VBD/ROOT/1 labs/NNS/dobj/1 in/IN/prep/2 Pirbright/NNP/pobj/3/B-ORG ././punct/1",
                     [("Pirbright", "GPE")], id="a lone name after in"),
        pytest.param("They/PRP/nsubj/1 fled/VBD/ROOT/1 the/DT/det/6 Abu/NNP/compound/4/B-PERSON Shok/NNP/compound/6/I-PERSON refugee/NN/compound/6 district/NN/dobj/1 ././punct/1",
                     [("Abu Shok", "GPE")], id="a name before a noun for a place"),
        pytest.param("A/DT/det/1 town/NN/nsubj/4 called/VBN/acl/1 Laasby/NNP/oprd/2/B-PERSON fell/VBD/ROOT/4 ././punct/4",
                     [("Laasby", "GPE")], id="the name of a town after called"),
        pytest.param("It/PRP/nsubj/1 asked/VBD/ROOT/1 the/DT/det/4 California/NNP/compound/4/B-ORG Department/NNP/dobj/1/I-ORG ././punct/1",
                     [("California Department", "ORG")], id="a body that has a region's name"),
        pytest.param("Rebels/NNS/nsubj/6/B-ORG of/IN/prep/0/I-ORG the/DT/det/5/I-ORG March/NNP/nmod/5/B-ORG 23/CD/nummod/3/I-ORG Movement/NNP/pobj/1/I-ORG fled/VBD/ROOT/6 ././punct/6",
                     [("March 23 Movement", "ORG")], id="the remainder of a match of a known name"),
    ],
)  # fmt: skip
def test_entities_are_repaired(repaired, tree_text, expected):
    assert repaired(tree_text) == expected
