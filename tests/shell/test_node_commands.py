"""Nodes by name and by row: their descriptions and evidence."""

import pytest


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


@pytest.mark.parametrize(
    "between", [r"\d actor:northern-front", r"\find kessel", r"\schema", r"\c", r"\p", r"\graphs", r"\c cno:Event"]
)
def test_row_numbers_stay_those_of_the_last_query(typed, between):
    typed("SELECT ?c ?who { ?c cno:claimant ?who } ORDER BY ?c", "", between)
    assert typed(r"\src 1")[1][-1].endswith("claim:army")
    assert typed(r"\d #2 who")[1][0].startswith("Northern Front · actor:northern-front")


def test_lists_of_commands_have_numbers_of_their_own(typed):
    typed("SELECT ?c { ?c a cno:Claim }", "")
    assert typed(r"\find kessel")[0][2].startswith(" f1 │ Kessel")
    assert typed(r"\d f1")[1][0].startswith("Kessel · place:kessel")
    row = next(line for line in typed(r"\d actor:northern-front")[0] if "cno:country" in line).split()[0]
    assert typed(rf"\d {row}")[1][0].startswith("Lurania · place:lurania")
    assert typed(r"\c")[0][2].startswith(" c1 │ ")
    assert typed(r"\last")[0][2].startswith(" c1 │ ")


def test_what_looks_like_a_row_may_be_a_label(typed):
    assert typed(r"\d f16")[1][0].startswith("error: nothing is called 'f16'")
    typed(r"\find kessel")
    said = typed(r"\d #f99")[1][0]
    assert said.startswith("error: the last result has no row f99; there are also f1 to f")
