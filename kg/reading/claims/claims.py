"""From drafts of one happening to its claims: each source's stance, once. Knows sources and stance, no RDF."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from spacy.tokens import Token

from kg.model import Actor, Certainty, Claim, Filler, Kind, Mention, Modality, Polarity, SpeechAct
from kg.reading.document.coreference_features import is_anaphoric
from kg.reading.document.event_mentions import EventMention
from kg.reading.events.lexical_senses import Trigger
from kg.reading.factuality.scope import names_nobody
from kg.reading.factuality.stance import Stance
from kg.reading.mentions.entities import EntityLinker
from kg.reading.parse.reported_speech import Cue, covering
from kg.reading.parse.sentences import sentence_of
from kg.reading.resources import Resources
from kg.vocab.lexicon_entries import Part, WordList

_MODIFIERS = {"amod", "compound", "nmod"}
_MAIN = {"ROOT", "ccomp", "conj"}
_PRONOUNS = {"he": True, "she": True, "it": False, "they": False}  #: subject pronoun → whether it stands for a person


@dataclass(frozen=True)
class ClaimBuilder:
    """Makes the claims of one article's events."""

    cast: EntityLinker
    cues: tuple[Cue, ...]
    tools: Resources

    def of(self, group: Sequence[EventMention], denials: Sequence[Cue] = ()) -> tuple[Claim, ...]:
        """Return the claims about a happening, one a source and polarity, in the order of the text.

        Args:
            group: the drafts that tell of it.
            denials: cues by which somebody denies it in other words, after it was told.
        """
        made: dict[tuple[tuple[str, ...], Polarity], Claim] = {}
        for claim in self._told(group):
            key = (tuple(sorted(f.value.key for f in claim.claimants)), claim.polarity)
            made[key] = _joined(made[key], claim) if key in made else claim
        claims = [c for c in made.values() if not _is_echo(c, made.values(), group)] or list(made.values())
        claims = [c for c in claims if not self._is_taken_back(c, claims, group)]
        return (*claims, *self._denied(denials, claims), *self._doubted(group, claims))

    def _is_taken_back(self, claim: Claim, claims: Sequence[Claim], group: Sequence[EventMention]) -> bool:
        """Tell whether a source that denies a deed only speaks of its effects: "We shelled nobody. These dead …"."""
        who = {f.value.key for f in claim.claimants}
        denies = any(c.polarity is Polarity.DENIED and who == {f.value.key for f in c.claimants} for c in claims)
        if claim.polarity is not Polarity.AFFIRMED or not (who and denies):
            return False
        deeds = [d for d in group if not d.trigger.entry.secondary]
        return not any(who == {f.value.key for f in c.claimants} and c.polarity is Polarity.AFFIRMED
                       for c in (self._claim(d) for d in deeds))  # fmt: skip

    def mode(self, draft: EventMention) -> str:
        """Return how a trigger is told, such as "denied hypothetical"; empty for a plain affirmation."""
        cues = self._cues_of(draft)
        stance = self._stance(draft.trigger, cues[0] if cues else None)
        denied = stance.speech_act is SpeechAct.DENIAL  # what is denied was told by others, as a fact
        polarity = Polarity.AFFIRMED if denied else stance.polarity
        marks = (polarity, Polarity.AFFIRMED), (stance.modality, Modality.ACTUAL)
        return " ".join(value for value, plain in marks if value is not plain)

    def answers(self, draft: EventMention) -> bool:
        """Tell whether a source denies or owns up to "the attack" that the text has told of."""
        return not draft.trigger.is_verb and is_anaphoric(draft.trigger.token) and _answers(draft)

    def _stance(self, trigger: Trigger, cue: Cue | None) -> Stance:
        key = (trigger.token.i, (cue.token.i, cue.words.name, cue.sources) if cue is not None else None)
        if key not in self._stances:
            self._stances[key] = self.tools.stance_classifier.of(trigger, cue, self._stops)
        return self._stances[key]

    @cached_property
    def _stances(self) -> dict[tuple[int, tuple[int, str, tuple[Token, ...]] | None], Stance]:
        """What was found before: merging asks as well."""
        return {}

    @cached_property
    def _stops(self) -> frozenset[int]:
        return frozenset(c.token.i for c in self.cues)

    def _told(self, group: Sequence[EventMention]) -> list[Claim]:
        """Return what each draft claims; that nobody was hurt or owned up denies no deed."""
        told = [(d, claim) for d in _telling(group) for claim in (self._claim(d), *self._rebuttal(d))]
        return [c for d, c in told if not (d.trigger.entry.secondary and _of_nobody(d) and _is_absence(c))]

    def _claim(self, draft: EventMention) -> Claim:
        cues = self._cues_of(draft)
        named = [(c, s) for c in cues if (s := self._sources(c))]
        cue = cues[0] if cues else None
        claimants = named[0][1] if named else ()
        passing_on = [s for (inner, _), (outer, s) in pairwise(named) if not _rebuts(outer, inner)]
        relays = tuple(f for s in passing_on for f in s if f.value.key not in {x.value.key for x in claimants})
        stance = self._stance(draft.trigger, cue)
        does = len(cues) < len(draft.cues) and draft.trigger.token.dep_ in _MAIN
        if does and stance.modality is Modality.INTENDED and self.tools.is_spoken(draft.trigger.entry.action):
            stance = replace(stance, modality=Modality.ACTUAL)  # who says "we will hit back" has threatened
        if cue is not None and not claimants and self._is_hearsay(cue):
            alleged = cue.words.values.get("speechAct") == SpeechAct.ALLEGATION
            least = Certainty.UNCOMMITTED if alleged else Certainty.PROBABLE
            stance = replace(stance, certainty=max(stance.certainty, least, key=list(Certainty).index))
        return _made(
            self._own_side(stance, claimants, draft, cue),
            claimants,
            relays,
            self._evidence(draft, cue),
            self._figures(draft),
        )

    def _rebuttal(self, draft: EventMention) -> Iterator[Claim]:
        """Yield the denial of who denies others' words: "denied Pakistani accusations that …"."""
        cues = self._cues_of(draft)
        over = [*pairwise(cues), *((i, o) for i in cues for o in self.cues if i.token.dep_ == "nsubjpass")]
        for inner, outer in over:
            if _rebuts(outer, inner) and (who := self._sources(outer)) and self._sources(inner):
                stance = replace(self._stance(draft.trigger, inner), certainty=Certainty.CERTAIN)
                denial = replace(stance, polarity=Polarity.DENIED, speech_act=SpeechAct.DENIAL)
                yield _made(denial, who, (), self._evidence(draft, outer), {})

    def _is_hearsay(self, cue: Cue) -> bool:
        """Tell whether something is told in words of nobody knows whom: "reports say"; a video shows what it shows."""
        told = "speaker" not in cue.words.values
        return told and any(self.tools.cue_finder.documents.is_document(s) for s in cue.sources)

    def _cues_of(self, draft: EventMention) -> tuple[Cue, ...]:
        """Return whose words the trigger is in, innermost first.

        Who demands, accuses or thanks in a quotation does so himself: that he does is not his own claim. Who claims
        responsibility is the source of what he claims. A participle before a noun ("the occupied town") is no news.
        """
        trigger = draft.trigger
        if "event" in trigger.entry.frame.verb_roles.values() and (words := self._answering(trigger.entry.words)):
            return (Cue(trigger.token, words, tuple(trigger.roles.get("actor", ())), frozenset()), *draft.cues)
        if trigger.token.dep_ == "amod":
            return tuple(c for c in draft.cues if c.quoted)
        if not self.tools.is_spoken(trigger.entry.action):
            return draft.cues
        return tuple(c for c in draft.cues if not self._is_conduct(c, draft) and (trigger.is_verb or not _denies(c)))

    def _is_conduct(self, cue: Cue, draft: EventMention) -> bool:
        """Tell whether who speaks does with words what the event is: "We condemn it", he said; he spoke, blaming X."""
        acting = {f.value.key for f in draft.actors}
        does = cue.quoted or draft.trigger.token.tag_ == "VBG"
        return does and bool(acting) and acting <= {f.value.key for f in self._sources(cue)}

    def _answering(self, words: tuple[str, ...]) -> WordList | None:
        """Return the list of an entry that owns up to a deed or denies one, and is no other word for a part in it."""
        own = self.tools.acknowledging
        if any(known[: len(words)] == words or words[: len(known)] == known for _, known in own.words):
            return own
        return self.tools.denying if (Part.VERB, words[:1]) in self.tools.denying.words else None

    def _sources(self, cue: Cue) -> tuple[Filler, ...]:
        found: dict[str, Filler] = {}
        for token in (t for t in cue.sources if not names_nobody(t)):
            modifies = token.dep_ in _MODIFIERS
            filler = self.cast.owner_filler(token, "source") if modifies else self.cast.source_filler(token)
            if filler is None and _is_spoken_by(token, cue):
                filler = self.cast.speaker_filler(token) or self._speaker_before(token, cue)
            if filler is not None:
                rule = f"{filler.rule}: {'quoted' if cue.quoted else 'named'} with “{cue.token.text}”"
                found.setdefault(filler.value.key, replace(filler, rule=rule))
        return tuple(found.values())

    def _speaker_before(self, token: Token, cue: Cue) -> Filler | None:
        """Return who spoke last, for "he continued" and "they also said" that nothing nearer explains."""
        wanted = _PRONOUNS.get(token.lower_)
        before = [c for c in self.cues if c.sources and c.token.i < cue.token.i and c.token.i not in cue.content]
        for earlier in sorted(before, key=lambda c: -c.token.i)[:1] if wanted is not None else ():
            near = self.cast.parsed.paragraphs[token.i] - self.cast.parsed.paragraphs[earlier.token.i] <= 1
            found = self._sources(earlier) if near else ()
            if len(found) == 1 and isinstance(found[0].value, Actor):
                one = found[0].value.kind is Kind.PERSON  # "they" of one is a body that was taken for a person
                return found[0] if one is wanted or token.lower_ == "they" else None
        return None

    def _own_side(self, stance: Stance, claimants: tuple[Filler, ...], draft: EventMention, cue: Cue | None) -> Stance:
        """Keep "acknowledgement" for what a source says of its own side; of others it's a statement."""
        if stance.speech_act is not SpeechAct.ACKNOWLEDGEMENT:
            return stance
        sides = {s.key for f in claimants for s in self.cast.with_parents(f.value)}
        acted = {s.key for f in draft.actors for s in self.cast.with_parents(f.value)}
        return stance if sides & acted else replace(stance, speech_act=SpeechAct.STATEMENT)

    def _evidence(self, draft: EventMention, cue: Cue | None) -> Mention:
        if cue is not None and sentence_of(cue.token) == sentence_of(draft.trigger.token):
            return self.cast.parsed.mention(*cue.evidence)
        return self.cast.sentence_mention(draft.trigger.token)

    def _figures(self, draft: EventMention) -> dict[str, int]:
        """Return the figures at the trigger, and at words of death and injury that hang on it."""
        found: dict[str, int] = {}
        trigger = draft.trigger
        own = trigger.token.doc[trigger.first : trigger.last + 1]
        for token in (trigger.token, *own, *_hanging(trigger.token)):
            for use, figure in self.tools.casualty_figures.figures_at(token).items():
                found.setdefault(use, figure)
        return found

    def _denied(self, denials: Sequence[Cue], claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield the denials of those who are known and have not denied it in so many words."""
        denied = {f.value.key for c in claims if c.polarity is Polarity.DENIED for f in c.claimants}
        for cue in denials if claims else ():
            who = self._sources(cue)
            if who and not denied & {f.value.key for f in who}:
                stance = Stance(Polarity.DENIED, modality=claims[0].modality, speech_act=SpeechAct.DENIAL)
                yield _made(stance, who, (), self.cast.sentence_mention(cue.token), {})

    def _doubted(self, group: Sequence[EventMention], claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield a doubt where the same sentence, or the next one, points out that nothing is confirmed."""
        if any(c.polarity is Polarity.UNDETERMINED for c in claims):
            return
        for draft in group:
            if not draft.cues:
                continue  # the article's own word is not doubted by itself
            for token in self._doubts_near(draft.trigger.token):
                holders = [s for c in covering(self.cues, token) if (s := self._sources(c))]
                stance = Stance(Polarity.UNDETERMINED, Certainty.UNCOMMITTED, Modality.ACTUAL, None, SpeechAct.DOUBT)
                yield _made(stance, holders[0] if holders else (), (), self.cast.sentence_mention(token), {})
                return

    def _doubts_near(self, trigger: Token) -> Iterator[Token]:
        doc = trigger.doc
        end = trigger.sent.end
        words = [t.lower_ for t in doc[trigger.i : end]]
        for hit in self.tools.doubts.longest_matches(words):
            yield doc[trigger.i + hit.start]
        if end < len(doc):
            following = doc[end].sent
            if following[0].lower_ in ("that", "this", "the", "it", "such", "these", "those", "neither", "no"):
                words = [t.lower_ for t in following]
                yield from (doc[following.start + hit.start] for hit in self.tools.doubts.longest_matches(words))


def _is_spoken_by(token: Token, cue: Cue) -> bool:
    """Tell whether the grammar shows that a source speaks, whatever kind of thing its noun is for."""
    if cue.words.use == "According":
        return token.dep_ in ("pobj", "nmod")
    return (token.dep_ == "nsubj" and token.head.i == cue.token.i) or token.head.dep_ == "agent"


def _made(
    stance: Stance,
    claimants: tuple[Filler, ...],
    relays: tuple[Filler, ...],
    evidence: Mention,
    figures: dict[str, int],
) -> Claim:
    return Claim(
        claimants, relays, stance.polarity, stance.certainty, stance.modality, stance.speech_act, (evidence,),
        stance.outcome, figures.get("killed"), figures.get("injured"),
    )  # fmt: skip


def _joined(one: Claim, other: Claim) -> Claim:
    """Return one source's claim from two of its statements: the firmer stance, all evidence, the first figures."""
    firmer = one if list(Certainty).index(one.certainty) <= list(Certainty).index(other.certainty) else other
    actual = min(one.modality, other.modality, key=list(Modality).index)
    return replace(
        one, certainty=firmer.certainty, modality=actual,
        speech_act=other.speech_act if one.speech_act is SpeechAct.STATEMENT else one.speech_act,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        relayed_by=one.relayed_by or other.relayed_by, outcome=one.outcome or other.outcome,
        killed=one.killed if one.killed is not None else other.killed,
        injured=one.injured if one.injured is not None else other.injured,
    )  # fmt: skip


def _telling(group: Sequence[EventMention]) -> list[EventMention]:
    """Return the drafts that tell of the happening; one that only takes it up ("the attack") adds no claim.

    A denial, a doubt or a confession takes it up as well, and does add one.
    """
    found = [d for d in group if _tells(d)]
    return found or list(group[:1])


def _tells(draft: EventMention) -> bool:
    return (
        _answers(draft)
        or draft.trigger.is_verb
        or bool(draft.actors or draft.targets)
        or not is_anaphoric(draft.trigger.token)
    )


def _of_nobody(draft: EventMention) -> bool:
    """Tell whether no doer is told of, or "nobody" is."""
    return all(names_nobody(t) for t in draft.trigger.roles.get("actor", ())) or not draft.actors


def _is_absence(claim: Claim) -> bool:
    """Tell whether a claim only says that an effect did not come about, which is no denial of anybody's words."""
    return claim.polarity is Polarity.DENIED and claim.speech_act is not SpeechAct.DENIAL


def _rebuts(outer: Cue, inner: Cue) -> bool:
    """Tell whether a denial has the words of others as its object: "denied claims"."""
    return _denies(outer) and inner.token.head.i == outer.token.i and inner.token.dep_ in ("dobj", "nsubjpass")


def _denies(cue: Cue) -> bool:
    return cue.words.values.get("polarity") not in (None, "affirmed")


def _answers(draft: EventMention) -> bool:
    return bool(draft.cues) and (_denies(draft.cues[0]) or _owns(draft.cues[0], draft.trigger.token))


def _owns(cue: Cue, deed: Token) -> bool:
    """Tell whether a source owns up to a deed or confirms it: "the attack was claimed by the group"."""
    claimed = deed.dep_ == "nsubjpass" and deed.head.i == cue.token.i
    told = any(not names_nobody(s) for s in cue.sources)
    return told and (claimed or cue.words.values.get("speechAct") == SpeechAct.ACKNOWLEDGEMENT)


def _is_echo(claim: Claim, claims: Collection[Claim], group: Sequence[EventMention]) -> bool:
    """Tell whether the article only takes up what a source said, and claims nothing itself."""
    if claim.claimants or len(claims) == 1:
        return False
    own = [d for d in group if not any(c.sources for c in d.cues)]
    return all(d.trigger.entry.secondary or (not d.trigger.is_verb and not d.actors and not d.targets) for d in own)


def _hanging(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in ("advcl", "conj", "acl", "relcl", "prep", "pobj", "dobj", "oprd", "acomp"):
            yield child
            yield from (c for c in child.children if c.dep_ in ("pobj", "conj", "dobj", "advcl", "pcomp"))
