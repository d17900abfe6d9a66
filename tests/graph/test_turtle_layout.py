import io
import random

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.graph.turtle_layout import write_laid_out

PREFIXES = {"z": "http://example.org/z/", "a": "http://example.org/a/", "unused": "http://example.org/unused/",
            "": "http://example.org/", "xsd": "http://www.w3.org/2001/XMLSchema#", "é": "http://example.org/e/"}  # fmt: skip


def iri(name):
    return NamedNode("http://example.org/" + name)


def laid_out(statements, form=RdfFormat.TURTLE):
    out = io.BytesIO()
    write_laid_out(statements, out, form, PREFIXES)
    assert {*parse(out.getvalue(), form)} == {*(Quad(*one) for one in statements)}
    return out.getvalue().decode()


def test_prefixes_are_sorted_and_only_those_in_use_and_subjects_stand_apart():
    text = laid_out([
        Triple(iri("z/1"), iri("a/p"), Literal("unused:x <unused:y> \n\nz:2 a")), Triple(iri("z/1"), iri("a/q"), iri("z/2")),
        Triple(iri("z/2"), iri("a/p"), Literal("4", datatype=NamedNode(PREFIXES["xsd"] + "int"))),
    ])  # fmt: skip
    assert text.splitlines() == [
        "@prefix a: <http://example.org/a/> .", "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        "@prefix z: <http://example.org/z/> .", "",
        'z:1 a:p "unused:x <unused:y> \\n\\nz:2 a" ;', "\ta:q z:2 .", "", 'z:2 a:p "4"^^xsd:int .',
    ]  # fmt: skip


def test_graphs_and_their_subjects_stand_apart():
    text = laid_out(
        [Quad(iri("1"), iri("a/p"), iri("2")), *(Quad(iri(s), iri("a/p"), iri("2"), iri("g")) for s in "12"),
         Quad(iri("1"), iri("a/p"), iri("é"), iri("h"))], RdfFormat.TRIG,
    )  # fmt: skip
    assert text.partition("\n\n")[2].splitlines() == [
        ":1 a:p :2 .", "", ":g {", "\t:1 a:p :2 .", "", "\t:2 a:p :2 .", "}", "", ":h {", "\t:1 a:p :é .", "}",
    ]  # fmt: skip


@pytest.mark.parametrize("form", [RdfFormat.TURTLE, RdfFormat.TRIG], ids=str)
def test_no_statement_is_lost_whatever_stands_in_it(form):
    chance = random.Random(1)
    names = ["z/a:b", "z/#x", "a/", "", "e/é", "z/1.", "z/%20", "a/-", "x?y=z:1"]
    texts = ["@prefix z: <a> .", "\t\t}", "{", '"""', "a\\", "\n}\n", "z:1", "<", ">", "é:x", "'"]
    statements = set()
    for _ in range(300):
        value = Literal("".join(chance.choices(texts, k=3))) if chance.random() < 0.5 else iri(chance.choice(names))
        subject, predicate = iri(chance.choice(names)), iri(chance.choice(names))
        statements.add(Triple(subject, predicate, value) if form == RdfFormat.TURTLE else
                       Quad(subject, predicate, value, iri(chance.choice(names))))  # fmt: skip
    key = (lambda one: str(one)) if form == RdfFormat.TURTLE else (lambda one: (str(one.graph_name), str(one)))
    laid_out(sorted(statements, key=key), form)


def test_nothing_is_an_empty_file():
    assert laid_out([]) == ""
