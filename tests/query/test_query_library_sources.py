"""Questions that put the words of several sources on one row leave none out for what another does not say."""

import pytest
from support.small_graph import TRIG

from kg.query.prepared_queries import execute, prepare
from kg.query.saved_queries import find_query, saved_queries
from kg.query.session import Session
from kg.vocab import QUERIES

# A third source, without a name or a day of publication, gives the injured and no dead.
THIRD = """
graph:article-cccc {
    article:cccc a cno:Article ; rdfs:label "Dozens hurt in Kessel"@en .
    claim:hospital a cno:Claim ; cno:about event:shelling-kessel ; cno:claimant actor:hospital ;
        cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ; cno:injured 31 ;
        cno:reportedIn article:cccc .
    event:shelling-kessel cno:hasClaim claim:hospital ; cno:in place:kessel .
    actor:hospital rdfs:label "Kessel hospital"@en .
}
"""


@pytest.fixture(scope="module")
def row_of(tmp_path_factory):
    file = tmp_path_factory.mktemp("sides") / "sides.trig"
    file.write_text(TRIG + THIRD, encoding="utf-8")

    def run(name, **given):
        query = find_query(name, saved_queries(QUERIES))
        with Session(file) as session:
            result = execute(prepare(query, {k: [v] for k, v in given.items()}, session), session)
        (row,) = result.rows
        return {n: t.value for n, t in zip(result.variables, row, strict=True) if t is not None}

    return run


def test_a_timeline_names_both_sides(row_of):
    row = row_of("timeline-of-a-place", place="Kessel")
    assert row["affirmedBy"] == "Army of Lurania; Kessel hospital"
    assert (row["deniedBy"], row["leftOpenBy"]) == ("Northern Front", "")


def test_a_figure_of_one_source_is_not_lost_for_what_another_leaves_out(row_of):
    row = row_of("casualties-low-high")
    assert (row["killedLow"], row["killedHigh"], row["injuredLow"], row["injuredHigh"]) == ("4", "4", "31", "31")
    assert row["firstPublished"] == "2031-03-05"
    assert row["figuresOf"] == "Army of Lurania; Kessel hospital"
    assert row_of("casualties-low-high", least="4")["killedHigh"] == "4"


def test_corroboration_names_all_who_affirm(row_of):
    row = row_of("corroboration")
    assert (row["sources"], row["affirmedBy"]) == ("2", "Army of Lurania; Kessel hospital")
