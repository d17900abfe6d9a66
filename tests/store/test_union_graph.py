"""The union of all graphs, updated after a change, equals one that is written from the graphs."""

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


claim = of_two(st.sampled_from(NAMES), st.sampled_from(GRAPHS))
label = st.builds(Quad, node, st.just(LABEL), st.sampled_from("xyz").map(Literal), st.sampled_from(GRAPHS))
candidate = of_two(st.just(MAY_BE), st.just(LINKS))
decision = of_two(st.sampled_from([SAME, SAME, DIFFERENT]), st.just(LINKS))
statements = st.sets(st.one_of(claim, claim, label, candidate), max_size=14)


def union(store):
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}


def merged(source):
    store = Store()
    store.extend(source)
    write_union(source, store)
    return store


@settings(max_examples=300, deadline=None)
@given(statements, st.sets(decision, max_size=4), statements, st.data())
def test_an_updated_union_equals_a_written_one(before, decisions, added, data):
    source = Store()
    source.extend(before | decisions)
    updated = merged(source)
    old = union(updated)
    removed = data.draw(st.sets(st.sampled_from(sorted(before, key=str)))) if before else set()
    removed -= added
    added -= before
    for quad in removed:
        source.remove(quad)
    source.extend(added)
    change = update_union(source, updated, added, removed)
    assert set(updated) == set(merged(source))
    assert set(change.added) == union(updated) - old
    assert set(change.removed) == old - union(updated)
