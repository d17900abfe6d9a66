"""What speaks for and against two words telling of one happening. Knows actions and grammar, no sources, no map."""

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
_TIMES = {"after", "before", "when", "while", "as", "since", "until"}
_LINKS = {"nsubj", "nsubjpass", "dobj", "pobj", "agent"}
_SENTENCES = {0: "in one sentence", 1: "in the next sentence", 2: "two sentences on", 3: "three sentences on"}


@dataclass(frozen=True)
class MentionAttributes:
    """What is known of a trigger before merging: keys of its sides, its day and place."""

    actors: frozenset[str]
    targets: frozenset[str]
    date_key: str | None
    place: str | None
    containing_places: frozenset[str] = frozenset()  #: keys of what the place lies within
    stance: str = ""  #: how it is told, such as "denied hypothetical"; empty for plain affirmations
    paragraph: int = 0
    segment: int = 0  #: of several in one text; what is told in one is no part of another


@dataclass(frozen=True)
class CoreferenceMention:
    """A trigger among the others of its article, with what is known of it."""

    number: int
    trigger: Trigger
    attributes: MentionAttributes
    sentence: int  #: counted from the first of the article
    hypernyms: tuple[str, ...]  #: its action with all that this is a kind of, nearest first

    @cached_property
    def is_effect(self) -> bool:
        """Whether it tells only what came of a deed: "killed"."""
        return self.trigger.entry.secondary

    @cached_property
    def is_anaphoric(self) -> bool:
        """Whether it takes up what was told: "the attack"."""
        return is_anaphoric(self.trigger.token)

    @cached_property
    def form(self) -> str:
        """Return how the word stands: "a verb", "the noun", "a noun", "nouns" or "a bare noun"."""
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
    """Lists the signs for pairs of words of one article."""

    mentions: Sequence[CoreferenceMention]
    nearest_causes: dict[int, int] = field(default_factory=dict)  #: number of an effect → number of its nearest deed

    def candidate_antecedents(self, later: CoreferenceMention) -> Iterator[tuple[CoreferenceMention, frozenset[str]]]:
        """Yield the earlier words whose actions can be the same as a later one's, the nearest first, with the signs."""
        told = (w for w in self.mentions[: later.number] if w.attributes.segment == later.attributes.segment)
        earlier = (w for w in told if not _is_purpose_of(w, later))
        found = [(w, relation) for w in earlier if (relation := action_relation(w, later)) is not None]
        deeds = [w.number for w, _ in found if not w.is_effect]
        for word, relation in reversed(found):
            yield word, frozenset(self._features(word, later, relation, deeds))

    def _features(
        self, a: CoreferenceMention, b: CoreferenceMention, relation: str, deeds: Sequence[int]
    ) -> Iterator[str]:
        apart = b.sentence - a.sentence
        far = _SENTENCES.get(apart, "further on")
        yield relation
        yield far
        yield f"{far}: {relation}"
        yield f"{b.form} after {a.form}"
        yield f"{b.form}, {far}"
        if a.trigger.token.lemma == b.trigger.token.lemma:
            yield "the same word"
        if _FORCE in a.hypernyms and _FORCE in b.hypernyms:
            one, other = sorted((_force_category(a), _force_category(b)))
            yield f"{one} and {other}"
        yield from self._syntactic_features(a, b, relation, apart)
        yield from _attribute_features(a, b)
        yield from _discourse_features(a, b, deeds)

    def _syntactic_features(
        self, a: CoreferenceMention, b: CoreferenceMention, relation: str, apart: int
    ) -> Iterator[str]:
        if apart == 0:
            one = is_syntactically_linked(a.trigger, b.trigger) or is_syntactically_linked(b.trigger, a.trigger)
            yield f"linked: {relation}" if one else f"not linked: {relation}"
            if a.trigger.token.head.i == b.trigger.token.head.i or b.trigger.token.head.i == a.trigger.token.i:
                yield f"beside: {b.trigger.token.dep_}"
            yield from _subject_features(a.trigger, b.trigger)
        if self.nearest_causes.get(b.number) == a.number or self.nearest_causes.get(a.number) == b.number:
            yield "an effect and the nearest deed"
        if a.attributes.paragraph == b.attributes.paragraph:
            yield "in one paragraph"


def _subject_features(a: Trigger, b: Trigger) -> Iterator[str]:
    """Yield how two verbs of a sentence stand that have a subject each: "fired after inmates took a guard hostage"."""
    if not (a.is_verb and b.is_verb):
        return
    if all(any(c.dep_ in ("nsubj", "nsubjpass") for c in t.token.children) for t in (a, b)):
        marks = {
            c.lower_
            for t in (a, b)
            for c in t.token.children
            if c.dep_ in ("mark", "advmod") and t.token.dep_ == "advcl"
        }
        yield "a subject each" + "".join(f", {mark}" for mark in sorted(marks & _TIMES))


def nearest_causes(words: Sequence[CoreferenceMention]) -> dict[int, int]:
    """Return for each effect the deed that it belongs to: in its own sentence, else the last of the one before."""
    found = {}
    for effect in (w for w in words if w.is_effect):
        deeds = [w for w in words if not w.is_effect and action_relation(*sorted((w, effect), key=lambda x: x.number))]
        fitting = [d for d in deeds if not _is_incompatible(d.attributes, effect.attributes)]
        here = [d for d in fitting if d.sentence == effect.sentence]
        before = [d for d in fitting if d.sentence == effect.sentence - 1]
        home = min(here, key=lambda d: abs(d.trigger.token.i - effect.trigger.token.i), default=None)
        if home is None and before and not any(d.sentence == effect.sentence for d in deeds):
            home = before[-1]
        if home is not None:
            found[effect.number] = home.number
    return found


def _is_purpose_of(a: CoreferenceMention, b: CoreferenceMention) -> bool:
    """Tell whether one is done and the other, of another kind, is still to come: "an offensive to seize the city"."""
    ahead = [bool({"intended", "hypothetical"} & set(w.attributes.stance.split())) for w in (a, b)]
    return a.hypernyms[0] != b.hypernyms[0] and a.sentence == b.sentence and ahead[0] != ahead[1]


def action_relation(a: CoreferenceMention, b: CoreferenceMention) -> str | None:
    """Return how two actions can be one, or None: one is a kind of the other, or both are uses of force.

    What only says in whose hands a place is ("rebel-held Homs") is no part of what happened there.
    """
    if any(w.trigger.token.dep_ == "amod" and hyphenated_agent(w.trigger.token) for w in (a, b)):
        return None
    same = a.hypernyms[0] == b.hypernyms[0]
    both_force = _FORCE in a.hypernyms and _FORCE in b.hypernyms
    if not (same or a.hypernyms[0] in b.hypernyms or b.hypernyms[0] in a.hypernyms or both_force):
        return None
    if a.is_effect and b.is_effect:
        return "two effects"
    if a.is_effect or b.is_effect:
        return "a deed and its effect" if b.is_effect else "an effect and its deed"
    if same:
        return "one action"
    if a.hypernyms[0] in b.hypernyms or b.hypernyms[0] in a.hypernyms:
        return "an action and a kind of it"
    return "two attacks" if "attack" in a.hypernyms and "attack" in b.hypernyms else "two uses of force"


def is_syntactically_linked(a: Trigger, b: Trigger) -> bool:
    """Tell whether `a` is an argument of `b`, or one hangs on the other as a participle."""
    token = a.token
    if b.token.dep_ == "advcl" and _covers(a, b.token.head) and b.token.tag_ == "VBG":
        return True
    if b.token.dep_ in ("acl", "relcl") and _covers(a, b.token.head):
        return True
    if token.dep_ == "conj" and _covers(b, token.head) and (a.entry.secondary or b.entry.secondary):
        return True
    for _ in range(3):
        if token.dep_ in ("prep", "agent") or token.dep_ in _LINKS or (token.dep_ == "conj" and token.pos_ != "VERB"):
            if _covers(b, token.head):
                return True
            token = token.head
        else:
            return False
    return False


def is_anaphoric(noun: Token) -> bool:
    """Tell whether a noun takes up what was told: "the attack", "such raids"; not "the second attack"."""
    if any(c.ent_type_ == "ORDINAL" or c.tag_ == "JJS" for c in noun.children):
        return False
    return any(c.dep_ in ("det", "amod", "predet") and c.lower_ in _DEFINITE for c in noun.children)


def _force_category(word: CoreferenceMention) -> str:
    """Return what sort of force it is: "attack", "clash", "repel"."""
    return ("", *word.hypernyms)[-3] if len(word.hypernyms) > 2 else word.hypernyms[0]


def _attribute_features(a: CoreferenceMention, b: CoreferenceMention) -> Iterator[str]:
    for side, ours, theirs in (
        ("actor", a.attributes.actors, b.attributes.actors),
        ("target", a.attributes.targets, b.attributes.targets),
    ):
        if ours and theirs:
            yield f"the same {side}" if ours & theirs else f"another {side}"
        elif ours or theirs:
            yield f"one {side} open, {b.form}"
    if a.attributes.actors & b.attributes.targets or a.attributes.targets & b.attributes.actors:
        yield "the sides turned round"
    if a.attributes.place and b.attributes.place:
        inside = (
            a.attributes.place in b.attributes.containing_places or b.attributes.place in a.attributes.containing_places
        )
        yield (
            "the same place"
            if a.attributes.place == b.attributes.place
            else "a place in the other"
            if inside
            else "another place"
        )
    if a.attributes.date_key and b.attributes.date_key:
        yield "the same day" if a.attributes.date_key == b.attributes.date_key else "another day"
    if a.attributes.stance != b.attributes.stance:
        yield f"told as {a.attributes.stance or 'plain'}, then as {b.attributes.stance or 'plain'}"


def _discourse_features(a: CoreferenceMention, b: CoreferenceMention, deeds: Sequence[int]) -> Iterator[str]:
    """Yield how the two stand among the deeds before the later one that it may be, given by number in their order."""
    yield "such deeds between" if deeds and deeds[-1] > a.number else "no such deed between"
    if not deeds or deeds[0] >= a.number:
        yield f"the first such deed, {b.form}"
    if b.is_anaphoric and not a.is_effect and not _is_incompatible(a.attributes, b.attributes):
        yield "taken up, nothing against it"


def _is_incompatible(a: MentionAttributes, b: MentionAttributes) -> bool:
    """Tell whether something known of the one speaks against the other."""
    actors, days = (
        a.actors and b.actors and not a.actors & b.actors,
        a.date_key and b.date_key and a.date_key != b.date_key,
    )
    return bool(actors or days or (a.place and b.place and a.place != b.place))


def _covers(trigger: Trigger, token: Token) -> bool:
    """Tell whether a token is one of the trigger's words: "strikes" of "carry out strikes"."""
    return trigger.first <= token.i <= trigger.last
