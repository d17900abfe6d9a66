"""Say what a dataset is, by whom and under which terms (DCAT, Dublin Core): our words, or those of its maker's file.

Counts are those of `dataset_description`. Nothing is claimed of data that this program did not make.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from kg import __version__
from kg.errors import InputError
from kg.graph.quads import term
from kg.vocab.namespaces import BASE

DATASET = ox.NamedNode(f"{BASE}data/dataset")
ABOUT_FILE = "dataset.ttl"  #: in a graph folder: what its maker says of it, as Turtle about `<>`
_MAKER, _RIGHTS, _PLACES = (ox.NamedNode(f"{DATASET.value}/{name}") for name in ("maker", "rights", "places"))
_PLACE_CLASSES = tuple(term(f"cno:{name}").value for name in ("Place", "Country", "Region", "Settlement"))
_COUNTED = tuple(term(f"void:{name}") for name in ("triples", "entities", "distinctSubjects", "classes", "properties",
                                                   "classPartition"))  # fmt: skip


def own_metadata(members: Mapping[str, int]) -> Iterator[ox.Quad]:
    """Yield what is said of a dataset by default: of what articles say nothing where there are none.

    Args:
        members: of each class, by its IRI.
    """
    yield ox.Quad(DATASET, term("rdf:type"), term("dcat:Dataset"))
    yield ox.Quad(DATASET, term("rdf:type"), term("void:Dataset"))
    yield ox.Quad(DATASET, term("rdfs:label"), _english("this graph"))
    if members.get(term("cno:Claim").value):
        yield from _article_metadata()
    else:
        yield ox.Quad(DATASET, term("dcterms:title"), _english("Imported statements"))
        yield ox.Quad(DATASET, term("dcterms:description"), _english("Statements of others, as their files have them."))
    if any(members.get(name) for name in _PLACE_CLASSES):
        yield from _place_metadata()


def _article_metadata() -> Iterator[ox.Quad]:
    yield ox.Quad(DATASET, term("dcterms:title"), _english("Who says that who did what to whom"))
    words = (
        "What news articles say of armed and political conflict: events, and who affirms, denies or doubts them, in "
        "which words. Nothing in it states that an event happened. Graphs that were imported are of others."
    )
    yield ox.Quad(DATASET, term("dcterms:description"), _english(words))
    yield ox.Quad(DATASET, term("void:vocabulary"), ox.NamedNode(f"{BASE}ontology#"))
    yield ox.Quad(DATASET, term("dcterms:creator"), _MAKER)
    yield ox.Quad(_MAKER, term("rdf:type"), term("prov:SoftwareAgent"))
    yield ox.Quad(_MAKER, term("rdfs:label"), _english(f"kg {__version__}"))
    yield ox.Quad(DATASET, term("dcterms:rights"), _RIGHTS)
    yield ox.Quad(_RIGHTS, term("rdf:type"), term("dcterms:RightsStatement"))
    words = "Quotations and titles are their publishers'. Whoever shares this graph says under which licence."
    yield ox.Quad(_RIGHTS, term("rdfs:label"), _english(words))


def _place_metadata() -> Iterator[ox.Quad]:
    """Yield the attribution that GeoNames asks for, of places only."""
    yield ox.Quad(DATASET, term("void:subset"), _PLACES)
    yield ox.Quad(_PLACES, term("rdf:type"), term("void:Dataset"))
    yield ox.Quad(_PLACES, term("rdfs:label"), _english("names and coordinates of the places of this graph"))
    yield ox.Quad(_PLACES, term("dcterms:source"), ox.NamedNode("https://www.geonames.org/"))
    yield ox.Quad(_PLACES, term("dcterms:license"), ox.NamedNode("https://creativecommons.org/licenses/by/4.0/"))
    words = "Place data from GeoNames (geonames.org), CC BY 4.0: selected, merged with others, rounded, labels changed."
    yield ox.Quad(_PLACES, term("dcterms:bibliographicCitation"), _english(words))


def import_metadata(graph: ox.NamedNode, file: str) -> Iterator[ox.Quad]:
    """Yield what is said of the graph that a file was imported into: that it is of others."""
    yield ox.Quad(graph, term("rdf:type"), term("void:Dataset"))
    yield ox.Quad(graph, term("rdfs:label"), _english(f"imported from {Path(file).name}, not read from articles"))


def metadata_of(statements: Iterable[ox.Quad], file: Path) -> tuple[ox.Quad, ...]:
    """Return what a file says of a dataset, without counts.

    Args:
        statements: those of the file, with `DATASET` as its base, and IRIs for blank nodes.
        file: its name, for messages.

    Raises:
        InputError: it says nothing of `<>`.
    """
    found = {statement for statement in statements if statement.predicate not in _COUNTED}
    if not any(quad.subject == DATASET for quad in found):
        raise InputError(f'{file}: says nothing of <>, the dataset; write: <> dcterms:title "…"@en .')
    return tuple(sorted(found, key=str))


def with_metadata(quads: Collection[ox.Quad], stated: Collection[ox.Quad]) -> list[ox.Quad]:
    """Return a description with what its maker states; of a property that the maker gives, ours is left out."""
    replaced = {quad.predicate for quad in stated if quad.subject == DATASET} - {term("rdf:type")}
    kept = [quad for quad in quads if quad.subject != DATASET or quad.predicate not in replaced]
    dropped = {quad.object for quad in quads if quad.subject == DATASET} - {
        quad.object for quad in (*kept, *stated) if quad.subject == DATASET
    }
    return [*(quad for quad in kept if quad.subject not in dropped), *stated]


def _english(words: str) -> ox.Literal:
    return ox.Literal(words, language="en")
