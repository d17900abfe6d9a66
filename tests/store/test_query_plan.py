"""The program that explains queries is confined as the worker is: time, memory and no network."""

import socket
import sys
import threading
import time

import pytest
from pyoxigraph import Store
from support.small_graph import CARTESIAN, load

from kg.errors import QueryError, QueryTimeout
from kg.store import query_plan
from kg.store.query_plan import plan_steps
from kg.vocab import PREFIXES


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("plan") / "store"
    store = Store(str(folder))
    load(store)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    store.flush()
    return folder


def test_each_step_has_its_rows_and_its_time(store):
    steps = plan_steps(store, f"PREFIX cno: <{PREFIXES['cno']}> SELECT ?e {{ ?e a cno:Event }}", 10)
    assert [step.rows for step in steps][-1] == 1
    assert steps[0].depth == 0


def test_a_long_explanation_is_stopped_in_time(store):
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"stopped after 0\.5 s"):
        plan_steps(store, CARTESIAN, 0.5)
    assert time.monotonic() - start < 5


def test_an_explanation_has_no_more_memory_than_a_query(store, monkeypatch):
    monkeypatch.setattr(query_plan, "MEMORY", 100 << 20)
    with pytest.raises(QueryError, match="does not explain it"):
        plan_steps(store, "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", 20)


@pytest.mark.skipif(sys.platform != "linux", reason="seccomp is of Linux")
def test_an_explanation_reaches_no_network_even_past_the_gate(store):
    with socket.create_server(("127.0.0.1", 0)) as canary:
        touched = threading.Event()
        threading.Thread(target=lambda: (canary.accept(), touched.set()), daemon=True).start()
        port = canary.getsockname()[1]
        with pytest.raises(QueryError, match="does not explain it"):
            plan_steps(store, f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}", 10)
        assert not touched.wait(0.2)


@pytest.mark.parametrize(
    ("query", "words"),
    [("SELECT", "error at 1:7"), ("SELECT * {" + " UNION ".join(["{}"] * 20_000) + "}", "too deeply nested")],
    ids=["no query", "a long chain"],
)
def test_what_the_program_refuses_is_one_line(store, query, words):
    with pytest.raises(QueryError, match=f"does not explain it: .*{words}") as raised:
        plan_steps(store, query, 10)
    assert "\n" not in str(raised.value)
