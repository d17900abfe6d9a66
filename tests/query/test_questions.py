"""Each saved question has its answer over the demo graph in tests/golden/.

After a change of the extractor, look at what the answers have become and write them anew with KG_GOLDEN=write.
"""

import os
from pathlib import Path

import pytest

from kg.query.ask import Session
from kg.query.formats import render
from kg.query.saved import saved_queries
from kg.query.table import Look

GOLDEN = Path(__file__).parent.parent / "golden"
QUERIES = saved_queries()


@pytest.fixture(scope="module")
def session(demo):
    with Session(demo) as opened:
        yield opened


@pytest.mark.parametrize("query", QUERIES, ids=[q.path.stem for q in QUERIES])
def test_the_answer_is_the_golden_one(session, query):
    answer = render(session.ask(query.text, 30, None), "csv", Look(session.prefixes)).replace("\r\n", "\n")
    header, *rows = answer.splitlines()
    sorted_answer = "\n".join([header, *sorted(rows)]) + "\n"
    golden = GOLDEN / f"{query.path.stem}.csv"
    if os.environ.get("KG_GOLDEN") == "write":
        golden.write_text(sorted_answer, encoding="utf-8")
    assert sorted_answer == golden.read_text(encoding="utf-8")


def test_each_question_has_a_title():
    assert all(q.title.endswith("?") or "?" in q.title for q in QUERIES)


def test_nearly_every_question_has_an_answer():
    empty = [p.stem for p in sorted(GOLDEN.glob("*.csv")) if len(p.read_text(encoding="utf-8").splitlines()) < 2]
    assert len(empty) <= 2, empty
