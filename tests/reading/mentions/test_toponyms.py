import pytest

from kg.model import Kind, Place
from kg.reading.mentions.article_nodes import entity_mentions


@pytest.fixture
def resolved(entities, tree):
    """Return the places of a parse as (words, key)."""

    def resolve(tree_text: str) -> list[tuple[str, str]]:
        mentions = entity_mentions(entities(tree(tree_text)))
        return [(f.mention.text, f.value.key) for f in mentions if isinstance(f.value, Place)]

    return resolve


@pytest.mark.parametrize(
    ("tree_text", "expected"),
    [
        pytest.param("Troops/NNS/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 Birmingham/NNP/pobj/2/B-GPE ,/,/punct/3 Alabama/NNP/appos/3/B-GPE ././punct/1",
                     [("Birmingham", "birmingham-united-states"), ("Alabama", "alabama")], id="a town and its region"),
        pytest.param("They/PRP/nsubj/1 met/VBD/ROOT/1 in/IN/prep/1 the/DT/det/5 Belgorod/NNP/compound/5/B-GPE region/NN/pobj/2 of/IN/prep/5 Russia/NNP/pobj/6/B-GPE ././punct/1",
                     [("Belgorod", "belgorod-region"), ("Russia", "russia")], id="the noun says which"),
        pytest.param("They/PRP/nsubj/1 met/VBD/ROOT/1 in/IN/prep/1 Nyanza/NNP/compound/4/B-GPE province/NN/pobj/2 of/IN/prep/4 Kenya/NNP/pobj/5/B-GPE ././punct/1",
                     [("Nyanza", "nyanza-kenya"), ("Kenya", "kenya")], id="a region whose namesakes lie elsewhere"),
        pytest.param("They/PRP/nsubj/1 met/VBD/ROOT/1 in/IN/prep/1 Nyanza/NNP/pobj/2/B-GPE in/IN/prep/1 Kenya/NNP/pobj/4/B-GPE ././punct/1",
                     [("Kenya", "kenya")], id="better none than a namesake"),
        pytest.param("Floods/NNS/nsubj/1 hit/VBD/ROOT/1 the/DT/det/5 Indian/NNP/compound/4/B-LOC Ocean/NNP/compound/5/I-LOC coast/NN/dobj/1 ././punct/1",
                     [("Indian Ocean", "indian-ocean")], id="a noun that does not qualify the name"),
        pytest.param("The/DT/det/2 US/NNP/compound/2/B-ORG Army/NNP/nsubj/3/I-ORG fled/VBD/ROOT/3 ././punct/3",
                     [("US", "united-states")], id="a country that begins its body's name"),
        pytest.param("South/JJ/amod/1/B-ORG African/JJ/amod/2/I-ORG authorities/NNS/nsubj/3/I-ORG fled/VBD/ROOT/3 ././punct/3",
                     [], id="half of a country's adjective is no region"),
        pytest.param("The/DT/det/2 Central/NNP/compound/2/B-ORG Command/NNP/nsubj/3/I-ORG fled/VBD/ROOT/3 ././punct/3",
                     [], id="nor is a word that many names begin with"),
        pytest.param("Shells/NNS/nsubj/1 fell/VBD/ROOT/1 in/IN/prep/1 Kisikovo/NNP/pobj/2/B-GPE near/IN/prep/1 Goma/NNP/pobj/4/B-GPE ././punct/1",
                     [("Kisikovo", "kisikovo-north-kivu"), ("Goma", "goma")], id="an unknown village is in the region of its neighbour"),
        pytest.param("They/PRP/nsubj/1 fled/VBD/ROOT/1 from/IN/prep/1 NICU/NNP/pobj/2/B-GPE ././punct/1", [], id="an acronym is no village"),
        pytest.param("They/PRP/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 TLF-1/NNP/pobj/2/B-GPE ././punct/1", [], id="nor is a code"),
        pytest.param("They/PRP/nsubj/1 died/VBD/ROOT/1 in/IN/prep/1 cattle/NNP/pobj/2/B-GPE ././punct/1", [], id="nor a word in small letters"),
        pytest.param("They/PRP/nsubj/1 met/VBD/ROOT/1 Radio/NNP/compound/3/B-PERSON Pyongyang/NNP/dobj/1/I-PERSON in/IN/prep/1 Pyongyang/NNP/pobj/4/B-GPE ././punct/1",
                     [("Pyongyang", "pyongyang")], id="a surname can be a town after in"),
    ],
)  # fmt: skip
def test_toponyms_are_resolved(resolved, tree_text, expected):
    assert resolved(tree_text) == expected


def test_a_village_without_a_gazetteer_entry_is_a_settlement(entities, tree):
    doc = tree("Shells/NNS/nsubj/1 fell/VBD/ROOT/1 in/IN/prep/1 Kisikovo/NNP/pobj/2/B-GPE ././punct/1")
    [filler] = entity_mentions(entities(doc))
    assert (filler.value.kind, filler.value.within) == (Kind.SETTLEMENT, None)
