"""Queries of the session again."""


def test_history_of_the_session(typed):
    typed("ASK {}", "", "\\history 1")
    data = typed("\\history 1")[0]
    assert data[0].endswith("  ASK {}")
    assert typed(f"\\! {data[0].split()[0]}")[0] == ["yes"]


def test_a_query_is_laid_out(typed):
    assert typed("select ?e {?e a cno:Event; cno:place ?p} limit 3", "", "\\fmt")[0][-4:] == [
        "SELECT ?e {", "  ?e a cno:Event;", "    cno:place ?p", "} LIMIT 3",
    ]  # fmt: skip
