"""What other tools read in the ontology: concept schemes, matches, labels, its version."""

from collections import Counter, defaultdict

import pytest
import rdflib
from pyoxigraph import Quad, Store
from rdflib import OWL, RDF, RDFS, SKOS

from kg.graph.quads import term
from kg.graph.validation import violations
from kg.vocab import ONTOLOGY, PREFIXES

CNO = PREFIXES["cno"]


@pytest.fixture(scope="module")
def ontology():
    graph = rdflib.Graph()
    for name in ("conflict.ttl", "alignments.ttl"):
        graph.parse(ONTOLOGY / name, format="turtle")
    return graph


def test_no_two_codes_of_others_are_equal_by_way_of_an_action(ontology):
    equal = defaultdict(set)
    for action, code in ontology.subject_objects(SKOS.exactMatch):
        equal[action].add(code)
    assert not [action for action, codes in equal.items() if len(codes) > 1]
    assert max(Counter(code for codes in equal.values() for code in codes).values()) == 1


def test_a_class_and_a_property_have_different_labels(ontology):
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty)
    properties = {ontology.value(one, RDFS.label) for kind in kinds for one in ontology.subjects(RDF.type, kind)}
    classes = {ontology.value(one, RDFS.label) for one in ontology.subjects(RDF.type, OWL.Class)} - {None}
    assert classes
    assert not classes & properties


def test_labels_of_our_terms_are_unique_within_their_kind(ontology):
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        labels = Counter(
            label for one in ontology.subjects(RDF.type, kind) for label in ontology.objects(one, RDFS.label)
        )
        assert not [label for label, count in labels.items() if count > 1]


def test_top_concepts_are_named_from_both_sides_and_every_own_concept_reaches_one(ontology):
    tops = {(concept, scheme) for concept, scheme in ontology.subject_objects(SKOS.topConceptOf)}
    assert tops == {(concept, scheme) for scheme, concept in ontology.subject_objects(SKOS.hasTopConcept)}
    for concept, scheme in ontology.subject_objects(SKOS.inScheme):
        if not str(scheme).startswith("https://w3id.org/conflict-news/ext/"):
            assert any((one, scheme) in tops for one in ontology.transitive_objects(concept, SKOS.broader)), concept


def test_the_files_are_of_one_version(ontology):
    version = ontology.value(rdflib.URIRef("https://w3id.org/conflict-news/ontology"), OWL.versionInfo)
    for name in ("conflict.ttl", "alignments.ttl", "shapes.ttl"):
        assert f"draft {version}." in (ONTOLOGY / name).read_text(encoding="utf-8").splitlines()[0]
    iris = {str(iri) for iri in ontology.objects(None, OWL.versionIRI)}
    assert {iri.rsplit("/", 1)[-1] for iri in iris} == {str(version)}


@pytest.mark.parametrize("name", ["partOf", "within"])
def test_a_ring_of_parts_is_found(name):
    store = Store()
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        store.add(Quad(term(f"actor:{one}"), term(f"cno:{name}"), term(f"actor:{other}")))
    rings = [found for found in violations(store) if "itself" in found.message]
    assert [found.value for found in rings] == [term(f"actor:{one}").value for one in "abc"]
