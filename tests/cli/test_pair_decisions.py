"""A review at a terminal, one key a pair."""

import pytest
from support.pseudo_terminal import Terminal
from support.raids import write_graph

from kg.links.decisions import read_decisions


@pytest.fixture
def graph(tmp_path):
    return write_graph(tmp_path / "small.kg")


@pytest.fixture
def terminal(graph, tmp_path):
    opened = []

    def start(*arguments):
        opened.append(Terminal(["review", graph, *arguments], tmp_path, {"COLUMNS": "100", "NO_COLOR": "1"}))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def decided(graph):
    return [str(d) for d in read_decisions(graph / "decisions.ttl")]


def test_same_different_undo_later_quit(terminal, graph):
    asking = terminal("--kind", "actors")
    asking.wait_for(r"1 of 2")
    asking.wait_for(r"'RLF' are the initials of 'River Liberation Front'")
    asking.wait_for(r"part of +River Union +│ ·")
    asking.wait_for(r"q quit: ")
    asking.press("s")
    asking.wait_for(r"actor:rlf owl:sameAs actor:river-front")
    assert decided(graph) == ["actor:rlf owl:sameAs actor:river-front"]  # safe before the review ends
    asking.wait_for(r"2 of 2")
    asking.press("?u")  # a key that means nothing is passed over
    asking.wait_for(r"undone: actor:rlf owl:sameAs actor:river-front")
    asking.wait_for(r"1 of 2[^§]*q quit: ")
    asking.press("x")
    asking.wait_for(r"River Liberation Front +│ RLF[^§]*q quit: ")
    asking.press("s")
    asking.wait_for(r"2 of 2[^§]*q quit: ")
    asking.press("d")
    asking.wait_for(r"2 decisions kept in .*decisions\.ttl")
    asking.wait_for(r"published with 2 decisions")
    assert asking.exit_code() == 0
    assert decided(graph)[0] == "actor:river-front owl:sameAs actor:rlf"
    assert "owl:differentFrom" in decided(graph)[1]


def test_later_decides_nothing_and_events_show_their_words(terminal, graph):
    asking = terminal("--kind", "events")
    asking.wait_for(r"both sides agree")
    asking.wait_for(r"“Front raids Kessel”|“More on the raid”")
    asking.wait_for(r"q quit: ")
    asking.press("l")
    assert asking.exit_code() == 0
    assert decided(graph) == []


@pytest.mark.parametrize("key", ["q", "\x04", "\x03"], ids=["q", "Ctrl-D", "Ctrl-C"])
def test_leaving_keeps_and_publishes_what_is_decided(terminal, graph, key):
    asking = terminal()
    asking.wait_for(r"q quit: ")
    asking.press("d")
    asking.wait_for(r"q quit: ")
    asking.press(key)
    asking.wait_for(r"published with 1 decision")
    assert asking.exit_code() == 0
    assert len(decided(graph)) == 1


def test_nothing_left_is_said(terminal, graph):
    (graph / "decisions.ttl").write_text("place:khessel-north owl:differentFrom place:kessel .\n")
    asking = terminal("--kind", "places")
    asking.wait_for(r"nothing is left to decide")
    asking.wait_for(r"published with 1 decision")
    assert asking.exit_code() == 0
