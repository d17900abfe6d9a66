"""Articles are removed by any of their names, and nothing where a name fits none or several."""

import pytest
from support.small_graph import select

from kg.store.article_ledger import open_ledger
from kg.store.graph_folder import ARTICLES
from kg.store.snapshots import Snapshots

pytestmark = pytest.mark.model

GOMA = "Rebels shelled Goma on Tuesday, the army said."
LATER = "Rebels shelled Goma again on Wednesday, the army said. Two soldiers were killed."
BUNAGANA = "M23 rebels captured Bunagana on Monday, residents said. The army denied it."
SAKE = "The army attacked M23 rebels near Sake on Monday."
URL = "https://example.org/goma"


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
def test_drop_removes_the_article_that_a_name_fits(kg, load, name, code, words):
    load(
        {"url": URL, "id": "goma", "text": GOMA},
        {"id": "b", "text": LATER},
        {"id": "twin", "url": URL + "2", "text": BUNAGANA},
        {"id": "twin", "url": URL + "3", "text": SAKE},
    )
    before = Snapshots(load.graph).current()
    done = kg("drop", load.graph, name)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert (Snapshots(load.graph).current() != before) == (code == 0)


@pytest.mark.parametrize("form", ["article:{}", "https://w3id.org/conflict-news/data/article/{}", "graph:article-{}"])
def test_drop_takes_iris_and_prefixed_names(kg, load, form):
    load({"url": URL, "text": GOMA}, {"id": "b", "text": LATER})
    with open_ledger(Snapshots(load.graph).current() / ARTICLES) as ledger:
        key = next(key for key, publication, _ in ledger.all_publications() if publication.url == URL)
    assert kg("drop", load.graph, form.format(key)).returncode == 0
    assert select(load.graph, "SELECT (COUNT(*) AS ?n) { ?a a cno:Article }") == [("1",)]


def test_drop_needs_a_graph(kg, tmp_path):
    assert kg("drop", tmp_path / "none.kg", "a").returncode == 3
    assert not (tmp_path / "none.kg").exists()
