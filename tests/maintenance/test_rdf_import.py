import gzip

import pytest
from pyoxigraph import Store

from kg.errors import InputError
from kg.graph.inference import INFERRED
from kg.graph.rdf_parsing import LoadOptions
from kg.maintenance.rdf_import import import_files
from kg.store.rdf_loading import file_sources
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES


def imported(graph, *files, **options):
    return import_files(graph, file_sources(files), LoadOptions(**options))


def statements(graph):
    """Return the imported statements of a graph."""
    store = Store.read_only(str(Snapshots(graph).current()))
    return {str(quad) for quad in store if "/graph/import-" in str(quad.graph_name) or "http://e/" in str(quad)}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<http://e/s> <http://e/p> (" + " 1" * 800 + " ) .", id="list of equal numbers"),
        pytest.param("".join(f"_:n{i} <http://e/p> _:n{(i + 1) % 600} .\n" for i in range(600)), id="ring"),
        pytest.param("".join(f"_:a{i} <http://e/p> _:b{j} .\n" for i in range(25) for j in range(25)), id="all to all"),
        pytest.param("<http://e/s> <http://e/p> " + "[ <http://e/p> " * 2_000 + "1" + " ]" * 2_000 + " .", id="nested"),
        pytest.param("<http://e/s> <http://e/p> <<( _:x <http://e/p> _:y )>>, _:x .", id="triple terms"),
    ],
)
def test_blank_nodes_get_the_same_names_whenever_a_file_is_read(tmp_path, text):
    (tmp_path / "a.ttl").write_text(text)
    first = imported(tmp_path / "a.kg", tmp_path / "a.ttl")[0].new_statements
    assert imported(tmp_path / "a.kg", tmp_path / "a.ttl")[0].new_statements == 0
    assert first > 1
    assert not [quad for quad in statements(tmp_path / "a.kg") if "_:" in quad]


def test_a_file_has_the_same_graph_packed_and_unpacked(tmp_path):
    text = b"_:x <http://e/p> _:y ."
    (tmp_path / "a.ttl").write_bytes(text)
    (tmp_path / "a.ttl.gz").write_bytes(gzip.compress(text))
    first, second = imported(tmp_path / "a.kg", tmp_path / "a.ttl", tmp_path / "a.ttl.gz")
    assert (first.new_statements, second.new_statements) == (1, 0)


def test_blank_names_of_graphs_become_iris_too(tmp_path):
    (tmp_path / "a.trig").write_text("_:g { <http://e/s> <http://e/p> 1 }")
    for new in (1, 0):
        assert imported(tmp_path / "a.kg", tmp_path / "a.trig")[0].new_statements == new


def test_relative_iris_are_counted_unless_a_base_is_given(tmp_path):
    (tmp_path / "a.ttl").write_text("<a> <http://e/p> <b> . <http://e/a> <http://e/p> 1 .")
    assert imported(tmp_path / "a.kg", tmp_path / "a.ttl")[0].relative == 1
    assert imported(tmp_path / "b.kg", tmp_path / "a.ttl", base="http://e/")[0].relative == 0
    assert any("<http://e/b>" in quad for quad in statements(tmp_path / "b.kg"))


def parts(pairs):
    return f"@prefix cno: <{PREFIXES['cno']}> .\n" + "".join(
        f"<http://e/{a}> cno:partOf <http://e/{b}> .\n" for a, b in pairs
    )


def test_chains_of_parts_come_into_a_graph_that_is_there(tmp_path):
    (tmp_path / "a.ttl").write_text(parts([(0, 1)]))
    (tmp_path / "b.ttl").write_text(parts((n, n + 1) for n in range(1, 90)))
    for name in ("a.ttl", "b.ttl"):
        imported(tmp_path / "a.kg", tmp_path / name)
    store = Store.read_only(str(Snapshots(tmp_path / "a.kg").current()))
    inferred = {q for q in store.quads_for_pattern(None, None, None, INFERRED) if q.predicate.value.endswith("partOf")}
    assert len(inferred) == 90 * 91 // 2 - 90


def test_too_much_that_would_follow_is_refused_and_nothing_comes_in(tmp_path):
    ends = [(f"a{n}", "hub") for n in range(2_600)] + [("hub", f"b{n}") for n in range(2_600)]
    (tmp_path / "a.ttl").write_text(parts(ends))
    with pytest.raises(
        InputError, match=r"more than 3,000,000 statements follow, most of them by cno:partOf; .*--no-infer"
    ):
        imported(tmp_path / "a.kg", tmp_path / "a.ttl")
    import_files(tmp_path / "a.kg", file_sources([tmp_path / "a.ttl"]), LoadOptions(), infer=False)
