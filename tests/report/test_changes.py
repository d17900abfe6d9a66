from kg.query.solutions import Literal, Solutions
from kg.report.changes import compare_results


def table(*rows):
    return Solutions(("who", "n"), tuple(tuple(Literal(cell) for cell in row.split()) for row in rows))


def plain(rows):
    return [" ".join(cell.value for cell in row) for row in rows]


def test_rows_are_matched_by_key():
    changes = compare_results(table("a 1", "b 2", "c 3"), table("b 2", "c 4", "d 5"), ["who"])
    assert (plain(changes.added), plain(changes.removed)) == (["d 5"], ["a 1"])
    assert [(plain([c.before]), plain([c.after]), c.columns) for c in changes.changed] == [(["c 3"], ["c 4"], ("n",))]
    assert changes.counts == "1 added, 1 removed, 1 changed"


def test_without_a_key_the_whole_row_counts():
    changes = compare_results(table("a 1"), table("a 2"), [])
    assert (plain(changes.added), plain(changes.removed), changes.changed) == (["a 2"], ["a 1"], ())


def test_nothing_changed_is_false_whatever_the_order():
    assert not compare_results(table("a 1", "b 2"), table("b 2", "a 1"), ["who"])


def test_the_second_row_of_a_key_is_a_row_of_its_own():
    assert plain(compare_results(table("a 1"), table("a 1", "a 2"), ["who"]).added) == ["a 2"]


def test_other_columns_make_all_rows_new():
    other = Solutions(("who",), ((Literal("a"),),))
    assert compare_results(other, table("a 1"), ["who"]).counts.startswith(
        "1 added, 1 removed, 0 changed; the columns were who"
    )
