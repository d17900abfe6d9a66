from datetime import date

import pytest

from kg.reading.events.time_adjuncts import time_adjunct
from kg.reading.mentions.time_mentions import time_mentions
from kg.reading.mentions.timex import TimexTagger

PUBLISHED = date(2024, 5, 8)  # a Wednesday


@pytest.fixture
def day_of(words, tree, parsed):
    """Return the words of a trigger's time adjunct, and its first day."""

    def find(tree_text: str, trigger: str, cues: tuple[str, ...] = ()) -> tuple[str, str] | None:
        doc = tree(tree_text)
        phrases = time_mentions(parsed(doc), TimexTagger(words), PUBLISHED)
        token = [t for t in doc if t.text == trigger][-1]
        best = time_adjunct(token, phrases, frozenset(t.i for t in doc if t.text in cues))
        return (best.mention.text, str(best.interval.earliest)) if best else None

    return find


@pytest.mark.parametrize(
    ("tree_text", "trigger", "expected"),
    [
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1 on/IN/prep/1 Tuesday/NNP/pobj/3/B-DATE ././punct/1",
                     "shelled", ("on Tuesday", "2024-05-07"), id="on the trigger"),
        pytest.param("The/DT/det/1 army/NN/nsubj/2 said/VBD/ROOT/2 on/IN/prep/2 Monday/NNP/pobj/3/B-DATE that/IN/mark/7 rebels/NNS/nsubj/7 shelled/VBD/ccomp/2 Goma/NNP/dobj/7 ././punct/2",
                     "shelled", None, id="the statement's day is not the event's"),
        pytest.param("Monday/NNP/poss/2/B-DATE 's/POS/case/0 attack/NN/nsubj/3 killed/VBD/ROOT/3 five/CD/dobj/3 ././punct/3",
                     "killed", ("Monday", "2024-05-06"), id="the day of the event's noun"),
        pytest.param("He/PRP/nsubj/1 condemned/VBD/ROOT/1 them/PRP/dobj/1 after/IN/prep/1 Monday/NNP/poss/6/B-DATE 's/POS/case/4 vote/NN/pobj/3 ././punct/1",
                     "condemned", None, id="another noun's day"),
        pytest.param("The/DT/det/1 suspect/NN/nsubjpass/6 in/IN/prep/1 the/DT/det/4 shooting/NN/pobj/2 was/VBD/auxpass/6 freed/VBN/ROOT/6 on/IN/prep/6 Friday/NNP/pobj/7/B-DATE ././punct/6",
                     "shooting", None, id="an embedded noun"),
        pytest.param("He/PRP/nsubjpass/2 was/VBD/auxpass/2 arrested/VBN/ROOT/2 after/IN/mark/6 he/PRP/nsubjpass/6 was/VBD/auxpass/6 freed/VBN/advcl/2 on/IN/prep/6 Friday/NNP/pobj/7/B-DATE ././punct/2",
                     "arrested", None, id="the day of a subordinate clause"),
        pytest.param("Rebels/NNS/nsubj/1 shelled/VBD/ROOT/1 Goma/NNP/dobj/1 and/CC/cc/1 looted/VBD/conj/1 shops/NNS/dobj/4 on/IN/prep/4 Friday/NNP/pobj/6/B-DATE ././punct/1",
                     "shelled", ("on Friday", "2024-05-03"), id="verbs that share a subject share a day"),
    ],
)  # fmt: skip
def test_a_trigger_has_its_own_day(day_of, tree_text, trigger, expected):
    assert day_of(tree_text, trigger, ("said",)) == expected


def test_the_same_day_is_the_last_one_mentioned(day_of):
    text = (
        "Rebels/NNS/nsubj/1 took/VBD/ROOT/1 Goma/NNP/dobj/1 on/IN/prep/1 Tuesday/NNP/pobj/3/B-DATE ././punct/1 "
        "Troops/NNS/nsubj/7 fled/VBD/ROOT/7 on/IN/prep/7 the/DT/det/11 same/JJ/amod/11 day/NN/pobj/8 ././punct/7"
    )
    assert day_of(text, "fled") == ("on the same day", "2024-05-07")
