import pytest
from data import CARTESIAN
from terminals import Terminal


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
    terminal.wait_for(r"kg>")
    terminal.press("\x04")
    assert terminal.exit_code() == 0


@pytest.fixture
def prompted(terminal):
    terminal.resize(40, 120)
    terminal.wait_for(r"kg>.*\[F2\] labels")
    return terminal


def test_tab_offers_what_the_graph_has(prompted):
    prompted.press("SELECT * { ?e a cno:Event ; cno:p\t")
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
