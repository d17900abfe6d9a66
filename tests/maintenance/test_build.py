"""The demo articles, read with the real model into a real graph."""

import json
import shutil
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from support.rdf_files import load

from kg.graph.rdf_files import export
from kg.graph.validation import violations
from kg.ingest.outcomes import Status
from kg.maintenance.build import build
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

ROOT = Path(__file__).parents[2]
SEEDS = str(ROOT / "seeds")


@pytest.fixture(scope="session")
def store(demo):
    return ox.Store.read_only(str(Snapshots(demo).current()))


def test_the_demo_graph_keeps_to_the_shapes(store):
    assert violations(store) == ()


def test_no_node_is_blank(store):
    assert not any(isinstance(t, ox.BlankNode) for q in store for t in (q.subject, q.object))


def test_every_node_has_a_label(store):
    unlabelled = store.query(
        """SELECT DISTINCT ?x WHERE { ?x a ?type FILTER (STRSTARTS(STR(?type), STR(cno:)))
           FILTER NOT EXISTS { ?x rdfs:label|skos:prefLabel ?label } }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    assert [str(row["x"]) for row in unlabelled] == []


def test_words_stand_where_the_offsets_say(store):
    texts = {}
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        raw = path.read_bytes().decode()
        texts[path.stem] = raw.split("---\n", 2)[2] if raw.startswith("---\n") else raw
    rows = store.query(
        """SELECT ?id ?from ?to ?words WHERE { ?m nif:referenceContext/dcterms:identifier ?id ; nif:beginIndex ?from ;
           nif:endIndex ?to ; nif:anchorOf ?words FILTER (!STRSTARTS(?id, "sha256:")) }""",
        prefixes=PREFIXES,
        use_default_graph_as_union=True,
    )
    found = [(r["id"].value, int(r["from"].value), int(r["to"].value), r["words"].value) for r in rows]
    assert len(found) > 500
    assert all(texts[name][start:end] == words for name, start, end, words in found)


def test_the_same_articles_give_the_same_bytes_in_any_order_and_number(demo, store, tmp_path):
    first, second = tmp_path / "first.nq", tmp_path / "second.nq"
    export(store, first)
    names = sorted(str(p) for p in (ROOT / "seeds").iterdir())
    again = tmp_path / "again.kg"
    build(names[8:], again, workers=1)
    build([*reversed(names[:8]), names[9]], again, workers=2)
    export(Snapshots(again).current(), second)
    assert first.read_bytes() == second.read_bytes()


def test_articles_already_there_are_duplicates(demo, tmp_path):
    shutil.copytree(demo, tmp_path / "demo.kg")
    summary = build([SEEDS + "/0*.txt"], tmp_path / "demo.kg")
    assert summary.outcomes == {Status.DUPLICATE: 9}


@pytest.mark.model
def test_a_file_ending_makes_one_rdf_file(tmp_path):
    target = tmp_path / "one.ttl"
    build([SEEDS + "/05-mugunga-camp-lakes-radio.txt"], target)
    assert len(load([target])) > 300


@pytest.mark.model
def test_every_input_is_accounted_for(tmp_path):
    lines = [{"text": "Rebels shelled Goma on Tuesday, the army said."}, {"nothing": 1}, {"text": ""}]
    lines.append(lines[0])
    source = tmp_path / "mixed.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in lines))
    summary = build([str(source)], tmp_path / "mixed.kg")
    assert summary.outcomes == Counter({Status.QUARANTINED: 2, Status.DUPLICATE: 1, Status.ACCEPTED: 1})
    assert summary.inputs == 4
    assert len(summary.problems) == 3
