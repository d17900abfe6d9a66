"""The last query at intervals."""

COUNTS = "SELECT ?who (COUNT(?c) AS ?n) { ?c cno:claimant ?who } GROUP BY ?who ORDER BY ?who"


def test_watching_tells_what_changes(typed):
    words = typed(COUNTS, "", "\\watch i=0.1 c=3")[1]
    assert words.count("0 new, 0 gone") == 2
    assert typed("\\watch i=0.1 m=5")[1][0].endswith("Ctrl-C ends")
