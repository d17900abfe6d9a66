"""Prefixes, namespaces and the folders of the ontology and the queries; imports nothing heavy."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _data(name: str) -> Path:
    """Return a data folder: inside the installed package, or beside it in a checkout."""
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parent / name


OWN_ONTOLOGY: Path = _data("ontology")  #: the one that comes with the program
ONTOLOGY: Path = Path(os.environ.get("KG_ONTOLOGY") or OWN_ONTOLOGY)  #: the one in use: a user may have their own
QUERIES: Path = _data("queries")

BASE = "https://w3id.org/conflict-news/"

PREFIXES: dict[str, str] = {
    "cno": BASE + "ontology#",
    "act": BASE + "action/",
    "code": BASE + "code/",
    "event": BASE + "data/event/",
    "claim": BASE + "data/claim/",
    "actor": BASE + "data/actor/",
    "facility": BASE + "data/facility/",
    "place": BASE + "data/place/",
    "article": BASE + "data/article/",
    "graph": BASE + "data/graph/",
    "lex": BASE + "lexicon#",
    "frame": BASE + "lexicon/frame/",
    "words": BASE + "lexicon/words/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "dcterms": "http://purl.org/dc/terms/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "void": "http://rdfs.org/ns/void#",
    "prov": "http://www.w3.org/ns/prov#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "schema": "https://schema.org/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "sh": "http://www.w3.org/ns/shacl#",
}

#: of the actions and codes that data name
CONCEPT_NAMESPACES: tuple[str, ...] = (PREFIXES["act"], PREFIXES["code"])

#: of the ontology's own terms, which are no data
TERM_NAMESPACES: tuple[str, ...] = (PREFIXES["cno"], PREFIXES["act"], PREFIXES["code"])
