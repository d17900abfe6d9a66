"""Each saved question has its answer over the demo graph in tests/golden/.

After a change of the extractor, look at what the answers have become and write them anew with KG_GOLDEN=write.
"""

import os
from pathlib import Path

import pytest

from kg.query.formats import render
from kg.query.prepared_queries import execute, prepare
from kg.query.saved_queries import saved_queries
from kg.query.session import Session
from kg.query.table import DisplayOptions
from kg.vocab import QUERIES as FOLDER

GOLDEN = Path(__file__).parent.parent / "golden"
QUERIES = saved_queries(FOLDER)


@pytest.fixture(scope="module")
def session(demo):
    with Session(demo) as opened:
        yield opened


@pytest.mark.parametrize("query", QUERIES, ids=[q.path.stem for q in QUERIES])
def test_the_answer_is_the_golden_one(session, query):
    arguments = {p.name: [p.example] for p in query.parameters if p.required}
    csv = render(execute(prepare(query, arguments, session), session), "csv", DisplayOptions(session.prefixes))
    golden = GOLDEN / f"{query.path.stem}.csv"
    if os.environ.get("KG_GOLDEN") == "write":
        golden.write_text(csv, encoding="utf-8")
    assert csv == golden.read_text(encoding="utf-8")


def test_the_order_of_an_answer_does_not_depend_on_the_engine(session):
    for query in QUERIES:
        assert "ORDER BY" in query.text.rpartition("}")[2], query.name


@pytest.mark.parametrize("query", QUERIES, ids=[q.path.stem for q in QUERIES])
def test_the_lines_that_describe_a_question_fit_its_answer(session, query):
    assert query.title.endswith("?")
    assert query.tags
    arguments = {p.name: [p.example or "2000-01-01"] for p in query.parameters}
    result = execute(prepare(query, arguments, session), session)
    assert {*query.key, query.evidence} <= set(result.variables)
    keys = [tuple(row[result.variables.index(name)] for name in query.key) for row in result.rows]
    assert len(keys) == len(set(keys)), "two rows have one key"


def test_each_row_of_a_question_is_a_claim_with_its_claimant_or_rests_on_claims():
    for query in QUERIES:
        assert query.evidence in ("claim", "claims", "event", "events"), query.name
        if query.evidence == "claim":
            assert "cno:claimant" in query.text, query.name
            assert "cno:polarity" in query.text, query.name


def test_nearly_every_question_has_an_answer():
    empty = [p.stem for p in sorted(GOLDEN.glob("*.csv")) if len(p.read_text(encoding="utf-8").splitlines()) < 2]
    assert len(empty) <= 2, empty
