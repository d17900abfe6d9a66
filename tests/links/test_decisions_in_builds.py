"""Decisions across builds: applied to what is added, kept over rebuilds, gone with dropped articles."""

import shutil

import pytest
from support.commands import kg
from support.raids import DYADS, SEEDS, decide, n_quads, query_rows

from kg.errors import UsageError
from kg.maintenance.build import build

pytestmark = pytest.mark.model


def test_a_build_applies_the_file_and_refuses_a_wrong_one(graph, tmp_path):
    (graph / "decisions.ttl").write_text("actor:rlf owl:sameAs actor:river-front .\n")
    build([str(SEEDS / "13-white-blood-cells.txt")], graph)
    assert query_rows(graph, DYADS) == [("river-front", "army", "3")]
    (graph / "decisions.ttl").write_text("actor:rlf owl:sameAs place:kessel .\n")
    with pytest.raises(UsageError, match=r"decisions.ttl: actor:rlf and place:kessel are not of one sort"):
        build([str(SEEDS / "13-white-blood-cells.txt")], graph)


@pytest.fixture
def news_and_graph(tmp_path):
    """A graph of two of the demo articles, with one decision on their actors."""
    news = tmp_path / "news"
    news.mkdir()
    for name in ("05-mugunga-camp-lakes-radio.txt", "13-white-blood-cells.txt"):
        (news / name).write_bytes((SEEDS / name).read_bytes())
    build([str(news)], tmp_path / "read.kg")
    one, other, *_ = sorted(
        f"actor:{name}" for (name,) in query_rows(tmp_path / "read.kg", "SELECT DISTINCT ?a { ?a a cno:ArmedForce }")
    )
    assert decide(tmp_path / "read.kg", f"{one} owl:sameAs {other} .").returncode == 0
    return news, tmp_path / "read.kg"


def test_decisions_outlive_a_rebuild(news_and_graph, tmp_path):
    news, graph = news_and_graph
    before = n_quads(graph, tmp_path)
    assert b"owl#sameAs" in before
    assert build([str(news)], graph, rebuild=True).replaced == 2
    assert n_quads(graph, tmp_path) == before


def test_what_is_added_is_seen_with_the_decisions_as_if_all_came_at_once(news_and_graph, tmp_path):
    news, graph = news_and_graph
    shutil.copy(SEEDS / "04-demidovka-withdrawal.txt", news)
    build([str(news)], graph)
    shutil.copy(graph / "decisions.ttl", tmp_path)
    (tmp_path / "whole.kg").mkdir()
    shutil.copy(graph / "decisions.ttl", tmp_path / "whole.kg")
    build([str(news)], tmp_path / "whole.kg")
    query = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p != prov:generatedAtTime) }"
    assert sorted(query_rows(graph, query)) == sorted(query_rows(tmp_path / "whole.kg", query))


def test_a_dropped_article_leaves_nothing_in_the_links(news_and_graph, tmp_path):
    news, graph = news_and_graph
    (tmp_path / "other.kg").mkdir()
    shutil.copy(graph / "decisions.ttl", tmp_path / "other.kg")
    build([str(news / "13-white-blood-cells.txt")], tmp_path / "other.kg")
    assert kg("drop", graph, news / "05-mugunga-camp-lakes-radio.txt").returncode == 0
    assert n_quads(graph, tmp_path) == n_quads(tmp_path / "other.kg", tmp_path)


def test_builds_take_decisions_from_where_the_review_kept_them(graph, tmp_path):
    file = tmp_path / "shared.ttl"
    file.write_text("actor:rlf owl:sameAs actor:river-front .\n")
    assert kg("review", graph, "--decisions", file, "--decide", "-").returncode == 0
    build([str(SEEDS / "13-white-blood-cells.txt")], graph)
    assert query_rows(graph, DYADS) == [("river-front", "army", "3")]
    file.unlink()
    with pytest.raises(UsageError, match=r"shared.ttl: the decisions of .* are not there"):
        build([str(SEEDS / "13-white-blood-cells.txt")], graph)
    assert kg("review", graph, "--decide", "-").returncode == 0
    build([str(SEEDS / "13-white-blood-cells.txt")], graph)
    assert query_rows(graph, DYADS) == [("river-front", "army", "2"), ("rlf", "army", "1")]
