"""What goes wrong with one article costs that article alone: it is named with the reason, and the rest is published."""

import os
import sqlite3
from pathlib import Path

import pytest
from support import commands
from support.small_graph import HEAD, select

from kg.ingest.outcomes import Status

pytestmark = pytest.mark.model

GOMA = "M23 rebels shelled Goma on Monday, the army said."
BUNAGANA = "M23 rebels captured Bunagana on Monday, residents said. The army denied it."
OUR_REFUSAL = """“Karvenian authorities are blocking access to Harbour for the majority of Karvenians after our public refusal to shut down peacefully protesting channels” Harbour CEO Ivo Brandt wrote on Twitter.
Even if the current protests are quashed, the divisions within the government will continue, experts say. "You're going to see a vigorous debate over how do we fix these problems," Lenz said."""
OUR_SPOKESMAN = '"We shelled their camp near Goma," said a spokesman for us. "Our troops attacked it," our troops said.'
NESTED = f"The army attacked {'its leader’s ' * 210}camp in Goma."  # deeper than calls of Python may go


def titles(graph):
    return {row[0] for row in select(graph, "SELECT ?id { ?a a cno:Article ; rdfs:label ?id }")}


def test_an_article_of_an_impossible_day_is_quarantined_and_the_rest_published(load):
    summary = load(
        {"id": "a", "text": GOMA, "date": "0001-01-01T00:00:00Z"}, {"id": "b", "text": BUNAGANA, "date": "2024-05-08"}
    )
    assert summary.outcomes == {Status.QUARANTINED: 1, Status.ACCEPTED: 1}
    assert "some.jsonl:1: quarantined: bad date" in summary.problems[0]
    assert titles(load.graph) == {"b"}


@pytest.mark.parametrize("day", ["1800-01-01", "2099-12-31"])
def test_an_article_of_the_first_or_the_last_possible_day_is_read_and_linked(load, day):
    summary = load({"id": "a", "text": GOMA, "date": day}, {"id": "b", "text": BUNAGANA + " " + GOMA, "date": day})
    assert (summary.outcomes, summary.problems) == ({Status.ACCEPTED: 2}, [])


def test_a_possessive_that_leads_back_to_its_own_noun_is_read(load):
    summary = load({"id": "a", "text": OUR_REFUSAL}, {"id": "b", "text": OUR_SPOKESMAN}, everything=True)
    assert (summary.outcomes, summary.problems) == ({Status.ACCEPTED: 2}, [])


def test_an_article_that_fails_in_its_reader_is_named_and_an_earlier_text_of_it_stays(load):
    load({"id": "a", "text": GOMA})
    summary = load({"id": "a", "text": NESTED}, {"id": "b", "text": BUNAGANA})
    assert summary.outcomes == {Status.QUARANTINED: 1, Status.ACCEPTED: 1}
    [problem] = summary.problems
    assert "some.jsonl:1: quarantined: cannot be read (RecursionError at kg/" in problem
    assert "\n" not in problem
    assert titles(load.graph) == {"a", "b"}
    assert (GOMA[:-1],) in select(load.graph, "SELECT ?w { ?m nif:anchorOf ?w }")


def test_a_single_article_that_fails_ends_the_command_that_shows_it_without_a_traceback(kg, tmp_path):
    (tmp_path / "a.txt").write_text(NESTED)
    (tmp_path / "b.txt").write_text(GOMA)
    done = kg("read", "a.txt", "b.txt")
    assert done.returncode == 1
    assert [line.split(" (")[0] for line in done.stderr.splitlines()] == ["a.txt: quarantined: cannot be read"]
    assert "shell" in done.stdout


def test_a_file_whose_name_is_no_utf8_is_read(kg, tmp_path):
    Path(os.fsdecode(bytes(tmp_path) + b"/caf\xe9.txt")).write_text(GOMA)
    assert kg("build", ".", "-o", "one.kg").returncode == 0
    assert titles(tmp_path / "one.kg") == {"caf\\xe9"}


def test_events_of_imported_graphs_with_strange_days_end_no_build(kg, tmp_path, load):
    load({"id": "a", "text": GOMA, "date": "2024-05-08"})
    days = ["-0044-03-15", "12024-05-06", "2024-05-06+02:00", "0001-01-01", "9999-12-31", "2024-05-06"]
    events = "".join(
        f'event:e{n} a cno:Event ; rdfs:label "e{n}" ; cno:action act:attack ; cno:actor actor:m23 ; '
        f'cno:place place:goma ; cno:earliest "{day}"^^xsd:date ; cno:latest "{day}"^^xsd:date .\n'
        for n, day in enumerate(days)
    )
    (tmp_path / "other.trig").write_text(f"{HEAD}graph:article-ffffffffffffffff {{\n{events}}}")
    assert kg("import", load.graph, "other.trig").returncode == 0
    summary = load({"id": "b", "text": BUNAGANA + " " + GOMA, "date": "2024-05-08"})
    assert (summary.outcomes, summary.problems) == ({Status.ACCEPTED: 1}, [])


def test_a_reading_that_was_kept_and_has_been_damaged_is_read_again(tmp_path):
    (tmp_path / "a.txt").write_text(GOMA)
    build = ("build", tmp_path / "a.txt", "-o", tmp_path / "one.kg", "--workers", "1")
    assert commands.kg(*build, KG_TEST_KILL_AT="filled").returncode == -9
    with sqlite3.connect(tmp_path / "one.kg" / "reading.sqlite") as db:
        db.execute("UPDATE reading SET quads = ?", (b"<cut",))
    done = commands.kg(*build)
    assert (done.returncode, done.stderr.splitlines()[0]) == (0, "1 inputs = 1 accepted, 0 duplicate, 0 quarantined")
    assert (GOMA[:-1],) in select(tmp_path / "one.kg", "SELECT ?w { ?m nif:anchorOf ?w }")
