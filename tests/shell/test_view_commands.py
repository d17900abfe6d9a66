"""Views of the last result: charts, maps and graphs."""

COUNTS = "SELECT ?who (COUNT(?c) AS ?n) { ?c cno:claimant ?who } GROUP BY ?who ORDER BY ?who"


DATED = "SELECT ?d ?e { ?e cno:earliest ?d }"


def test_results_are_drawn(typed, tmp_path):
    bars = typed(COUNTS, "", "\\view bar")[0][-2:]
    assert bars[0].startswith("Army of Lurania  ████")
    assert any("└" in line for line in typed(COUNTS, "", "\\view line")[0])
    assert typed(DATED, "", "\\view timeline")[0][-1].startswith("2031-03-04 ●")
    typed("SELECT ?e ?p { ?e cno:place ?p }", "", f"\\view graph {tmp_path}/g.html")
    page = (tmp_path / "g.html").read_text()
    assert "Northern Front shells the port of Kessel" in page
    assert "https://cdn" not in page
    query = 'SELECT ("here" AS ?what) (48.5 AS ?lat) (30.1 AS ?long) {}'
    typed(query, "", f"\\view map {tmp_path}/m.html")
    assert "here" in (tmp_path / "m.html").read_text()
