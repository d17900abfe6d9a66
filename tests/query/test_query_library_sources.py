"""Questions that put the words of several sources on one row leave none out for what another does not say."""

import re

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


@pytest.fixture
def tolls(tmp_path):
    """Ask how many were killed, of figures as `number low high qualifier`, a claim each; a dash is no bound."""

    def run(*figures, name="casualties-low-high"):
        claims = ""
        for n, figure in enumerate(figures):
            number, low, high, qualifier = figure.split()
            bounds = "".join(f"cno:killed{b} {v} ; " for b, v in (("Low", low), ("High", high)) if v != "-")
            claims += f"""claim:c{n} a cno:Claim ; cno:about event:shelling-kessel ; cno:claimant actor:c{n} ;
                cno:polarity code:affirmed ; cno:reportedIn article:cccc ; {bounds}
                cno:killed {number} ; cno:killedQualifier code:{qualifier} . code:{qualifier} skos:prefLabel "{qualifier}" ."""
        file = tmp_path / "tolls.trig"
        untold = re.sub(r"cno:killed [^;]+;", "", TRIG)
        file.write_text(untold + "graph:article-cccc {" + claims + "}", encoding="utf-8")
        with Session(file) as session:
            result = execute(prepare(find_query(name, saved_queries(QUERIES)), {}, session), session)
        (row,) = result.rows
        cells = {n: t.value for n, t in zip(result.variables, row, strict=True) if t is not None}
        return cells.get("killedLow"), cells.get("killedHigh"), cells["qualified"]

    return run


@pytest.mark.parametrize(
    ("figures", "answer"),
    [
        pytest.param(["10 10 - at-least"], ("10", None, "at-least"), id="at least has no high"),
        pytest.param(["20 - 20 at-most"], (None, "20", "at-most"), id="up to has no low"),
        pytest.param(["10 10 15 between", "12 12 12 exact"], ("10", "15", "between"), id="the widest bounds"),
        pytest.param(
            ["12 12 12 exact", "20 20 - at-least"], ("12", None, "at-least"), id="a source that leaves more open"
        ),
        pytest.param(["12 12 12 exact", "5 - 5 at-most"], (None, "12", "at-most"), id="a source that leaves less open"),
        pytest.param(["30 - 30 feared", "12 12 - at-least"], ("12", "30", "at-least; feared"), id="feared and found"),
    ],
)
def test_low_and_high_are_what_the_sources_leave_possible(tolls, figures, answer):
    assert tolls(*figures) == answer


def test_corroboration_names_all_who_affirm(row_of):
    row = row_of("corroboration")
    assert (row["sources"], row["affirmedBy"]) == ("2", "Army of Lurania; Kessel hospital")
