import csv
import io
import json
import os
import pty
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.commands import KG, environment, kg
from support.small_graph import CARTESIAN, write_file, write_graph

from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
CLAIMS = "SELECT ?who ?n { ?c cno:claimant ?who OPTIONAL { ?c cno:killed ?n } } ORDER BY ?who"


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    return write_graph(tmp_path_factory.mktemp("graphs") / "small")


def test_rows_are_csv_on_stdout_and_nothing_else(graph):
    told = kg("query", graph, "-q", CLAIMS)
    assert (told.returncode, told.stderr) == (0, "")
    assert list(csv.reader(io.StringIO(told.stdout)))[1] == [
        "https://w3id.org/conflict-news/data/actor/lurania-army",
        "4",
    ]


def test_statements_are_turtle(graph):
    assert "actor:lurania-army a cno:ArmedForce" in kg("query", graph, "-q", "DESCRIBE actor:lurania-army").stdout


def test_a_query_comes_from_a_file_or_from_stdin(graph, tmp_path):
    (tmp_path / "a.rq").write_text("ASK {}")
    assert kg("query", graph, "-f", tmp_path / "a.rq").stdout == "answer\ntrue\n"
    assert json.loads(kg("query", graph, "-", "--format", "json", given="ASK {}").stdout)["boolean"]


def test_files_are_asked_like_a_graph(graph, tmp_path):
    assert kg("query", write_file(tmp_path), "-q", CLAIMS).stdout == kg("query", graph, "-q", CLAIMS).stdout


@pytest.mark.parametrize("command", ["query", "shell"])
def test_files_of_several_kinds_are_asked_together(tmp_path, command):
    (tmp_path / "a.ttl").write_text("@prefix a: <http://a/> . a:x a:y a:z .")
    (tmp_path / "b.nq").write_text("<http://a/z> <http://a/y> <http://a/w> <http://a/g> .\n")
    query = "SELECT ?o { <http://a/x> <http://a/y>/<http://a/y> ?o }"
    more = ("-q", query, "--format", "table") if command == "query" else ()
    told = kg(command, tmp_path / "a.ttl", tmp_path / "b.nq", *more, given=query)
    assert told.returncode == 0
    assert "a:w" in told.stdout


def test_a_query_is_piped_in_and_its_rows_out(graph):
    query = "echo 'SELECT ?e { ?e a cno:Event }'"
    line = f"{query} | {shlex.join(KG)} query '{graph}' - | tail -n +2 | wc -l"
    told = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, text=True, check=False)
    assert (told.stdout.strip(), told.stderr) == ("1", "")


@pytest.mark.parametrize(
    ("name", "start"), [("out.json", "{"), ("out.tsv", "?who\t?n"), ("out.csv", "who,n"), ("out.xml", "<?xml")]
)
def test_the_format_is_that_of_the_name_and_format_beats_it(graph, tmp_path, name, start):
    assert kg("query", graph, "-q", CLAIMS, "-o", tmp_path / name).returncode == 0
    assert (tmp_path / name).read_text().startswith(start)
    assert kg("query", graph, "-q", CLAIMS, "-o", tmp_path / name, "--format", "md").returncode == 0
    assert (tmp_path / name).read_text().startswith("| who | n |")
    assert kg("query", graph, "-q", CLAIMS, "--format", name[4:]).stdout.startswith(start)


def test_the_ending_of_the_output_gives_the_format(graph, tmp_path):
    told = kg("query", graph, "-q", CLAIMS, "-o", tmp_path / "out.md")
    assert (told.returncode, told.stdout) == (0, "")
    assert "| Army of Lurania | 4 |" in (tmp_path / "out.md").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["out.md"]


def test_a_saved_query_is_run_by_name_or_number(graph):
    told = kg("run", graph, "disputed-events", "--format", "table")
    assert "Northern Front  actor:northern-front" in told.stdout
    assert kg("run", graph, "2").stdout == kg("run", graph, "disp").stdout


def test_the_schema_is_shown(graph):
    assert kg("schema", graph, "claimant").stdout.startswith("cno:Claim")


def test_what_is_left_out_is_said_on_stderr(graph):
    told = kg("query", graph, "-q", "SELECT * { ?s ?p ?o }", "--limit", "2")
    assert told.stdout.count("\n") == 3
    assert told.stderr == "kg: note: stopped after 2 rows, there are more\n"
    assert "Near: cno:Event" in kg("query", graph, "-q", "SELECT * { ?e a cno:Evnt }").stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("query", "GRAPH", "-q", "SELECT * { ?s ?p"), 1, "query: 1:10: { is not closed", id="wrong query"),
        pytest.param(("query", "GRAPH", "-q", "LOAD <http://a/>"), 1, "read-only", id="update"),
        pytest.param(("query", "GRAPH", "-q", "SELECT * { SERVICE <http://a/> {} }"), 1, "SERVICE", id="service"),
        pytest.param(("query", "GRAPH", "-f", "nowhere.rq"), 1, "nowhere.rq: No such file", id="no such query file"),
        pytest.param(("query", "GRAPH"), 2, "one of -q TEXT", id="no query"),
        pytest.param(("query", "GRAPH", "-q", "ASK {}", "-"), 2, "one of -q TEXT", id="two queries"),
        pytest.param(("query", "GRAPH", "-q", "ASK {}", "--format", "xls"), 2, "there are: table", id="format"),
        pytest.param(("query", "GRAPH", "-q", "ASK {}", "-o", "a.doc"), 2, "there are: table", id="ending"),
        pytest.param(("query", "GRAPH", "-f", "/bin/ls"), 2, "/bin/ls: not UTF-8", id="query file of bytes"),
        pytest.param(("run", "GRAPH", "nope"), 2, "no saved query 'nope'", id="saved query"),
        pytest.param(("query", "GRAPH", "--limt", "3"), 2, "No such option", id="option"),
        pytest.param(("quer",), 2, "Did you mean 'query'?", id="command"),
        pytest.param(("build", "x.txt", "-o", "GRAPH", "--published", "May"), 2, "not a day", id="day"),
        pytest.param(("query", "nowhere", "-q", "ASK {}"), 3, "nowhere: there is no graph", id="no graph"),
        pytest.param(("shell", "nowhere"), 3, "nowhere: there is no graph", id="no graph for a shell"),
        pytest.param(("export", "nowhere", "a.ttl"), 3, "nowhere: there is no graph", id="no graph to export"),
        pytest.param(("query", "a.ttl", "http://a/sparql", "-q", "ASK {}"), 2, "asked alone", id="file and endpoint"),
        pytest.param(("shell", "a.ttl", "http://a/sparql"), 2, "asked alone", id="file and endpoint in a shell"),
        pytest.param(("query", "http://127.0.0.1:1/x", "-q", "ASK {}"), 1, "can't be reached", id="no such endpoint"),
        pytest.param(("query", "GRAPH", "GRAPH", "-q", "ASK {}"), 3, "give one graph, or files", id="two graphs"),
        pytest.param(("query", "GRAPH", "-q", CARTESIAN, "--timeout", "0.2"), 124, "stopped after 0.2 s", id="time"),
    ],
)
def test_a_failure_is_one_line_and_an_exit_code(graph, arguments, code, words):
    told = kg(*(graph if argument == "GRAPH" else argument for argument in arguments))
    assert (told.returncode, told.stdout) == (code, "")
    assert told.stderr.startswith("kg: error: ")
    assert told.stderr.count("\n") == 1
    assert words in told.stderr


def test_a_busy_graph_has_its_own_exit_code(graph, tmp_path):
    article = tmp_path / "a.txt"
    article.write_text("Rebels shelled the port of Kessel on Tuesday, the army said.")
    with Snapshots(tmp_path / "busy").rewrite():
        told = kg("build", article, "-o", tmp_path / "busy")
    assert told.returncode == 3
    assert "another build is writing" in told.stderr


def test_ctrl_c_has_its_own_exit_code(graph):
    command = [sys.executable, "-m", "kg", "query", str(graph), "-q", CARTESIAN]
    running = subprocess.Popen(command, env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while not _children(running.pid) and time.monotonic() < deadline:
        pass  # its worker has not begun yet
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=10)[1] == "kg: error: interrupted\n"
    assert running.returncode == 130


def _children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def test_a_reader_that_leaves_early_is_no_error(graph):
    query = "SELECT * { ?s ?p ?o . ?a ?b ?c . ?d ?e 4 }"  # far more than a pipe holds
    line = f"'{sys.executable}' -m kg query '{graph}' -q '{query}' | head -1; echo ${{PIPESTATUS[@]}}"
    told = subprocess.run(["bash", "-c", line], env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert (told.stdout, told.stderr) == ("s,p,o,a,b,c,d,e\n0 0\n", "")


def test_a_full_disk_has_its_own_exit_code(graph):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "kg", "query", str(graph), "-q", CLAIMS]
        told = subprocess.run(command, env=ENVIRONMENT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (told.returncode, told.stderr) == (74, "kg: error: No space left on device\n")


def test_output_is_utf_8_whatever_the_locale(graph):
    command = [sys.executable, "-m", "kg", "query", str(graph), "-q", "SELECT ('é ➜ 漢' AS ?x) {}", "--format", "table"]
    variables = {**ENVIRONMENT, "PYTHONIOENCODING": "ascii"}
    assert "é ➜ 漢" in subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=True).stdout.decode()


def test_a_piped_shell_answers_without_escape_codes(graph):
    told = kg("shell", graph, given=f"{CLAIMS}\n\n\\d 1\n\\nope\n\\quit\nASK {{}}\n")
    assert told.returncode == 1  # for \nope
    assert "Army of Lurania  actor:lurania-army" in told.stdout
    assert "yes" not in told.stdout
    assert "\x1b" not in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("more", "colored"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
    ids=["plain", "NO_COLOR", "empty NO_COLOR", "dumb terminal"],
)
def test_a_table_on_a_terminal_shows_its_colours_and_no_codes(graph, more, colored):
    screen, terminal = pty.openpty()
    variables = environment(**{"TERM": "xterm", **more})
    command = [*KG, "query", str(graph), "-q", CLAIMS]
    told = subprocess.run(command, env=variables, stdout=terminal, stderr=subprocess.DEVNULL, check=True)
    shown = os.read(screen, 65536).decode()
    os.close(screen), os.close(terminal)
    assert told.returncode == 0
    assert ("\x1b" in shown) == colored
    assert "\\u{1b}" not in shown
    assert "Army of Lurania" in shown


@pytest.mark.parametrize("form", ["table", "vertical", "md", "csv", "json"])
def test_there_is_no_escape_code_when_nobody_looks(graph, form):
    query = "SELECT * { ?place rdfs:label ?label }"
    told = kg("query", graph, "-q", query, "--format", form, TERM="xterm")
    assert told.returncode == 0
    assert "\x1b[" not in told.stdout.replace("Evil\x1b[31m", "")  # which the graph holds, and data has whole
    assert told.stderr == ""


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_load_nothing_heavy(option):
    heavy = "spacy", "rdflib", "owlrl", "pyoxigraph", "prompt_toolkit", "pygments", "yaml", "rich"
    code = (
        "import sys, atexit; from kg.cli import main; sys.argv = ['kg', sys.argv[1]];"
        f"atexit.register(lambda: print([m for m in {heavy} if m in sys.modules], file=sys.stderr)); main()"
    )
    told = subprocess.run([sys.executable, "-c", code, option], capture_output=True, text=True, env=ENVIRONMENT)
    assert told.returncode == 0
    assert told.stderr.strip() == "[]"


@pytest.mark.parametrize("command", ["build", "read", "words", "export", "query", "run", "shell", "schema"])
def test_every_command_has_help(command):
    told = kg(command, "--help")
    assert told.returncode == 0
    assert f"Usage: kg {command}" in told.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "GRAPH", "-q", "ASK {} # \udcff"), ("run", "GRAPH", "timeline-of-a-place", "place=\udcff"),
        ("dossier", "GRAPH", "\udcff"), ("export", "GRAPH", "x.ttl", "--article", "\udcff"),
    ],
)  # fmt: skip
def test_an_argument_that_is_not_utf_8_is_wrong_usage(graph, arguments):
    told = kg(*(graph if word == "GRAPH" else word for word in arguments))
    assert told.returncode == 2
    assert "not UTF-8; type it in UTF-8" in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_limit_may_be_larger_than_any_number_of_a_machine(graph):
    assert kg("search", graph, "lurania", "--limit", "9" * 30).returncode == 0


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "x:y", "ftp://127.0.0.1"])
def test_a_proxy_that_cannot_be_used_is_named(proxy):
    told = kg("query", "http://127.0.0.1:9/sparql", "-q", "ASK {}", ALL_PROXY=proxy, NO_PROXY="")
    assert told.returncode == 2
    assert "ALL_PROXY" in told.stderr
    assert "the proxy can't be used" in told.stderr
