"""An endpoint elsewhere is asked with the same comfort as a graph: a real server on loopback."""

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from data import CARTESIAN, load
from pyoxigraph import Store

from kg.errors import InputError, QueryError, QueryTimeout, UsageError
from kg.query.ask import Session
from kg.query.notes import notes
from kg.query.solutions import Iri, Solutions, Triples, Truth
from kg.vocab import PREFIXES

EVENT = Iri(PREFIXES["event"] + "shelling-kessel")


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    folder = tmp_path_factory.mktemp("server")
    store = Store(str(folder))
    load(store)
    store.update("INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }")
    store.flush()
    del store
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    address = f"127.0.0.1:{port}"
    server = subprocess.Popen([program, "serve-read-only", "-l", str(folder), "-b", address], stderr=subprocess.DEVNULL)
    while server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield f"http://{address}/query"
    server.kill()
    server.wait()


@pytest.fixture
def remote(endpoint, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Session(endpoint) as session:
        yield session


def test_rows_truth_and_statements_come_back(remote):
    answer = remote.ask("SELECT ?e { ?e a cno:Event }")
    assert isinstance(answer, Solutions)
    assert answer.rows == ((EVENT,),)
    assert remote.ask("ASK { ?e a cno:Event }") == Truth(True)
    statements = remote.ask("DESCRIBE place:kessel")
    assert isinstance(statements, Triples)
    assert len(statements.rows) == 3
    limited = remote.ask("SELECT * { ?s ?p ?o }", limit=2)
    assert (len(limited.rows), limited.truncated) == (2, True)


def test_schema_and_labels_are_asked_and_kept(remote, endpoint, tmp_path):
    assert PREFIXES["cno"] + "Event" in [one.iri for one in remote.index.classes()]
    assert remote.labels(remote.ask("SELECT ?e { ?e a cno:Event }"))[EVENT.value].startswith("Northern Front")
    assert PREFIXES["facility"] + "port-kessel" in [node.iri for node in remote.index.find("kessel port")]
    (kept,) = (tmp_path / "kg" / "endpoints").glob("*.sqlite")
    before = kept.stat().st_ino
    with Session(endpoint):
        assert kept.stat().st_ino == before
    remote.reload()
    assert kept.stat().st_ino != before
    assert remote.index.sizes()[0] > 50


def test_mistakes_are_found_before_anything_is_sent(remote):
    with pytest.raises(QueryError) as problem:
        remote.ask("SELECT * { ?e a oont:Event }")
    assert problem.value.line == 1
    with pytest.raises(QueryError, match="read-only"):
        remote.ask("DROP ALL")
    assert notes("SELECT * { ?e a cno:Evnt }", remote) == ["cno:Evnt does not occur in this graph. Near: cno:Event (1)"]


def test_a_time_limit_holds_and_the_next_query_is_answered(remote):
    with pytest.raises(QueryTimeout):
        remote.ask(CARTESIAN, timeout=0.3)
    assert remote.ask("ASK {}") == Truth(True)


def test_what_is_no_endpoint_is_said(endpoint):
    with pytest.raises(InputError, match="refuses it"):
        Session(endpoint.replace("/query", "/nothing"))
    with pytest.raises(InputError, match="can't be reached"):
        Session("http://127.0.0.1:1/sparql")
    with pytest.raises(UsageError, match="asked alone"):
        Session([endpoint, "a.ttl"])
