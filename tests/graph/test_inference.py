import owlrl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store
from rdflib import Graph, URIRef

from kg.graph.inference import INFERRED, materialize
from kg.graph.inference_rules import compile_rules
from kg.graph.quads import term
from kg.vocab import ONTOLOGY, PREFIXES

TYPE = PREFIXES["rdf"] + "type"
TERMS = (PREFIXES["cno"], PREFIXES["act"], PREFIXES["code"])


def inferred(store):
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, INFERRED)}


def by_reasoner(store):
    """Return the statements about data that owlrl finds over everything at once."""
    graph = Graph().parse(data="".join(sorted({f"{quad.triple} .\n" for quad in store})), format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    triples = {(str(s), str(p), str(o)) for s, p, o in graph if isinstance(s, URIRef)}
    return {triple for triple in triples if about_data(*triple)}


def by_rules(store):
    materialize(store, compile_rules())
    triples = {(quad.subject.value, quad.predicate.value, quad.object.value) for quad in store}
    return {triple for triple in triples if about_data(*triple)}


def about_data(subject, predicate, value):
    ours = (value if predicate == TYPE else predicate).startswith(PREFIXES["cno"])
    return ours and not subject.startswith(TERMS)


def test_the_rules_find_what_a_reasoner_over_everything_finds(known):
    expected = by_reasoner(known)
    assert by_rules(known) == expected
    assert len(inferred(known)) > 60


PROPERTIES = (
    "partOf within subEventOf mayBeSameAs country place about hasClaim reportedIn trigger actor target action claimant"
)
NODES = [f"http://example.org/{name}" for name in "abcde"]
LINKS = st.tuples(
    st.sampled_from(NODES),
    st.sampled_from(PROPERTIES.split()),
    st.sampled_from([*NODES, PREFIXES["act"] + "shelling"]),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(LINKS, max_size=12))
def test_they_agree_on_graphs_that_make_no_sense_too(links):
    store = Store()
    store.load(path=ONTOLOGY / "conflict.ttl", to_graph=term("graph:ontology"))
    store.extend(Quad(NamedNode(a), term(f"cno:{link}"), NamedNode(b)) for a, link, b in links)
    expected = by_reasoner(store)
    assert by_rules(store) == expected


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        pytest.param("event:mill-hit", "cno:kind", "act:drone-strike", id="an action is a kind"),
        pytest.param("event:mill-hit", "cno:kind", "act:use-force", id="and so are the broader ones"),
        pytest.param("event:mill-taken", "cno:in", "place:marun", id="a place is where it is in"),
        pytest.param("event:mill-taken", "cno:in", "place:ostara", id="and so are the larger ones"),
        pytest.param("place:marun", "cno:within", "place:ostara", id="within is transitive"),
        pytest.param("actor:ostara-army", "cno:partOf", "actor:ostara", id="part of is transitive"),
        pytest.param("actor:ostara-army", "cno:country", "place:ostara", id="a part is of the whole's country"),
        pytest.param("event:marun-shelled", "cno:subEventOf", "event:campaign", id="sub-events are transitive"),
        pytest.param("event:mill-held", "cno:mayBeSameAs", "event:mill-taken", id="may be the same works both ways"),
        pytest.param("event:mill-held", "cno:hasClaim", "claim:mill-held-front", id="a claim about it"),
        pytest.param("event:mill-held", "cno:reportedIn", "article:aa76cbaad4e7a011", id="reported where its claim is"),
        pytest.param("event:mill-held", "cno:participant", "facility:mill", id="a target takes part"),
        pytest.param("actor:ostara", "rdf:type", "cno:Actor", id="superclasses"),
        pytest.param("actor:ostara", "rdf:type", "cno:Source", id="superclasses of these"),
    ],
)
def test_what_follows(known, subject, predicate, value):
    materialize(known, compile_rules())
    assert Quad(term(subject), term(predicate), term(value), INFERRED) in known


def test_triggers_are_evidence(known):
    materialize(known, compile_rules())
    trigger = next(known.quads_for_pattern(term("event:mill-hit"), term("cno:trigger"), None)).object
    assert Quad(term("event:mill-hit"), term("cno:evidence"), trigger, INFERRED) in known


def test_nothing_is_said_twice_nor_about_the_ontology_itself(known):
    materialize(known, compile_rules())
    for triple in inferred(known):
        assert len(list(known.quads_for_pattern(triple.subject, triple.predicate, triple.object))) == 1
        assert about_data(triple.subject.value, triple.predicate.value, triple.object.value)


def test_a_second_closing_replaces_the_first(known):
    count = materialize(known, compile_rules())
    before = inferred(known)
    assert (materialize(known, compile_rules()), inferred(known), len(before)) == (count, before, count)
    known.remove(next(known.quads_for_pattern(term("place:river-district"), term("cno:within"), term("place:ostara"))))
    materialize(known, compile_rules())
    assert Quad(term("place:marun"), term("cno:within"), term("place:ostara"), INFERRED) not in known


def test_only_the_graphs_that_are_named_are_read(known):
    assert materialize(known, compile_rules(), graphs=[term("graph:gazetteer")]) > 0
    assert Quad(term("place:marun"), term("cno:within"), term("place:ostara"), INFERRED) in known
    assert not list(known.quads_for_pattern(None, term("cno:kind"), None, INFERRED))


def test_circles_come_to_an_end(stored):
    store = stored("actor:a cno:partOf actor:b . actor:b cno:partOf actor:a .")
    materialize(store, compile_rules())
    assert Quad(term("actor:a"), term("cno:partOf"), term("actor:a"), INFERRED) in store


def test_literals_are_no_subjects(stored):
    store = stored('event:a cno:mayBeSameAs "b" . claim:a cno:about "b" .')
    materialize(store, compile_rules())
    assert {triple.subject for triple in inferred(store)} == {term("event:a"), term("claim:a")}


def test_an_empty_store_and_no_rules_give_nothing(known):
    assert materialize(Store(), compile_rules()) == 0
    assert materialize(known, ()) == 0


@pytest.mark.parametrize(
    ("ends", "expected"),
    [
        pytest.param([(n, n + 1) for n in range(150)], 150 * 151 // 2 - 150, id="chain"),
        pytest.param([(n, (n + 1) % 60) for n in range(60)], 60 * 60 - 60, id="ring"),
        pytest.param(
            [(n + ring, (n + 1) % 9 + ring) for ring in (0, 20) for n in range(9)] + [(3, 23)], 224, id="rings"
        ),
    ],
)
def test_chains_and_rings_of_parts_are_closed(ends, expected):
    store = Store()
    for a, b in ends:
        store.add(Quad(NamedNode(f"{NODES[0]}{a}"), term("cno:partOf"), NamedNode(f"{NODES[0]}{b}")))
    materialize(store, compile_rules())
    assert len([q for q in inferred(store) if q.predicate == term("cno:partOf")]) == expected
