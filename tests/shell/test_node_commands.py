"""Nodes by name and by row: their descriptions and evidence."""


def test_a_found_node_is_described_by_its_row(typed):
    data, _ = typed(r"\find nf reb")
    assert "Northern Front  actor:northern-front" in data[2]
    data, words = typed(r"\d 1")
    assert words[0] == "Northern Front · actor:northern-front · cno:ArmedForce"
    assert any("rdfs:label" in line for line in data)
    assert any("← │ cno:actor" in line for line in data)


def test_the_words_of_the_articles_stand_behind_a_row(typed):
    data, words = typed("SELECT ?e { ?e a cno:Event }", "", r"\src #1")
    assert data[3:] == [
        "Shells fall on the port of Kessel · Kessel Gazette · 2031-03-05",
        "  [0–42] “Shells killed four dockers, the army said.”  — Army of Lurania: affirmed",
        "Front denies it hit the port",
        "  [10–37] “We did not fire on Kessel”  — Northern Front: denied",
    ]
    assert words[-1] == "Northern Front shells the port of Kessel · event:shelling-kessel"


def test_a_row_can_be_followed_by_the_name_of_its_column(typed):
    typed("SELECT ?c ?who { ?c cno:claimant ?who } ORDER BY ?c")
    assert typed(r"\d 1 who")[1][0].startswith("Army of Lurania · actor:lurania-army")
    assert "the last result has no column nope" in typed(r"\d 1 nope")[1][0]
