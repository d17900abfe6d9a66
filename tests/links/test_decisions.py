"""The file of decisions: what is refused, undone, and read from other hands."""

import pytest
from support.commands import kg
from support.raids import DYADS, decide, query_rows

from kg.links.decisions import read_decisions


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        pytest.param(["actor:a owl:sameAs actor:b .", "actor:b owl:sameAs actor:c .", "actor:a owl:differentFrom actor:c ."],
                     "actor:a and actor:c can't be different: actor:a is actor:b, actor:b is actor:c; undo one of these", id="same, same, different"),
        pytest.param(["actor:a owl:differentFrom actor:c .", "actor:a owl:sameAs actor:b .", "actor:b owl:sameAs actor:c ."],
                     "actor:b and actor:c can't be the same: actor:a is actor:b, actor:b is actor:c, but actor:a is not actor:c", id="different, same, same"),
        pytest.param(["actor:a owl:sameAs place:a ."], "actor:a and place:a are not of one sort", id="two sorts"),
        pytest.param(["actor:a owl:sameAs actor:a ."], "actor:a is one node", id="one node"),
        pytest.param(["actor:anna-malo owl:sameAs actor:rlf ."], "actor:anna-malo is a person and actor:rlf is none", id="a person and a body"),
        pytest.param(["actor:a rdfs:seeAlso actor:b ."], "not Turtle", id="a prefix that is not declared"),
        pytest.param(["actor:a <http://example.org/p> actor:b ."], "is no decision; write A owl:sameAs B", id="another statement"),
        pytest.param(["actor:a owl:sameAs actor:b .", "nonsense"], "-:2: not Turtle", id="no Turtle"),
        pytest.param(["actor:a owl:sameAs " + "<<( actor:a owl:sameAs " * 30_000 + "actor:b" + " )>>" * 30_000 + " ."],
                     "triple terms are no decisions", id="nested triple terms"),
    ],
)  # fmt: skip
def test_what_is_refused_changes_nothing(graph, lines, words):
    done = decide(graph, *lines)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (graph / "decisions.ttl").exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("d.ttl", b"\xff\xfe\x00", "d.ttl: not UTF-8 text"),
        ("d.csv", b"kind,one,other,decision\nactors,\xe9,b,same\n", "d.csv: not UTF-8 text"),
        ("d.csv", b"kind,one,other,decision\nactors,a,b," + b"s" * 200_000, "d.csv: no list as --list writes it"),
    ],
)
def test_a_file_that_holds_no_decisions_is_one_line(graph, name, content, words):
    (graph.parent / name).write_bytes(content)
    done = kg("review", graph, "--decide", graph.parent / name)
    assert done.returncode == 2
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_any_decision_is_undone_by_its_nodes(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .", "actor:a-malo owl:differentFrom actor:bo-malo .")
    assert kg("review", graph, "actor:river-front", "actor:rlf", "--undo").returncode == 0
    assert [d.same for d in read_decisions(graph / "decisions.ttl")] == [False]
    done = kg("review", graph, "actor:river-front", "actor:rlf", "--undo")
    assert (done.returncode, "there is no decision on actor:river-front and actor:rlf" in done.stderr) == (2, True)


def test_a_deleted_line_is_undone_with_the_next_review(graph):
    decide(graph, "actor:rlf owl:sameAs actor:river-front .")
    file = graph / "decisions.ttl"
    file.write_text("".join(line for line in file.read_text().splitlines(True) if "actor:rlf" not in line))
    decide(graph)
    assert query_rows(graph, DYADS) == [("river-front", "army", "2"), ("rlf", "army", "1")]


def test_hand_written_turtle_is_read_and_what_can_not_be_undone_is_said(graph):
    (graph / "decisions.ttl").write_text("actor:rlf owl:sameAs\n  actor:river-front .  # by hand\n")
    decide(graph)
    assert query_rows(graph, DYADS) == [("river-front", "army", "3")]
    done = kg("review", graph, "--undo")
    assert "has no line of its own there; take it out by hand" in done.stderr
    assert "by hand" in (graph / "decisions.ttl").read_text()


def test_decisions_can_lie_elsewhere(graph, tmp_path):
    file = tmp_path / "shared.ttl"
    file.write_text("actor:rlf owl:sameAs actor:river-front .\n")
    assert (
        kg(
            "review", graph, "--decisions", file, "--decide", "-", given="actor:a-malo owl:sameAs actor:anna-malo ."
        ).returncode
        == 0
    )
    assert len(read_decisions(file)) == 2
    assert not (graph / "decisions.ttl").exists()
    assert query_rows(graph, DYADS) == [("river-front", "army", "3")]
