"""Features of a pair of event mentions for event coreference. Knows actions and grammar; knows no sources and no map.

Names of features are keys of `weights.json`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Token

from kg.reading.events.trigger import Trigger
from kg.reading.events.verb_arguments import hyphenated_agent

_DEFINITE = {"the", "this", "that", "these", "those", "such", "both"}
_INDEFINITE = {"a", "an", "another", "some", "several", "other", "more", "further"}
_FORCE = "use-force"
_TEMPORAL_MARKS = {"after", "before", "when", "while", "as", "since", "until"}
_ARGUMENT_RELATIONS = {"nsubj", "nsubjpass", "dobj", "pobj", "agent"}
#: feature names by the distance in sentences
_SENTENCE_DISTANCES = {
    0: "in one sentence", 1: "in the next sentence", 2: "two sentences on", 3: "three sentences on",
}  # fmt: skip
_FARTHER = "further on"


@dataclass(frozen=True)
class MentionAttributes:
    """The attributes of an event mention that coreference compares."""

    actors: frozenset[str]  #: keys
    targets: frozenset[str]  #: keys
    date_key: str | None
    place: str | None  #: key
    containing_places: frozenset[str] = frozenset()  #: keys of the place and of those that it lies within
    stance: str = ""  #: such as "denied hypothetical"; empty for a plain affirmation
    paragraph: int = 0
    segment: int = 0  #: number of the story in a digest; mentions of different stories never corefer


@dataclass(frozen=True)
class CoreferenceMention:
    """An event mention as event coreference sees it."""

    number: int  #: in the article, from 0
    trigger: Trigger
    attributes: MentionAttributes
    sentence: int  #: number in the article, from 0
    hypernyms: tuple[str, ...]  #: its action with its hypernyms, nearest first

    @cached_property
    def is_effect(self) -> bool:
        """Whether it names only the effect of an event: "killed"."""
        return self.trigger.entry.secondary

    @cached_property
    def is_anaphoric(self) -> bool:
        """Whether it refers back to an event: "the attack"."""
        return is_anaphoric(self.trigger.token)

    @cached_property
    def form(self) -> str:
        """The form of the trigger: "a verb", "a participle", "the noun", "a new noun", "nouns" or "a bare noun"."""
        token = self.trigger.token
        if self.trigger.is_verb:
            return "a participle" if token.dep_ in ("acl", "advcl", "amod", "pcomp") else "a verb"
        if self.is_anaphoric:
            return "the noun"
        if any(c.lower_ in _INDEFINITE or c.ent_type_ == "ORDINAL" for c in token.children):
            return "a new noun"
        return "nouns" if token.tag_ in ("NNS", "NNPS") else "a bare noun"


@dataclass(frozen=True)
class MentionPairFeatures:
    """Lists the features of pairs of mentions of one article."""

    mentions: Sequence[CoreferenceMention]
    nearest_causes: dict[int, int] = field(default_factory=dict)  #: number of an effect → number of its nearest cause

    def candidate_antecedents(self, later: CoreferenceMention) -> Iterator[tuple[CoreferenceMention, frozenset[str]]]:
        """Yield the earlier mentions whose actions can be one with a later one's, nearest first, with the features."""
        segment = later.attributes.segment
        earlier = (m for m in self.mentions[: later.number] if m.attributes.segment == segment)
        separate = (m for m in earlier if not _is_purpose_of(m, later))
        candidates = [(m, relation) for m in separate if (relation := action_relation(m, later)) is not None]
        causes = [m.number for m, _ in candidates if not m.is_effect]
        for mention, relation in reversed(candidates):
            yield mention, frozenset(self._features(mention, later, relation, causes))

    def _features(
        self, a: CoreferenceMention, b: CoreferenceMention, relation: str, causes: Sequence[int]
    ) -> Iterator[str]:
        distance = _SENTENCE_DISTANCES.get(b.sentence - a.sentence, _FARTHER)
        yield relation
        yield distance
        yield f"{distance}: {relation}"
        yield f"{b.form} after {a.form}"
        yield f"{b.form}, {distance}"
        if a.trigger.token.lemma == b.trigger.token.lemma:
            yield "the same word"
        if _FORCE in a.hypernyms and _FORCE in b.hypernyms:
            one, other = sorted((_force_category(a), _force_category(b)))
            yield f"{one} and {other}"
        yield from self._syntactic_features(a, b, relation)
        yield from _attribute_features(a.attributes, b.attributes, b.form)
        yield from _discourse_features(a, b, causes)

    def _syntactic_features(self, a: CoreferenceMention, b: CoreferenceMention, relation: str) -> Iterator[str]:
        if a.sentence == b.sentence:
            is_linked = is_syntactically_linked(a.trigger, b.trigger) or is_syntactically_linked(b.trigger, a.trigger)
            yield f"linked: {relation}" if is_linked else f"not linked: {relation}"
            if a.trigger.token.head.i == b.trigger.token.head.i or b.trigger.token.head.i == a.trigger.token.i:
                yield f"beside: {b.trigger.token.dep_}"
            yield from _subject_features(a.trigger, b.trigger)
        if self.nearest_causes.get(b.number) == a.number or self.nearest_causes.get(a.number) == b.number:
            yield "an effect and the nearest deed"
        if a.attributes.paragraph == b.attributes.paragraph:
            yield "in one paragraph"


def nearest_causes(mentions: Sequence[CoreferenceMention]) -> dict[int, int]:
    """Return the number of each effect → of its cause: the nearest in its sentence, else the last of the one before."""
    causes = {}
    for effect in (m for m in mentions if m.is_effect):
        related = [m for m in mentions if not m.is_effect and action_relation(*_in_order(m, effect))]
        compatible = [m for m in related if not _is_incompatible(m.attributes, effect.attributes)]
        same_sentence = [m for m in compatible if m.sentence == effect.sentence]
        sentence_before = [m for m in compatible if m.sentence == effect.sentence - 1]
        cause = min(same_sentence, key=lambda m: abs(m.trigger.token.i - effect.trigger.token.i), default=None)
        if cause is None and sentence_before and not any(m.sentence == effect.sentence for m in related):
            cause = sentence_before[-1]
        if cause is not None:
            causes[effect.number] = cause.number
    return causes


def _in_order(a: CoreferenceMention, b: CoreferenceMention) -> tuple[CoreferenceMention, CoreferenceMention]:
    return (a, b) if a.number <= b.number else (b, a)


def _subject_features(a: Trigger, b: Trigger) -> Iterator[str]:
    """Yield how two verbs with a subject each are joined: "fired after inmates took a guard hostage"."""
    if not (a.is_verb and b.is_verb):
        return
    if all(any(c.dep_ in ("nsubj", "nsubjpass") for c in t.token.children) for t in (a, b)):
        clauses = [t.token for t in (a, b) if t.token.dep_ == "advcl"]
        marks = {c.lower_ for clause in clauses for c in clause.children if c.dep_ in ("mark", "advmod")}
        yield "a subject each" + "".join(f", {mark}" for mark in sorted(marks & _TEMPORAL_MARKS))


def _is_purpose_of(a: CoreferenceMention, b: CoreferenceMention) -> bool:
    """Tell whether one of two actions of a sentence is actual and the other not: "an offensive to seize the city"."""
    is_irrealis = [bool({"intended", "hypothetical"} & set(m.attributes.stance.split())) for m in (a, b)]
    return a.hypernyms[0] != b.hypernyms[0] and a.sentence == b.sentence and is_irrealis[0] != is_irrealis[1]


def action_relation(a: CoreferenceMention, b: CoreferenceMention) -> str | None:
    """Return how two actions can be one, None if they can't: by hypernymy, or both are uses of force.

    A participle for the control of a place ("rebel-held Homs") corefers with nothing.
    """
    if any(m.trigger.token.dep_ == "amod" and hyphenated_agent(m.trigger.token) for m in (a, b)):
        return None
    is_same = a.hypernyms[0] == b.hypernyms[0]
    is_hypernym = a.hypernyms[0] in b.hypernyms or b.hypernyms[0] in a.hypernyms
    if not (is_hypernym or (_FORCE in a.hypernyms and _FORCE in b.hypernyms)):
        return None
    if a.is_effect and b.is_effect:
        return "two effects"
    if a.is_effect or b.is_effect:
        return "a deed and its effect" if b.is_effect else "an effect and its deed"
    if is_same:
        return "one action"
    if is_hypernym:
        return "an action and a kind of it"
    return "two attacks" if "attack" in a.hypernyms and "attack" in b.hypernyms else "two uses of force"


def is_syntactically_linked(a: Trigger, b: Trigger) -> bool:
    """Tell whether `a` is an argument of `b`, or `b` is a participle or relative clause of `a`."""
    token = a.token
    if b.token.dep_ == "advcl" and _covers(a, b.token.head) and b.token.tag_ == "VBG":
        return True
    if b.token.dep_ in ("acl", "relcl") and _covers(a, b.token.head):
        return True
    if token.dep_ == "conj" and _covers(b, token.head) and (a.entry.secondary or b.entry.secondary):
        return True
    for _ in range(3):
        is_coordinated_noun = token.dep_ == "conj" and token.pos_ != "VERB"
        if not (token.dep_ in ("prep", "agent") or token.dep_ in _ARGUMENT_RELATIONS or is_coordinated_noun):
            return False
        if _covers(b, token.head):
            return True
        token = token.head
    return False


def is_anaphoric(noun: Token) -> bool:
    """Tell whether a noun refers back to an event: "the attack", "such raids"; not "the second attack"."""
    if any(c.ent_type_ == "ORDINAL" or c.tag_ == "JJS" for c in noun.children):
        return False
    return any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in noun.children)


def _force_category(mention: CoreferenceMention) -> str:
    """Return the kind of force, one level below "use-force": "attack", "clash", "defend"."""
    return ("", *mention.hypernyms)[-3] if len(mention.hypernyms) > 2 else mention.hypernyms[0]


def _attribute_features(a: MentionAttributes, b: MentionAttributes, form: str) -> Iterator[str]:
    """Yield how the attributes of two mentions agree.

    Args:
        a: of the earlier mention.
        b: of the later mention.
        form: of the later mention.
    """
    for side, ours, theirs in (("actor", a.actors, b.actors), ("target", a.targets, b.targets)):
        if ours and theirs:
            yield f"the same {side}" if ours & theirs else f"another {side}"
        elif ours or theirs:
            yield f"one {side} open, {form}"
    if a.actors & b.targets or a.targets & b.actors:
        yield "the sides turned round"
    if a.place and b.place:
        is_inside = a.place in b.containing_places or b.place in a.containing_places
        yield "the same place" if a.place == b.place else "a place in the other" if is_inside else "another place"
    if a.date_key and b.date_key:
        yield "the same day" if a.date_key == b.date_key else "another day"
    if a.stance != b.stance:
        yield f"told as {a.stance or 'plain'}, then as {b.stance or 'plain'}"


def _discourse_features(a: CoreferenceMention, b: CoreferenceMention, causes: Sequence[int]) -> Iterator[str]:
    """Yield where the earlier mention stands among the candidates that are no effects.

    Args:
        a: the earlier mention.
        b: the later mention.
        causes: numbers of those candidates, in the order of the text.
    """
    yield "such deeds between" if causes and causes[-1] > a.number else "no such deed between"
    if not causes or causes[0] >= a.number:
        yield f"the first such deed, {b.form}"
    if b.is_anaphoric and not a.is_effect and not _is_incompatible(a.attributes, b.attributes):
        yield "taken up, nothing against it"


def _is_incompatible(a: MentionAttributes, b: MentionAttributes) -> bool:
    """Tell whether two mentions have different actors, days or places."""
    differ_in_actors = a.actors and b.actors and not a.actors & b.actors
    differ_in_days = a.date_key and b.date_key and a.date_key != b.date_key
    differ_in_places = a.place and b.place and a.place != b.place
    return bool(differ_in_actors or differ_in_days or differ_in_places)


def _covers(trigger: Trigger, token: Token) -> bool:
    """Tell whether a token is one of the trigger's words: "strikes" of "carry out strikes"."""
    return trigger.first <= token.i <= trigger.last
