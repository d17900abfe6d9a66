"""What is written as XML is XML: parsed by a parser that is not ours."""

import xml.etree.ElementTree as ElementTree

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.errors import KgWarning, UsageError
from kg.graph.quads import term
from kg.graph.rdf_files import export

HOSTILE = {"escape": "\x1b[31m", "noncharacter": "\uffff", "nul": "\x00", "vertical tab": "\x0b"}
LABEL = term("rdfs:label")


def attack(label):
    """Return the graph of one attack whose actor has a label."""
    event, who = term("event:e"), term("actor:a")
    store = Store()
    store.extend(
        Quad(*statement)
        for statement in (
            (event, term("cno:action"), term("act:attack")), (event, term("cno:actor"), who),
            (event, term("cno:target"), term("actor:b")), (who, LABEL, Literal(f"Band{label}")),
        )
    )  # fmt: skip
    return store


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_rdf_xml_refuses_what_xml_lacks_and_names_the_statement(tmp_path, text):
    character = f"U\\+{ord(text[0]):04X}"
    with pytest.raises(UsageError, match=rf"label> of <.*actor/a> has the character {character}, .*; choose \.ttl"):
        export(attack(text), tmp_path / "out.rdf")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["a\rb", "a\r\nb", "tab\there", "<&>\"'", "😀", "\x85\u2028"])
def test_rdf_xml_keeps_every_other_text(tmp_path, text):
    export(attack(text), tmp_path / "out.rdf")
    labels = rdflib.Graph().parse(tmp_path / "out.rdf").objects(None, rdflib.RDFS.label)
    assert [str(label) for label in labels] == [f"Band{text}"]


@pytest.mark.parametrize("iri", ["http://example.org/1", "http://example.org/p/", "urn:x"])
def test_rdf_xml_refuses_a_property_that_makes_no_element(tmp_path, iri):
    store = Store()
    store.add(Quad(term("actor:a"), NamedNode(iri), Literal("x")))
    if iri == "urn:x":
        export(store, tmp_path / "out.rdf")
        assert len(rdflib.Graph().parse(tmp_path / "out.rdf")) == 1
        return
    with pytest.raises(UsageError, match=rf"the property <{iri}> .*; choose \.ttl or \.nq"):
        export(store, tmp_path / "out.rdf")


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_networks_have_a_replacement_and_a_warning(tmp_path, text, ending):
    with pytest.warns(KgWarning, match=r"1 label has U\+FFFD"):
        export(attack(text), tmp_path / f"out.{ending}")
    written = ElementTree.parse(tmp_path / f"out.{ending}").getroot()
    assert any("Band\ufffd" in f"{node.text}{node.attrib}" for node in written.iter())


def test_the_command_says_on_stderr_what_is_replaced(kg, tmp_path):
    (tmp_path / "a.nt").write_text("\n".join(f"{quad.triple} ." for quad in attack("\x1b")), encoding="utf-8")
    done = kg("export", "a.nt", "a.graphml")
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        0, "kg: note: 1 label has U+FFFD where XML lacks a character; .csv has them whole",
    )  # fmt: skip
    refused = kg("export", "a.nt", "a.rdf")
    assert refused.returncode == UsageError.exit_code
    assert refused.stderr.startswith("kg: error: RDF/XML: ")
    assert not (tmp_path / "a.rdf").exists()
