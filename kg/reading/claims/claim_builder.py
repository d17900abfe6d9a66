"""Coreferent event mentions to claims: one for each source and polarity. Knows sources and stance; knows no RDF."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from spacy.tokens import Token

from kg.model import CasualtyFigure, Certainty, Claim, Filler, Mention, Modality, Outcome, Polarity, SpeechAct
from kg.reading.claims.claim_merging import distinct_claims, make_claim
from kg.reading.claims.mention_attribution import MentionAttribution, denies_or_acknowledges, is_rebuttal
from kg.reading.document.coreference_features import is_anaphoric
from kg.reading.document.event_mentions import EventMention
from kg.reading.factuality.scope import names_nobody
from kg.reading.factuality.stance import Stance
from kg.reading.mentions.casualty_figures import CasualtyFigures
from kg.reading.parse.reported_speech import Cue, covering
from kg.reading.parse.sentences import sentence_of

_MAIN_CLAUSE = {"ROOT", "ccomp", "conj"}
_ANAPHORIC_OPENERS = ("that", "this", "the", "it", "such", "these", "those", "neither", "no")


@dataclass(frozen=True)
class ClaimBuilder:
    """Makes the claims about one article's events."""

    attribution: MentionAttribution
    figures: CasualtyFigures

    def claims_of(self, mentions: Sequence[EventMention], denials: Sequence[Cue] = ()) -> tuple[Claim, ...]:
        """Return the claims about an event, one for each source and polarity, in the order of the text.

        Args:
            mentions: the coreferent mentions of the event.
            denials: cues by which a source denies it after it was mentioned: "Kyiv denies it".
        """
        claims = distinct_claims(self._claims_of_mentions(mentions), mentions)
        claims = [c for c in claims if not self._is_retracted(c, claims, mentions)]
        return (*claims, *self._later_denials(denials, claims), *self._doubts(mentions, claims))

    def _is_retracted(self, claim: Claim, claims: Sequence[Claim], mentions: Sequence[EventMention]) -> bool:
        """Tell whether a source that denies an event affirms only its effects: "We shelled nobody. These dead …"."""
        source = _claimant_keys(claim)
        denies = any(c.polarity is Polarity.DENIED and source == _claimant_keys(c) for c in claims)
        if claim.polarity is not Polarity.AFFIRMED or not (source and denies):
            return False
        primary = (self._claim(m) for m in mentions if not m.trigger.entry.secondary)
        return not any(source == _claimant_keys(c) and c.polarity is Polarity.AFFIRMED for c in primary)

    def _claims_of_mentions(self, mentions: Sequence[EventMention]) -> list[Claim]:
        """Return the claims of each mention; that nobody was hurt or has claimed responsibility denies no event."""
        informative = [m for m in mentions if self._is_informative(m, mentions)] or list(mentions[:1])
        claims = [(m, claim) for m in informative for claim in (self._claim(m), *self._rebuttals(m))]
        return [c for m, c in claims if not (m.trigger.entry.secondary and _has_no_actor(m) and _is_absence(c))]

    def _is_informative(self, mention: EventMention, mentions: Sequence[EventMention]) -> bool:
        """Tell whether a mention claims something; one that only refers back ("the attack") does not.

        A denial, a doubt or an acknowledgement refers back as well, and does claim something; so does an outcome of
        what the same sentence tells ("attacked the town, but the attack failed").
        """
        return (
            denies_or_acknowledges(mention)
            or mention.trigger.is_verb
            or bool(mention.actors or mention.targets)
            or not is_anaphoric(mention.trigger.token)
            or (_is_told_in_sentence_of(mention, mentions) and self._has_ended(mention))
        )

    def _has_ended(self, mention: EventMention) -> bool:
        """Tell whether a mention says how its action ended."""
        cue = next(iter(self.attribution.cues_of(mention)), None)
        return self.attribution.stance(mention.trigger, cue).outcome in (Outcome.SUCCEEDED, Outcome.FAILED)

    def _claim(self, mention: EventMention) -> Claim:
        cues = self.attribution.cues_of(mention)
        attributed = [(c, s) for c in cues if (s := self._claimants(c))]
        cue = cues[0] if cues else None
        claimants = attributed[0][1] if attributed else ()
        outer = [s for (inner, _), (outer, s) in pairwise(attributed) if not is_rebuttal(outer, inner)]
        relays = tuple(f for s in outer for f in s if f.value.key not in {x.value.key for x in claimants})
        stance = self._performed(self.attribution.stance(mention.trigger, cue), mention, cues)
        if cue is not None and not claimants and self.attribution.is_hearsay(cue):
            alleged = cue.words.values.get("speechAct") == SpeechAct.ALLEGATION
            limit = Certainty.UNCOMMITTED if alleged else Certainty.PROBABLE
            stance = replace(stance, certainty=max(stance.certainty, limit, key=list(Certainty).index))
        stance = self._with_own_side(stance, claimants, mention)
        return make_claim(stance, claimants, self._evidence(mention, cue), relays, self._figures_of(mention))

    def _claimants(self, cue: Cue) -> tuple[Filler, ...]:
        return self.attribution.finder.claimants(cue)

    def _performed(self, stance: Stance, mention: EventMention, cues: Sequence[Cue]) -> Stance:
        """Return the stance on a speech act as actual where its source performs it: "we will hit back" threatens."""
        performs = len(cues) < len(mention.cues) and mention.trigger.token.dep_ in _MAIN_CLAUSE
        is_verbal = self.attribution.lexicon.is_verbal_action(mention.trigger.entry.action)
        if performs and stance.modality is Modality.INTENDED and is_verbal:
            return replace(stance, modality=Modality.ACTUAL)
        return stance

    def _rebuttals(self, mention: EventMention) -> Iterator[Claim]:
        """Yield the denials of sources that deny others' words: "denied Pakistani accusations that …"."""
        cues, all_cues = self.attribution.cues_of(mention), self.attribution.finder.cues
        nested = [*pairwise(cues), *((i, o) for i in cues for o in all_cues if i.token.dep_ == "nsubjpass")]
        for inner, outer in nested:
            if is_rebuttal(outer, inner) and (claimants := self._claimants(outer)) and self._claimants(inner):
                stance = replace(self.attribution.stance(mention.trigger, inner), certainty=Certainty.CERTAIN)
                denial = replace(stance, polarity=Polarity.DENIED, speech_act=SpeechAct.DENIAL)
                yield make_claim(denial, claimants, self._evidence(mention, outer))

    def _with_own_side(self, stance: Stance, claimants: tuple[Filler, ...], mention: EventMention) -> Stance:
        """Keep "acknowledgement" for what a source says of its own side; of others it is a statement."""
        if stance.speech_act is not SpeechAct.ACKNOWLEDGEMENT:
            return stance
        entities = self.attribution.finder.entities
        sides = {s.key for f in claimants for s in entities.with_parents(f.value)}
        acting = {s.key for f in mention.actors for s in entities.with_parents(f.value)}
        return stance if sides & acting else replace(stance, speech_act=SpeechAct.STATEMENT)

    def _evidence(self, mention: EventMention, cue: Cue | None) -> Mention:
        entities = self.attribution.finder.entities
        if cue is not None and sentence_of(cue.token) == sentence_of(mention.trigger.token):
            return entities.parsed.mention(*cue.evidence)
        return entities.sentence_mention(mention.trigger.token)

    def _figures_of(self, mention: EventMention) -> Iterator[CasualtyFigure]:
        """Yield the figures at the trigger, and at words of death and injury that hang on it."""
        trigger, parsed = mention.trigger, self.attribution.finder.entities.parsed
        own = trigger.token.doc[trigger.first : trigger.last + 1]
        for token in (trigger.token, *own, *_dependents(trigger.token)):
            if (found := self.figures.figure_at(token)) is not None:
                yield found.located(parsed.mention(found.first, found.last))

    def _later_denials(self, denials: Sequence[Cue], claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield the denials of known sources that have not denied the event in a claim before."""
        deniers = {f.value.key for c in claims if c.polarity is Polarity.DENIED for f in c.claimants}
        for cue in denials if claims else ():
            claimants = self._claimants(cue)
            if claimants and not deniers & {f.value.key for f in claimants}:
                stance = Stance(Polarity.DENIED, modality=claims[0].modality, speech_act=SpeechAct.DENIAL)
                yield make_claim(stance, claimants, self.attribution.finder.entities.sentence_mention(cue.token))

    def _doubts(self, mentions: Sequence[EventMention], claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield a doubt where the same sentence, or the next one, points out that nothing is confirmed."""
        if any(c.polarity is Polarity.UNDETERMINED for c in claims):
            return
        finder = self.attribution.finder
        for mention in mentions:
            if not mention.cues:
                continue  # what the article says in its own voice it does not doubt
            for token in self._doubts_near(mention.trigger.token):
                holders = [s for c in covering(finder.cues, token) if (s := self._claimants(c))]
                stance = Stance(Polarity.UNDETERMINED, Certainty.UNCOMMITTED, Modality.ACTUAL, None, SpeechAct.DOUBT)
                yield make_claim(stance, holders[0] if holders else (), finder.entities.sentence_mention(token))
                return

    def _doubts_near(self, trigger: Token) -> Iterator[Token]:
        """Yield the first words of phrases of doubt after a trigger, and in the next sentence if it refers back."""
        doc, end = trigger.doc, trigger.sent.end
        doubts = self.attribution.lexicon.doubts
        for hit in doubts.longest_matches([t.lower_ for t in doc[trigger.i : end]]):
            yield doc[trigger.i + hit.start]
        if end < len(doc):
            following = doc[end].sent
            if following[0].lower_ in _ANAPHORIC_OPENERS:
                words = [t.lower_ for t in following]
                yield from (doc[following.start + hit.start] for hit in doubts.longest_matches(words))


def _claimant_keys(claim: Claim) -> set[str]:
    return {f.value.key for f in claim.claimants}


def _is_told_in_sentence_of(mention: EventMention, mentions: Sequence[EventMention]) -> bool:
    """Tell whether another mention of the event comes before this one in its sentence."""
    token = mention.trigger.token
    others = (m.trigger.token for m in mentions if m is not mention)
    return any(o.i < token.i and sentence_of(o) == sentence_of(token) for o in others)


def _has_no_actor(mention: EventMention) -> bool:
    """Tell whether no actor is given, or "nobody" is."""
    return all(names_nobody(t) for t in mention.trigger.roles.get("actor", ())) or not mention.actors


def _is_absence(claim: Claim) -> bool:
    """Tell whether a claim only says that an effect did not come about, which denies nobody's words."""
    return claim.polarity is Polarity.DENIED and claim.speech_act is not SpeechAct.DENIAL


def _dependents(token: Token) -> Iterator[Token]:
    """Yield the dependents of a trigger, and theirs, that can be words of death and injury."""
    for child in token.children:
        if child.dep_ in ("advcl", "conj", "acl", "relcl", "prep", "pobj", "dobj", "oprd", "acomp"):
            yield child
            yield from (c for c in child.children if c.dep_ in ("pobj", "conj", "dobj", "advcl", "pcomp"))
