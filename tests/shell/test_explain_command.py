"""The plan of a query."""


def test_what_can_not_be_explained_is_said_as_for_a_query(typed):
    _, words = typed("\\explain SELEC ?e { ?e a cno:Event }")
    assert words[0] == "error: unknown word 'SELEC'"
    assert words[-1].endswith("did you mean SELECT?")


def test_a_plan_names_what_costs_most(typed):
    data, words = typed("\\explain SELECT ?e { ?e a cno:Event ; cno:place ?p }")
    assert any("QuadPattern(?e rdf:type cno:Event)" in line for line in data)
    assert words[0].endswith("▶ costs most")
