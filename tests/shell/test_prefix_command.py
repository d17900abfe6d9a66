"""Prefixes of the session."""


def test_a_prefix_can_be_added(typed, shell):
    assert typed(r"\prefix lu https://w3id.org/conflict-news/data/", "ASK { lu:actor\\/lurania-army ?p ?o }")[0] == [
        "yes"
    ]
    assert "lu:" in "\n".join(typed(r"\prefix")[0])
    del shell.graph.prefixes["lu"]
