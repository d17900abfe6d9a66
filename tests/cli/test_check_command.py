"""The command that checks a graph."""

import json
from pathlib import Path

import pytest
from pyoxigraph import Quad
from support.commands import kg
from support.small_graph import write_graph

from kg.graph.quads import term
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[2]


@pytest.fixture
def wrong(tmp_path):
    """A graph in which a place acts."""
    graph = write_graph(tmp_path / "graph")
    with Snapshots(graph).rewrite() as store:
        event, place = term("event:shelling-kessel"), term("place:kessel")
        store.add(Quad(event, term("cno:actor"), place, term("graph:article-aaaa")))
    return graph


def test_what_is_wrong_is_shown_with_its_words_and_article(wrong):
    told = kg("check", wrong)
    assert told.returncode == 4
    assert (
        "event:shelling-kessel  an actor is a cno:Actor (a state, not its country)  (cno:actor place:kessel)\n"
        in told.stdout
    )
    assert "    “Shells killed four dockers, the army said.”\n" in told.stdout
    assert "    Shells fall on the port of Kessel · Kessel Gazette · article:aaaa\n" in told.stdout
    assert "findings\n" in told.stderr


def test_and_as_json(wrong):
    found = [json.loads(line) for line in kg("check", wrong, "--json").stdout.splitlines()]
    hit = next(f for f in found if f["message"].startswith("an actor is"))
    assert hit["words"]["quote"] == "Shells killed four dockers, the army said."


def test_there_must_be_a_graph(tmp_path):
    told = kg("check", tmp_path / "none")
    assert (told.returncode, told.stdout) == (3, "")
    assert told.stderr.startswith(f"kg: error: {tmp_path / 'none'}: there is no graph")
