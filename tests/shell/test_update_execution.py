"""Updates from the shell: only with --write, only after a yes, and back again."""

import io
import os
import subprocess
import sys

import pytest
from support.commands import ROOT
from support.small_graph import write_graph

from kg.query.session import Session
from kg.shell.main_loop import run_shell
from kg.shell.screen import Screen
from kg.shell.session import ShellSession

INSERT = "INSERT DATA { actor:new a cno:Actor }"
THERE = "ASK { actor:new a cno:Actor }"


@pytest.fixture
def written(tmp_path, typing):
    """Feed lines to a shell that may write; return data and words."""
    with Session(write_graph(tmp_path / "graph")) as session:
        shell = ShellSession(session, Screen(io.StringIO(), io.StringIO(), tty=False, color=False), write_allowed=True)
        yield typing(shell)


def test_an_update_is_made_after_a_yes_and_taken_back(written):
    data, words = written("INSERT DATA {", "actor:new a cno:Actor", "}", "", "y", THERE)
    assert words[0] == "This adds 1 triple and removes 0 triples. Go on? (y/N)"
    assert words[1].startswith("added 1, removed 0; now ")
    assert words[1].endswith(r"\undo takes it back")
    assert data == ["yes"]
    data, words = written(r"\undo", THERE, r"\undo")
    assert words[0].startswith("added 0, removed 1; now ")
    assert data == ["no"]
    assert words[-1] == r"error: \undo: this session has made no update that could be taken back"


@pytest.mark.parametrize("answer", [("n",), ("no",), (), ("",), ("", "N")])
def test_without_a_yes_nothing_changes(written, answer):
    assert written(INSERT, *answer)[1][1] == "nothing is changed"
    assert written(THERE)[0] == ["no"]


def test_what_is_no_answer_is_asked_for_itself(written):
    data, words = written(INSERT, "", THERE)
    assert (data, words[1]) == (["no"], "nothing is changed")


def test_several_updates_are_taken_back_one_by_one(written):
    written(INSERT, "y", INSERT.replace("new", "newer"), "yes")
    assert written(r"\undo")[1][0].endswith("1 more can be taken back")
    assert written(THERE, THERE.replace("new", "newer"))[0] == ["yes", "no"]


def test_values_of_the_session_stand_in_updates(written):
    data, words = written(r"\param n=7", "DELETE { ?c cno:killed ?old } INSERT { ?c cno:killed $n } WHERE { ?c cno:killed ?old }", "y",
                          "SELECT ?n { ?c cno:killed ?n }")  # fmt: skip
    assert words[1:3] == ["with $n = 7", "This adds 1 triple and removes 1 triple. Go on? (y/N)"]
    assert data[2] == " 1 │ 7"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("INSERT DATA { actor:x oo:y 3 }", "error: unknown prefix oo:"),
        ("INSERT DATA { actor:x }", "error at 1:23 near '}'"),
        ("INSRT DATA { actor:x a cno:Actor }", "error: unknown word 'INSRT'"),
        ("LOAD <http://127.0.0.1:9/x>", "error: LOAD and SERVICE reach for the network"),
        ("DELETE DATA { actor:x a cno:Actor }", "nothing to change"),
    ],
)
def test_what_an_update_can_not_do_is_said(written, line, words):
    assert written(line, "")[1][0].startswith(words)


def test_an_update_in_a_file_is_run(written, tmp_path):
    (tmp_path / "new.ru").write_text(INSERT)
    assert written(rf"\r {tmp_path}/new.ru", "y", THERE)[0] == ["yes"]


def test_the_status_tells_that_updates_are_allowed(written, typed):
    assert written(r"\status")[0][-1].endswith("updates change the graph")
    assert typed(r"\status")[0][-1].endswith("read-only")


@pytest.mark.parametrize("line", [INSERT, f"prefix x: <http://x/>\n{INSERT}", "delete where { ?s ?p ?o }", "CLEAR ALL"])
def test_without_write_an_update_is_refused_in_one_line(typed, shell, line):
    data, words = typed(line, "y")
    assert (
        words[0]
        == "error: this would change the graph, which is open for reading only; kg shell --write GRAPH allows it"
    )
    assert data == []
    assert shell.has_failed


def test_files_are_not_written_to(tmp_path, capsys):
    (tmp_path / "a.ttl").write_text("<a:a> <a:b> <a:c> .")
    with pytest.raises(Exception, match="updates change graph folders only"):
        run_shell([str(tmp_path / "a.ttl")], write=True)


def test_refusing_an_update_loads_nothing_that_changes_graphs(graph):
    program = (
        "import sys; from kg.shell.main_loop import run_shell; code = run_shell([sys.argv[1]]);"
        "sys.exit(10 * code + any('sparql_update' in name or name == 'rdflib' for name in sys.modules))"
    )
    run = [sys.executable, "-c", program, str(graph)]
    done = subprocess.run(
        run, input=INSERT, text=True, capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert (done.returncode, "kg shell --write GRAPH allows it" in done.stderr) == (10, True), done.stderr
