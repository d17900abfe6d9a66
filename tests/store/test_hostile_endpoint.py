"""Whatever an endpoint sends costs one line and no more than its time limit, and learns no one's password."""

import base64
import resource
import time
from contextlib import closing

import pytest
from support.hostile_server import hostile_server

from kg.errors import InputError, KgError, QueryError, QueryTimeout, UsageError
from kg.query.session import Session
from kg.report.answers import graph_name
from kg.store.endpoint import Endpoint
from kg.store.endpoint_address import parse_address, public_url
from kg.store.label_index import Index

SELECT, CONSTRUCT = "SELECT ?x { ?x ?y ?z }", "CONSTRUCT WHERE { ?x ?y ?z }"


@pytest.fixture(scope="module")
def server():
    with hostile_server() as running:
        yield running


@pytest.fixture
def ask(server):
    def run(path, query=SELECT, timeout=5.0, user=""):
        endpoint = Endpoint(server.url.replace("//", f"//{user}") + path)
        try:
            frames = [frame for frame in endpoint.ask(query, {}, timeout) if frame is not None]
            return [row for kind, *content in frames if kind == "rows" for row in content[0]]
        finally:
            endpoint.close()

    return run


@pytest.mark.parametrize("path", ["/slow-head", "/slow-body", "/bomb/3000"])
def test_one_deadline_holds_for_all_of_an_answer(ask, path):
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(QueryTimeout, match="does not answer in time"):
        ask(path, timeout=0.7)
    assert time.monotonic() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_a_command_that_asks_a_slow_server_ends_in_time(server):
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match="does not answer in time"):
        Session(f"{server.url}/slow-body", timeout=0.7)
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("/half-packed", "sends no answer that can be read: it is cut off", id="half a gzip"),
        pytest.param("/not-packed", "it is not packed as it says", id="no gzip"),
        pytest.param("/brotli", "in a way that was not asked for", id="another packing"),
        pytest.param("/short", "breaks off its answer", id="too few bytes"),
        pytest.param("/cut-chunk", "breaks off its answer", id="half a chunk"),
        pytest.param("/page", r"text/html is no format of rows; is it a SPARQL endpoint\?", id="a page"),
        pytest.param("/untyped", "no media type is no format of rows", id="no type"),
        pytest.param("/broken", "sends no answer that can be read", id="brackets"),
        pytest.param("/around", "has moved more than 5 times", id="a circle"),
        pytest.param("/nowhere", "what is no web address", id="a redirect to nowhere"),
        pytest.param("/status/401", r"refuses it \(401\): \[31m No entry", id="unauthorized"),
        pytest.param("/status/401", "or a token in KG_ENDPOINT_TOKEN$", id="how to be authorized"),
        pytest.param("/status/403", r"refuses it \(403\).*for$", id="forbidden"),
        pytest.param("/status/429", r"refuses it \(429\).*; try again in 17 s$", id="too many"),
        pytest.param("/status/503", r"refuses it \(503\).*; try again in 17 s$", id="busy"),
        pytest.param("/error-page", r"refuses it \(502\): 502 Bad Gateway$", id="a page that says what failed"),
    ],
)
def test_a_bad_answer_is_one_line(ask, path, words):
    with pytest.raises(QueryError, match=words) as raised:
        ask(path)
    assert str(raised.value).isprintable()


def test_entities_of_triples_are_expanded_in_the_worker_if_at_all(ask):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(KgError) as raised:
        ask("/entities", CONSTRUCT, 1)
    assert str(raised.value).isprintable()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kB


def test_packed_rows_come_back(ask):
    assert ask("/packed") == [(("l", "packed", None, None),)]


def sent(rows):
    return base64.b64decode(rows[0][0][1]).decode()


def test_a_token_or_a_user_is_sent(ask, monkeypatch):
    assert sent(ask("/echo")) == ""
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "t0ken\n")
    assert sent(ask("/echo")) == "Bearer t0ken"
    assert sent(ask("/echo", user="me:p%40ss@")) == "Basic " + base64.b64encode(b"me:p@ss").decode()


@pytest.mark.parametrize(
    ("status", "method"), [(301, "POST"), (302, "POST"), (303, "GET"), (307, "POST"), (308, "POST")]
)
def test_a_redirect_is_followed_on_the_same_server_with_the_user(server, status, method):
    server.target = "/rows"
    endpoint = Endpoint(server.url.replace("//", "//me:p4ss@") + f"/elsewhere/{status}")
    assert [frame[0] for frame in endpoint.ask(SELECT, {}, 5) if frame] == ["head", "rows", "end"]
    endpoint.close()
    assert server.requests[-1] == (method, "/rows", "Basic " + base64.b64encode(b"me:p4ss").decode())
    assert endpoint.moved_to == f"{server.url}/rows"


def test_another_server_is_given_no_user(ask, server):
    with hostile_server() as other:
        server.target = f"{other.url}/rows"
        assert ask("/elsewhere/307", user="me:p4ss@") == []
        assert other.requests == [("POST", "/rows", "")]


def test_a_redirect_never_gives_up_encryption():
    address = parse_address("https://me:p4ss@a.example/sparql?key=s3cret")
    assert address.redirected("/new").user == ("me", "p4ss")
    assert address.redirected("https://b.example/").user is None
    assert address.redirected("https://a.example:444/").user is None
    assert parse_address("http://me:p4ss@a.example/").redirected("https://a.example/").user == ("me", "p4ss")
    with pytest.raises(
        QueryError, match=r"https://a.example/sparql\?key=… has moved to http://a.example/, .*encryption"
    ):
        address.redirected("http://a.example/")


@pytest.mark.parametrize(
    "path", ["/status/401", "/status/500", "/page", "/slow-body", "/around", "/short", "/cut-chunk"]
)
def test_no_message_has_the_password_or_the_token(ask, server, monkeypatch, path):
    for user, token in (("me:p4ssw0rd@", ""), ("", "t0ken-of-mine")):
        monkeypatch.setenv("KG_ENDPOINT_TOKEN", token)
        with pytest.raises(KgError) as raised:
            ask(path, timeout=0.3, user=user)
        secrets = ("p4ssw0rd", "t0ken-of-mine", base64.b64encode(b"me:p4ssw0rd").decode())
        assert not any(secret in f"{raised.value} {raised.value!r}" for secret in secrets)


def test_what_people_see_of_a_graph_has_no_password(server, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with Session(server.url.replace("//", "//me:p4ss@") + "/rows?key=s3cret") as session:
        assert session.name == graph_name(session) == f"{server.url}/rows?key=…"
    assert public_url("https://a:b@c@d.example/x@y?a=1&b=2#e") == "https://d.example/x@y?a=…&b=…"
    assert public_url("https://a:b/c@d.example/") == "https://a:b/c@d.example/"  # the user ends at the slash


@pytest.mark.parametrize(
    "address", ["http://", "https://:80/", "http://[::1", "http://a:b", "http://a:99999/", "https:///x"]
)
def test_what_is_no_address_is_said(address):
    with pytest.raises(UsageError, match="no web address"):
        Endpoint(address)


def test_a_token_is_not_sent_unencrypted(monkeypatch):
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "t0ken")
    with pytest.raises(UsageError, match="not sent unencrypted"):
        parse_address("http://a.example/sparql")
    monkeypatch.setenv("KG_ENDPOINT_TOKEN", "t0\r\nX-Evil: 1")
    with pytest.raises(UsageError, match="a token has no spaces") as raised:
        parse_address("https://a.example/sparql")
    assert "t0" not in str(raised.value)


def test_rows_about_the_schema_that_lack_values_are_left_out(server, tmp_path):
    endpoint = Endpoint(f"{server.url}/unbound")
    endpoint.index(tmp_path / "index.sqlite")
    endpoint.close()
    with closing(Index(tmp_path / "index.sqlite")) as index:
        assert (index.sizes(), index.classes(), index.properties()) == ((0, 0), [], [])


@pytest.mark.parametrize("answer", ["a word", "9" * 40, "7"])
def test_answers_about_the_schema_that_make_no_sense_are_said_in_one_line(server, tmp_path, answer):
    endpoint = Endpoint(f"{server.url}/strange/{answer}".replace(" ", "%20"))
    with pytest.raises(InputError, match="its answers about its schema make no sense"):
        endpoint.index(tmp_path / "index.sqlite")
    endpoint.close()
    assert not (tmp_path / "index.sqlite").exists()
