from itertools import permutations

import pytest
from pyoxigraph import Literal, Quad, Store

from kg.graph.quads import term
from kg.maintenance.label_variants import LabelVariants
from kg.store.article_ledger import Ledger
from kg.store.snapshot_draft import Draft

NODE, GAZETTEER = term("actor:us-embassy"), term("graph:gazetteer")


def quad(text, name="rdfs:label"):
    return Quad(NODE, term(name), Literal(text, language="en"), GAZETTEER)


class Graph:
    """A graph whose articles have labels of one node."""

    def __init__(self):
        self.draft, self.ledger = Draft(Store()), Ledger()
        self.variants = LabelVariants(self.draft, self.ledger)

    def add(self, article, *quads):
        shared = self.ledger.add_shared_statements(map(str, quads))
        self.draft.extend(quads)
        self.variants.note(quads)
        self.ledger.record_reading(article, "", "reader", shared)
        self.variants.resolve()

    def remove(self, article):
        unused = self.ledger.release_shared_statements(article)
        gone = [one for one in (quad(text, name) for text in SPELLINGS for name in ("rdfs:label", "skos:altLabel"))
                if str(one) in unused]  # fmt: skip
        for one in gone:
            self.draft.remove(one)
        self.variants.withdraw(gone)
        self.variants.resolve()

    def names(self, name):
        return sorted(q.object.value for q in self.draft.quads_for_pattern(NODE, term(name), None, GAZETTEER))


SPELLINGS = ("U.S. embassy", "U.S. Embassy", "US EMBASSY", "u.s. embassy")


@pytest.mark.parametrize("order", list(permutations(SPELLINGS[:3])), ids=str)
def test_one_spelling_is_the_label_in_whatever_order_articles_come(order):
    graph = Graph()
    for text in order:
        graph.add(text, quad(text))
    assert graph.names("rdfs:label") == ["U.S. Embassy"]
    assert graph.names("skos:altLabel") == ["U.S. embassy", "US EMBASSY"]


def test_when_its_last_article_goes_another_spelling_is_the_label_and_it_leaves_nothing():
    graph = Graph()
    for article, text in enumerate((*SPELLINGS[:2], SPELLINGS[1])):
        graph.add(str(article), quad(text))
    graph.remove("1")
    assert graph.names("rdfs:label") == ["U.S. Embassy"]
    graph.remove("2")
    assert (graph.names("rdfs:label"), graph.names("skos:altLabel")) == (["U.S. embassy"], [])
    graph.remove("0")
    assert not list(graph.draft.quads_for_pattern(None, None, None))


def test_a_known_alias_stays_one():
    graph = Graph()
    graph.add("0", quad("U.S. Embassy"), quad("U.S. embassy", "skos:altLabel"))
    graph.add("1", quad("U.S. embassy"))
    graph.remove("1")
    assert (graph.names("rdfs:label"), graph.names("skos:altLabel")) == (["U.S. Embassy"], ["U.S. embassy"])


def test_labels_of_other_languages_and_graphs_are_left_alone():
    graph = Graph()
    french = Quad(NODE, term("rdfs:label"), Literal("ambassade", language="fr"), GAZETTEER)
    elsewhere = Quad(NODE, term("rdfs:label"), Literal("Embassy", language="en"), term("graph:other"))
    graph.add("0", quad("U.S. Embassy"), french, elsewhere)
    assert graph.names("rdfs:label") == ["U.S. Embassy", "ambassade"]
    assert elsewhere in graph.draft
