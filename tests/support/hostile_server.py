"""A server on loopback that breaks the rules of HTTP, of SPARQL or of good manners, each under a path of its own."""

import base64
import contextlib
import gzip
import threading
import time
import zlib
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ROWS = "application/sparql-results+json"
ROW = b'{"head": {"vars": ["x"]}, "results": {"bindings": [{"x": {"type": "literal", "value": "%s"}}]}}'
NO_ROW = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
ENTITY_BOMB = (
    f'<!DOCTYPE r [<!ENTITY e0 "xxxxxxxxxx">{ENTITIES}]><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="a:b"><p xmlns="a:">&e11;</p></rdf:Description></rdf:RDF>'
)


def bomb(megabytes):
    """Return a packed answer that unpacks to a text of so many megabytes."""
    pack = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(
        [pack.compress(ROW[:-8]), *(pack.compress(b"x" * (1 << 20)) for _ in range(megabytes)), pack.flush()]
    )


class HostileServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.requests = []  #: method, path and Authorization of each that came
        self.target = ""  #: where /elsewhere redirects to
        self.url = f"http://127.0.0.1:{self.server_port}"


@contextmanager
def hostile_server():
    server = HostileServer()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def do_GET(self):
        authorization = self.headers.get("Authorization", "")
        self.server.requests.append((self.command, self.path, authorization))
        self.close_connection = True
        name, _, argument = self.path[1:].partition("?")[0].partition("/")
        with contextlib.suppress(ConnectionError):  # the client has left
            getattr(self, name.replace("-", "_"))(argument, authorization)

    def give(self, status, body=b"", kind=ROWS, length=None, **headers):
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": length or len(body), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(body)

    def drip(self, content):
        for byte in content:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.05)

    def rows(self, *_):
        self.give(200, NO_ROW)

    def packed(self, *_):
        self.give(200, gzip.compress(ROW % b"packed"), Content_Encoding="gzip")

    def slow_head(self, *_):
        self.drip(b"HTTP/1.1 200 OK\r\nX-A: " + b"a" * 1000)

    def slow_body(self, *_):
        self.give(200, length=100_000)
        self.drip(b" " * 1000)

    def bomb(self, megabytes, _):
        self.give(200, bomb(int(megabytes)), Content_Encoding="gzip")

    def half_packed(self, *_):
        self.give(200, gzip.compress(ROW % b"packed")[:-20], Content_Encoding="gzip")

    def not_packed(self, *_):
        self.give(200, ROW % b"x", Content_Encoding="gzip")

    def brotli(self, *_):
        self.give(200, ROW % b"x", Content_Encoding="br")

    def short(self, *_):
        self.give(200, ROW[:30], length=5000)

    def cut_chunk(self, *_):
        self.give(200, b"10\r\n" + ROW[:10], length=0, Transfer_Encoding="chunked")

    def page(self, *_):
        self.give(200, b"<html><title>Welcome</title></html>", "text/html")

    def untyped(self, *_):
        self.give(200, b"hello", "")

    def broken(self, *_):
        self.give(200, b"[" * 100_000)

    def entities(self, *_):
        self.give(200, ENTITY_BOMB.encode(), "application/rdf+xml")

    def status(self, code, authorization):
        said = b"\x1b[31m\xe2\x80\xaeNo\x07 entry\x1b[0m for " + authorization.encode() + b"\nsecond line\n"
        self.give(int(code), said, "text/plain", Retry_After="17")

    def error_page(self, *_):
        self.give(502, b"<!DOCTYPE html>\n<html><head><title>502 Bad\n Gateway</title>" + b"x" * 100_000, "text/html")

    def echo(self, _, authorization):
        self.give(200, ROW % base64.b64encode(authorization.encode()))

    def elsewhere(self, status, _):
        self.give(int(status), Location=self.server.target)

    def around(self, *_):
        self.give(307, Location="/around")

    def nowhere(self, *_):
        self.give(302, Location="http://[")

    def unbound(self, *_):
        self.give(
            200,
            b'{"head": {"vars": ["node", "n"]}, "results": {"bindings": [{}, {"n": {"type": "bnode", "value": "b"}}]}}',
        )

    def strange(self, kind, _):
        row = b'{"a": {"type": "literal", "value": "%s"}, "b": {"type": "uri", "value": "a:b"}}' % kind.encode()
        self.give(200, b'{"head": {"vars": ["a", "b"]}, "results": {"bindings": [%s, %s]}}' % (row, row))

    def log_message(self, *_):
        pass
