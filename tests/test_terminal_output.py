"""What others wrote steers no terminal: every command is walked with hostile names, titles, labels, files and answers."""

import ast
import os
import pty
import re
import subprocess
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat
from support.commands import KG, environment
from support.pseudo_terminal import Terminal
from support.small_graph import HEAD, TRIG

from kg.store.article_ledger import Publication
from kg.store.snapshots import Snapshots

ROOT = Path(__file__).parent.parent
TRAP = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eevil"
IN_TURTLE = r"\u001B]0;owned\u0007\u001B[2J\u009B31m\u202Eevil"
HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]")
DRAWN = re.compile(r"\x1b\[[0-9;]*[mK]|\x1b\]8;;[\x21-\x7e]*\x1b\\")  # colours, links, and what erases a progress line


def shown(arguments, folder, given="", **variables):
    """Run `kg` with stdout and stderr in a pseudo-terminal, and return what that was sent."""
    screen, terminal = pty.openpty()
    process = subprocess.Popen(
        [*KG, *map(str, arguments)], cwd=folder, stdin=subprocess.PIPE, stdout=terminal, stderr=terminal,
        env=environment(TERM="xterm", XDG_STATE_HOME=str(folder), **variables),
    )  # fmt: skip
    os.close(terminal)
    process.stdin.write(given.encode())
    process.stdin.close()
    pieces = []
    while True:
        try:
            piece = os.read(screen, 1 << 16)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    process.wait()
    os.close(screen)
    return b"".join(pieces).decode(errors="surrogateescape").replace("\r\n", "\n")


def steering(text):
    """Return what would steer the terminal, but for what lays a result out."""
    return HOSTILE.findall(DRAWN.sub("", text).replace("\r", ""))


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with a graph, queries, articles and files of which all that can be is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    labels = f"""graph:trap {{ actor:trap a cno:ArmedForce ; rdfs:label "Trap {IN_TURTLE}"@en ; cno:note "{IN_TURTLE}" .
        event:trap a cno:Event ; rdfs:label "{IN_TURTLE}" ; cno:actor actor:trap ; cno:date "{IN_TURTLE}"^^xsd:date .
        article:trap a cno:Article ; dcterms:title "{IN_TURTLE}" . claim:trap cno:about event:trap ;
        cno:claimant actor:trap ; cno:reportedIn article:trap ; cno:polarity "{IN_TURTLE}" . }}"""
    publication = Publication("2031-03-05", f"http://a/{TRAP}", TRAP, TRAP, TRAP, "en", TRAP)
    with Snapshots(folder / "graph").write_transaction() as transaction, transaction.ledger() as ledger:
        transaction.draft.store.load(TRIG + labels, RdfFormat.TRIG)
        ledger.add_publication("trap", publication, TRAP)
    (folder / "trap.ttl").write_text(
        HEAD + f'actor:x rdfs:label "{IN_TURTLE}" . actor:x cno:note "http://[::1"^^xsd:anyURI .'
    )
    (folder / f"bad{TRAP}.ttl").write_text("<http://a/> <http://b/> .")
    (folder / f"bad{TRAP}.rq").write_text("SELECT * { ?s ?p ")
    queries = folder / "queries"
    queries.mkdir()
    front = '#+ title: "' + IN_TURTLE.replace("\\u00", "\\x").replace("\\u202E", "\\u202E") + '"\n'
    (queries / "trap.rq").write_text(front + f"# {TRAP}\nSELECT ?a ?l {{ ?a rdfs:label ?l }}\n")
    (queries / "wrong.rq").write_text(f"#+ title: [{TRAP}\nSELECT * {{}}\n")
    articles = folder / "articles"
    articles.mkdir()
    (articles / f"{TRAP}.txt").write_bytes(b"\xff\xfe\x00\x01 not text")
    (articles / "a.txt").write_text(
        f"title: {TRAP}\noutlet: {TRAP}\n\nRebels {TRAP} shelled Goma on Monday, the army said."
    )
    return folder


@contextmanager
def endpoint(status, kind, body):
    """Yield the address of an endpoint that answers everything so."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response_only(status, TRAP.encode("latin-1", "replace").decode("latin-1").replace("\n", ""))
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/{TRAP}"
    server.shutdown()
    server.server_close()


EVERYTHING = "SELECT * { ?s ?p ?o FILTER (CONTAINS(STR(?o), 'evil')) }"
CONSTRUCTED = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER (CONTAINS(STR(?o), 'evil')) }"
WALK = {
    **{f"query as {form}": ["query", "graph", "-q", EVERYTHING, "--format", form]
       for form in ("table", "vertical", "csv", "tsv", "json", "jsonl", "xml", "md")},
    **{f"statements as {form}": ["query", "graph", "-q", CONSTRUCTED, "--format", form] for form in ("nt", "turtle")},
    "query plain": ["query", "graph", "-q", EVERYTHING],
    "query wrong": ["query", "graph", "-q", f"SELECT * {{ ?s cno:{TRAP} ?o"],
    "query of a file": ["query", "graph", "-f", f"bad{TRAP}.rq"],
    "query of a wrong graph": ["query", f"bad{TRAP}.ttl", "-q", "ASK {}"],
    "query of no graph": ["query", f"none{TRAP}", "-q", "ASK {}"],
    "query with a value": ["query", "graph", "-q", "SELECT ?s { ?s ?p $x }", "-p", f"x={TRAP}"],
    "query in a format": ["query", "graph", "-q", "ASK {}", "--format", TRAP],
    "query check": ["query", "graph", "-q", f"SELECT * {{ ?s a <{TRAP}> }}", "--check"],
    "run": ["run", "graph", "trap"],
    "run wrong": ["run", "graph", "wrong"],
    "run none": ["run", "graph", TRAP],
    "run with a value": ["run", "graph", "timeline-of-a-place", f"place={TRAP}", f"{TRAP}=1"],
    "schema": ["schema", "graph", "note"],
    "search": ["search", "graph", "trap"],
    "describe": ["describe", "graph", "actor:trap"],
    "describe none": ["describe", "graph", TRAP],
    "check as json": ["check", "graph", "--json"],
    "check a file": ["check", "trap.ttl"],
    "drop": ["drop", "graph", "evil"],
    "drop none": ["drop", "graph", f"nothing{TRAP}"],
    "words": ["words", f"Rebels {TRAP} shelled Goma"],
    "dossier": ["dossier", "graph", TRAP],
    "dossier to a file": ["dossier", "graph", "actor:trap", "-o", f"{TRAP}.html"],
    "review": ["review", "graph", "--list"],
    "review undo": ["review", "graph", "--undo", TRAP, TRAP],
    "review decide": ["review", "graph", "--decide", TRAP],
    **{f"export {form}": ["export", "graph", "-", "--format", form] for form in ("ttl", "nt", "nq", "trig", "csv", "geojson")},
    "export to a file": ["export", "graph", f"{TRAP}.nt"],
    "import": ["import", "graph", f"bad{TRAP}.ttl"],
    "report run": ["report", "run", "graph", "trap", "--out", f"out{TRAP}"],
    "report run wrong": ["report", "run", "graph", "wrong", TRAP],
    "report list": ["report", "list"],
    "report list none": ["report", "list", "--tag", TRAP],
    "report show": ["report", "show", "trap", "--out", f"out{TRAP}"],
    "report diff": ["report", "diff", "trap", "--out", f"out{TRAP}"],
    "report new": ["report", "new", TRAP],
    "no such command": [TRAP],
    "no such option": ["query", f"--{TRAP}"],
    "an ontology": ["words", "--ontology", TRAP, "x"],
    "a day": ["build", "articles", "-o", "new", "--published", TRAP],
    "build": ["build", "articles", f"none{TRAP}", "-o", "new"],
    "build of no text": ["build", f"articles/{TRAP}.txt", "-o", f"new{TRAP}"],
}  # fmt: skip


@pytest.mark.parametrize("name", WALK)
def test_no_command_lets_others_steer_the_terminal(place, name):
    text = shown(WALK[name], place, KG_QUERIES=str(place / "queries"))
    assert not steering(text), repr(text)
    assert "Traceback" not in text
    assert "error in kg itself" not in text
    assert text


SHELL = [
    EVERYTHING, CONSTRUCTED, "\\x", EVERYTHING, CONSTRUCTED, "\\mode csv", EVERYTHING, "\\mode nt", CONSTRUCTED,
    "\\mode table", "\\last", "\\view bar", "\\d actor:trap", "\\find trap", "\\src event:trap", "\\q", "\\q show trap",
    "\\q trap", "\\q wrong", f"\\q {TRAP}", "\\schema evil", "\\c", "\\p cno:note", "\\c cno:ArmedForce", "\\graphs",
    f"\\param x {TRAP}", "\\param", f"\\from {TRAP}", f"\\r bad{TRAP}.rq", f"\\r none{TRAP}", "\\e", "\\g",
    f"\\g {TRAP}/x.csv", f"\\g | cat; printf '{TRAP}'", f"\\g | false {TRAP}", "\\history", f"\\set mode {TRAP}", "\\set",
    f"\\pager {TRAP}", "\\status", f"\\{TRAP}", f"SELECT * {{ ?s cno:{TRAP} ?o }}", f"SELECT '{TRAP}' {{", "\\prefixes",
    "\\fmt", f"\\explain {EVERYTHING}", f"\\lang {TRAP}", f"\\watch 0 {TRAP}", "\\tour",
]  # fmt: skip


def test_a_piped_shell_says_nothing_hostile_on_stderr(place):
    done = subprocess.run(
        [*KG, "shell", "graph"], cwd=place, input="\n".join(SHELL) + "\n", text=True, capture_output=True, check=False,
        env=environment(KG_QUERIES=str(place / "queries"), EDITOR=f"false{TRAP}", XDG_STATE_HOME=str(place)),
    )  # fmt: skip
    assert not HOSTILE.findall(done.stderr), done.stderr
    assert "error in kg itself" not in done.stderr


def test_a_shell_at_a_terminal_lets_nobody_steer_it(place):
    variables = {"KG_QUERIES": str(place / "queries"), "KG_PAGER": "cat"}
    terminal = Terminal(["shell", place / "graph"], place, variables, size=(12, 100))
    try:
        for line in ("", EVERYTHING, CONSTRUCTED, "\\mode nt", CONSTRUCTED, "\\mode table", "\\last", "\\q", "\\q show trap",
                     "\\d actor:trap", "\\g | cat; echo evil >&2", "\\find trap"):  # fmt: skip
            terminal.wait_for(r"kg>.*\[F2\]")
            terminal.press(f"{line}\r" if line else "\x0c")
        terminal.wait_for(r"kg>.*\[F2\]")
    finally:
        terminal.close()
    assert "evil" in terminal.all
    assert not set(terminal.all) & set("\x07\x9b\u202e")
    assert "\x1b]0;" not in terminal.all


def test_only_one_module_of_the_commands_writes_and_one_of_the_shell():
    """Nothing prints but `kg.cli.output` and `kg.shell.screen`; the worker's stdout is a pipe."""
    allowed = {ROOT / "kg/cli/output.py", ROOT / "kg/shell/screen.py", ROOT / "kg/store/worker.py"}
    found = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted(set((ROOT / "kg").rglob("*.py")) - allowed)
        for node in ast.walk(ast.parse(file.read_text()))
        if _writes(node)
    ]
    assert not found


def _writes(node):
    """Tell whether a node of a syntax tree prints, or uses a standard stream for more than what it is."""
    if isinstance(node, ast.Call):
        name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
        if name in ("print", "pprint", "echo", "secho", "print_exc"):
            return True
        return any(_is_stream(one) for one in (*node.args, *(keyword.value for keyword in node.keywords)))
    if isinstance(node, ast.Attribute) and _is_stream(node.value):
        return node.attr not in ("isatty", "fileno", "flush", "reconfigure")
    return False


def _is_stream(node):
    streams = ("stdout", "stderr", "__stdout__", "__stderr__")
    return isinstance(node, ast.Attribute) and node.attr in streams and getattr(node.value, "id", "") == "sys"


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [
        (500, "text/plain", TRAP.encode()), (200, "text/\x1b[31m\u202e".encode().decode("latin-1"), b"x"),
        (200, "application/sparql-results+json", TRAP.encode()), (404, "text/html", f"<title>{TRAP}</title>".encode()),
    ],
    ids=["error", "content type", "no JSON", "page"],
)  # fmt: skip
def test_an_endpoint_steers_no_terminal(place, status, kind, body):
    with endpoint(status, kind, body) as url:
        text = shown(["query", url, "-q", EVERYTHING], place, XDG_CACHE_HOME=str(place / "cache"))
    assert "kg: error: " in text
    assert not steering(text), repr(text)
