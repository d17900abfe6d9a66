import pytest
from pyoxigraph import Quad

from kg.errors import UsageError
from kg.graph.conformance import check
from kg.graph.inference import materialize
from kg.graph.inference_rules import compile_rules
from kg.graph.quads import term

WRONG = [
    pytest.param(
        "event:mill-hit cno:actor place:marun .", "an actor is a cno:Actor", "event:mill-hit", id="a place acts"
    ),
    pytest.param(
        "actor:ostara-army cno:partOf actor:ostara-army .",
        "an actor is part of itself",
        "actor:ostara-army",
        id="a circle",
    ),
    pytest.param(
        "actor:ostara-army a cno:Country .", "Disjoint classes", "actor:ostara-army", id="a state that is its country"
    ),
]


@pytest.fixture(params=["as a whole", "by article"])
def found(request):
    """Return what a check finds, in both ways."""
    return lambda store: check(store, max_statements=0 if request.param == "by article" else 100_000)


def test_nothing_is_wrong_with_a_good_graph(known, found):
    assert found(known) == ()
    materialize(known, compile_rules())
    assert found(known) == ()


@pytest.mark.parametrize(("statement", "message", "node"), WRONG)
def test_what_is_wrong_is_found_with_words_that_speak_of_it(known, stored, found, statement, message, node):
    graph = term("graph:gazetteer") if statement.startswith("actor:") else term("graph:article-aa76cbaad4e7a011")
    wrong = list(stored(statement))
    known.extend(Quad(quad.subject, quad.predicate, quad.object, graph) for quad in wrong)
    materialize(known, compile_rules())
    hit = next(f for f in found(known) if message in f.message)
    assert hit.node == term(node).value
    assert (hit.words.title, hit.words.outlet) == ("Mill at Marun seized", "River Post")
    assert hit.words.quote


def test_it_tells_how_far_it_is(known):
    progress = []
    check(known, lambda done, of: progress.append((done, of)), max_statements=0)
    assert progress == [(1, 1)]


def test_a_large_graph_without_articles_can_not_be_parted(stored):
    with pytest.raises(UsageError, match="give a graph folder"):
        check(stored("actor:a cno:partOf actor:b ."), max_statements=0)
