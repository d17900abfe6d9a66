import time

import pytest
from pyoxigraph import Store

from kg.errors import InputError, QueryTimeout
from kg.graph.rdf_parsing import LoadOptions, RdfSource
from kg.query.session import Session
from kg.query.solutions import Truth
from kg.store.engine import Engine
from kg.store.rdf_loading import file_sources, load_files, load_store
from kg.store.worker_process import WorkerProcess

SLOW = "".join(f"<http://a/{n}> <http://a/p> <http://a/{n + 1}> .\n" for n in range(200_000))


def test_statements_come_out_of_the_worker_as_they_are_in_the_file(tmp_path):
    file = tmp_path / "a.trig"
    file.write_text(
        '<e:g> { <e:a> <e:b> "01"^^<e:t>, "x"@en, "y"@ar--rtl, "z", 1.50 } <e:a> <e:b> <<( _:x <e:b> [] )>>, _:x . '
        "_:g { _:x <e:b> _:y }"
    )
    (loaded,) = load_files(file_sources([file]), LoadOptions())
    expected = Store()
    expected.load(path=file)
    assert len(loaded.quads) == loaded.report.statements == len(expected) == 8
    named = {str(quad) for quad in expected if "_:" not in str(quad)}
    assert {str(quad) for quad in loaded.quads if "_:" not in str(quad)} == {s.replace("1.5", "1.50") for s in named}
    assert loaded.report.has_default_graph


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("<e:a> <e:b> " + "[ <e:b> " * 900_000 + "1" + " ]" * 900_000 + " .", "GiB of memory", id="memory"),
        pytest.param("<e:a> <e:b> <<( <e:a> .", r"a\.ttl:1:\d+: ", id="syntax"),
    ],
)
def test_a_file_that_breaks_the_worker_is_one_line(tmp_path, text, words):
    (tmp_path / "a.ttl").write_text(text)
    with pytest.raises(InputError, match=words) as caught:
        load_files(file_sources([tmp_path / "a.ttl"]), LoadOptions(), memory=900 << 20)
    assert "\n" not in str(caught.value)
    assert "a.ttl" in str(caught.value)


def test_a_worker_that_is_killed_while_it_reads_is_one_line(tmp_path):
    class Killed(Engine):
        def _start(self):
            super()._start()
            self._worker._process.kill()

    (tmp_path / "a.nt").write_text(SLOW[:100_000].rpartition("\n")[0])
    with pytest.raises(InputError, match=r"a\.nt: it cannot be read, the worker ended with -9"):
        Killed((tmp_path / "a.nt",)).triples()


def test_the_time_for_reading_is_limited(tmp_path):
    (tmp_path / "a.nt").write_text(SLOW)
    start = time.monotonic()
    with pytest.raises(QueryTimeout, match=r"a\.nt: not read after 0\.2 s"):
        load_files(file_sources([tmp_path / "a.nt"]), LoadOptions(), timeout=0.2)
    assert time.monotonic() - start < 1.3


def test_a_query_waits_no_longer_than_its_time_and_the_files_are_read_on(tmp_path):
    (tmp_path / "a.nt").write_text(SLOW)
    with Session(tmp_path / "a.nt") as session:
        with pytest.raises(QueryTimeout, match=r"a\.nt: not read after 0\.2 s"):
            session.ask("ASK {}", timeout=0.2)
        assert session.ask("ASK { <http://a/199999> ?p ?o }", timeout=None) == Truth(True)


def test_the_worker_reads_without_network_and_programs(tmp_path):
    (tmp_path / "a.jsonld").write_text('{"@context": "http://127.0.0.1:1/ctx", "name": "x"}')
    with pytest.raises(InputError, match="on the network, which is not asked"):
        load_store(file_sources([tmp_path / "a.jsonld"]), LoadOptions())


def test_the_blank_nodes_of_two_files_stay_apart(tmp_path):
    for name in ("a.nt", "b.nt"):
        (tmp_path / name).write_text("_:x <http://a/p> _:y .")
    engine = Engine((tmp_path / "a.nt", RdfSource(tmp_path / "b.nt", "second.nt")))
    assert engine.triples() == 2
    assert [report.name for report in engine.reports] == [str(tmp_path / "a.nt"), "second.nt"]
    engine.close()


def test_a_worker_can_be_asked_for_nothing_else_when_it_only_parses(tmp_path):
    (tmp_path / "a.nt").write_text("_:x <http://a/p> _:y .")
    worker = WorkerProcess("parse", ((str(tmp_path / "a.nt"), "a.nt"),), 1 << 30, (None, None, False, None))
    assert [worker.next_frame(10)[0] for _ in range(2)] == ["quads", "file"]
    worker.close()
