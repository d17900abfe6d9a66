import csv
import io
import json
import xml.etree.ElementTree as ElementTree

import pyoxigraph
import pytest

from kg.errors import UsageError
from kg.query.display_names import curie, expand, visible, visible_lines
from kg.query.formats import FORMATS, format_of, render
from kg.query.solutions import Blank, Iri, Literal, Solutions, Triples, Truth
from kg.query.table import DisplayOptions
from kg.vocab import PREFIXES

XSD, ACTOR = PREFIXES["xsd"], PREFIXES["actor"]
LOOK = DisplayOptions(PREFIXES, {ACTOR + "a": "Army | of [Lurania]"})
SOLUTIONS = Solutions(
    ("who", "n", "text"),
    (
        (Iri(ACTOR + "a"), Literal("12345", None, XSD + "integer"), Literal('say "hi",\n<b>', "en")),
        (Blank("x"), None, Literal("tab\there & back\\slash")),
    ),
)


def test_csv_is_read_back_by_any_tool():
    assert list(csv.reader(io.StringIO(render(SOLUTIONS, "csv", LOOK)))) == [
        ["who", "n", "text"],
        [ACTOR + "a", "12345", 'say "hi",\n<b>'],
        ["_:x", "", "tab\there & back\\slash"],
    ]


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_what_is_standard_is_read_back_without_loss(name):
    form = pyoxigraph.QueryResultsFormat.from_extension(name)
    found = pyoxigraph.parse_query_results(render(SOLUTIONS, name, LOOK), form)
    who, number, text = next(found)
    assert [variable.value for variable in found.variables] == ["who", "n", "text"]
    assert (who.value, number.datatype.value, text.language) == (ACTOR + "a", XSD + "integer", "en")
    assert (number.value, text.value) == ("12345", 'say "hi",\n<b>')
    assert next(found)["text"].value == "tab\there & back\\slash"


def test_json_lines_have_plain_values():
    first, second = (json.loads(line) for line in render(SOLUTIONS, "jsonl", LOOK).splitlines())
    assert first == {"who": ACTOR + "a", "n": 12345, "text": 'say "hi",\n<b>'}
    assert second["n"] is None


def test_markdown_keeps_its_columns_and_no_html():
    lines = render(SOLUTIONS, "md", LOOK).splitlines()
    assert lines[2] == r'| Army \| of \[Lurania\] | 12345 | say "hi", &lt;b&gt; |'


def test_a_truth_fits_every_format_for_rows():
    for name in set(FORMATS) - {"turtle", "nt"}:
        assert {"table": "yes", "vertical": "yes"}.get(name, "true") in render(Truth(True), name, LOOK)
    assert json.loads(render(Truth(False), "json", LOOK)) == {"head": {}, "boolean": False}
    assert ElementTree.fromstring(render(Truth(True), "xml", LOOK))[1].text == "true"


def test_turtle_declares_what_it_uses_in_order():
    statements = Triples(((Iri(ACTOR + "a"), Iri(PREFIXES["rdfs"] + "label"), Literal("A", "en")),))
    lines = render(statements, "turtle", LOOK).splitlines()
    assert lines == [
        f"@prefix actor: <{ACTOR}> .",
        f"@prefix rdfs: <{PREFIXES['rdfs']}> .",
        'actor:a rdfs:label "A"@en .',
    ]
    assert render(statements, "nt", LOOK) == f'<{ACTOR}a> <{PREFIXES["rdfs"]}label> "A"@en .\n'


@pytest.mark.parametrize(("result", "name"), [(SOLUTIONS, "turtle"), (SOLUTIONS, "xls")])
def test_a_format_that_does_not_fit_is_refused(result, name):
    with pytest.raises(UsageError, match=name):
        render(result, name, LOOK)


def test_the_ending_gives_the_format(tmp_path):
    assert [format_of(tmp_path / name) for name in ("a.csv", "a.ttl", "a.txt")] == ["csv", "turtle", "table"]
    with pytest.raises(UsageError, match="there are: table"):
        format_of(tmp_path / "a.doc")


def test_a_table_numbers_its_rows_and_shows_labels():
    assert render(SOLUTIONS, "table", LOOK) == (
        " # │ who                          │      n │ text\n"
        "───┼──────────────────────────────┼────────┼──────────────────────\n"
        ' 1 │ Army | of [Lurania]  actor:a │ 12,345 │ say "hi",⏎<b>\n'
        " 2 │ _:x                          │      · │ tab here & back\\slash\n"
    )


@pytest.mark.parametrize(
    ("names", "shown"),
    [("label", "Army | of [Lurania]"), ("curie", "actor:a"), ("both", "Army | of [Lurania]  actor:a")],
)
def test_iris_are_shown_as_asked_for(names, shown):
    one = Solutions(("who",), ((Iri(ACTOR + "a"),),))
    assert render(one, "table", DisplayOptions(PREFIXES, LOOK.labels, names)).splitlines()[2] == f" 1 │ {shown}"


def test_a_table_keeps_to_its_width_and_says_what_is_cut():
    wide = Solutions(("a", "b"), ((Literal("x" * 90), Literal("漢字" * 30)), (Literal("y"), Literal("z"))))
    lines = render(wide, "table", DisplayOptions(PREFIXES, width=40)).splitlines()
    assert max(len(line) for line in lines) <= 40
    assert lines[2].count("…") == 2


def test_too_many_columns_become_a_block_for_each_row():
    many = Solutions(tuple("abcdefgh"), ((Literal("a long value"),) * 8,))
    assert render(many, "table", DisplayOptions(PREFIXES, width=40)).splitlines()[:2] == [
        "── 1 " + "─" * 20,
        "a  a long value",
    ]


def test_rows_past_the_fold_are_counted():
    many = Solutions(("n",), tuple((Literal(str(n)),) for n in range(1500)))
    assert render(many, "table", DisplayOptions(PREFIXES, max_rows=3)).splitlines()[-1] == "⋮ 1,497 more rows"


def test_color_is_dim_and_bold_and_only_when_asked_for():
    assert "\x1b[2mactor:a\x1b[0m" in render(SOLUTIONS, "table", DisplayOptions(PREFIXES, LOOK.labels, color=True))
    assert "\x1b" not in render(SOLUTIONS, "table", LOOK)


@pytest.mark.parametrize(
    "name",
    ["a\x1b[31mred", "a\u202egnp.exe", "a\x9b2J", "a\u200bb", "a\x00b", "a\u2028b", "a\x1b]8;;http://x\x07b"],
    ids=repr,
)
def test_what_steers_a_terminal_becomes_visible(name):
    harmful = Solutions(("x\x1b",), ((Literal(name),), (Iri("http://a/" + name),)))
    shown = visible(name)
    assert "\\u{" in shown
    for form in ("table", "vertical"):
        text = render(Solutions(("x",), harmful.rows), form, DisplayOptions(PREFIXES, {"http://a/" + name: name}))
        assert not set(text) & set("\x1b\u202e\x9b\u200b\x00\u2028\x07")
    assert "\x1b" not in visible_lines(name + "\n")


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        (ACTOR + "m23", "actor:m23"),
        (PREFIXES["article"] + "ab#char=1,2", r"article:ab\#char\=1\,2"),
        (PREFIXES["cno"], "cno:"),
        ("http://example.org/x", "<http://example.org/x>"),
        (ACTOR + "a b", f"<{ACTOR}a b>"),
        (ACTOR + "end.", f"<{ACTOR}end.>"),
    ],
)
def test_short_names_are_names_that_sparql_reads(iri, short):
    assert curie(iri, PREFIXES) == short
    assert expand(short, PREFIXES) == iri


def test_short_names_can_be_asked_with(session):
    name = curie(PREFIXES["article"] + "aaaa#char=0,42", PREFIXES)
    assert session.ask(f"ASK {{ {name} a cno:Mention }}").value
