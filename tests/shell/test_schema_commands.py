"""What a graph holds: the tour, the schema and the cards of classes and properties."""

import re


def test_the_tour_asks_what_the_graph_answers(typed, shell):
    for number in range(1, 7):
        data, words = typed("\\tour")
        assert words[0].startswith(f"{number} of ")
        answer = typed("\n".join(data), "")
        assert not any(line.startswith("error") for line in answer[1])
    assert typed("\\tour")[1][0].startswith("1 of 6")
    assert "the tour has stops 1 to 6" in typed("\\tour 9")[1][0]


def test_cards_tell_of_a_class_and_of_a_property(typed):
    data = typed("\\c event")[0]
    assert data[0] == "cno:Event · 1 things"
    assert any(re.match(r"  cno:claimant|  cno:actor +100%", line) for line in data)
    assert any("of cno:Event" in line for line in typed("\\p cno:actor")[0])
    assert typed("\\c evnt")[1][0].startswith("error: no class 'evnt' in this graph; near: cno:Event")
    assert len(typed("\\c")[0]) > 5
    assert len(typed("\\p")[0]) > 5
