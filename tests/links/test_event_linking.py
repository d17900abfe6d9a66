"""Events of different articles that may be one: the rule, row by row, and that no order of articles changes a link."""

from itertools import permutations

import pytest
from pyoxigraph import RdfFormat, Store
from support.raids import GAZETTEER, article
from support.small_graph import HEAD

from kg.graph.quads import term
from kg.links.event_linking import link_events, prune_links
from kg.store.identity_resolution import LINKS, MAY_BE

A, B = "a" * 16, "b" * 16


def links(*articles, order=None):
    store = Store()
    store.load(HEAD + "".join(articles) + GAZETTEER, RdfFormat.TRIG)
    graphs = sorted((g for g in store.named_graphs() if "/article-" in g.value), key=str)
    for place in order or range(len(graphs)):
        link_events(store, [graphs[place]])
    return {(q.subject.value[-6:], q.object.value[-6:]) for q in store.quads_for_pattern(None, MAY_BE, None, LINKS)}


@pytest.mark.parametrize(
    ("values", "linked"),
    [
        pytest.param({}, True, id="all the same"),
        pytest.param({"action": "shelling"}, True, id="an action, and one of its kind"),
        pytest.param({"action": "detain"}, False, id="actions of two kinds"),
        pytest.param({"day": 5}, True, id="the next day"),
        pytest.param({"day": 6}, False, id="two days later"),
        pytest.param({"place": "north"}, True, id="a town, and its region"),
        pytest.param({"place": "khessel-north"}, False, id="two towns of one region"),
        pytest.param({"actor": "rlf-third-company"}, True, id="a front, and a part of it"),
        pytest.param({"actor": "anna-malo"}, False, id="two actors"),
        pytest.param({"target": "anna-malo"}, False, id="two targets"),
        pytest.param({"actor": f"gunmen-{B[:8]}"}, True, id="a name, and nameless people; the other side agrees"),
        pytest.param({"actor": f"gunmen-{B[:8]}", "target": f"people-{B[:8]}"}, False, id="nobody that both name"),
    ],
)
def test_the_rule(values, linked):
    assert bool(links(article(A, "raid-1"), article(B, "raid-2", **values))) is linked


def test_nameless_people_agree_by_their_words():
    one = article(A, "raid-1", actor=f"gunmen-{A[:8]}", target=f"villagers-{A[:8]}")
    assert links(one, article(B, "raid-2", actor=f"gunmen-{B[:8]}", target=f"farmers-{B[:8]}"))
    assert not links(one, article(B, "raid-2", actor=f"rebels-{B[:8]}", target=f"farmers-{B[:8]}"))


def test_two_events_of_one_article_are_two():
    assert not links(article(A, "raid-1"), article(A, "raid-2"))


def test_a_third_article_that_tells_both_takes_the_link_back():
    two = (article(A, "raid-1"), article(B, "raid-2"))
    both = article("c" * 16, "raid-1") + article("c" * 16, "raid-2")
    assert links(*two)
    for order in permutations(range(3)):
        assert not links(*two, both, order=order)


def test_versions_of_one_article_are_not_linked():
    version = f"graph:metadata-{B} {{ article:{B} dcterms:isVersionOf article:{A} . }}"
    assert not links(article(A, "raid-1"), article(B, "raid-2"), version)


def test_an_event_that_two_articles_tell_is_one_and_needs_no_link():
    assert not links(article(A, "raid-1"), article(B, "raid-1"))


def test_the_order_of_articles_changes_nothing():
    days = [article(letter * 16, f"raid-{n}", day=4 + n // 2) for n, letter in enumerate("abcd")]
    found = [links(*days, order=order) for order in permutations(range(4))]
    assert found[0] == {("raid-0", "raid-1"), ("raid-0", "raid-2"), ("raid-0", "raid-3"), ("raid-1", "raid-2"),
                        ("raid-1", "raid-3"), ("raid-2", "raid-3")}  # fmt: skip
    assert all(one == found[0] for one in found)


def test_links_of_an_event_that_went_go():
    store = Store()
    store.load(HEAD + article(A, "raid-1") + article(B, "raid-2") + GAZETTEER, RdfFormat.TRIG)
    assert link_events(store, [term(f"graph:article-{key}") for key in (A, B)]).count == 1
    store.remove_graph(term(f"graph:article-{B}"))
    prune_links(store)
    assert not list(store.quads_for_pattern(None, MAY_BE, None, LINKS))


FIRST, LAST = "0001-01-01", "9999-12-31"


def raid(key, event, day):
    return article(key, event).replace("2031-03-04", day)


@pytest.mark.parametrize("day", [FIRST, "0001-01-07", "9999-12-25", LAST])
def test_days_at_either_end_of_the_calendar_are_compared_like_others(day):
    assert links(raid(A, "raid-1", day), raid(B, "raid-2", day)) == {("raid-1", "raid-2")}
    assert not links(raid(A, "raid-1", FIRST), raid(B, "raid-2", LAST))


@pytest.mark.parametrize("day", ["-0044-03-15", "12031-03-04", "2031-03-04Z", "2031-02-30", "once"])
def test_an_event_whose_day_is_none_of_the_calendar_is_linked_to_no_other_and_harms_none(day):
    strange = raid("c" * 16, "raid-3", day)
    assert links(article(A, "raid-1"), article(B, "raid-2"), strange) == {("raid-1", "raid-2")}
