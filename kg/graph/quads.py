"""Turn a reading into the quads of one article: the only place that mints IRIs of what was read. Knows no grammar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

import pyoxigraph as ox

from kg.graph.labels import claim_label, event_label
from kg.model import Actor, CasualtyFigure, Claim, Event, FigureScope, Filler, Interval, Kind, Mention, Place, Reading
from kg.vocab import PREFIXES

Term = ox.NamedNode | ox.Literal
Triple = tuple[ox.NamedNode, ox.NamedNode, Term]

_XSD = PREFIXES["xsd"]
_DATATYPES = {10: "date", 7: "gYearMonth", 4: "gYear"}


def term(curie: str) -> ox.NamedNode:
    """Return the IRI of a prefixed name."""
    prefix, _, local = curie.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local)


def quads(reading: Reading) -> Iterator[ox.Quad]:
    """Yield an article's statements, in its two graphs and the gazetteer's, without repetition."""
    key = reading.article.key
    text = chain(_article_triples(reading), _events_and_claims(reading), _mentions(reading))
    graphs = (
        (f"graph:article-{key}", text),
        (f"graph:metadata-{key}", _metadata_triples(reading)),
        ("graph:gazetteer", chain.from_iterable(map(_node_triples, reading.nodes))),
    )
    for name, triples in graphs:
        graph = term(name)
        for s, p, o in dict.fromkeys(triples):
            yield ox.Quad(s, p, o, graph)


def article_node(reading: Reading) -> ox.NamedNode:
    """Return the article's IRI."""
    return term(f"article:{reading.article.key}")


def node(value: Actor | Place) -> ox.NamedNode:
    """Return the IRI of an actor, facility or place."""
    if isinstance(value, Place):
        return term(f"place:{value.key}")
    return term(f"facility:{value.key}" if value.kind is Kind.FACILITY else f"actor:{value.key}")


def event_key(event: Event, article: str) -> str:
    """Return the local name of an event's IRI: its action and a hash of its identifying values.

    Articles share it where action, actor or target, place and day are known; otherwise it is the article's own.
    """
    when = event.when
    has_day = when is not None and when.earliest is not None and when.earliest == when.latest
    is_shared = has_day and event.places and (event.actors or event.targets)
    parts = [event.action, *_keys(event.actors), "|", *_keys(event.targets), "|", *_keys(event.places)]
    parts += [str(when.earliest), str(when.latest)] if when else []
    if not is_shared:
        parts += [article, *(f"{m.start}-{m.end}" for m in event.triggers[:1])]
    return f"{event.action}-{_digest(parts)}"


def _article_triples(reading: Reading) -> Iterator[Triple]:
    article, key = reading.article, article_node(reading)
    yield key, term("rdf:type"), term("cno:Article")
    yield key, term("rdfs:label"), _english(article.title or article.id)
    yield key, term("dcterms:identifier"), ox.Literal(article.id)
    yield key, term("dcterms:identifier"), ox.Literal(f"sha256:{article.sha256}")
    yield key, term("dcterms:language"), ox.Literal(article.language)


def _metadata_triples(reading: Reading) -> Iterator[Triple]:
    article, key = reading.article, article_node(reading)
    if article.title:
        yield key, term("dcterms:title"), _english(article.title)
    if article.published:
        yield key, term("dcterms:issued"), _date(article.published)
    if article.outlet:
        yield key, term("dcterms:publisher"), ox.Literal(article.outlet)
    if article.url:
        yield key, term("schema:url"), ox.Literal(article.url, datatype=ox.NamedNode(_XSD + "anyURI"))


def _events_and_claims(reading: Reading) -> Iterator[Triple]:
    names = [event_key(e, reading.article.key) for e in reading.events]
    for name, event in zip(names, reading.events, strict=True):
        subject = term(f"event:{name}")
        yield from _event_triples(subject, event, reading)
        for other in event.coreference_candidates:
            if names[other] != name:
                yield subject, term("cno:mayBeSameAs"), term(f"event:{names[other]}")
        for claim in event.claims:
            yield from _claim_triples(subject, name, claim, event, reading)


def _event_triples(subject: ox.NamedNode, event: Event, reading: Reading) -> Iterator[Triple]:
    yield subject, term("rdf:type"), term("cno:Event")
    yield subject, term("rdfs:label"), _english(event_label(event))
    yield subject, term("cno:action"), term(f"act:{event.action}")
    for slot, values in (("actor", event.actors), ("target", event.targets), ("place", event.places)):
        for filler in values:
            yield subject, term(f"cno:{slot}"), node(filler.value)
    if event.place_text:
        yield subject, term("cno:placeText"), ox.Literal(event.place_text)
    yield from _date_triples(subject, event.when)
    for mention in event.triggers:
        yield subject, term("cno:trigger"), _mention_node(mention, reading)


def _claim_triples(
    event: ox.NamedNode, name: str, claim: Claim, described_event: Event, reading: Reading
) -> Iterator[Triple]:
    sources = [node(f.value) for f in claim.claimants] or [article_node(reading)]
    parts = [name, reading.article.key, *sorted(s.value for s in sources), claim.polarity, claim.modality]
    parts += [f"{m.start}-{m.end}" for m in claim.evidence]
    subject = term(f"claim:{_digest(parts)}")
    yield subject, term("rdf:type"), term("cno:Claim")
    yield subject, term("rdfs:label"), _english(claim_label(claim, described_event, reading.article))
    yield subject, term("cno:about"), event
    yield subject, term("cno:reportedIn"), article_node(reading)
    for source in sources:
        yield subject, term("cno:claimant"), source
    for filler in claim.relayed_by:
        yield subject, term("cno:relayedBy"), node(filler.value)
    codes = {"polarity": claim.polarity, "certainty": claim.certainty, "modality": claim.modality,
             "speechAct": claim.speech_act, "outcome": claim.outcome}  # fmt: skip
    for slot, code in codes.items():
        if code is not None:
            yield subject, term(f"cno:{slot}"), term(f"code:{code}")
    for figure in claim.figures:
        yield from _figure_triples(subject, figure, reading)
    yield from _date_triples(subject, claim.stated_on)
    for mention in claim.evidence:
        yield subject, term("cno:evidence"), _mention_node(mention, reading)


def _figure_triples(claim: ox.NamedNode, figure: CasualtyFigure, reading: Reading) -> Iterator[Triple]:
    """Yield a figure of the event with its bounds, or of a longer time with that."""
    is_total = figure.scope is not FigureScope.EVENT
    name = f"{figure.casualty}{'InTotal' if is_total else ''}"
    yield claim, term(f"cno:{name}"), _count(figure.number)
    yield claim, term(f"cno:{name}Qualifier"), term(f"code:{figure.qualifier}")
    if is_total:
        yield claim, term(f"cno:{name}Scope"), term(f"code:{figure.scope}")
    for bound, number in (("Low", figure.low), ("High", figure.high)):
        if number is not None and not is_total:
            yield claim, term(f"cno:{name}{bound}"), _count(number)
    if figure.mention is not None:
        yield claim, term("cno:figureMention"), _mention_node(figure.mention, reading)


def _date_triples(subject: ox.NamedNode, when: Interval | None) -> Iterator[Triple]:
    if when is None:
        return
    yield subject, term("cno:dateText"), ox.Literal(when.text)
    if when.value:
        kind = "gMonthDay" if when.value.startswith("--") else _DATATYPES[len(when.value)]
        yield subject, term("cno:date"), ox.Literal(when.value, datatype=ox.NamedNode(_XSD + kind))
    if when.earliest and when.latest:
        yield subject, term("cno:earliest"), _date(when.earliest)
        yield subject, term("cno:latest"), _date(when.latest)


def _mentions(reading: Reading) -> Iterator[Triple]:
    """Yield every mention, and what those of actors and places refer to."""
    for event in reading.events:
        for mention in chain(event.triggers, *(_claim_mentions(claim) for claim in event.claims)):
            yield from _mention_triples(mention, reading)
    for filler in _fillers(reading):
        yield from _mention_triples(filler.mention, reading)
        yield _mention_node(filler.mention, reading), term("cno:refersTo"), node(filler.value)


def _claim_mentions(claim: Claim) -> Iterator[Mention]:
    yield from claim.evidence
    yield from (figure.mention for figure in claim.figures if figure.mention is not None)


def _fillers(reading: Reading) -> Iterator[Filler]:
    for event in reading.events:
        yield from (*event.actors, *event.targets, *event.places)
        for claim in event.claims:
            yield from (*claim.claimants, *claim.relayed_by)
    yield from reading.entity_mentions


def _mention_triples(mention: Mention, reading: Reading) -> Iterator[Triple]:
    subject = _mention_node(mention, reading)
    yield subject, term("rdf:type"), term("cno:Mention")
    yield subject, term("rdfs:label"), _english(mention.text)
    yield subject, term("nif:referenceContext"), article_node(reading)
    yield subject, term("nif:beginIndex"), _count(mention.start)
    yield subject, term("nif:endIndex"), _count(mention.end)
    yield subject, term("nif:anchorOf"), ox.Literal(mention.text)


def _node_triples(value: Actor | Place) -> Iterator[Triple]:
    subject = node(value)
    yield subject, term("rdf:type"), term(f"cno:{value.kind}")
    yield subject, term("rdfs:label"), _english(value.label)
    for alias in value.aliases:
        if alias != value.label:
            yield subject, term("skos:altLabel"), _english(alias)
    for iri in value.same_as:
        yield subject, term("schema:sameAs"), ox.NamedNode(iri)
    if isinstance(value, Place):
        if value.within:
            yield subject, term("cno:within"), term(f"place:{value.within}")
        if value.latitude is not None and value.longitude is not None:
            yield subject, term("wgs84:lat"), _decimal(value.latitude)
            yield subject, term("wgs84:long"), _decimal(value.longitude)
        return
    if value.part_of:
        yield subject, term("cno:partOf"), term(f"actor:{value.part_of}")
    if value.country and value.kind is not Kind.FACILITY:
        yield subject, term("cno:country"), term(f"place:{value.country}")


def _mention_node(mention: Mention, reading: Reading) -> ox.NamedNode:
    return ox.NamedNode(f"{article_node(reading).value}#char={mention.start},{mention.end}")


def _keys(fillers: Iterable[Filler]) -> list[str]:
    return sorted(filler.value.key for filler in fillers)


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _english(words: str) -> ox.Literal:
    return ox.Literal(words, language="en")


def _date(day: date) -> ox.Literal:
    return ox.Literal(day.isoformat(), datatype=ox.NamedNode(_XSD + "date"))


def _count(figure: int) -> ox.Literal:
    return ox.Literal(str(figure), datatype=ox.NamedNode(_XSD + "nonNegativeInteger"))


def _decimal(value: float) -> ox.Literal:
    return ox.Literal(f"{value:.5f}", datatype=ox.NamedNode(_XSD + "decimal"))
