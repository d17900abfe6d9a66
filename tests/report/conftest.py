"""A graph whose texts attack the reader, and reports over it."""

import pytest
from pyoxigraph import RdfFormat, Store
from support.small_graph import TRIG

from kg.query.saved_queries import find_query, saved_queries
from kg.query.session import Session
from kg.report.report_run import RunRequest, run_report
from kg.store.snapshots import Snapshots
from kg.vocab import QUERIES

HOSTILE = TRIG.replace("Shells killed four dockers", "<script>alert(1)</script><img src=x onerror=alert(2)> \\u202Eevil\\u001B[31m killed").replace(
    '"Northern Front"@en', '"=HYPERLINK(\\"http://evil.example\\",\\"x\\")"@en'
).replace('dcterms:publisher "Kessel Gazette"', 'schema:url "javascript:alert(3)"^^xsd:anyURI ; dcterms:publisher "</td></table><h1>Gazette"')  # fmt: skip


def publish(folder, trig):
    with Snapshots(folder).rewrite() as store:
        store.load(trig, RdfFormat.TRIG)
    return folder


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    return publish(tmp_path_factory.mktemp("graphs") / "small", TRIG)


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    assert HOSTILE.count("evil") >= 2
    assert Store().bulk_load(HOSTILE, RdfFormat.TRIG) is None
    return publish(tmp_path_factory.mktemp("graphs") / "hostile", HOSTILE)


@pytest.fixture
def reported(tmp_path):
    """Run a report and return the folder of its run."""

    def run(graph, name, out=None, **arguments):
        with Session(graph) as session:
            request = RunRequest(
                find_query(name, saved_queries(QUERIES)), {k: [v] for k, v in arguments.items()}, out or tmp_path
            )
            return run_report(request, session).run.folder

    return run
