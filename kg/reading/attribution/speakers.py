"""Find the sources of a reporting verb, where the parse hides them too. Knows grammar and what can speak; no lists."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.verb_arguments import is_passive, verb_arguments
from kg.reading.parse.noun_phrases import NUMERIC_LABELS, SPEAKER_KINDS, NounPhrases

_SUBJECTS = {"nsubj", "nsubjpass", "csubj"}
_SUBJECT_SHARING_CLAUSES = {"advcl", "conj", "xcomp", "pcomp", "acl", "relcl"}
_COMPLEMENT_CLAUSES = {"ccomp", "xcomp", "relcl", "acl"}  #: labels that the parser gives to the complement of a noun
_AUTHOR_PREPOSITIONS = {"by", "from", "of"}
_COMPLEMENTS = {"dobj", "ccomp", "attr", "acomp"}
_MAX_GOVERNORS = 4  #: steps up from a participle to a verb that shares its subject


def is_reporting_verb(token: Token) -> bool:
    """Tell whether a reporting word is used as a verb, or as one that the tagger mistook for a plural noun."""
    return token.pos_ in ("VERB", "AUX") or clause_of_mistagged_verb(token) is not None


def clause_of_mistagged_verb(token: Token) -> Token | None:
    """Return the complement of a verb tagged as a noun: "the group claims it killed", "the army states that …"."""
    if token.tag_ != "NNS" or token.i + 1 >= len(token.doc) or token.dep_ in ("dobj", "pobj"):
        return None
    return complement_clause(token)


def complement_clause(token: Token) -> Token | None:
    """Return the complement clause after a word, without "that" too, no relative one: "reports the army has fled"."""
    for clause in token.children:
        if clause.dep_ in _COMPLEMENT_CLAUSES and clause.i > token.i and _opens_complement(clause, token):
            return clause
    # "the group X claims it killed": the clause may be attached to the noun that the verb is attached to
    if token.dep_ in ("appos", "compound", "dep"):
        siblings = (c for c in token.head.children if c.dep_ in _COMPLEMENT_CLAUSES and c.i > token.i)
        return next((c for c in siblings if _opens_complement(c, token)), None)
    return None


def misattached_clauses(noun: Token) -> list[Token]:
    """Return the content clauses that the parser attached to a noun's author: "reports by the army that …"."""
    authors = (m for c in noun.children if c.lower_ in _AUTHOR_PREPOSITIONS and c.dep_ == "prep" for m in c.children)
    clauses = (c for a in authors for c in a.children if c.dep_ in ("relcl", "acl"))
    return [c for c in clauses if any(t.dep_ == "mark" and t.lower_ == "that" for t in c.children)]


def find_speakers(verb: Token, control_verbs: ControlVerbs, phrases: NounPhrases) -> list[Token]:
    """Return the sources of a reporting verb, by grammar, else by position where the parser missed the subject."""
    if verb.pos_ not in ("VERB", "AUX"):
        return _subject_of_mistagged_verb(verb)
    if is_passive(verb):
        return [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.pos_ == "VERB":
        return verb_arguments(verb.head.head, control_verbs)["object"]  # "quoted officials as saying"
    slots = verb_arguments(verb, control_verbs)
    objects = {t.i for c in verb.children if c.dep_ == "prep" for t in c.children}  # not "reported attacks by rebels"
    by = [t for t in slots["by"] if t.i in objects and _can_speak(t, phrases)]  # nor "told reporters by telephone"
    return (
        by
        or [_apposed_person(t) for t in _speaking_subjects(verb, slots["subject"], control_verbs, phrases)]
        or _noun_before(verb, phrases)
    )


def source_after(doc: Doc, last: Token) -> list[Token]:
    """Return the source of "According to X, strikes …" that the parser attached to what follows, empty without one.

    Args:
        doc: the document.
        last: the last token of "according to".
    """
    words = []
    for token in doc[last.i + 1 : last.sent.end]:
        if token.is_punct or token.pos_ in ("VERB", "AUX", "ADP", "CCONJ"):
            break
        words.append(token)
    after = words[-1].i + 1 if words else 0
    is_closed = bool(words) and after < len(doc) and doc[after].text == ","
    return [words[-1]] if is_closed and words[-1].pos_ in ("NOUN", "PROPN") else []


def _speaking_subjects(
    verb: Token, subjects: list[Token], control_verbs: ControlVerbs, phrases: NounPhrases
) -> list[Token]:
    """Return the subjects; where they are shared, those that can speak: "says an attack injures three, blaming …"."""
    if any(c.dep_ in _SUBJECTS for c in verb.children) or verb.dep_ not in _SUBJECT_SHARING_CLAUSES:
        return subjects
    is_restrictive = verb.dep_ in ("acl", "relcl") and verb.doc[verb.left_edge.i - 1].text != ","
    for governor in (None, *(() if is_restrictive else _governing_verbs(verb))):
        shared = subjects if governor is None else verb_arguments(governor, control_verbs)["subject"]
        speakers = [t for t in shared if _can_speak(t, phrases)]
        if speakers:
            return speakers
    return []


def _apposed_person(subject: Token) -> Token:
    """Return the person in apposition to a town that the parser took for the subject: "…Goma, its mayor, X, said"."""
    person = subject
    while person.ent_type_ in ("GPE", "LOC") or person is not subject:
        apposition = next((c for c in person.children if c.dep_ == "appos"), None)
        if apposition is None:
            break
        person = apposition
    return person if person.ent_type_ == "PERSON" or person.pos_ == "NOUN" else subject


def _governing_verbs(verb: Token) -> Iterator[Token]:
    """Yield the active verbs above a verb, the nearest first."""
    node = verb
    for _ in range(_MAX_GOVERNORS):
        if node.dep_ == "ROOT":
            return
        node = node.head
        if node.pos_ in ("VERB", "AUX") and not is_passive(node):
            yield node


def _can_speak(token: Token, phrases: NounPhrases) -> bool:
    phrase = phrases.phrase_of(token)
    return phrase is not None and phrase.kind in SPEAKER_KINDS and token.ent_type_ not in NUMERIC_LABELS


def _subject_of_mistagged_verb(noun: Token) -> list[Token]:
    """Return the subject of a verb tagged as a noun: by its label, else the noun or name before it."""
    subjects = [c for c in noun.children if c.dep_ in _SUBJECTS and c.i < noun.i]
    return subjects or [c for c in noun.children if c.i == noun.i - 1 and c.pos_ in ("NOUN", "PROPN", "ADJ")]


def _opens_complement(clause: Token, noun: Token) -> bool:
    """Tell whether a complete clause begins right after a word, no relative one: not "the claims they made"."""
    auxiliaries = {c.lower_ for c in clause.children if c.dep_ == "aux"}
    if clause.left_edge.i == noun.i + 1 and {"to", "have"} <= auxiliaries:  # "the army claims to have killed"
        return not any(c.dep_ == "poss" for c in noun.children)
    if not any(c.dep_ in _SUBJECTS and c.i > noun.i for c in clause.children):
        return False
    if noun.nbor().lower_ == "that":
        return noun.dep_ == "ROOT"
    is_complete = clause.dep_ == "ccomp" or any(c.dep_ in _COMPLEMENTS and c.i > clause.i for c in clause.children)
    has_passive_subject = any(c.dep_ == "nsubjpass" for c in clause.children)
    return clause.left_edge.i == noun.i + 1 and (is_complete or has_passive_subject)


def _noun_before(verb: Token, phrases: NounPhrases) -> list[Token]:
    """Return the noun before a finite verb and behind a comma: "…, a police officer said"."""
    if verb.tag_ not in ("VBD", "VBZ", "VBP") or verb.i == verb.sent.start:
        return []
    noun = verb.nbor(-1)
    is_set_off = noun.left_edge.i > verb.sent.start and noun.doc[noun.left_edge.i - 1].text == ","
    # "In a post on X, the president wrote": the parser made what stands before the comma a part of the name
    is_set_off = is_set_off or ("," in (t.text for t in noun.subtree if t.i < noun.i) and _can_speak(noun, phrases))
    return [noun] if noun.pos_ in ("NOUN", "PROPN") and is_set_off else []
