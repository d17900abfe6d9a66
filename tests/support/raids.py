"""An invented graph of two articles: one army under two names, one village in two spellings, one raid told twice."""

import re
from pathlib import Path

from pyoxigraph import RdfFormat
from support.commands import kg
from support.small_graph import HEAD

from kg.graph.dataset_description import ontology_quads
from kg.graph.inference import materialize
from kg.graph.inference_rules import compile_rules
from kg.graph.rdf_files import export
from kg.links.event_linking import link_events
from kg.query.session import Session
from kg.store.snapshots import Snapshots

SEEDS = Path(__file__).parents[2] / "seeds"
DYADS = """SELECT ?actor ?target (COUNT(DISTINCT ?event) AS ?n) { ?event cno:kind act:attack ; cno:actor ?actor ;
           cno:target ?target } GROUP BY ?actor ?target ORDER BY ?actor"""

_ARTICLE = """
graph:article-{key} {{
    article:{key} a cno:Article ; rdfs:label "{title}"@en .
    event:{event} a cno:Event ; rdfs:label "{label}"@en ; cno:action act:{action} ; cno:actor actor:{actor} ;
        cno:target actor:{target} ; cno:place place:{place} ; cno:date "2031-03-0{day}"^^xsd:date ;
        cno:dateText "on a day" ; cno:earliest "2031-03-0{day}"^^xsd:date ; cno:latest "2031-03-0{day}"^^xsd:date .
    claim:{event} a cno:Claim ; cno:about event:{event} ; cno:claimant article:{key} ; cno:reportedIn article:{key} ;
        cno:polarity code:affirmed ; cno:certainty code:certain ; cno:modality code:actual ;
        cno:speechAct code:statement ; cno:evidence <https://w3id.org/conflict-news/data/article/{key}#char=0,9> .
    <https://w3id.org/conflict-news/data/article/{key}#char=0,9> a cno:Mention ; nif:beginIndex 0 ; nif:endIndex 9 ;
        nif:referenceContext article:{key} ; nif:anchorOf "{title}" ; cno:refersTo actor:{actor} .
}}
"""

GAZETTEER = """
graph:gazetteer {
    actor:river-front a cno:ArmedForce ; rdfs:label "River Liberation Front"@en ; cno:country place:lurania .
    actor:rlf a cno:Organization ; rdfs:label "RLF"@en ; skos:altLabel "River Front"@en ; cno:partOf actor:river-union .
    actor:river-union a cno:Organization ; rdfs:label "River Union"@en .
    actor:rlf-third-company a cno:ArmedForce ; rdfs:label "Third Company"@en ; cno:partOf actor:river-front .
    actor:army a cno:ArmedForce ; rdfs:label "Army of Lurania"@en ; cno:country place:lurania .
    actor:anna-malo a cno:Person ; rdfs:label "Anna Malo"@en .
    actor:a-malo a cno:Person ; rdfs:label "A. Malo"@en .
    actor:bo-malo a cno:Person ; rdfs:label "Bo Malo"@en .
    place:kessel a cno:Settlement ; rdfs:label "Kessel"@en ; cno:within place:north .
    place:north a cno:Region ; rdfs:label "North Lurania"@en ; cno:within place:lurania .
    place:lurania a cno:Country ; rdfs:label "Lurania"@en .
    place:khessel-north a cno:Settlement ; rdfs:label "Khessel"@en ; cno:within place:north .
}
"""


def article(key, event, **values):
    """Return the TriG of an article that tells one event."""
    defaults = {"title": f"Title of {key}", "label": f"label of {event}", "action": "attack", "actor": "river-front",
                "target": "army", "place": "kessel", "day": 4}  # fmt: skip
    return _ARTICLE.format(key=key, event=event, **{**defaults, **values})


TWO = (
    article("a" * 16, "raid-1", title="Front raids Kessel")
    + article("b" * 16, "raid-2", title="RLF fighters in Kessel", actor="rlf", action="shelling")
    + article("c" * 16, "raid-3", title="More on the raid", action="shelling", place="north")
)


def fill(store):
    link_events(store, sorted((g for g in store.named_graphs() if "/article-" in g.value), key=str))
    store.extend(ontology_quads())
    materialize(store, compile_rules())


def write_graph(folder):
    """Publish the articles' graph in a folder, with links and what follows."""
    with Snapshots(folder).rewrite() as store:
        store.load(HEAD + TWO + GAZETTEER, RdfFormat.TRIG)
        fill(store)
    return folder


def decide(graph, *lines):
    """Run a review with decisions as lines of Turtle."""
    return kg("review", graph, "--decide", "-", given="\n".join(lines))


def query_rows(graph, query):
    """Return the rows of a query, by local names."""
    with Session(graph) as session:
        return [tuple(t and re.split(r"[/#]", t.value)[-1] for t in row) for row in session.ask(query).rows]


def n_quads(graph, folder):
    """Return all statements of a graph as N-Quads."""
    export(Snapshots(graph).current(), folder / "all.nq")
    return (folder / "all.nq").read_bytes()
