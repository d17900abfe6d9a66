from datetime import date

import pytest

from kg.errors import UsageError
from kg.query.arguments import ValueContext, resolve_arguments, split_assignments
from kg.query.parameters import parse_declaration
from kg.query.solutions import Iri, Literal

TODAY = date(2031, 3, 31)  # a Monday

XSD = "http://www.w3.org/2001/XMLSchema#"

ACTOR = "https://w3id.org/conflict-news/data/actor/"


@pytest.fixture
def context(session):
    return ValueContext(session.index, session.prefixes, TODAY)


@pytest.mark.parametrize(
    ("setting", "typed", "terms"),
    [
        ("iri", "actor:x", (Iri(ACTOR + "x"),)),
        ("iri", "<https://e.org/a>", (Iri("https://e.org/a"),)),
        ("string", 'a "b" \\', (Literal('a "b" \\'),)),
        ("integer", "-07", (Literal("-7", datatype=XSD + "integer"),)),
        ("decimal", "2.50", (Literal("2.50", datatype=XSD + "decimal"),)),
        ("boolean", "yes", (Literal("true", datatype=XSD + "boolean"),)),
        ("date", "2031-02", (Literal("2031-02-01", datatype=XSD + "date"),)),
        ("dateTime", "today", (Literal("2031-03-31T00:00:00", datatype=XSD + "dateTime"),)),
        ("lang", "pt-BR", (Literal("pt-br"),)),
        ({"values": ["code:affirmed", "code:denied"]}, "denied", (Iri("https://w3id.org/conflict-news/code/denied"),)),
        ({"values": ["a", "b"], "many": True}, "b,a,b", (Literal("b"), Literal("a"))),
        ({"type": "entity", "class": "cno:Actor"}, "northern front", (Iri(ACTOR + "northern-front"),)),
        ({"type": "entity", "class": "cno:Actor"}, "NF rebels", (Iri(ACTOR + "northern-front"),)),
        ({"type": "entity"}, "actor:lurania-army", (Iri(ACTOR + "lurania-army"),)),
    ],
)
def test_texts_become_terms(context, setting, typed, terms):
    assert resolve_arguments([parse_declaration("x", setting)], {"x": [typed]}, context, "q") == {"x": terms}


@pytest.mark.parametrize(
    ("setting", "given", "words"),
    [
        pytest.param(
            "date", {"y": ["1"]}, "no parameter 'y'; did you mean|no parameter 'y'; there are: x", id="unknown"
        ),
        pytest.param(
            {"required": True}, {}, r"x is missing; give x=…; there are: x \(string, required\)", id="missing"
        ),
        pytest.param("integer", {"x": ["ten"]}, "x: 'ten' is no whole number", id="integer"),
        pytest.param("decimal", {"x": ["NaN"]}, "is no number", id="decimal"),
        pytest.param("decimal", {"x": ["1e999999"]}, "is no number", id="huge"),
        pytest.param("iri", {"x": ["http://x> } DROP ALL {"]}, "is no IRI", id="iri"),
        pytest.param("boolean", {"x": ["maybe"]}, "neither true nor false", id="boolean"),
        pytest.param({"values": ["red", "blue"]}, {"x": ["read"]}, "did you mean red.*there are: red, blue", id="enum"),
        pytest.param("integer", {"x": ["1", "2"]}, "takes one value, and 2 are given", id="several"),
        pytest.param(
            {"type": "entity", "class": "cno:Person"}, {"x": ["Kessel"]}, "nothing of class cno:Person", id="class"
        ),
        pytest.param({"type": "entity"}, {"x": ["actor:northern-fronts"]}, "near are actor:northern-front", id="near"),
        pytest.param({"type": "entity"}, {"x": ["Lur"]}, "may be place:lurania .*actor:lurania-army", id="ambiguous"),
    ],
)
def test_a_wrong_value_is_answered_with_what_there_is(context, setting, given, words):
    with pytest.raises(UsageError, match=words):
        resolve_arguments([parse_declaration("x", setting)], given, context, "q")


def test_a_default_counts_as_if_it_were_typed(context):
    (terms,) = resolve_arguments(
        [parse_declaration("since", {"type": "date", "default": "-30d"})], {}, context, "q"
    ).values()
    assert terms[0].value == "2031-03-01"


def test_what_is_no_assignment_is_refused():
    assert split_assignments(["$a=1", "a=2=3", "b="]) == {"a": ["1", "2=3"], "b": [""]}
    with pytest.raises(UsageError, match="write it as name=value"):
        split_assignments(["a"])
    with pytest.raises(UsageError, match="write it as name=value"):
        split_assignments(["=1"])
