"""A graph that grows, changes and shrinks equals one that is made at once of what is in it then."""

import sqlite3
from collections import defaultdict
from dataclasses import replace
from datetime import date
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kg.graph.dataset_description import TIMES, Extractor
from kg.graph.quads import quads, term
from kg.maintenance.incremental_update import IncrementalUpdater
from kg.maintenance.materialization import refresh_inferences
from kg.model import Article
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import load_reader
from kg.store.graph_folder import INDEX, MERGED
from kg.store.snapshots import Snapshots

pytestmark = pytest.mark.model
EXTRACTOR = Extractor(MODEL)
LONG = (
    "Rebels shelled the town of Goma on Tuesday, the army said. Four civilians were killed near the airport and "
    "several houses burned down before the shelling stopped late at night, residents told reporters by phone. "
)
TEXTS = (
    "Rebels shelled Goma on Tuesday, the army said.",
    "M23 rebels captured Bunagana on Monday, residents said. The army denied it.",
    "Russian forces attacked Kharkiv on 3 May 2024, Ukraine said.",
    "The army of Rwanda shelled Goma on Tuesday. M23 denied the attack.",
    LONG,
    LONG + "The governor promised an inquiry.",
    LONG + "The governor promised an inquiry. Schools stay closed in the whole province until further notice.",
)  # fmt: skip
DAYS = (None, date(2024, 5, 8), date(2024, 5, 15))


@cache
def read(article: Article) -> tuple[ox.Quad, ...]:
    return tuple(quads(load_reader(MODEL, everything=True).read(article)))


def update(graph, articles=(), removed_sources=()):
    """Give a graph some articles in one update, and remove sources from it."""
    with Snapshots(graph).write_transaction() as transaction, transaction.ledger() as ledger:
        transaction.describes_size = True
        updater = IncrementalUpdater(transaction.draft, ledger, EXTRACTOR)
        for article in articles:
            updater.register(article, "")
        for article in articles:
            if (to_read := updater.article_to_read(article)) is not None:
                updater.store_reading(to_read, read(to_read))
        updater.save_texts(articles)
        for article in list(updater.remove_stale()):
            updater.store_reading(article, read(article))
        publications = [(p.source, key) for key, p, _ in list(ledger.all_publications()) if p.source in removed_sources]
        for article in list(updater.remove(publications)):
            updater.store_reading(article, read(article))
        updater.link_versions()
        refresh_inferences(transaction.draft, ledger, infer=True)


def lines(store):
    return {str(quad) for quad in store if quad.graph_name != TIMES}


def merged(store):
    """Return the statements but those with a clock."""
    time = term("prov:generatedAtTime")
    return {str(quad) for quad in store if quad.predicate != time}


def tables(snapshot):
    """Return what the index holds, but the order of labels that are used alike."""
    with sqlite3.connect(snapshot / INDEX) as db:
        rows = {
            name: sorted(map(repr, db.execute(f"SELECT * FROM {name}")))
            for name in ("node", "member", "class", "property", "class_property", "range", "graph", "fact", "label")
        }
        time = term("prov:generatedAtTime").value
        rows["objects"] = db.execute("SELECT * FROM object WHERE property != ?", (time,)).fetchall()
        rows["crowded"] = db.execute("SELECT * FROM crowded WHERE property != ?", (time,)).fetchall()
        labels = db.execute("SELECT text, label.rowid >> 40 FROM label").fetchall()
        rows["buckets"] = sorted(map(repr, labels))
        rows["words"] = [
            sorted(db.execute("SELECT text FROM label WHERE rowid IN (SELECT rowid FROM label_text WHERE label_text MATCH ?)", (word,)))
            for word in ("goma", "arm*", "event")
        ]  # fmt: skip
    return rows


def assert_same(one, other):
    first, second = Snapshots(one).current(), Snapshots(other).current()
    assert lines(ox.Store.read_only(str(first))) == lines(ox.Store.read_only(str(second)))
    assert merged(ox.Store.read_only(str(first / MERGED))) == merged(ox.Store.read_only(str(second / MERGED)))
    ours, theirs = tables(first), tables(second)
    assert ours == theirs


def article(source, text, day=None):
    return Article(source, TEXTS[text], outlet=f"The {source}", published=day, source=source)


GIVEN = st.builds(article, st.sampled_from("abcd"), st.integers(0, len(TEXTS) - 1), st.sampled_from(DAYS))
STEPS = st.lists(
    st.tuples(st.lists(GIVEN, max_size=3, unique_by=lambda a: (a.source, a.text)), st.sets(st.sampled_from("abcd"), max_size=1)),
    min_size=2,
    max_size=4,
)  # fmt: skip


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
@given(STEPS)
def test_any_way_to_a_graph_gives_the_same_graph(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("ways")
    now = defaultdict(dict)  # source → text → article
    for articles, removed in steps:
        update(folder / "grown.kg", articles, removed)
        for one in {a.source for a in articles}:
            now[one] = {}
        for one in articles:
            now[one.source][one.text] = one
        for one in removed:
            now.pop(one, None)
    update(folder / "new.kg", [a for texts in reversed(now.values()) for a in texts.values()])
    assert_same(folder / "grown.kg", folder / "new.kg")


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 1, 0], [1, 0, 2]])
def test_versions_point_to_the_earliest_in_any_order(tmp_path, order):
    versions = [
        article("a", 4, DAYS[2]),
        article("b", 5, DAYS[1]),
        replace(article("c", 6), published=date(2024, 5, 9)),
    ]
    for n in order:
        update(tmp_path, [versions[n]])
    store = ox.Store.read_only(str(Snapshots(tmp_path).current()))
    links = {
        (q.subject.value[-16:], q.object.value[-16:])
        for q in store.quads_for_pattern(None, term("dcterms:isVersionOf"), None)
    }
    assert links == {(versions[0].key, versions[1].key), (versions[2].key, versions[1].key)}


def test_an_article_that_is_discarded_leaves_nothing_behind(tmp_path):
    one, other = (Article(f"{n}", TEXTS[n]) for n in (0, 3))  # which share actors and places
    update(tmp_path / "one.kg", [one])
    with Snapshots(tmp_path / "one.kg").write_transaction() as transaction, transaction.ledger() as ledger:
        before = lines(transaction.draft.store)
        updater = IncrementalUpdater(transaction.draft, ledger, EXTRACTOR)
        updater.register(other, "")
        updater.store_reading(other, read(other))
        assert lines(transaction.draft.store) > before
        updater.discard(other.key)
        assert lines(transaction.draft.store) == before
        assert updater.changed_articles == set()
