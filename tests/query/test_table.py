import pytest

from kg.query.formats import render
from kg.query.solutions import Blank, Iri, Literal, Solutions
from kg.query.table import DisplayOptions
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
        ' 1 │ Army | of [Lurania]  actor:a │ 12,345 │ say "hi",⏎<b>\n'
        " 2 │ _:x                          │      · │ tab here & back\\slash\n"
    )


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
