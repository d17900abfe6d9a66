"""Describe the dataset: its ontology, its size (VoID), and the provenance of each article's graph (PROV).

Timestamps stand in `graph:times` alone: two builds of one input are equal but for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed
from typing import Protocol

import pyoxigraph as ox

from kg import __version__
from kg.graph.dataset_metadata import DATASET, own_metadata, with_metadata
from kg.graph.quads import term
from kg.model import Article
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.lexicon import ontology_digest
from kg.vocab.namespaces import BASE

ONTOLOGY_GRAPH = term("graph:ontology")
TIMES = term("graph:times")  #: when each article's graph was generated
_FILES = ("conflict.ttl", "alignments.ttl")
_COUNT_PROPERTIES = ("void:triples", "void:entities", "void:distinctSubjects", "void:classes", "void:properties")
_DEFAULT = ox.DefaultGraph()
_MIN_KEY_LENGTH, _KEY_LENGTH = 6, 16  # digits of an article's key that may stand for it, and all of them
_TYPE = term("rdf:type")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class Extractor:
    """The software that reads articles: two that are equal give the same graph for the same text."""

    model: str  #: the name of an installed spaCy pipeline
    everything: bool = False  #: whether articles without conflict terms are read, too

    @cached_property
    def lexicon_digest(self) -> str:
        """The digest of the ontology's files, in sixteen digits."""
        return ontology_digest()

    @cached_property
    def model_version(self) -> str:
        """The pipeline's name and version; without a version where it is a folder."""
        try:
            return f"{self.model} {installed(self.model.replace('_', '-'))}"
        except (PackageNotFoundError, ValueError):
            return self.model

    @cached_property
    def key(self) -> str:
        """The local name of its IRI, which changes with its version, model and lexicon."""
        model = "".join(char if char.isalnum() or char in ".-" else "-" for char in self.model_version)
        return f"{__version__}-{self.lexicon_digest}-{model}{'-all' if self.everything else ''}"

    @property
    def node(self) -> ox.NamedNode:
        """Its IRI."""
        return ox.NamedNode(f"{BASE}data/extractor/{self.key}")

    def quads(self) -> Iterator[ox.Quad]:
        """Yield its description, for the default graph."""
        scope = "all articles" if self.everything else "articles that speak of conflict"
        yield ox.Quad(self.node, term("rdf:type"), term("prov:SoftwareAgent"))
        yield ox.Quad(self.node, term("rdfs:label"), ox.Literal(f"kg {__version__}, reading {scope}", language="en"))
        yield ox.Quad(self.node, term("schema:softwareVersion"), ox.Literal(__version__))
        yield ox.Quad(self.node, term("schema:softwareRequirements"), ox.Literal(self.model_version))
        yield ox.Quad(self.node, term("dcterms:identifier"), ox.Literal(f"lexicon:{self.lexicon_digest}"))


def article_graph(key: str) -> ox.NamedNode:
    """Return the name of the graph of an article's text."""
    return term(f"graph:article-{key}")


def article_key(name: str) -> str:
    """Return the key, whole or its beginning, in the IRI or prefixed name of an article or its graphs; else empty."""
    key = name.removeprefix("<").removesuffix(">")
    for prefix in ("article", "graph"):
        key = key.removeprefix(PREFIXES[prefix]).removeprefix(f"{prefix}:")
    key = key.removeprefix("article-").removeprefix("metadata-")
    is_key = set(key) <= set("0123456789abcdef") and _MIN_KEY_LENGTH <= len(key) <= _KEY_LENGTH
    return key if is_key else ""


def metadata_graph(key: str) -> ox.NamedNode:
    """Return the name of the graph of an article's metadata."""
    return term(f"graph:metadata-{key}")


def provenance(article: Article, extractor: Extractor) -> Iterator[ox.Quad]:
    """Yield the provenance of an article's graph, for the default graph."""
    graph, source = article_graph(article.key), term(f"article:{article.key}")
    yield ox.Quad(graph, term("rdf:type"), term("prov:Entity"))
    yield ox.Quad(graph, term("rdfs:label"), ox.Literal("what the article says", language="en"))
    yield ox.Quad(graph, term("prov:wasDerivedFrom"), source)
    yield ox.Quad(graph, term("prov:wasAttributedTo"), extractor.node)
    yield ox.Quad(source, term("dcterms:identifier"), ox.Literal(f"sha256:{article.sha256}"))


def generation_time_quad(key: str) -> ox.Quad:
    """Return the statement that an article's graph was generated now, for `graph:times`."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    time = ox.Literal(now, datatype=ox.NamedNode(_XSD + "dateTime"))
    return ox.Quad(article_graph(key), term("prov:generatedAtTime"), time, TIMES)


def ontology_quads() -> Iterator[ox.Quad]:
    """Yield the ontology and its alignments, for `graph:ontology`, without blank nodes."""
    for name in _FILES:
        for s, p, o, _ in ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE):
            if not isinstance(s, ox.BlankNode) and not isinstance(o, ox.BlankNode):
                yield ox.Quad(s, p, o, ONTOLOGY_GRAPH)


@dataclass(frozen=True, slots=True)
class DatasetStatistics:
    """The size of a dataset; a statement of several graphs counts once."""

    triples: int
    distinct_subjects: int
    classes: Mapping[str, int]  #: members of each class
    properties: Collection[str]


class _QuadSource(Protocol):
    def quads_for_pattern(
        self, subject: ox.NamedNode, predicate: None, value: None, graph: ox.DefaultGraph, /
    ) -> Iterator[ox.Quad]: ...


def stored_description(store: _QuadSource) -> list[ox.Quad]:
    """Return the description that a graph holds; empty where it holds none."""
    quads = list(store.quads_for_pattern(DATASET, None, None, _DEFAULT))
    for part in {quad.object for quad in quads}:
        if isinstance(part, ox.NamedNode) and part.value.startswith(f"{DATASET.value}/"):
            quads += store.quads_for_pattern(part, None, None, _DEFAULT)
    return quads


def description(statistics: DatasetStatistics, stated: Collection[ox.Quad] = ()) -> list[ox.Quad]:
    """Return the description of a graph of some size, with the description itself counted.

    Args:
        statistics: of the graph without these statements.
        stated: what its maker says of it.
    """
    statements = with_metadata(list(_uncounted_description(statistics)), stated)
    used = {
        *statistics.properties,
        *(quad.predicate.value for quad in statements),
        *(term(name).value for name in _COUNT_PROPERTIES),
    }
    classes = {quad.object.value for quad in statements if quad.predicate == term("rdf:type")}  # type: ignore[union-attr]
    subjects = {quad.subject for quad in statements}
    numbers = {
        "void:triples": statistics.triples + len(statements) + len(_COUNT_PROPERTIES),
        "void:entities": statistics.distinct_subjects + len(subjects),
        "void:distinctSubjects": statistics.distinct_subjects + len(subjects),
        "void:classes": len(classes | statistics.classes.keys()),
        "void:properties": len(used),
    }
    return [*statements, *(ox.Quad(DATASET, term(name), _number(number)) for name, number in numbers.items())]


def with_current_description(quads: Collection[ox.Quad], stated: Collection[ox.Quad] = ()) -> list[ox.Quad]:
    """Return statements with their description, made that of the statements that are there.

    Args:
        quads: statements; without a description they get none, unless something is stated.
        stated: what their maker says of them.
    """
    rest = [quad for quad in quads if not is_size_description(quad)]
    if len(rest) == len(quads) and not stated:
        return rest
    triples = {quad.triple for quad in rest}
    classes = Counter(t.object.value for t in triples if t.predicate == _TYPE and isinstance(t.object, ox.NamedNode))
    statistics = DatasetStatistics(
        len(triples), len({t.subject for t in triples}), classes, {t.predicate.value for t in triples}
    )
    return [*rest, *description(statistics, stated)]


def is_size_description(quad: ox.Quad) -> bool:
    """Tell whether a statement is one of those that say how large the graph is."""
    subject = quad.subject
    return isinstance(subject, ox.NamedNode) and f"{subject.value}/".startswith(f"{DATASET.value}/")


def _uncounted_description(statistics: DatasetStatistics) -> Iterator[ox.Quad]:
    yield from own_metadata(statistics.classes)
    for iri, members in sorted(statistics.classes.items()):
        if iri.startswith(PREFIXES["cno"]):
            name = iri.removeprefix(PREFIXES["cno"])
            part = ox.NamedNode(f"{DATASET.value}/{name}")
            yield ox.Quad(DATASET, term("void:classPartition"), part)
            yield ox.Quad(part, term("rdf:type"), term("void:Dataset"))
            yield ox.Quad(part, term("rdfs:label"), ox.Literal(f"every {name} of this graph", language="en"))
            yield ox.Quad(part, term("void:class"), ox.NamedNode(iri))
            yield ox.Quad(part, term("void:entities"), _number(members))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))
