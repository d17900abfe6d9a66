import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from kg.shell.completion import GraphCompleter
from kg.shell.context import Spot, context
from kg.vocab import PREFIXES


@pytest.fixture
def offered(shell):
    def complete(text):
        before, _, after = text.partition("|")
        document = Document(before + after, len(before))
        return list(GraphCompleter(shell).get_completions(document, CompleteEvent(completion_requested=True)))

    return complete


def names(completions):
    return [completion.text for completion in completions]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("SEL|", "SELECT", id="form"),
        pytest.param("SELECT * { OPT|", "OPTIONAL", id="pattern"),
        pytest.param("SELECT * { FILTER(STRST|", "STRSTARTS", id="function"),
        pytest.param("SELECT * { ?s a Ev|", "cno:Event", id="class by its name"),
        pytest.param("SELECT * { ?s a cno:Cl|", "cno:Claim", id="class with its prefix"),
        pytest.param("SELECT * { ?s cno:claimant army of|", "actor:lurania-army", id="thing by its label"),
        pytest.param("SELECT * { ?s cno:claimant nf reb|", "actor:northern-front", id="thing by another label"),
        pytest.param("SELECT * { ?s cno:killed ?n ; cno:pol|", "cno:polarity", id="property"),
        pytest.param("SELECT ?event { ?ev| }", "?event", id="variable"),
        pytest.param(r"\sch|", "schema", id="command"),
        pytest.param(r"\q disp|", "disputed-events", id="saved query"),
        pytest.param(r"\mode js|", "json", id="format"),
        pytest.param(r"\d nor|", "actor:northern-front", id="node"),
        pytest.param(r"\d facility:|", "facility:port-kessel", id="node by prefix"),
    ],
)
def test_what_fits_best_is_offered_first(offered, text, first):
    assert names(offered(text))[0] == first


def test_the_properties_of_the_subjects_class_come_first(offered):
    found = names(offered("SELECT * { ?c a cno:Claim ; |"))
    assert found.index("cno:claimant") < found.index("cno:actor")
    other = names(offered("SELECT * { ?e a cno:Event . ?c a cno:Claim . ?e |"))
    assert other.index("cno:actor") < other.index("cno:claimant")


def test_a_property_tells_its_count_and_range(offered):
    found = {one.text: one.display_meta_text for one in offered("SELECT * { ?c cno:pla|")}
    assert found["cno:place"] == "1 → cno:Settlement"


def test_things_of_the_propertys_range_are_offered_before_anything_is_typed(offered):
    assert "place:kessel" in names(offered("SELECT * { ?e cno:place |"))


def test_a_completion_replaces_the_words_of_the_label(offered):
    assert offered("SELECT * { ?s cno:claimant army of|")[0].start_position == -len("army of")


@pytest.mark.parametrize(
    "text", ["|", "}|", "SELECT * { [ |", "((|", '"|', "\\|", "\\q |", "\\zz x|", "SELECT * { ?s ^(|", "#|"]
)
def test_no_text_breaks_completion(offered, text):
    offered(text)


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("", Spot.KEYWORD),
        ("SELECT ?x (", Spot.EXPRESSION),
        ("SELECT * { ", Spot.SUBJECT),
        ("SELECT * { ?s ", Spot.PREDICATE),
        ("SELECT * { ?s a ", Spot.OBJECT),
        ("SELECT * { ?s a cno:Event . ", Spot.SUBJECT),
        ("SELECT * { ?s a cno:Event ; ", Spot.PREDICATE),
        ("SELECT * { ?s cno:actor ?a , ", Spot.OBJECT),
        ("SELECT * { ?s cno:about/", Spot.PREDICATE),
        ("SELECT * { ?s cno:partOf* ", Spot.OBJECT),
        ("SELECT * { ?s (cno:a|^", Spot.PREDICATE),
        ("SELECT * { ?s (cno:a|cno:b) ", Spot.OBJECT),
        ("SELECT * { [ ", Spot.PREDICATE),
        ("SELECT * { ?s cno:about [ a cno:Event ] ; ", Spot.PREDICATE),
        ("SELECT * { FILTER (", Spot.EXPRESSION),
        ("SELECT * { FILTER (?x > 1) ", Spot.SUBJECT),
        ("SELECT * { ?s ?p ?o OPTIONAL { ", Spot.SUBJECT),
        ("SELECT * { ?s ?p ?o } ", Spot.KEYWORD),
    ],
)
def test_where_the_cursor_is(text, spot):
    assert context(text, len(text), PREFIXES).spot is spot
