"""Endpoints for tests: Oxigraph's own program on loopback, and a gate before it that may be slow, or refuse."""

import shutil
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import httpx
from pyoxigraph import Store
from support.small_graph import load

QUERY = "application/sparql-results+json, application/n-triples;q=0.9"


@contextmanager
def serve_endpoint(folder, fill=load, merged=True):
    """Serve a store from a folder, its default graph merged from all or as it is filled; give the address."""
    store = Store(str(folder))
    fill(store)
    if merged:
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


class Gate(ThreadingHTTPServer):
    """Stands before an endpoint: holds some queries back until it is opened, and answers others with an error."""

    daemon_threads = True

    def __init__(self, endpoint):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint = endpoint
        self.queries = []  #: that came
        self.slow = self.wrong = lambda query: False  #: tell whether a query is held back, or answered with an error
        self.opened = threading.Event()
        self.url = f"http://127.0.0.1:{self.server_port}/query"


@contextmanager
def gate(endpoint):
    """Run a gate before an endpoint."""
    server = Gate(endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.opened.set()
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
        self.server.queries.append(query)
        if self.server.slow(query):
            self.server.opened.wait(30)
        if self.server.wrong(query):
            self._answer(500, "text/plain", b"Virtuoso 42000 Error The estimated execution time exceeds the limit")
            return
        answer = httpx.post(self.server.endpoint, data={"query": query}, headers={"Accept": QUERY})
        self._answer(answer.status_code, answer.headers["content-type"], answer.content)

    def _answer(self, status, kind, body):
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            pass  # the client has left

    def log_message(self, *_):
        pass
