"""A small invented graph in the ontology's terms, for tests that ask one."""

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import RdfFormat, Store

from kg.query.session import Session
from kg.store.snapshots import Snapshots
from kg.vocab import PREFIXES

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())

# Two articles tell one event, so that its statements stand in two graphs: a count over them must not see them twice.
_EVENT = """
    event:shelling-kessel a cno:Event ; rdfs:label "Northern Front shells the port of Kessel"@en ;
        cno:action act:shelling ; cno:actor actor:northern-front ; cno:target facility:port-kessel ;
        cno:place place:kessel ; cno:date "2031-03-04"^^xsd:date ;
        cno:earliest "2031-03-04"^^xsd:date ; cno:latest "2031-03-04"^^xsd:date .
"""

TRIG = (
    HEAD
    + """
graph:article-aaaa {"""
    + _EVENT
    + """
    article:aaaa a cno:Article ; rdfs:label "Shells fall on the port of Kessel"@en ; dcterms:language "en" .
    claim:army a cno:Claim ; cno:about event:shelling-kessel ; cno:claimant actor:lurania-army ;
        cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ;
        cno:speechAct code:allegation ; cno:killed "4"^^xsd:nonNegativeInteger ; cno:reportedIn article:aaaa ;
        cno:evidence <https://w3id.org/conflict-news/data/article/aaaa#char=0,42> .
    <https://w3id.org/conflict-news/data/article/aaaa#char=0,42> a cno:Mention ; nif:beginIndex "0"^^xsd:nonNegativeInteger ;
        nif:endIndex "42"^^xsd:nonNegativeInteger ;
        nif:referenceContext article:aaaa ; nif:anchorOf "Shells killed four dockers, the army said." .
}
graph:article-bbbb {"""
    + _EVENT
    + """
    article:bbbb a cno:Article ; rdfs:label "Front denies it hit the port"@en .
    claim:front a cno:Claim ; cno:about event:shelling-kessel ; cno:claimant actor:northern-front ;
        cno:polarity code:denied ; cno:certainty code:certain ; cno:modality code:actual ;
        cno:speechAct code:denial ; cno:reportedIn article:bbbb ;
        cno:evidence <https://w3id.org/conflict-news/data/article/bbbb#char=10,37> .
    <https://w3id.org/conflict-news/data/article/bbbb#char=10,37> a cno:Mention ; nif:beginIndex "10"^^xsd:nonNegativeInteger ;
        nif:endIndex "37"^^xsd:nonNegativeInteger ;
        nif:referenceContext article:bbbb ; nif:anchorOf "“We did not fire on Kessel”" .
}
graph:metadata-aaaa { article:aaaa dcterms:title "Shells fall on the port of Kessel"@en ;
    dcterms:publisher "Kessel Gazette" ; dcterms:issued "2031-03-05"^^xsd:date . }
graph:gazetteer {
    actor:northern-front a cno:ArmedForce ; rdfs:label "Northern Front"@en ; skos:altLabel "NF rebels"@en ;
        cno:country place:lurania .
    actor:lurania-army a cno:ArmedForce ; rdfs:label "Army of Lurania"@en ; cno:country place:lurania .
    facility:port-kessel a cno:Facility ; rdfs:label "the port of Kessel"@en .
    place:kessel a cno:Settlement ; rdfs:label "Kessel"@en ; cno:within place:lurania .
    place:lurania a cno:Country ; rdfs:label "Lurania"@en .
    place:trap a cno:Place ; rdfs:label "Evil\\u001B[31m\\u202Eeman"@en .
}
graph:inferred {
    event:shelling-kessel cno:hasClaim claim:army , claim:front ; cno:kind act:shelling , act:attack .
}
"""
)

CARTESIAN = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"  # runs for hours


def write_file(folder: Path) -> Path:
    """Write the graph as a TriG file."""
    file = folder / "small.trig"
    file.write_text(TRIG, encoding="utf-8")
    return file


def write_graph(folder: Path) -> Path:
    """Copy the graph as a graph folder."""
    return shutil.copytree(Path(_published().name), folder, dirs_exist_ok=True)


@cache
def _published() -> TemporaryDirectory[str]:
    """Publish the graph once a process, in a folder that goes with it."""
    folder = TemporaryDirectory()
    with Snapshots(Path(folder.name)).rewrite() as store:
        load(store)
    return folder


def load(store: Store) -> None:
    """Put the graph into a store."""
    store.load(TRIG, RdfFormat.TRIG)


def select(graph: Path, query: str) -> list[tuple[str, ...]]:
    """Return the rows of a SELECT, each term as its text."""
    with Session(graph) as session:
        return [tuple(term.value for term in row) for row in session.ask(query).rows]
