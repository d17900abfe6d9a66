import pytest

KILLED = "Three/CD/nummod/1/B-CARDINAL people/NNS/nsubjpass/3 were/VBD/auxpass/3 killed/VBN/ROOT/3 in/IN/prep/3 the/DT/det/6 market/NN/pobj/4 ././punct/3"
SHELLED = "Three/CD/nummod/1/B-CARDINAL people/NNS/nsubjpass/3 were/VBD/auxpass/3 killed/VBN/ROOT/3 when/WRB/advmod/6 rebels/NNS/nsubj/6 shelled/VBD/advcl/3 the/DT/det/8 market/NN/dobj/6 ././punct/3"
DRIVERS = "The/DT/det/2 bus/NN/compound/2 drivers/NNS/nsubj/3 met/VBD/ROOT/3 on/IN/prep/3 Monday/NNP/pobj/4/B-DATE ././punct/3"
DIPLOMATS = (
    "French/JJ/amod/1/B-NORP diplomats/NNS/nsubj/2 met/VBD/ROOT/2 on/IN/prep/2 Monday/NNP/pobj/3/B-DATE ././punct/2"
)
ARREST = "Police/NNS/nsubj/1 arrested/VBD/ROOT/1 a/DT/det/3 baker/NN/dobj/1 ././punct/1"
LONG = " ".join(f"again/RB/ROOT/{5 + n}" for n in range(60))
RALLY = "A/DT/det/1 protest/NN/nsubj/2 followed/VBD/ROOT/2 ././punct/2"
PRAISE = "The/DT/det/1 mayor/NN/nsubj/2 praised/VBD/ROOT/2 the/DT/det/4 nurses/NNS/dobj/2 ././punct/2"


@pytest.mark.parametrize(
    ("tree_text", "term_count", "expected"),
    [
        pytest.param(
            SHELLED,
            0,
            ["killed attack-civilians", "shelled shelling"],
            id="force speaks for itself and for its effects",
        ),
        pytest.param(KILLED, 1, [], id="an effect alone may be an accident's"),
        pytest.param(KILLED, 2, ["killed attack-civilians"], id="not in a text about conflict"),
        pytest.param(ARREST, 0, [], id="an arrest is no conflict"),
        pytest.param(ARREST, 1, ["arrested detain"], id="but in a short text about conflict"),
        pytest.param(f"{ARREST} {LONG}", 1, [], id="a long one needs more"),
        pytest.param(f"{ARREST} {LONG}", 2, ["arrested detain"], id="which makes it one about conflict"),
        pytest.param(f"{ARREST} {' '.join([LONG] * 50)}", 2, [], id="and a very long one gathers them"),
        pytest.param(RALLY, 1, ["protest protest"], id="a firm word needs no participant"),
        pytest.param(DRIVERS, 5, [], id="a tentative word needs a term of conflict in its sentence"),
        pytest.param(DIPLOMATS, 5, ["met consult"], id="or a demonym"),
        pytest.param(DIPLOMATS, 0, [], id="and a text about conflict"),
        pytest.param(PRAISE, 4, [], id="two participants are not enough"),
        pytest.param(PRAISE, 5, ["praised support"], id="unless the text is full of conflict"),
    ],
)
def test_the_text_must_have_terms_of_conflict(trigger_actions, tree_text, term_count, expected):
    assert trigger_actions(tree_text, term_count) == expected
