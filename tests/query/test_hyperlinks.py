"""IRIs in tables lead to their addresses, and hostile ones lead nowhere they should not."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from kg.query.hyperlinks import web_address
from kg.query.solutions import Iri, Literal, Solutions
from kg.query.table import DisplayOptions, table, vertical
from kg.vocab import PREFIXES

LINK = re.compile(r"\x1b\]8;;([!-~]*)\x1b\\")
STYLE = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("https://example.org/Київ", "https://example.org/%D0%9A%D0%B8%D1%97%D0%B2"),
        ("https://example.org/100%25", "https://example.org/100%25"),
        ("https://x/\x1b]0;title\x07", "https://x/%1B]0%3Btitle%07"),
        ("https://x/\x1b\\\x9c\u202e", "https://x/%1B%5C%C2%9C%E2%80%AE"),
        ("https://x/;y", "https://x/%3By"),
        ("https://x/" + "a" * 2000, ""),
        ("https://x/" + "й" * 400, ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("urn:x:y", ""),
        (" https://x/", ""),
    ],
)
def test_an_address_is_of_the_web_and_harmless(iri, address):
    assert web_address(iri) == address


@given(st.text().map("https://x/".__add__) | st.text())
def test_no_address_steers_a_terminal(iri):
    assert re.fullmatch(r"(https?://[!-~]*)?", web_address(iri), re.I)
    assert ";" not in web_address(iri)


def rows(*iris):
    return Solutions(("node", "n"), tuple((Iri(iri), Literal("x")) for iri in iris))


HOSTILE = "https://x/\x1b]8;;http://evil\x07\x1b[2J"


@pytest.mark.parametrize("width", [None, 80, 30])
@pytest.mark.parametrize("layout", [table, vertical])
def test_links_take_no_room(width, layout):
    iris = (PREFIXES["place"] + "goma", HOSTILE, "urn:x:y", "https://x/" + "y" * 60)
    options = DisplayOptions(PREFIXES, {iris[0]: "Goma"}, width=width, color=True)
    plain, linked = layout(rows(*iris), options), layout(rows(*iris), replace(options, hyperlinks=True))
    assert LINK.sub("", linked) == plain
    assert [wcswidth(STYLE.sub("", LINK.sub("", line))) for line in linked.splitlines()] == [
        wcswidth(STYLE.sub("", line)) for line in plain.splitlines()
    ]
    assert not set(STYLE.sub("", LINK.sub("", linked))) & set("\x1b\x07")
    found = LINK.findall(linked)
    assert found[::2] == [web_address(iri) for iri in iris if web_address(iri)]
    assert set(found[1::2]) == {""}


def test_without_links_there_are_none():
    assert not LINK.search(table(rows("https://x/y"), DisplayOptions(PREFIXES, color=True)))
