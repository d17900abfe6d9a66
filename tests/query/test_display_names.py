import pytest

from kg.query.display_names import curie, expand, visible, visible_lines
from kg.query.formats import render
from kg.query.solutions import Iri, Literal, Solutions
from kg.query.table import DisplayOptions
from kg.vocab import PREFIXES

XSD, ACTOR = PREFIXES["xsd"], PREFIXES["actor"]


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
