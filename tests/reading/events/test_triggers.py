import pytest

from kg.model import RejectionReason
from kg.reading.events.triggers import TriggerSearch, find_triggers
from kg.reading.text.relevance import ConflictTerms


def _conflict_terms(count: int | None) -> ConflictTerms | None:
    """Return so many terms of conflict outside the parse; None: the text is known to be about conflict."""
    return None if count is None else ConflictTerms(tuple((900 + n, 901 + n, n) for n in range(count)), 0)


@pytest.fixture
def search(tree, words, rules, phrases):
    """Return the triggers and rejected senses of a parse, with so many terms of conflict elsewhere in its text."""

    def find(text: str, term_count: int | None = None) -> TriggerSearch:
        terms = _conflict_terms(term_count)
        return find_triggers(phrases(tree(text)), words, words.phrase_index("Fence"), rules, terms)

    return find


@pytest.fixture
def rejected_senses(search):
    """Return the rejected senses of a parse, each with the reason and its detail."""
    return lambda text, term_count: [(r.entry.text, r.reason, r.detail) for r in search(text, term_count).rejected]


@pytest.fixture
def trigger_actions(search):
    """Return "word action" of the triggers of a parse."""
    return lambda text, term_count=None: [f"{t.token.text} {t.entry.action}" for t in search(text, term_count).triggers]


@pytest.mark.parametrize(
    ("tree_text", "expected"),
    [
        pytest.param("The/DT/det/1 rebels/NNS/nsubj/2 captured/VBD/ROOT/2 Goma/NNP/dobj/2/B-GPE ././punct/2",
                     ["captured seize-territory"], id="a captured town is territory"),
        pytest.param("The/DT/det/1 rebels/NNS/nsubj/2 captured/VBD/ROOT/2 three/CD/nummod/4/B-CARDINAL soldiers/NNS/dobj/2 ././punct/2",
                     ["captured detain"], id="captured people are detained"),
        pytest.param("The/DT/det/1 bombing/NN/nsubj/2 left/VBD/ROOT/2 six/CD/nummod/4/B-CARDINAL soldiers/NNS/dobj/2 dead/JJ/oprd/2 ././punct/2",
                     ["bombing bomb-attack", "left attack", "dead use-force"], id="who is left dead has not been withdrawn"),
        pytest.param("They/PRP/nsubj/1 entered/VBD/ROOT/1 Goma/NNP/dobj/1/B-GPE ././punct/1",
                     ["entered incursion"], id="a pronoun can be a force"),
        pytest.param("The/DT/det/2 allied/VBN/amod/2 militias/NNS/nsubj/3 attacked/VBD/ROOT/3 the/DT/det/5 town/NN/dobj/3 ././punct/3",
                     ["attacked attack"], id="a participle that only describes"),
        pytest.param("People/NNS/nsubj/4 accused/VBN/acl/0 of/IN/prep/1 crimes/NNS/pobj/2 fled/VBD/ROOT/4 the/DT/det/6 town/NN/dobj/4 ././punct/4",
                     ["fled retreat"], id="a verbal action without an actor"),
        pytest.param("Houthi/NNP/npadvmod/2/B-ORG -/HYPH/punct/2 controlled/VBN/amod/3 Hodeidah/NNP/nsubj/4/B-GPE burned/VBD/ROOT/4 ././punct/4",
                     ["controlled hold-territory"], id="a participle joined to a name has an actor"),
        pytest.param("Gunmen/NNS/nsubj/1 shot/VBD/ROOT/1 soldiers/NNS/dobj/1 in/IN/prep/1 Russian/JJ/npadvmod/6/B-NORP -/HYPH/punct/6 occupied/VBN/amod/7 Crimea/NNP/pobj/3/B-GPE ././punct/1",
                     ["shot attack", "occupied hold-territory"], id="what is occupied is not being seized"),
        pytest.param("Troops/NNS/nsubj/1 marched/VBD/ROOT/1 on/IN/prep/1 Goma/NNP/pobj/2/B-GPE ././punct/1",
                     ["marched advance"], id="a verb and its preposition"),
        pytest.param("People/NNS/nsubj/1 marched/VBD/ROOT/1 on/IN/prep/1 Sunday/NNP/pobj/2/B-DATE ././punct/1",
                     ["marched protest"], id="but not a day's"),
        pytest.param("Gunmen/NNS/nsubj/1 ambushed/VBD/ROOT/1 a/DT/det/3 patrol/NN/dobj/1 ././punct/1",
                     ["ambushed attack"], id="a participant is no trigger"),
        pytest.param("Buses/NNS/nsubj/1 burst/VBD/ROOT/1 into/IN/prep/1 flames/NNS/pobj/2 ././punct/1",
                     [], id="fire is no incursion"),
        pytest.param("They/PRP/nsubj/1 took/VBD/ROOT/1 Ali/NNP/dobj/1/B-PERSON into/IN/prep/1 custody/NN/pobj/3 ././punct/1",
                     ["took detain"], id="a verb and its prepositional phrase"),
        pytest.param("Ali/NNP/nsubj/1/B-PERSON languished/VBD/ROOT/1 in/IN/prep/1 prison/NN/pobj/2 ././punct/1",
                     ["languished detain"], id="whoever sits in prison is held"),
        pytest.param("Security/NN/nsubjpass/2 was/VBD/auxpass/2 tightened/VBN/ROOT/2 in/IN/prep/2 Goma/NNP/pobj/3/B-GPE ././punct/2",
                     ["tightened mobilize"], id="a verb and its object, in the passive"),
        pytest.param("Mali/NNP/nsubj/1/B-GPE withdrew/VBD/ROOT/1 from/IN/prep/1 the/DT/det/4 treaty/NN/pobj/2 ././punct/1",
                     ["withdrew reject"], id="who leaves a treaty moves no troops"),
        pytest.param("Mali/NNP/nsubj/1/B-GPE gave/VBD/ROOT/1 Chad/NNP/dative/1/B-GPE a/DT/det/4 deadline/NN/dobj/1 ././punct/1",
                     ["gave request"], id="a deadline is a demand"),
        pytest.param("The/DT/det/1 group/NN/nsubj/2 denied/VBD/ROOT/2 any/DT/det/4 involvement/NN/dobj/2 in/IN/prep/4 the/DT/det/7 attack/NN/pobj/5 ././punct/2",
                     ["denied attack", "attack attack"], id="a denial is a trigger beside what it denies"),
        pytest.param("A/DT/det/1 jet/NN/nsubj/2 overran/VBD/ROOT/2 the/DT/det/4 runway/NN/dobj/2 ././punct/2",
                     [], id="a runway is no territory"),
        pytest.param("He/PRP/nsubj/1 supports/VBZ/ROOT/1 himself/PRP/dobj/1 ././punct/1",
                     [], id="nobody is his own ally"),
        pytest.param("Two/CD/nummod/1/B-CARDINAL people/NNS/nsubjpass/3 were/VBD/auxpass/3 killed/VBN/ROOT/3 in/IN/prep/3 a/DT/det/6 fire/NN/pobj/4 ././punct/3",
                     [], id="a fire kills without an attack"),
    ],
)  # fmt: skip
def test_words_have_the_sense_that_fits(trigger_actions, tree_text, expected):
    assert trigger_actions(tree_text) == expected


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


def test_words_inside_a_fixed_phrase_fill_slots(search):
    triggers = search(
        "They/PRP/nsubj/1 threw/VBD/ROOT/1 Ali/NNP/dobj/1/B-PERSON behind/IN/prep/1 bars/NNS/pobj/3 "
        "and/CC/cc/1 held/VBD/conj/1 two/CD/nummod/8/B-CARDINAL pilots/NNS/dobj/6 hostage/NN/oprd/6 ././punct/1"
    ).triggers
    assert [(t.entry.text, [x.text for x in t.roles["target"]]) for t in triggers] == [
        ("throw", ["Ali"]),
        ("hold * hostage", ["pilots"]),
    ]


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


@pytest.mark.parametrize(
    ("tree_text", "term_count", "expected"),
    [
        pytest.param("He/PRP/nsubj/1 had/VBD/ROOT/1 a/DT/det/4 heart/NN/compound/4 attack/NN/dobj/1 ././punct/1",
                     None, ("attack", RejectionReason.LEXICAL_EXCEPTION, "“heart attack” (fence-health)"), id="inside a lexical exception"),
        pytest.param("He/PRP/nsubj/1 read/VBD/ROOT/1 War/NNP/dobj/1/B-WORK_OF_ART and/CC/cc/2/I-WORK_OF_ART Peace/NNP/conj/2/I-WORK_OF_ART ././punct/1",
                     None, ("war", RejectionReason.NAME, "“War and Peace”"), id="part of a name"),
        pytest.param("The/DT/det/2 battle/NN/compound/2 plan/NN/nsubj/3 slept/VBD/ROOT/3 ././punct/3",
                     None, ("battle", RejectionReason.PART_OF_SPEECH, "part of “battle plan”"), id="a modifier in a compound"),
        pytest.param("The/DT/det/1 allied/VBN/amod/2 militias/NNS/nsubj/3 slept/VBD/ROOT/3 ././punct/3",
                     None, ("ally", RejectionReason.MODIFIER, "“militias”"), id="a participle that only describes"),
        pytest.param("The/DT/det/1 village/NN/nsubj/2 lies/VBZ/ROOT/2 there/RB/advmod/2 ././punct/2",
                     None, ("lie", RejectionReason.CONDITION, "only with an object: actor, person; "), id="a restriction that is not met"),
        pytest.param("Police/NNS/nsubj/1 arrested/VBD/ROOT/1 a/DT/det/3 baker/NN/dobj/1 ././punct/1",
                     0, ("arrest", RejectionReason.LOW_RELEVANCE, "0 of 1 other words of conflict in the text"), id="too few terms of conflict"),
        pytest.param("The/DT/det/2 bus/NN/compound/2 drivers/NNS/nsubj/3 met/VBD/ROOT/3 on/IN/prep/3 Monday/NNP/pobj/4/B-DATE ././punct/3",
                     5, ("meet", RejectionReason.LOW_RELEVANCE, "no sign of conflict in the sentence of a tentative word"), id="no term of conflict in its sentence"),
    ],
)  # fmt: skip
def test_rejected_senses_have_a_reason(rejected_senses, tree_text, term_count, expected):
    words, reason, detail = expected
    assert [(w, r) for w, r, d in rejected_senses(tree_text, term_count) if d.startswith(detail)] == [(words, reason)]


def test_a_word_inside_a_trigger_is_not_rejected(rejected_senses):
    tree_text = "They/PRP/nsubj/1 launched/VBD/ROOT/1 an/DT/det/3 attack/NN/dobj/1 on/IN/prep/3 Goma/NNP/pobj/4/B-GPE ././punct/1"
    assert rejected_senses(tree_text, None) == []
