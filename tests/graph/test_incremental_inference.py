import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.graph.incremental_inference import update_inferences
from kg.graph.inference import INFERRED, materialize
from kg.graph.inference_rules import compile_rules
from kg.graph.quads import term
from kg.vocab import ONTOLOGY

GRAPHS = [term(f"graph:{name}") for name in ("one", "two", "gazetteer")]
NODES = [NamedNode(f"http://example.org/{name}") for name in "abcd"]
LINKS = [
    term(f"cno:{name}")
    for name in ["partOf", "within", "subEventOf", "country", "place", "about", "hasClaim", "reportedIn", "trigger"]
]
STATEMENTS = st.one_of(
    st.builds(Quad, st.sampled_from(NODES), st.sampled_from(LINKS), st.sampled_from(NODES), st.sampled_from(GRAPHS)),
    st.builds(
        Quad, st.sampled_from(NODES), st.just(term("cno:action")), st.just(term("act:shelling")), st.sampled_from(GRAPHS)
    ),
    st.builds(
        Quad, st.sampled_from(NODES), st.just(term("rdf:type")),
        st.sampled_from([term("cno:State"), term("cno:Event"), term("cno:Country")]), st.sampled_from(GRAPHS),
    ),
)  # fmt: skip


def ontology():
    store = Store()
    store.load(path=ONTOLOGY / "conflict.ttl", to_graph=term("graph:ontology"))
    return store


def inferred(store):
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}


def whole(store):
    """Return what a closing of everything that is said infers."""
    afresh = Store()
    afresh.extend(quad for quad in store if quad.graph_name != INFERRED)
    materialize(afresh, compile_rules())
    return inferred(afresh)


def changed(store, added, removed):
    """Change a store, and return what `amend` is told of it and what it says."""
    fresh = [quad for quad in dict.fromkeys(added) if quad not in store]
    gone = [quad for quad in dict.fromkeys(removed) if quad in store and quad not in added]
    store.extend(fresh)
    for quad in gone:
        store.remove(quad)
    return update_inferences(store, compile_rules(), added=fresh, removed=gone)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.lists(STATEMENTS, max_size=6), st.lists(STATEMENTS, max_size=6)), max_size=5))
def test_after_any_changes_it_is_what_a_closing_of_everything_gives(changes):
    store = ontology()
    materialize(store, compile_rules())
    for added, removed in changes:
        before = len(inferred(store))
        assert changed(store, added, removed) == len(inferred(store)) - before
        assert inferred(store) == whole(store)


def test_what_follows_still_from_other_statements_stays(known):
    materialize(known, compile_rules())
    a, b, c = (term(f"place:{name}") for name in "abc")
    within = term("cno:within")
    ways = [Quad(a, within, b, GRAPHS[0]), Quad(b, within, c, GRAPHS[0]), Quad(b, within, c, GRAPHS[1])]
    changed(known, ways, [])
    changed(known, [], ways[1:2])
    assert Quad(a, within, c, INFERRED) in known
    changed(known, [], ways[2:])
    assert Quad(a, within, c, INFERRED) not in known


def test_what_is_said_now_is_inferred_no_longer_and_again_when_it_is_not(known):
    materialize(known, compile_rules())
    said = Quad(term("actor:ostara"), term("rdf:type"), term("cno:Actor"), GRAPHS[0])
    follows = Quad(said.subject, said.predicate, said.object, INFERRED)
    assert follows in known
    changed(known, [said], [])
    assert follows not in known
    changed(known, [], [said])
    assert follows in known


@pytest.mark.parametrize("value", [Literal("b"), term("act:shelling")])
def test_what_can_not_be_written_down_is_no_hindrance(known, value):
    materialize(known, compile_rules())
    link = Quad(NODES[0], term("cno:mayBeSameAs"), value, GRAPHS[0])
    changed(known, [link], [])
    assert inferred(known) == whole(known)
    changed(known, [], [link])
    assert inferred(known) == whole(known)
