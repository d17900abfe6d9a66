"""The union of all graphs, brought up to date after a change: what making it anew would give."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.store.identity_resolution import DIFFERENT, LINKS, MAY_BE, SAME
from kg.store.union_graph import update_union, write_union

OWN = "https://w3id.org/conflict-news/ontology#"
NODES = [NamedNode(f"http://example.org/{name}") for name in "abcdef"]
GRAPHS = [NamedNode(f"http://example.org/graph/{number}") for number in range(2)]
NAMES = [NamedNode(OWN + name) for name in ("action", "actor", "target", "participant", "place", "partOf", "within")]
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")

node = st.sampled_from(NODES)


def of_two(names, graphs):
    return st.builds(Quad, node, names, node, graphs).filter(lambda quad: quad.subject != quad.object)


said = of_two(st.sampled_from(NAMES), st.sampled_from(GRAPHS))
called = st.builds(Quad, node, st.just(LABEL), st.sampled_from("xyz").map(Literal), st.sampled_from(GRAPHS))
hint = of_two(st.just(MAY_BE), st.just(LINKS))
decided = of_two(st.sampled_from([SAME, SAME, DIFFERENT]), st.just(LINKS))
statements = st.sets(st.one_of(said, said, called, hint), max_size=14)


def union(store):
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}


def merged(source):
    store = Store()
    store.extend(source)
    write_union(source, store)
    return store


@settings(max_examples=300, deadline=None)
@given(statements, st.sets(decided, max_size=4), statements, st.data())
def test_a_change_gives_what_making_it_anew_gives(before, decisions, added, data):
    source = Store()
    source.extend(before | decisions)
    kept = merged(source)
    old = union(kept)
    removed = data.draw(st.sets(st.sampled_from(sorted(before, key=str)))) if before else set()
    removed -= added
    added -= before
    for quad in removed:
        source.remove(quad)
    source.extend(added)
    change = update_union(source, kept, added, removed)
    assert set(kept) == set(merged(source))
    assert set(change.added) == union(kept) - old
    assert set(change.removed) == old - union(kept)
