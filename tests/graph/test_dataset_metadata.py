"""An export says what it is, whose places it has, and what its maker says of it."""

import pyoxigraph as ox
import pytest
from support.small_graph import HEAD, load

from kg.errors import InputError
from kg.graph.dataset_metadata import DATASET
from kg.graph.export_selection import ExportSelection
from kg.graph.quads import term
from kg.graph.rdf_files import export
from kg.maintenance.stated_metadata import load_metadata
from kg.store.size_description import describe_size

GEONAMES = ox.NamedNode("https://www.geonames.org/")
ABOUT = """@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<> dcterms:title "Kessel"@en ; dcterms:license <https://creativecommons.org/licenses/by/4.0/> ; void:triples 7 ;
    dcterms:creator [ a foaf:Agent ; foaf:name "A. Nyman" ] ; dcat:distribution <#ttl> .
<#ttl> a dcat:Distribution ; dcat:accessURL <https://example.org/kessel.ttl> .
"""


def exported(tmp_path, turtle=None, about=None):
    store = ox.Store()
    load(store) if turtle is None else store.load(HEAD + turtle, ox.RdfFormat.TURTLE, to_graph=term("graph:import-1"))
    describe_size(store)
    export(store, tmp_path / "out.nt", ExportSelection(stated=load_metadata(about) if about else ()))
    found = ox.Store()
    found.load(path=tmp_path / "out.nt")
    return found


def values(store, name, subject=DATASET):
    return [quad.object for quad in store.quads_for_pattern(subject, term(name), None)]


def test_a_graph_of_articles_has_what_catalogues_ask_for(tmp_path):
    store = exported(tmp_path)
    for name in ("dcterms:title", "dcterms:description", "dcterms:creator", "dcterms:rights", "void:vocabulary"):
        assert len(values(store, name)) == 1, name
    (places,) = values(store, "void:subset")
    assert values(store, "dcterms:source", places) == [GEONAMES]
    assert values(store, "dcterms:license", places) == [ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")]
    assert not values(store, "dcterms:license")


def test_imported_data_are_not_described_as_ours(tmp_path):
    store = exported(tmp_path, "<http://example.org/a> rdfs:label 'a' .")
    assert [title.value for title in values(store, "dcterms:title")] == ["Imported statements"]
    for name in ("dcterms:creator", "void:vocabulary", "void:subset", "dcterms:rights"):
        assert not values(store, name), name


def test_the_graph_of_an_imported_file_says_where_it_is_from(kg, tmp_path):
    (tmp_path / "others.ttl").write_text(HEAD + "<http://example.org/a> rdfs:label 'a' .", encoding="utf-8")
    assert kg("import", "g.kg", "others.ttl").returncode == 0
    rows = kg("query", "g.kg", "-q", "SELECT ?l { ?g a void:Dataset ; rdfs:label ?l . GRAPH ?g { ?s ?p ?o } }").stdout
    assert rows.splitlines()[1:] == ['"imported from others.ttl, not read from articles"']


def test_what_its_maker_says_goes_before_ours_and_counts_stay_true(tmp_path):
    file = tmp_path / "dataset.ttl"
    file.write_text(HEAD + ABOUT, encoding="utf-8")
    store = exported(tmp_path, about=file)
    assert [title.value for title in values(store, "dcterms:title")] == ["Kessel"]
    (creator,) = values(store, "dcterms:creator")
    assert isinstance(creator, ox.NamedNode)
    assert [quad.object.value for quad in store.quads_for_pattern(creator, None, None) if isinstance(quad.object, ox.Literal)] == ["A. Nyman"]  # fmt: skip
    (distribution,) = values(store, "dcat:distribution")
    assert values(store, "dcat:accessURL", distribution) == [ox.NamedNode("https://example.org/kessel.ttl")]
    assert [count.value for count in values(store, "void:triples")] == [str(len(store))]
    assert not any(q.subject.value.endswith("dataset/maker") for q in store if isinstance(q.subject, ox.NamedNode))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<> dcterms:title", r"dataset\.ttl:\d+:\d+: .*; mend the file"),
        ("<http://example.org/a> dcterms:title 'a' .", "says nothing of <>, the dataset; write"),
        (None, "cannot be read"),
        ("<> dcterms:title " + "<<( <a> <b> " * 30_000 + "<c>" + " )>>" * 30_000 + " .", "nested"),
        ("\0" * 1000, "mend"),
    ],
    ids=["cut off", "of something else", "no file", "nested triple terms", "zeros"],
)
def test_a_wrong_description_is_refused(tmp_path, text, message):
    file = tmp_path / "dataset.ttl"
    if text is not None:
        file.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        exported(tmp_path, about=file)
    assert not (tmp_path / "out.nt").exists()


@pytest.mark.parametrize(
    "value", ["[ <b> " * 30_000 + "1" + " ]" * 30_000, "(" + " 1" * 5000 + ")"], ids=["nested", "list"]
)
def test_a_long_description_takes_no_longer_than_another(tmp_path, value):
    file = tmp_path / "dataset.ttl"
    file.write_text(f"{HEAD}<> dcterms:title 'Kessel' . <> dcterms:subject {value} .")
    assert len(load_metadata(file)) > 5000


def test_the_file_in_a_graph_folder_is_found(kg, graph_folder, tmp_path):
    (graph_folder / "dataset.ttl").write_text(HEAD + ABOUT, encoding="utf-8")
    assert kg("export", graph_folder, "a.ttl").returncode == 0
    assert '"Kessel"@en' in (tmp_path / "a.ttl").read_text()


@pytest.fixture
def graph_folder(tmp_path):
    from support.small_graph import write_graph

    return write_graph(tmp_path / "small.kg")
