import pytest

from kg.errors import OntologyError
from kg.graph.inference_rules import Projection, compile_rules
from kg.vocab import PREFIXES

HEAD = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("cno", "owl", "rdf", "rdfs", "xsd", "skos"))


@pytest.fixture
def compiled(tmp_path):
    """Compile Turtle and show each rule as `head < body body projection`, without the prefix."""

    def compile_text(axioms):
        file = tmp_path / "small.ttl"
        file.write_text(HEAD + axioms, encoding="utf-8")
        return {_shown(rule) for rule in compile_rules(file)}

    return compile_text


def _shown(rule):
    body = " ".join(relation.iri.value.rpartition("#")[2] for relation in rule.body)
    return f"{rule.head.iri.value.rpartition('#')[2]} < {body}" + (
        f" {rule.projection.name}" if rule.projection is not Projection.IDENTITY else ""
    )


@pytest.mark.parametrize(
    ("axioms", "rules"),
    [
        pytest.param("cno:a rdfs:subPropertyOf cno:b . cno:b rdfs:subPropertyOf cno:c .", {"b < a", "c < a", "c < b"},
                     id="sub-properties"),
        pytest.param("cno:A rdfs:subClassOf cno:B . cno:B rdfs:subClassOf cno:C .", {"B < A", "C < A", "C < B"},
                     id="sub-classes"),
        pytest.param("cno:a rdfs:domain cno:A ; rdfs:range cno:B .", {"A < a FIRST", "B < a SECOND"},
                     id="domain and range"),
        pytest.param("cno:a rdfs:range xsd:string .", set(), id="datatypes"),
        pytest.param("cno:a a owl:TransitiveProperty .", {"a < a a"}, id="transitive"),
        pytest.param("cno:a a owl:SymmetricProperty .", {"a < a INVERSE"}, id="symmetric"),
        pytest.param("cno:a owl:inverseOf cno:b .", {"a < b INVERSE", "b < a INVERSE"}, id="inverse"),
        pytest.param("cno:a owl:propertyChainAxiom ( cno:b skos:broader ) .", {"a < b broader"}, id="chain"),
        pytest.param("cno:a owl:equivalentProperty cno:b .", {"a < b", "b < a"}, id="equivalent properties"),
        pytest.param("cno:A owl:equivalentClass cno:B .", {"A < B", "B < A"}, id="equivalent classes"),
        pytest.param("cno:A owl:disjointWith cno:B .", set(), id="disjointness is for checks"),
        pytest.param("skos:broader rdfs:subPropertyOf skos:related .", set(), id="other vocabularies"),
        pytest.param("skos:broader rdfs:subPropertyOf skos:related . "
                     "cno:a owl:propertyChainAxiom ( cno:a skos:related ) .",
                     {"a < a related", "related < broader"}, id="other vocabularies that lead to this one"),
    ],
)  # fmt: skip
def test_each_axiom_has_its_rules(compiled, axioms, rules):
    declared = "cno:A a owl:Class . cno:B a owl:Class . cno:C a owl:Class . "
    assert compiled(declared + axioms) == rules


def test_domains_reach_the_superclass(compiled):
    assert "Up < a FIRST" in compiled("cno:a rdfs:domain cno:A . cno:A rdfs:subClassOf cno:Up .")


@pytest.mark.parametrize(
    ("axioms", "named"),
    [
        ("cno:a a owl:FunctionalProperty .", f"the kind <{PREFIXES['owl']}FunctionalProperty> of <{PREFIXES['cno']}a>"),
        ("cno:a a owl:InverseFunctionalProperty .", "InverseFunctionalProperty"),
        ("cno:a a owl:ReflexiveProperty .", "ReflexiveProperty"),
        ("cno:A owl:hasKey ( cno:a ) .", f"the axiom <{PREFIXES['owl']}hasKey> of <{PREFIXES['cno']}A>"),
        ("cno:x owl:sameAs cno:y .", "sameAs"),
        ("cno:A owl:unionOf ( cno:B cno:C ) .", "unionOf"),
        ("cno:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty cno:a ; owl:someValuesFrom cno:B ] .",
         "a nameless class"),
        ("cno:a rdfs:range [ rdfs:subClassOf cno:A ] .", "with a nameless end"),
        ("cno:a owl:propertyChainAxiom ( cno:b cno:c cno:d ) .", "that is not of two"),
        ("<http://example.org/o> a owl:Ontology ; owl:imports <http://example.org/p> .", "imports"),
    ],
)  # fmt: skip
def test_an_axiom_without_a_rule_is_refused_by_name(compiled, axioms, named):
    with pytest.raises(OntologyError) as caught:
        compiled(axioms)
    message = str(caught.value)
    assert named in message
    assert message.endswith("has no rule here; say it otherwise, or teach kg.graph.inference_rules")
    assert "\n" not in message


def test_a_file_that_is_no_turtle_is_refused_on_one_line(compiled):
    with pytest.raises(OntologyError, match=r"small\.ttl: .*; mend the file") as caught:
        compiled("cno:a cno:b\n\n .")
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(OntologyError, match=r"none\.ttl"):
        compile_rules(tmp_path / "none.ttl")


def test_the_ontology_compiles_to_the_same_rules_each_time():
    rules = compile_rules()
    assert rules == compile_rules.__wrapped__()
    assert {"kind < kind broader", "in < place within", "country < partOf country"} <= set(map(_shown, rules))
