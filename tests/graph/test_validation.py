import pytest
from pyoxigraph import Store

from kg.errors import UsageError
from kg.graph import validation as validate
from kg.graph.inference import materialize
from kg.graph.inference_rules import compile_rules
from kg.graph.quads import term
from kg.graph.validation import inconsistencies, violations
from kg.vocab import PREFIXES

CNO = PREFIXES["cno"]
SEIZED = f"{PREFIXES['article']}aa76cbaad4e7a011#char=36,42"


def test_a_good_graph_keeps_the_shapes_before_and_after_inference(known):
    assert violations(known) == ()
    materialize(known, compile_rules())
    assert violations(known) == ()
    assert inconsistencies(known) == ()


@pytest.mark.parametrize(
    ("statement", "message", "path", "value"),
    [
        pytest.param("event:mill-hit cno:actor place:marun .", "an actor is a cno:Actor (a state, not its country)",
                     "cno:actor", "place:marun", id="a place that acts"),
        pytest.param("event:mill-hit cno:action act:clash .", "More than 1 values", "cno:action", None,
                     id="two actions"),
        pytest.param('event:mill-hit cno:killed "2"^^xsd:nonNegativeInteger .', "casualty figures belong to claims",
                     "cno:killed", None, id="dead of an event"),
        pytest.param('claim:mill-hit-army cno:killed "-2"^^xsd:nonNegativeInteger .', "datatype xsd:nonNegativeInteger",
                     "cno:killed", "-2", id="fewer dead than none"),
        pytest.param('event:mill-hit cno:date "spring" .', "", "cno:date", "spring", id="a date that is none"),
        pytest.param('event:marun-shelled cno:earliest "2021-03-01"^^xsd:date .', "earliest and latest come together",
                     None, "event:marun-shelled", id="half an interval"),
        pytest.param("actor:ostara cno:partOf actor:ostara-army .", "an actor is part of itself", None, "actor:ostara",
                     id="a circle"),
        pytest.param("claim:mill-hit-army cno:speechAct code:denial .", "a denial has the polarity denied",
                     None, "claim:mill-hit-army", id="a denial that affirms"),
        pytest.param(f'<{SEIZED}> nif:anchorOf "seize" .', "the words are not as long as the offsets say", None, SEIZED,
                     id="words of another length"),
    ],
)  # fmt: skip
def test_what_the_shapes_forbid_is_found(marun, stored, statement, message, path, value):
    found = [item for item in violations(stored(statement, into=marun)) if message in item.message]
    assert (_long(path), _long(value)) in {(item.path, item.value) for item in found}


def _long(name):
    """Return what a prefixed name, a plain value or None stands for."""
    prefix = (name or "").partition(":")[0]
    return term(name).value if prefix in PREFIXES else name or ""


def test_an_event_that_nobody_tells_of_is_found(marun, stored):
    statement = 'event:new a cno:Event ; rdfs:label "new"@en ; cno:action act:clash ; cno:place place:marun .'
    found = {
        (item.path, item.message) for item in violations(stored(statement, into=marun)) if item.focus.endswith("/new")
    }
    assert found == {
        (f"^{CNO}about", "an event without a claim has nobody who says it"),
        (f"{CNO}trigger", "an event is named by words of an article"),
    }


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("event:mill-hit cno:actor place:marun .", f"{CNO}Actor and {CNO}Place have a common individual"),
        ("actor:dara-venn a cno:Organization .", f"{CNO}Person and {CNO}Organization have a common individual"),
        ("claim:mill-hit-army cno:about facility:mill .", f"{CNO}Event and {CNO}Facility have a common individual"),
    ],
)
def test_contradictions_are_found_with_the_node(marun, stored, statement, words):
    assert any(words in found for found in inconsistencies(stored(statement, into=marun)))


def test_a_graph_too_large_to_reason_over_is_refused(marun, monkeypatch):
    monkeypatch.setattr(validate, "MAX_STATEMENTS", 100)
    with pytest.raises(UsageError, match="214 statements are too many to reason over; check 100 at most"):
        inconsistencies(marun)


def test_an_empty_store_has_nothing_wrong():
    assert (violations(Store()), inconsistencies(Store())) == ((), ())


def test_figures_have_the_datatype_that_the_store_forgot(marun):
    (killed,) = marun.quads_for_pattern(None, term("cno:killed"), None)
    assert killed.object.datatype == term("xsd:integer")
    assert not [item for item in violations(marun) if item.path.endswith("killed")]
