"""Queries: their limits, and what is printed of those that find nothing."""

from support.small_graph import CARTESIAN


def test_no_rows_have_notes(typed):
    assert (
        typed("SELECT * { ?e a cno:Evnt }")[1][1] == "note: cno:Evnt does not occur in this graph. Near: cno:Event (1)"
    )


def test_the_pattern_that_leaves_nothing_is_named(typed):
    query = "SELECT * { ?e a cno:Event ; cno:place ?p . ?p a cno:Country }"
    assert (
        typed(query)[1][1] == "note: everything before '?p a cno:Country' finds something, and with it nothing is left"
    )


def test_a_time_limit_is_kept_and_the_next_query_answered(typed, shell):
    data, words = typed(r"\timeout 0.2", CARTESIAN, "", "ASK {}")
    assert (data, words[1]) == (["yes"], "error: stopped after 0.2 s; narrow it, or give it more time")
    assert shell.settings.timeout == 0.2
