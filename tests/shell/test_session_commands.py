"""What is open, and its newest state."""


def test_graphs_schema_and_status_tell_of_the_graph(typed):
    assert any("graph:gazetteer" in line for line in typed(r"\graphs")[0])
    assert any(line.startswith("cno:Claim") for line in typed(r"\schema claim")[0])
    assert "triples" in typed(r"\status")[0][1]
    assert typed(r"\reload")[1][0].startswith("kg 20")
