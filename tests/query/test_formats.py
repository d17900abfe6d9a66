import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pyoxigraph
import pytest

from kg.errors import KgWarning, UsageError
from kg.query.formats import FORMATS, format_of, render
from kg.query.solutions import Blank, Iri, Literal, Solutions, Triples, Truth
from kg.query.table import DisplayOptions
from kg.vocab import PREFIXES

XSD, ACTOR = PREFIXES["xsd"], PREFIXES["actor"]

OPTIONS = DisplayOptions(PREFIXES, {ACTOR + "a": "Army | of [Lurania]"})

SOLUTIONS = Solutions(
    ("who", "n", "text"),
    (
        (Iri(ACTOR + "a"), Literal("12345", None, XSD + "integer"), Literal('say "hi",\n<b>', "en")),
        (Blank("x"), None, Literal("tab\there & back\\slash")),
    ),
)


def test_csv_is_read_back_by_any_tool():
    assert list(csv.reader(io.StringIO(render(SOLUTIONS, "csv", OPTIONS)))) == [
        ["who", "n", "text"],
        [ACTOR + "a", "12345", 'say "hi",\n<b>'],
        ["_:x", "", "tab\there & back\\slash"],
    ]


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_what_is_standard_is_read_back_without_loss(name):
    form = pyoxigraph.QueryResultsFormat.from_extension(name)
    found = pyoxigraph.parse_query_results(render(SOLUTIONS, name, OPTIONS), form)
    who, number, text = next(found)
    assert [variable.value for variable in found.variables] == ["who", "n", "text"]
    assert (who.value, number.datatype.value, text.language) == (ACTOR + "a", XSD + "integer", "en")
    assert (number.value, text.value) == ("12345", 'say "hi",\n<b>')
    assert next(found)["text"].value == "tab\there & back\\slash"


@pytest.mark.parametrize("text", ["\x1b[31m", "\uffff", "\ufffe", "\x00", "\ud800"], ids=ascii)
def test_xml_has_a_replacement_and_a_warning_for_what_xml_lacks(text):
    result = Solutions(("a",), ((Literal(f"{text}!"),),))
    with pytest.warns(KgWarning, match=r"1 characters that XML lacks are now U\+FFFD; json and tsv keep them"):
        written = render(result, "xml", OPTIONS)
    found = ElementTree.fromstring(written.encode()).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert [node.text for node in found] == [f"\ufffd{text[1:]}!"]


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "\x85", "\u2028", "😀"], ids=ascii)
def test_xml_keeps_every_other_text(text):
    written = render(Solutions(("a",), ((Literal(text),),)), "xml", OPTIONS)
    found = ElementTree.fromstring(written.encode()).iter("{http://www.w3.org/2005/sparql-results#}literal")
    assert [node.text for node in found] == [text]


def test_json_lines_have_plain_values():
    first, second = (json.loads(line) for line in render(SOLUTIONS, "jsonl", OPTIONS).splitlines())
    assert first == {"who": ACTOR + "a", "n": 12345, "text": 'say "hi",\n<b>'}
    assert second["n"] is None


def test_markdown_keeps_its_columns_and_no_html():
    lines = render(SOLUTIONS, "md", OPTIONS).splitlines()
    assert lines[2] == r'| Army \| of \[Lurania\] | 12345 | say "hi", &lt;b&gt; |'


def test_a_truth_fits_every_format_for_rows():
    for name in set(FORMATS) - {"turtle", "nt"}:
        assert {"table": "yes", "vertical": "yes"}.get(name, "true") in render(Truth(True), name, OPTIONS)
    assert json.loads(render(Truth(False), "json", OPTIONS)) == {"head": {}, "boolean": False}
    assert ElementTree.fromstring(render(Truth(True), "xml", OPTIONS))[1].text == "true"


def test_turtle_declares_what_it_uses_in_order():
    statements = Triples(((Iri(ACTOR + "a"), Iri(PREFIXES["rdfs"] + "label"), Literal("A", "en")),))
    lines = render(statements, "turtle", OPTIONS).splitlines()
    assert lines == [
        f"@prefix actor: <{ACTOR}> .",
        f"@prefix rdfs: <{PREFIXES['rdfs']}> .",
        "",
        'actor:a rdfs:label "A"@en .',
    ]
    assert render(statements, "nt", OPTIONS) == f'<{ACTOR}a> <{PREFIXES["rdfs"]}label> "A"@en .\n'


@pytest.mark.parametrize(("result", "name"), [(SOLUTIONS, "turtle"), (SOLUTIONS, "xls")])
def test_a_format_that_does_not_fit_is_refused(result, name):
    with pytest.raises(UsageError, match=name):
        render(result, name, OPTIONS)


def test_the_ending_gives_the_format(tmp_path):
    assert [format_of(tmp_path / name) for name in ("a.csv", "a.ttl", "a.txt")] == ["csv", "turtle", "table"]
    with pytest.raises(UsageError, match="there are: table"):
        format_of(tmp_path / "a.doc")
