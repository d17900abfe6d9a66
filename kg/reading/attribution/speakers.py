"""Find who speaks with a verb of saying, where the parse hides it. Knows grammar, and what can speak; no word lists."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.reading.events.arguments import is_passive, verb_arguments
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.parse.noun_phrases import NUMERIC_LABELS, SPEAKER_KINDS, NounPhrases

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_SHARING = {"advcl", "conj", "xcomp", "pcomp", "acl", "relcl"}
_CLAUSES = {"ccomp", "xcomp", "relcl", "acl"}
_OF_MAKERS = {"by", "from", "of"}
_COMPLEMENTS = {"dobj", "ccomp", "attr", "acomp"}
_UP = 4  #: verbs over a participle that are asked for its subject


def is_reporting_verb(token: Token) -> bool:
    """Tell whether a word of saying is used as a verb, one that the tagger took for a plural noun included."""
    return token.pos_ in ("VERB", "AUX") or clause_of_mistagged_verb(token) is not None


def clause_of_mistagged_verb(token: Token) -> Token | None:
    """Return the clause of a verb that was taken for a noun: "the group claims it killed", "the army states that …"."""
    if token.tag_ != "NNS" or token.i + 1 >= len(token.doc) or token.dep_ in ("dobj", "pobj"):
        return None
    return complement_clause(token)


def complement_clause(token: Token) -> Token | None:
    """Return the clause that follows a word without "that", and is no relative one: "reports the army has fled"."""
    for clause in token.children:
        if clause.dep_ in _CLAUSES and clause.i > token.i and _opens_complement(clause, token):
            return clause
    up = token.head
    # "the group X claims it killed": the clause may hang on the noun that the verb was hung on
    if token.dep_ in ("appos", "compound", "dep"):
        return next(
            (c for c in up.children if c.dep_ in _CLAUSES and c.i > token.i and _opens_complement(c, token)), None
        )
    return None


def misattached_clauses(noun: Token) -> list[Token]:
    """Return the clauses of a noun of saying that the parser hung on who says it: "reports by the army that …"."""
    makers = (m for c in noun.children if c.lower_ in _OF_MAKERS and c.dep_ == "prep" for m in c.children)
    clauses = (c for m in makers for c in m.children if c.dep_ in ("relcl", "acl"))
    return [c for c in clauses if any(t.dep_ == "mark" and t.lower_ == "that" for t in c.children)]


def find_speakers(verb: Token, governors: ControlVerbs, phrases: NounPhrases) -> list[Token]:
    """Return who speaks, by the grammar, or by place where the parser lost the subject."""
    if verb.pos_ not in ("VERB", "AUX"):
        return _subject_of_mistagged_verb(verb)
    if is_passive(verb):
        return [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.pos_ == "VERB":
        return verb_arguments(verb.head.head, governors)["object"]  # "quoted officials as saying"
    slots = verb_arguments(verb, governors)
    own = {t.i for c in verb.children if c.dep_ == "prep" for t in c.children}  # not "reported attacks by rebels"
    by = [t for t in slots["by"] if t.i in own and _can_speak(t, phrases)]  # nor "told reporters by telephone"
    return (
        by
        or [_person_behind_place(t) for t in _shared_subject_speakers(verb, slots["subject"], governors, phrases)]
        or _noun_before(verb, phrases)
    )


def source_after(doc: Doc, last: Token) -> list[Token]:
    """Return the name after "according to" that the parser hung on what follows: "According to X, strikes …"."""
    words = []
    for token in doc[last.i + 1 : last.sent.end]:
        if token.is_punct or token.pos_ in ("VERB", "AUX", "ADP", "CCONJ"):
            break
        words.append(token)
    after = words[-1].i + 1 if words else 0
    closed = bool(words) and after < len(doc) and doc[after].text == ","
    return [words[-1]] if closed and words[-1].pos_ in ("NOUN", "PROPN") else []


def _shared_subject_speakers(
    verb: Token, found: list[Token], governors: ControlVerbs, phrases: NounPhrases
) -> list[Token]:
    """Return the subject, for one that is shared only what can speak: "says an attack injures three, blaming …"."""
    if any(c.dep_ in _SUBJECTS for c in verb.children) or verb.dep_ not in _SHARING:
        return found
    tight = verb.dep_ in ("acl", "relcl") and verb.doc[verb.left_edge.i - 1].text != ","
    for governor in (None, *(() if tight else _governing_verbs(verb))):
        shared = found if governor is None else verb_arguments(governor, governors)["subject"]
        able = [t for t in shared if _can_speak(t, phrases)]
        if able:
            return able
    return []


def _person_behind_place(subject: Token) -> Token:
    """Return who is meant where the parser took a town before them for the subject: "…Goma, its mayor, X, said"."""
    person = subject
    while person.ent_type_ in ("GPE", "LOC") or person is not subject:
        named = next((c for c in person.children if c.dep_ == "appos"), None)
        if named is None:
            break
        person = named
    return person if person.ent_type_ == "PERSON" or person.pos_ == "NOUN" else subject


def _governing_verbs(verb: Token) -> Iterator[Token]:
    node = verb
    for _ in range(_UP):
        if node.dep_ == "ROOT":
            return
        node = node.head
        if node.pos_ in ("VERB", "AUX") and not is_passive(node):
            yield node


def _can_speak(token: Token, phrases: NounPhrases) -> bool:
    phrase = phrases.phrase_of(token)
    return phrase is not None and phrase.kind in SPEAKER_KINDS and token.ent_type_ not in NUMERIC_LABELS


def _subject_of_mistagged_verb(noun: Token) -> list[Token]:
    """Return the subject of a verb that was taken for a noun: what the parser calls so, else the name before it."""
    own = [c for c in noun.children if c.dep_ in _SUBJECTS and c.i < noun.i]
    return own or [c for c in noun.children if c.i == noun.i - 1 and c.pos_ in ("NOUN", "PROPN", "ADJ")]


def _opens_complement(clause: Token, noun: Token) -> bool:
    """Tell whether a whole clause begins right after a word, and no relative one: not "the claims they made"."""
    auxiliaries = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    if clause.left_edge.i == noun.i + 1 and {"to", "have"} <= auxiliaries:  # "the army claims to have killed"
        return not any(c.dep_ == "poss" for c in noun.children)
    if not any(c.dep_ in _SUBJECTS and c.i > noun.i for c in clause.children):
        return False
    if noun.nbor().lower_ == "that":
        return noun.dep_ == "ROOT"
    whole = clause.dep_ == "ccomp" or any(c.dep_ in _COMPLEMENTS and c.i > clause.i for c in clause.children)
    passive = any(c.dep_ == "nsubjpass" for c in clause.children)
    return clause.left_edge.i == noun.i + 1 and (whole or passive)


def _noun_before(verb: Token, phrases: NounPhrases) -> list[Token]:
    """Return the noun that closes the words before a finite verb, behind a comma: "…, a police officer said"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return []
    noun = verb.nbor(-1)
    apart = noun.left_edge.i > verb.sent.start and noun.doc[noun.left_edge.i - 1].text == ","
    # "In a post on X, the president wrote": the parser took what stands before the comma for a part of the name
    apart = apart or ("," in (t.text for t in noun.subtree if t.i < noun.i) and _can_speak(noun, phrases))
    return [noun] if noun.pos_ in ("NOUN", "PROPN") and apart else []
