"""The prompt comes before labels and schema do, and says so; what can't be read ends the shell with one line."""

import re

import pytest
from support.endpoints import gate, serve_endpoint
from support.pseudo_terminal import Terminal
from support.small_graph import CARTESIAN, write_file


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory):
    with serve_endpoint(tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def opened(tmp_path):
    """Open a shell in a terminal; it is closed after the test."""
    terminals = []

    def open_shell(*targets):
        terminals.append(Terminal(["shell", *targets], tmp_path, {"XDG_CACHE_HOME": str(tmp_path)}))
        return terminals[-1]

    yield open_shell
    for terminal in terminals:
        terminal.close()


def about_schema(query):
    return "VALUES ?of" not in query and ("GROUP BY" in query or "?node" in query)


def test_a_slow_endpoint_is_asked_while_its_schema_is_on_its_way(opened, endpoint):
    with gate(endpoint) as slow:
        slow.slow = about_schema
        terminal = opened(slow.url)
        terminal.wait_for(r"kg 20\S+ · loading http\S+…")
        terminal.wait_for(r"kg>.*loading http")  # also in the line below
        terminal.press("SELECT * { ?c cno:cla\t")
        terminal.wait_for(r"loading….*names come when the graph is read")
        terminal.press("\x03")
        terminal.wait_for(r"kg>")
        terminal.press("SELECT ?e { ?e a cno:Event }\r")
        terminal.wait_for(r"Northern Front shells the port of Kessel")
        terminal.wait_for(r"1 row")
        terminal.press("\\c\r")
        terminal.wait_for(r"Ctrl-C stops")
        terminal.press("\x03")
        terminal.wait_for(r"cancelled")
        terminal.wait_for(r"kg>")
        slow.opened.set()
        terminal.wait_for(r"\d+ triples · \d+ things", redraw=True)  # in the line below
        terminal.press("SELECT * { ?c cno:claimant nor\t")
        terminal.wait_for(r"actor:northern-front")


def test_an_endpoint_without_a_schema_is_asked_all_the_same(opened, endpoint):
    with gate(endpoint) as half:
        half.wrong = about_schema
        terminal = opened(half.url)
        terminal.wait_for(r"questions unanswered", redraw=True)
        terminal.press("ASK { ?e a cno:Event }\r")
        terminal.wait_for(r"yes")


def test_large_files_are_read_beside_the_prompt(opened, tmp_path):
    lines = (f'<http://a/{n}> <http://www.w3.org/2000/01/rdf-schema#label> "number {n}" .\n' for n in range(60_000))
    (tmp_path / "many.nt").write_text("".join(lines))
    terminal = opened(write_file(tmp_path), tmp_path / "many.nt")
    terminal.wait_for(r"loading .*many\.nt…")
    terminal.press("ASK { <http://a/59999> ?p ?o . ?e a cno:Event }\r")
    terminal.wait_for(r"yes", 30)
    terminal.wait_for(r"60,\d+ triples", 30, redraw=True)


@pytest.mark.parametrize("before", [0, 200_000], ids=["small", "large"])
def test_files_that_can_not_be_read_end_the_shell_with_one_line(opened, tmp_path, before):
    good = (f"<http://a/{n}> <http://a/p> <http://a/{n + 1}> .\n" for n in range(before))
    (tmp_path / "bad.nt").write_text("".join(good) + "<http://a/x> nonsense\n")
    terminal = opened(tmp_path / "bad.nt")
    terminal.wait_for(r"kg: error: \S+bad\.nt:" + str(before + 1) + r":\d+: ", 30)
    assert terminal.exit_code() == 1


def test_the_first_rows_come_while_a_long_query_still_runs(opened, demo):
    terminal = opened(demo)
    terminal.wait_for(r"kg>")
    body = re.search(r"WHERE (.*)", CARTESIAN)[1]
    terminal.press(f"SELECT ?a ?d WHERE {body} LIMIT 900000\r")
    terminal.wait_for(r" 1\x1b\[0m │ \S", 5)
    terminal.wait_for(r"[\d,]{6,} rows +\(Ctrl-C stops\)")  # it goes on, and counts
    assert "rows ·" not in terminal.all
    terminal.press("\x03")
    terminal.wait_for(r"cancelled after")


@pytest.mark.parametrize("before", ["\\lang de", "\\reload"], ids=["languages", "files read anew"])
def test_a_long_query_whose_labels_have_to_wait_is_stopped_in_time(opened, tmp_path, before):
    terminal = opened(write_file(tmp_path))
    terminal.wait_for(r"kg>.*\[F2\]")
    for line in ("\\set timeout 2", before):
        terminal.press(line + "\r")
        terminal.wait_for(r"kg>.*\[F2\]")
    terminal.press(CARTESIAN.replace("(COUNT(*) AS ?n)", "?a ?d") + "\r")
    terminal.wait_for(r"error: [^\r\n]*2 s", 20)
    terminal.wait_for(r"kg>.*\[F2\]")
    terminal.press("ASK {}\r")
    terminal.wait_for(r"yes")
