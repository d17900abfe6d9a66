"""What the dataset says of itself: its ontology, its size, and where each article's graph comes from.

Statements with a clock in them stand in `graph:times` alone: they are no part of what makes two graphs equal.
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
from kg.graph.quads import term
from kg.model import Article
from kg.vocab import ONTOLOGY, PREFIXES
from kg.vocab.lexicon import ontology_digest
from kg.vocab.namespaces import BASE

ONTOLOGY_GRAPH = term("graph:ontology")
TIMES = term("graph:times")  #: when each article's graph was made
DATASET = ox.NamedNode(f"{BASE}data/dataset")
_FILES = ("conflict.ttl", "alignments.ttl")
_COUNTED = ("void:triples", "void:entities", "void:distinctSubjects", "void:classes", "void:properties")
_DEFAULT = ox.DefaultGraph()
_SHORTEST_KEY, _KEY = 6, 16  # digits of an article's key that may stand for it, and all of them
_TYPE = term("rdf:type")
_XSD = PREFIXES["xsd"]


@dataclass(frozen=True)
class Extractor:
    """What reads articles: two that are equal read the same text alike."""

    model: str  #: the name of an installed spaCy pipeline
    everything: bool = False  #: whether articles without signs of conflict are read, too

    @cached_property
    def lexicon(self) -> str:
        """Sixteen digits that name the state of the ontology's files."""
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
        """The local name of its IRI, which changes with all that it reads by."""
        model = "".join(char if char.isalnum() or char in ".-" else "-" for char in self.model_version)
        return f"{__version__}-{self.lexicon}-{model}{'-all' if self.everything else ''}"

    @property
    def node(self) -> ox.NamedNode:
        """Its IRI."""
        return ox.NamedNode(f"{BASE}data/extractor/{self.key}")

    def quads(self) -> Iterator[ox.Quad]:
        """Yield what it is, for the default graph."""
        what = "all articles" if self.everything else "articles that speak of conflict"
        yield ox.Quad(self.node, term("rdf:type"), term("prov:SoftwareAgent"))
        yield ox.Quad(self.node, term("rdfs:label"), ox.Literal(f"kg {__version__}, reading {what}", language="en"))
        yield ox.Quad(self.node, term("schema:softwareVersion"), ox.Literal(__version__))
        yield ox.Quad(self.node, term("schema:softwareRequirements"), ox.Literal(self.model_version))
        yield ox.Quad(self.node, term("dcterms:identifier"), ox.Literal(f"lexicon:{self.lexicon}"))


def article_graph(key: str) -> ox.NamedNode:
    """Return the graph of what an article's text says."""
    return term(f"graph:article-{key}")


def article_key(name: str) -> str:
    """Return the digits by which an IRI or a prefixed name calls a text, or its graphs; nothing for other names."""
    bare = name.removeprefix("<").removesuffix(">")
    for prefix in ("article", "graph"):
        bare = bare.removeprefix(PREFIXES[prefix]).removeprefix(f"{prefix}:")
    bare = bare.removeprefix("article-").removeprefix("metadata-")
    is_key = set(bare) <= set("0123456789abcdef") and _SHORTEST_KEY <= len(bare) <= _KEY
    return bare if is_key else ""


def metadata_graph(key: str) -> ox.NamedNode:
    """Return the graph of what is known of an article from outside its text."""
    return term(f"graph:metadata-{key}")


def provenance(article: Article, extractor: Extractor) -> Iterator[ox.Quad]:
    """Yield where an article's graph comes from, for the default graph."""
    graph, source = article_graph(article.key), term(f"article:{article.key}")
    yield ox.Quad(graph, term("rdf:type"), term("prov:Entity"))
    yield ox.Quad(graph, term("rdfs:label"), ox.Literal("what the article says", language="en"))
    yield ox.Quad(graph, term("prov:wasDerivedFrom"), source)
    yield ox.Quad(graph, term("prov:wasAttributedTo"), extractor.node)
    yield ox.Quad(source, term("dcterms:identifier"), ox.Literal(f"sha256:{article.sha256}"))


def made_now(key: str) -> ox.Quad:
    """Return that an article's graph was made just now, for `graph:times`."""
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    time = ox.Literal(now, datatype=ox.NamedNode(_XSD + "dateTime"))
    return ox.Quad(article_graph(key), term("prov:generatedAtTime"), time, TIMES)


def ontology_quads() -> Iterator[ox.Quad]:
    """Yield the ontology and the codes that it is aligned with, for `graph:ontology`, without blank nodes."""
    for name in _FILES:
        for s, p, o, _ in ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE):
            if not isinstance(s, ox.BlankNode) and not isinstance(o, ox.BlankNode):
                yield ox.Quad(s, p, o, ONTOLOGY_GRAPH)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a graph is, every statement counted once however many graphs have it."""

    triples: int
    things: int  #: distinct subjects
    classes: Mapping[str, int]  #: members of each class
    properties: Collection[str]


class _Statements(Protocol):
    def quads_for_pattern(
        self, subject: ox.NamedNode, predicate: None, value: None, graph: ox.DefaultGraph, /
    ) -> Iterator[ox.Quad]: ...


def described(store: _Statements) -> list[ox.Quad]:
    """Return what a graph says of its size; nothing where it says nothing of it."""
    own = list(store.quads_for_pattern(DATASET, None, None, _DEFAULT))
    parts = [quad.object for quad in own if quad.predicate == term("void:classPartition")]
    for part in parts:
        if isinstance(part, ox.NamedNode):
            own += store.quads_for_pattern(part, None, None, _DEFAULT)
    return own


def description(sizes: Sizes) -> list[ox.Quad]:
    """Return what a graph is to say of its size, itself included.

    Args:
        sizes: of the graph without these statements.
    """
    said = list(_description(sizes))
    used = {*sizes.properties, *(quad.predicate.value for quad in said), *(term(name).value for name in _COUNTED)}
    kinds = {quad.object.value for quad in said if quad.predicate == term("rdf:type")}  # type: ignore[union-attr]
    subjects = {quad.subject for quad in said}
    numbers = {
        "void:triples": sizes.triples + len(said) + len(_COUNTED),
        "void:entities": sizes.things + len(subjects),
        "void:distinctSubjects": sizes.things + len(subjects),
        "void:classes": len(kinds | sizes.classes.keys()),
        "void:properties": len(used),
    }
    return [*said, *(ox.Quad(DATASET, term(name), _number(number)) for name, number in numbers.items())]


def redescribed(quads: Collection[ox.Quad]) -> list[ox.Quad]:
    """Return the statements of a graph of which a part was left out, saying how large they are now if they said so."""
    rest = [quad for quad in quads if not is_size_description(quad)]
    if len(rest) == len(quads):
        return rest
    once = {quad.triple for quad in rest}
    kinds = Counter(t.object.value for t in once if t.predicate == _TYPE and isinstance(t.object, ox.NamedNode))
    sizes = Sizes(len(once), len({t.subject for t in once}), kinds, {t.predicate.value for t in once})
    return [*rest, *description(sizes)]


def is_size_description(quad: ox.Quad) -> bool:
    """Tell whether a statement is one of those that say how large the graph is."""
    subject = quad.subject
    return isinstance(subject, ox.NamedNode) and f"{subject.value}/".startswith(f"{DATASET.value}/")


def _description(sizes: Sizes) -> Iterator[ox.Quad]:
    yield ox.Quad(DATASET, term("rdf:type"), term("dcat:Dataset"))
    yield ox.Quad(DATASET, term("rdf:type"), term("void:Dataset"))
    yield ox.Quad(DATASET, term("rdfs:label"), ox.Literal("this graph", language="en"))
    yield ox.Quad(DATASET, term("dcterms:title"), ox.Literal("Who says that who did what to whom", language="en"))
    yield ox.Quad(DATASET, term("void:vocabulary"), ox.NamedNode(PREFIXES["cno"]))
    for iri, things in sorted(sizes.classes.items()):
        if iri.startswith(PREFIXES["cno"]):
            name = iri.removeprefix(PREFIXES["cno"])
            part = ox.NamedNode(f"{DATASET.value}/{name}")
            yield ox.Quad(DATASET, term("void:classPartition"), part)
            yield ox.Quad(part, term("rdf:type"), term("void:Dataset"))
            yield ox.Quad(part, term("rdfs:label"), ox.Literal(f"every {name} of this graph", language="en"))
            yield ox.Quad(part, term("void:class"), ox.NamedNode(iri))
            yield ox.Quad(part, term("void:entities"), _number(things))


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=ox.NamedNode(_XSD + "integer"))
