import time

import pytest
from wcwidth import iter_graphemes, wcswidth

from kg.query.display_names import visible
from kg.query.formats import render
from kg.query.solutions import Blank, Iri, Literal, Solutions
from kg.query.table import DisplayOptions, table, vertical
from kg.vocab import PREFIXES

XSD, ACTOR = PREFIXES["xsd"], PREFIXES["actor"]

OPTIONS = DisplayOptions(PREFIXES, {ACTOR + "a": "Army | of [Lurania]"})

SOLUTIONS = Solutions(
    ("who", "n", "text"),
    (
        (Iri(ACTOR + "a"), Literal("12345", None, XSD + "integer"), Literal('say "hi",\n<b>', "en")),
        (Blank("x"), None, Literal("tab\there & back\\slash")),
    ),
)


def test_a_table_numbers_its_rows_and_shows_labels():
    assert render(SOLUTIONS, "table", OPTIONS) == (
        " # │ who                          │      n │ text\n"
        "───┼──────────────────────────────┼────────┼──────────────────────\n"
        ' 1 │ Army | of [Lurania]  actor:a │ 12,345 │ say "hi",⏎<b>  @en\n'
        " 2 │ _:x                          │      · │ tab here & back\\slash\n"
    )


@pytest.mark.parametrize(
    ("literals", "shown"),
    [
        pytest.param([Literal("Goma"), Literal("Goma", "en")], ["Goma", "Goma  @en"], id="with a language and without"),
        pytest.param([Literal("a", "en"), Literal("b", "fr")], ["a  @en", "b  @fr"], id="two languages"),
        pytest.param([Literal("a", "en"), Literal("b", "en")], ["a", "b"], id="one language"),
        pytest.param([Literal("3"), Literal("3", None, XSD + "integer")], ["3", "3  xsd:integer"], id="text and number"),
        pytest.param(
            [Literal("3", None, XSD + "int"), Literal("3", None, XSD + "integer")], ["3  xsd:int", "3  xsd:integer"],
            id="numbers that only their datatypes tell apart",
        ),
        pytest.param(
            [Literal("3", None, XSD + "integer"), Literal("3.5", None, XSD + "decimal")], ["  3", "3.5"], id="numbers"
        ),
        pytest.param(
            [Literal("2031-03-04", None, XSD + "date"), Literal("2031", None, XSD + "gYear")],
            ["2031-03-04  xsd:date", "2031  xsd:gYear"], id="days and years",
        ),
        pytest.param([Literal("x", None, "http://a/t"), Iri("http://a/x")], ["x", "<http://a/x>"], id="one, and a node"),
    ],
)  # fmt: skip
def test_languages_and_datatypes_are_shown_where_they_differ(literals, shown):
    mixed = Solutions(("x",), tuple((literal,) for literal in literals))
    assert [line[5:] for line in render(mixed, "table", OPTIONS).splitlines()[2:]] == shown
    assert [line[3:] for line in render(mixed, "vertical", OPTIONS).splitlines()[1::2]] == [
        one.strip() for one in shown
    ]


@pytest.mark.parametrize(
    ("names", "shown"),
    [("label", "Army | of [Lurania]"), ("curie", "actor:a"), ("both", "Army | of [Lurania]  actor:a")],
)
def test_iris_are_shown_as_asked_for(names, shown):
    one = Solutions(("who",), ((Iri(ACTOR + "a"),),))
    assert render(one, "table", DisplayOptions(PREFIXES, OPTIONS.labels, names)).splitlines()[2] == f" 1 │ {shown}"


def test_a_table_keeps_to_its_width_and_says_what_is_cut():
    wide = Solutions(("a", "b"), ((Literal("x" * 90), Literal("漢字" * 30)), (Literal("y"), Literal("z"))))
    lines = render(wide, "table", DisplayOptions(PREFIXES, width=40)).splitlines()
    assert max(len(line) for line in lines) <= 40
    assert lines[2].count("…") == 2


def test_too_many_columns_become_a_block_for_each_row():
    many = Solutions(tuple("abcdefgh"), ((Literal("a long value"),) * 8,))
    assert render(many, "table", DisplayOptions(PREFIXES, width=40)).splitlines()[:2] == [
        "── 1 " + "─" * 20,
        "a  a long value",
    ]


def test_rows_past_the_fold_are_counted():
    many = Solutions(("n",), tuple((Literal(str(n)),) for n in range(1500)))
    assert render(many, "table", DisplayOptions(PREFIXES, max_rows=3)).splitlines()[-1] == "⋮ 1,497 more rows"


def test_color_is_dim_and_bold_and_only_when_asked_for():
    assert "\x1b[2mactor:a\x1b[0m" in render(SOLUTIONS, "table", DisplayOptions(PREFIXES, OPTIONS.labels, color=True))
    assert "\x1b" not in render(SOLUTIONS, "table", OPTIONS)


FAMILY, FLAG, FARSI = "👨\u200d👩\u200d👧\u200d👦", "🏳️\u200d🌈", "می\u200cخواهم"


@pytest.mark.parametrize(
    "text",
    [FAMILY, FLAG, "🇺🇦🇷🇼", "❤️", "👍🏽", FARSI, "e\u0301a\u0308", "क्षि", "\uac00\u1100\u1161", "漢字"],
    ids=["family", "rainbow", "flags", "heart", "skin", "Farsi", "marks", "Hindi", "Korean", "Chinese"],
)
@pytest.mark.parametrize("times", [1, 40])
def test_what_takes_several_characters_for_a_column_is_aligned_and_never_split(text, times):
    rows = ((Literal(text * times), Literal("x")), (Literal("y"), Literal("z")))
    lines = table(Solutions(("a", "b"), rows), DisplayOptions({}, width=60)).splitlines()
    assert "\\u{" not in lines[2]
    assert len({wcswidth(line[: line.rindex("│")]) for line in (lines[0], *lines[2:])}) == 1
    assert max(map(wcswidth, lines)) <= 60
    clusters = list(iter_graphemes(lines[2].partition("│")[2].rpartition("│")[0].strip().rstrip("…")))
    assert set(clusters) <= set(iter_graphemes(text * 2))


@pytest.mark.parametrize(
    "text", ["a\u200db", "a\u200c", "\u200d", "x\u200d\u200dy", "act\u200c:shelling", "👨\u200d\u202e"]
)
def test_joiners_that_join_nothing_are_shown(text):
    assert not set(visible(text)) & set("\u200c\u200d\u202e")


@pytest.mark.parametrize("unit", ["x", "Ж", "e\u0301", FAMILY, "a\n", "a\u00a0b\u202e", "7"])
@pytest.mark.parametrize("layout", [table, vertical])
def test_megabytes_in_a_cell_take_no_time(unit, layout):
    text = unit * (1_000_000 // len(unit))
    integer = Literal(text, None, PREFIXES["xsd"] + "integer") if unit == "7" else Literal(text)
    started = time.process_time()
    shown = layout(Solutions(("a", "b"), ((integer, Iri("urn:" + text)),)), DisplayOptions({}, width=80))
    assert time.process_time() - started < (0.2 if layout is table else 3)
    assert layout is vertical or max(map(wcswidth, shown.splitlines())) <= 80


@pytest.mark.parametrize("width", [1, 2, 5, 9])
def test_a_terminal_of_hardly_any_columns_gets_lines_of_values(width):
    assert "x" in table(Solutions(("a",), ((Literal("x"),),)), DisplayOptions({}, width=width))
