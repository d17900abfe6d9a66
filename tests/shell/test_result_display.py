"""Results on the screen: the format of statements, and labels that want to steer the terminal."""

import pytest

from kg.shell.result_display import display_options

WHO = "SELECT ?who ?n { ?c cno:claimant ?who OPTIONAL { ?c cno:killed ?n } } ORDER BY ?who"


def test_statements_are_turtle_whatever_the_mode(typed):
    assert typed("DESCRIBE actor:lurania-army")[0][-3].startswith("actor:lurania-army")


def test_a_label_can_not_steer_the_terminal(typed):
    for lines in (
        (r"\d place:trap",),
        (r"\find evil",),
        ("SELECT ?l { place:trap rdfs:label ?l }", ""),
        (r"\mode csv", WHO),
    ):
        data, words = typed(*lines)
        assert not set("\n".join([*data, *words])) & set("\x1b\u202e")


@pytest.mark.parametrize(
    "label", ["a\x1b[31mb", "\x1b]8;;http://x\x07y", "a\u202eb", "x" * 10_000, "e" + "\u0301" * 300, "漢字" * 50]
)
def test_hostile_labels_keep_columns_aligned_and_the_terminal_sane(shell, typed, label):
    from dataclasses import replace

    from wcwidth import wcswidth

    from kg.query.solutions import Literal, Solutions
    from kg.query.table import table

    look = replace(display_options(shell, Solutions(("a", "b"), ())), width=80)
    lines = table(
        Solutions(("a", "b"), ((Literal(label), Literal("x")), (Literal("y"), Literal("z")))), look
    ).splitlines()
    assert not set("".join(lines)) & {"\x1b", "\x07", "\u202e"}
    places = [wcswidth(line[: line.rindex("│")]) for line in lines if "│" in line]
    assert len(set(places)) == 1
    assert max(map(wcswidth, lines)) <= 80
