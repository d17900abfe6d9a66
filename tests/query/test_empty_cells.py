"""Notes on cells that GROUP_CONCAT leaves empty."""

import pytest

from kg.query.empty_cells import empty_cell_notes


@pytest.mark.parametrize(
    ("expression", "note"),
    [
        ("(GROUP_CONCAT(?who) AS ?all)", "?all is empty where ?who is no string: GROUP_CONCAT joins strings; use GROUP_CONCAT(STR(?who) …)"),
        ('(group_concat(DISTINCT ?who; SEPARATOR=", ") AS ?all)', "use GROUP_CONCAT(DISTINCT STR(?who) …)"),
        ("(GROUP_CONCAT(?n) AS ?all)", "?all is empty where ?n is no string"),
        ("(GROUP_CONCAT(STR(?who)) AS ?all)", ""),
        ("(GROUP_CONCAT(?label) AS ?all)", ""),
        ("(COUNT(?who) AS ?all)", ""),
    ],
)  # fmt: skip
def test_a_list_that_group_concat_leaves_empty_is_explained(session, expression, note):
    text = f"SELECT {expression} {{ ?c cno:claimant ?who ; cno:killed ?n . ?who rdfs:label ?label }}"
    notes = empty_cell_notes(text, session.ask(text))
    assert len(notes) == (1 if note else 0)
    assert note in "".join(notes)


def test_the_command_says_it_beside_the_answer(kg, graph):
    done = kg("query", graph, "-q", "SELECT (GROUP_CONCAT(?w) AS ?all) { ?c cno:claimant ?w }")
    assert done.stderr.startswith("note: ?all is empty where ?w is no string: GROUP_CONCAT joins strings; use ")
