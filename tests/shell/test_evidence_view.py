"""The words behind a row: in their sentence, marked, with who says so."""

import io
import re

import pytest
from support.small_graph import TRIG, write_file

from kg.query.session import Session
from kg.shell.dispatcher import execute_line
from kg.shell.screen import Screen
from kg.shell.session import ShellSession

MORE = """
graph:article-cccc {
    article:cccc a cno:Article ; rdfs:label "Both sides \\u001B[31mtrade blame"@en ; schema:url "https://kessel.example/c" .
    event:aid a cno:Event ; rdfs:label "Lurania: aid → Front"@en ; cno:trigger <http://x/w> .
    claim:blame a cno:Claim ; cno:about event:aid ; cno:claimant actor:lurania-army ; cno:polarity code:affirmed ;
        cno:certainty code:possible ; cno:modality code:actual ; cno:evidence <http://x/a> .
    claim:no a cno:Claim ; cno:about event:aid ; cno:claimant actor:northern-front ; cno:polarity code:denied ;
        cno:certainty code:certain ; cno:evidence <http://x/b> .
    claim:own a cno:Claim ; cno:about event:aid ; cno:claimant article:cccc ; cno:polarity code:undetermined ;
        cno:evidence <http://x/c> .
    <http://x/all> nif:referenceContext article:cccc ; nif:beginIndex 5 ;
        nif:anchorOf "The army accused Kessel, and the front said it had no arms." .
    <http://x/a> nif:referenceContext article:cccc ; nif:beginIndex 5 ; nif:anchorOf "The army accused Kessel" .
    <http://x/b> nif:referenceContext article:cccc ; nif:beginIndex 34 ; nif:anchorOf "the front said it had no arms" .
    <http://x/c> nif:referenceContext article:cccc ; nif:beginIndex 70 ; nif:anchorOf "Nobody \\u001B[31mknows who armed it." .
    <http://x/w> nif:referenceContext article:cccc ; nif:beginIndex 92 ; nif:anchorOf "armed" ; cno:refersTo actor:it .
}
"""


@pytest.fixture
def told(tmp_path):
    """Return what a command says over the small graph with one article more."""
    file = write_file(tmp_path)
    file.write_text(TRIG + MORE, encoding="utf-8")
    with Session(file) as session:

        def say(line, color=False, mode="table"):
            out = io.StringIO()
            shell = ShellSession(session, Screen(out, out, tty=color, color=color))
            shell.settings.mode = mode
            execute_line(shell, line)
            return re.sub(r"\r\x1b\[K", "", out.getvalue()).splitlines()

        yield say


def test_quotes_are_marked_in_their_sentences_with_each_ones_stance(told):
    assert told(r"\src event:aid") == [
        "Lurania: aid → Front · event:aid",
        "Both sides \\u{1b}[31mtrade blame · https://kessel.example/c",
        "  [5–64] “»The army accused Kessel«, and the front said it had no arms.”  — Army of Lurania: affirmed, possible",
        "  [5–64] “The army accused Kessel, and »the front said it had no arms«.”  — Northern Front: denied",
        "  [70–101] “Nobody \\u{1b}[31mknows who »armed« it.”  — the article itself: undetermined",
    ]


@pytest.mark.parametrize("mode", ["table", "csv"])
def test_on_a_terminal_they_stand_out_and_nothing_else_steers_it(told, mode):
    lines = told(r"\src claim:blame", color=True, mode=mode)
    assert lines[1].startswith("\x1b[1mBoth sides \\u{1b}[31mtrade blame\x1b[0m · ")
    assert "“\x1b[1;7mThe army accused Kessel\x1b[0m, and" in lines[2]
    assert set(re.findall(r"\x1b\[[\d;]*m", "".join(lines))) == {"\x1b[1m", "\x1b[1;7m", "\x1b[0m"}


def test_long_passages_are_broken_between_words(told, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    lines = [line for line in told(r"\src claim:blame", color=True)[2:] if line]
    assert lines == [
        "  [5–64] “\x1b[1;7mThe army accused Kessel\x1b[0m, and",
        "         the front said it had no arms.”",
        "         — Army of Lurania: affirmed,",
        "         possible",
    ]
    monkeypatch.setenv("COLUMNS", "30")
    lines = told(r"\src claim:blame", color=True)[2:]
    assert lines[:2] == ["  [5–64] “\x1b[1;7mThe army accused\x1b[0m", "         \x1b[1;7mKessel\x1b[0m, and the front"]


def test_a_mere_mention_shows_its_sentence(told):
    assert told(r"\src actor:it")[-1] == "  [70–101] “Nobody \\u{1b}[31mknows who »armed« it.”"


def test_a_description_tells_how_many_words_stand_behind_it(told):
    assert told(r"\d event:aid")[-1] == r"3 quotes in 1 article behind it; \src event:aid shows them"
    assert "behind it" not in told(r"\d place:lurania")[-1]
