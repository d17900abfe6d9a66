"""Mend the model's guesses at names before anything builds on them: towns that it takes for people or products.

Knows the map and the actor file; knows no grammar but what a name looks like.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from kg.model import Place
from kg.resolve.gazetteer import Gazetteer
from kg.resolve.known import KnownActors

_DOUBTED = {"PERSON", "ORG", "PRODUCT", "NORP", "FAC", "WORK_OF_ART", "EVENT", "LAW", "LANGUAGE"}
_LOCATIVE = {"in", "near", "at", "outside", "around", "from", "towards", "toward", "to", "into", "of", "on"}


def context(doc: Doc, known: KnownActors, gazetteer: Gazetteer) -> tuple[Place, ...]:
    """Return the countries and unmistakable places that the text names, most often named first."""
    counts: dict[Place, int] = {}
    for ent in doc.ents:
        text = ent.text.removeprefix("the ").removesuffix("'s")
        key = known.demonyms.get(text) or known.metonyms.get(text)
        country = known.actors[key].country if key else None
        place = gazetteer.place(country) if country else (certain(text, gazetteer) if ent.label_ in ("GPE", "LOC") else None)
        if place is not None:
            counts[place] = counts.get(place, 0) + 1
    return tuple(sorted(counts, key=lambda p: (-counts[p], p.key)))


def certain(name: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place of a name that has but one, or that is a country's."""
    candidates = gazetteer.candidates(name)
    if candidates and (candidates[0].kind == "Country" or len(candidates) == 1):
        return candidates[0]
    return None


def mend(doc: Doc, around: tuple[Place, ...], known: KnownActors, gazetteer: Gazetteer) -> None:
    """Relabel as GPE what the map holds near the places that the text names, and the model took for something else.

    Left alone are names of more than one word that it took for people, surnames of these, and known actors.
    """
    doc.set_ents(list(_whole_names(doc, known, gazetteer)))
    surnames = {e[-1].text for e in doc.ents if e.label_ == "PERSON" and len(e) > 1}
    ents = {(e.start, e.end): e for e in doc.ents}
    for span in list(_doubted(doc)):
        name = span.text.removesuffix("'s")
        if name in surnames or name.casefold() in known.names or (span.label_ == "PERSON" and len(span) > 1):
            continue
        if gazetteer.choose(name, around) is not None:
            ents = {k: e for k, e in ents.items() if k[1] <= span.start or k[0] >= span.end}
            ents[span.start, span.end] = Span(doc, span.start, span.end, label="GPE")
    doc.set_ents([e for _, e in sorted(ents.items())])


def _whole_names(doc: Doc, known: KnownActors, gazetteer: Gazetteer) -> Iterator[Span]:
    """Yield the names, with a town's name taken for what it ends: the surname of "Sudesh Amman"."""
    for ent in doc.ents:
        first = ent.start - 1
        before = doc[first] if first >= 0 else None
        if ent.label_ != "GPE" or len(ent) > 1 or before is None or before.ent_type_ or not _is_forename(before, ent):
            yield ent
            continue
        whole = doc[first : ent.end].text
        known_whole = whole.casefold() in known.names or bool(gazetteer.candidates(whole))
        yield ent if known_whole else Span(doc, first, ent.end, label="PERSON")


def _is_forename(token: Token, ent: Span) -> bool:
    compound = token.pos_ == "PROPN" and token.dep_ == "compound" and token.head.i == ent.root.i
    return compound and token.lower_ not in _LOCATIVE and token.text.istitle() and token.text.isalpha() and len(token) > 2


def _doubted(doc: Doc) -> Iterator[Span]:
    """Yield the names with a doubtful label, and capitalized names without one where a place can stand."""
    for ent in doc.ents:
        if ent.label_ in _DOUBTED and all(t.pos_ == "PROPN" for t in ent):
            yield ent
    for token in doc:
        if token.pos_ == "PROPN" and not token.ent_type_ and _may_be_place(token):
            first = min([token.i, *(c.i for c in token.lefts if c.dep_ == "compound" and not c.ent_type_)])
            yield doc[first : token.i + 1]


def _may_be_place(token: Token) -> bool:
    return token.dep_ in ("dobj", "npadvmod", "appos") or (token.dep_ == "pobj" and token.head.lower_ in _LOCATIVE)
