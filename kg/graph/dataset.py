"""What the dataset says of itself: its ontology, and where each article's graph comes from. Reads no content."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox

from kg import __version__
from kg.graph.quads import term
from kg.model import Article
from kg.vocab import ONTOLOGY
from kg.vocab.lexicon import digest
from kg.vocab.terms import BASE

ONTOLOGY_GRAPH = term("graph:ontology")
_FILES = ("conflict.ttl", "alignments.ttl")


@lru_cache(maxsize=1)
def extractor() -> ox.NamedNode:
    """Return the IRI of this version of the extractor with this state of its lexicon."""
    return ox.NamedNode(f"{BASE}data/extractor/{__version__}-{digest()}")


def article_is_in(store: ox.Store, article: Article) -> bool:
    """Tell whether this text was read into the store by this version of the extractor."""
    graph = term(f"graph:article-{article.key}")
    return ox.Quad(graph, term("prov:wasAttributedTo"), extractor(), ox.DefaultGraph()) in store


def provenance(article: Article) -> Iterator[ox.Quad]:
    """Yield where an article's graph comes from, for the default graph."""
    graph = term(f"graph:article-{article.key}")
    yield ox.Quad(graph, term("rdf:type"), term("prov:Entity"))
    yield ox.Quad(graph, term("rdfs:label"), ox.Literal("what the article says", language="en"))
    yield ox.Quad(graph, term("prov:wasDerivedFrom"), term(f"article:{article.key}"))
    yield ox.Quad(graph, term("prov:wasAttributedTo"), extractor())
    yield ox.Quad(extractor(), term("rdf:type"), term("prov:SoftwareAgent"))
    yield ox.Quad(extractor(), term("rdfs:label"), ox.Literal(f"kg {__version__}", language="en"))


def ontology_quads() -> Iterator[ox.Quad]:
    """Yield the ontology and the codes that it is aligned with, for `graph:ontology`, without blank nodes."""
    for name in _FILES:
        for s, p, o, _ in ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE):
            if not isinstance(s, ox.BlankNode) and not isinstance(o, ox.BlankNode):
                yield ox.Quad(s, p, o, ONTOLOGY_GRAPH)
