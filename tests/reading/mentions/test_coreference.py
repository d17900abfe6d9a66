import pytest

from kg.reading.attribution.cues import CueFinder
from kg.reading.mentions.coreference import CoreferenceResolver


@pytest.fixture
def antecedent(tree, words, rules, phrases, parsed):
    def resolve(tree_text, position):
        doc = tree(tree_text)
        noun_phrases = phrases(doc)
        coreference = CoreferenceResolver(noun_phrases, CueFinder(words, rules).cues(parsed(doc), noun_phrases))
        phrase = coreference.resolve(noun_phrases.phrase_of(doc[position]))
        return phrase.name if phrase else None

    return resolve


@pytest.mark.parametrize(
    ("tree_text", "position", "name"),
    [
        pytest.param("Jean/NNP/compound/1/B-PERSON Malo/NNP/nsubj/2/I-PERSON spoke/VBD/ROOT/2 ././punct/2 He/PRP/nsubj/5 fled/VBD/ROOT/5", 4, "Jean Malo", id="he is the last person to act"),
        pytest.param("Jean/NNP/compound/1/B-PERSON Malo/NNP/nsubj/2/I-PERSON spoke/VBD/ROOT/2 ././punct/2 Malo/NNP/nsubj/5/B-PERSON fled/VBD/ROOT/5", 4, "Jean Malo", id="a surname refers to the person of that name"),
        pytest.param("The/DT/det/2 Ruritanian/JJ/amod/2/B-NORP army/NN/nsubj/3 fled/VBD/ROOT/3 ././punct/3 The/DT/det/6 army/NN/nsubj/7 returned/VBD/ROOT/7", 6, "Ruritanian army", id="the army is the one with a name"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 said/VBD/ROOT/2 we/PRP/nsubj/4 attacked/VBD/ccomp/2", 3, "army", id="we are the source"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 fled/VBD/ROOT/2 ././punct/2 The/DT/det/5 group/NN/nsubj/6 returned/VBD/ROOT/6 ././punct/6 Its/PRP$/poss/9 camp/NN/nsubj/10 burned/VBD/ROOT/10", 8, "group", id="its antecedent is the last subject that is a body"),
        pytest.param('"/``/punct/3 They/PRP/nsubj/3 shelled/VBD/aux/3 us/PRP/ccomp/6 "/\'\'/punct/3 Malo/NNP/nsubj/6/B-PERSON said/VBD/ROOT/6', 1, None, id="they are not the speaker of the quotation"),
        pytest.param("The/DT/det/1 attacker/NN/nsubj/2 fled/VBD/ROOT/2 ././punct/2 Police/NNS/nsubj/5 shot/VBD/ROOT/5 him/PRP/dobj/5", 6, "attacker", id="the antecedent of he can be a common noun"),
        pytest.param("Ruritanian/NNP/compound/2/B-ORG Armed/NNP/compound/2/I-ORG Forces/NNPS/nsubj/3/I-ORG fled/VBD/ROOT/3 ././punct/3 They/PRP/nsubj/6 returned/VBD/ROOT/6", 5, "Ruritanian Armed Forces", id="they can be a body with a plural name"),
        pytest.param("Jean/NNP/compound/1/B-PERSON Malo/NNP/nsubj/4/I-PERSON ,/,/punct/1 farmer/NN/appos/1 fled/VBD/ROOT/4", 3, "Jean Malo", id="an apposition corefers with its head"),
        pytest.param("They/PRP/nsubj/1 fled/VBD/ROOT/1", 0, None, id="no antecedent"),
        pytest.param("Its/PRP$/poss/1 spokesman/NN/nsubj/4 ,/,/punct/1 Malo/NNP/appos/1/B-PERSON spoke/VBD/ROOT/4", 1, "Malo", id="an apposition names the spokesman"),
    ],
)  # fmt: skip
def test_the_antecedent_of_a_phrase(antecedent, tree_text, position, name):
    assert antecedent(tree_text, position) == name
