import pytest

from kg.store.graph_folder import INDEX
from kg.store.label_index import Count, Index
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

CNO, ACTOR = PREFIXES["cno"], PREFIXES["actor"]


@pytest.fixture
def index(graph):
    index = Index(Snapshots(graph).current() / INDEX)
    yield index
    index.close()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("northern front", "actor:northern-front", id="whole label, other case"),
        pytest.param("nort fro", "actor:northern-front", id="starts of words"),
        pytest.param("NF rebels", "actor:northern-front", id="other label"),
        pytest.param("kessel", "place:kessel", id="the exact label before longer ones"),
    ],
)
def test_nodes_are_found_by_words_of_their_labels(index, text, first):
    prefix, name = first.split(":")
    assert index.search(text)[0].iri == PREFIXES[prefix] + name


@pytest.mark.parametrize("text", ["", "  ", "xyz", '"', "a AND", "NEAR(", "*", "-kessel OR"], ids=repr)
def test_no_search_text_is_an_error(index, text):
    assert isinstance(index.search(text), list)


def test_the_best_label_is_shown(index):
    assert index.labels([ACTOR + "northern-front", ACTOR + "nobody"]) == {ACTOR + "northern-front": "Northern Front"}


def test_classes_are_counted_once_for_all_graphs(index):
    assert Count(CNO + "Event", 1) in index.classes()
    assert Count(CNO + "Claim", 2) in index.classes()


def test_a_class_has_its_properties_with_how_many_have_them(index):
    used = {one.iri: one.things for one in index.properties_of(CNO + "Claim")}
    assert (used[CNO + "claimant"], used[CNO + "killed"]) == (2, 1)


def test_a_property_has_its_ranges(index):
    assert index.ranges(CNO + "place") == [Count(CNO + "Settlement", 1)]
    assert index.ranges(CNO + "killed") == [Count(PREFIXES["xsd"] + "integer", 1)]


def test_graphs_and_members_are_listed(index):
    assert PREFIXES["graph"] + "gazetteer" in {graph.iri for graph in index.graphs()}
    assert [found.label for found in index.members([CNO + "Country"])] == ["Lurania"]


def test_names_are_listed_by_namespace(index):
    assert set(index.iris_starting_with(PREFIXES["facility"])) == {PREFIXES["facility"] + "port-kessel"}
