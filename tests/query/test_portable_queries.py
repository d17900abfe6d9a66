"""Saved queries as other tools get them: every prefix declared, values bound, nothing that only `kg` knows."""

from pathlib import Path

import pytest

from kg.query.prepared_queries import portable_text, prepare
from kg.query.saved_queries import parse_query, saved_queries
from kg.store.prefixes import used_prefixes
from kg.vocab import PREFIXES
from kg.vocab import QUERIES as FOLDER

QUERIES = saved_queries(FOLDER)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_saved_question_declares_all_its_prefixes(query):
    assert not used_prefixes(query.text, PREFIXES)


def test_what_is_printed_is_plain_sparql(session):
    text = """#+ title: Who was killed?
#+ params:
#+   place: {type: entity, example: place:kessel}
#+   since: {type: date}
SELECT ?c WHERE { ?c cno:about/cno:place $place FILTER (!BOUND($since)) }
"""
    prepared = prepare(parse_query(text, Path("a.rq")), {"place": ["Kessel"]}, session)
    lines = portable_text(prepared, session.prefixes).splitlines()
    assert lines == [
        "# Who was killed?",
        f"# place = <{PREFIXES['place']}kessel>",
        f"PREFIX cno: <{PREFIXES['cno']}>",
        f"SELECT ?c WHERE {{ ?c cno:about/cno:place <{PREFIXES['place']}kessel> FILTER (!BOUND($since)) }}",
    ]
    assert len(session.ask("\n".join(lines)).rows) == 2


def test_a_value_cannot_leave_its_comment(session):
    query = parse_query("#+ params: {w: {type: string}}\nSELECT ?s WHERE { ?s ?p $w }", Path("a.rq"))
    printed = portable_text(prepare(query, {"w": ["a\n} DROP ALL #"]}, session), session.prefixes)
    assert [line for line in printed.splitlines() if not line.startswith("#")] == [
        r'SELECT ?s WHERE { ?s ?p "a\n} DROP ALL #" }'
    ]
