"""A shell at a terminal, from the first prompt to leaving."""

import pytest
from support.pseudo_terminal import Terminal
from support.small_graph import CARTESIAN, write_graph


@pytest.fixture
def terminal(graph, tmp_path):
    terminal = Terminal(["shell", graph], tmp_path)
    yield terminal
    terminal.close()


def test_a_heavy_query_is_stopped_and_the_next_one_answered(terminal):
    terminal.wait_for(r"kg 20.*triples · .* things\.")
    terminal.wait_for(r"kg>")
    terminal.press(CARTESIAN + "\r")
    terminal.wait_for(r"Ctrl-C stops")
    terminal.press("\x03")
    assert terminal.wait_for(r"cancelled after \d+\.\d s") < 1
    terminal.wait_for(r"kg>")
    terminal.wait_for(r"\?l")  # the query is there to be mended
    terminal.press("\x03")
    terminal.wait_for(r"kg>")
    terminal.press("SELECT ?e { ?e a cno:Event }\r")
    terminal.wait_for(r"Northern Front shells the port of Kessel")
    terminal.wait_for(r"1 row")
    terminal.wait_for(r"kg>")
    terminal.press("garbage\x03")
    terminal.wait_for(r"kg>.*\[F2\]")
    terminal.press("\x04")
    assert terminal.exit_code() == 0


@pytest.fixture
def prompted(terminal):
    terminal.resize(40, 120)
    terminal.wait_for(r"kg>.*\[F2\] labels")
    return terminal


def test_tab_offers_what_the_graph_has(prompted):
    prompted.press("SELECT * { ?e a cno:Event ; cno:\t")
    prompted.wait_for(r"cno:place")


def test_a_paste_runs_only_with_enter(prompted):
    prompted.press("\x1b[200~SELECT ?e {\n  ?e a cno:Event\n}\nLIMIT 5\x1b[201~")
    prompted.wait_for(r"LIMIT")
    assert "1 row" not in prompted.seen
    prompted.press("\r")
    prompted.wait_for(r"Northern Front shells")
    prompted.wait_for(r"1 row ")


def test_a_narrow_terminal_gets_narrow_tables(prompted):
    prompted.resize(30, 60)
    prompted.press(
        "SELECT ?e ?c ?w ?p ?d ?l { ?c cno:about ?e ; cno:claimant ?w ; cno:polarity ?p ; cno:reportedIn ?d . ?e rdfs:label ?l }\r"
    )
    prompted.wait_for(r"── 1 ")  # too narrow for six columns: one line a value
    prompted.wait_for(r"2 rows")


def test_history_is_searched(prompted):
    prompted.press("ASK { ?x a cno:Event }\r")
    prompted.wait_for(r"yes")
    prompted.wait_for(r"kg>")
    prompted.press("\x12cno:Ev")
    prompted.wait_for(r"cno")
    prompted.press("\r\r")
    prompted.wait_for(r"yes")


def test_watching_ends_with_ctrl_c(prompted):
    prompted.press("ASK {}\r")
    prompted.wait_for(r"yes")
    prompted.wait_for(r"kg>")
    prompted.press("\\watch i=0.2\r")
    prompted.wait_for(r"0 new, 0 gone")
    prompted.press("\x03")
    prompted.wait_for(r"cancelled")
    prompted.wait_for(r"kg>")


def test_the_tour_is_run_with_enter(prompted):
    prompted.press("\\tour\r")
    prompted.wait_for(r"1 of 6")
    prompted.wait_for(r"kg>.*SELECT")
    prompted.press("\r")
    prompted.wait_for(r"rows")


def test_keys_keep_what_was_typed(prompted):
    prompted.press("SELECT ?e { ?e a cno:Event }\x1b[15~")  # F5
    prompted.wait_for(r"costs most")
    prompted.wait_for(r"kg>.*cno.*Event")
    prompted.press("\r")
    prompted.wait_for(r"1 row ")


def test_iris_are_links_that_can_be_turned_off(prompted):
    prompted.press("SELECT ?e { ?e a cno:Event }\r")
    prompted.wait_for(r"\x1b\]8;;https://w3id\.org/conflict-news/data/event/shelling-kessel\x1b\\Northern Front shells")
    prompted.wait_for(r"\x1b\]8;;\x1b\\")
    prompted.wait_for(r"kg>")
    prompted.press("\\set links off\r")
    prompted.wait_for(r"links off")
    prompted.press("SELECT ?e { ?e a cno:Event }\r")
    prompted.wait_for(r"│ Northern Front shells")


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_no_links_where_no_colours_are_wanted(graph, tmp_path, name):
    terminal = Terminal(["shell", graph], tmp_path, {name: "dumb"})
    try:
        terminal.wait_for(r"kg>")
        terminal.press("SELECT ?e { ?e a cno:Event }\r")
        terminal.wait_for(r"│ Northern Front shells")
    finally:
        terminal.close()


def test_the_chosen_graphs_stand_in_the_toolbar(prompted):
    prompted.press("\\from gazetteer\r")
    prompted.wait_for(r"from graph:gazetteer")
    prompted.wait_for(r"timeout 30s  from graph:gazetteer")


def test_an_update_asks_and_ctrl_c_is_no_answer(tmp_path):
    terminal = Terminal(["shell", "--write", write_graph(tmp_path / "graph")], tmp_path)
    try:
        terminal.resize(40, 120)
        terminal.wait_for(r"kg>.*\[F2\] labels")
        terminal.press("INSERT DATA {\ractor:new a cno:Actor }\r")
        terminal.wait_for(r"This adds 1 triple and removes 0 triples\. Go on\? \(y/N\)")
        terminal.press("\x03")
        terminal.wait_for(r"cancelled.*kg>.*\[F2\]")
        terminal.press("INSERT DATA { actor:new a cno:Actor }\r")
        terminal.wait_for(r"Go on\? \(y/N\)")
        terminal.press("y\r")
        terminal.wait_for(r"added 1, removed 0; now .*undo takes it back.*kg>.*\[F2\]")
        terminal.press("\\undo\r")
        terminal.wait_for(r"added 0, removed 1; now ")
    finally:
        terminal.close()
