"""Attribution of event mentions: the cues that each is under, and the stance that these give it.

Knows cues, stance and grammar; makes no claims.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from kg.model import Modality, Polarity, SpeechAct
from kg.reading.attribution.document_sources import DocumentSources
from kg.reading.claims.claim_lexicon import ClaimLexicon
from kg.reading.claims.claimants import ClaimantFinder
from kg.reading.document.coreference_features import is_anaphoric
from kg.reading.document.event_mentions import EventMention
from kg.reading.events.trigger import Trigger
from kg.reading.factuality.classifier import StanceClassifier
from kg.reading.factuality.scope import names_nobody
from kg.reading.factuality.stance import Stance
from kg.reading.parse.reported_speech import Cue
from kg.vocab.lexicon_entries import Part, WordList


@dataclass(frozen=True)
class MentionAttribution:
    """Attributes the event mentions of one article."""

    finder: ClaimantFinder
    lexicon: ClaimLexicon
    classifier: StanceClassifier
    documents: DocumentSources

    def cues_of(self, mention: EventMention) -> tuple[Cue, ...]:
        """Return the cues that the trigger is under, innermost first.

        Whoever demands, accuses or thanks in a quotation does so himself: that he does is not his own claim. Whoever
        claims responsibility is the source of what he claims. A participle before a noun ("the occupied town") is
        attributed only inside quotations.
        """
        trigger = mention.trigger
        if "event" in trigger.entry.frame.verb_roles.values() and (words := self._response_words(trigger.entry.words)):
            return (Cue(trigger.token, words, tuple(trigger.roles.get("actor", ())), frozenset()), *mention.cues)
        if trigger.token.dep_ == "amod":
            return tuple(c for c in mention.cues if c.is_quoted)
        if not self.lexicon.is_verbal_action(trigger.entry.action):
            return mention.cues
        return tuple(
            c for c in mention.cues
            if not self._performs(c, mention) and (trigger.is_verb or not is_denial(c))
        )  # fmt: skip

    def stance(self, trigger: Trigger, cue: Cue | None) -> Stance:
        """Return the stance on a trigger of the source of a cue (None: the article); looked up once for each pair."""
        key = (trigger.token.i, (cue.token.i, cue.words.name, cue.sources) if cue is not None else None)
        if key not in self._stances:
            self._stances[key] = self.classifier.stance(trigger, cue, self._cue_tokens)
        return self._stances[key]

    def stance_label(self, mention: EventMention) -> str:
        """Return polarity and modality, such as "denied hypothetical"; empty for a plain affirmation.

        What a source denies counts as affirmed: others have presented it as a fact.
        """
        cues = self.cues_of(mention)
        stance = self.stance(mention.trigger, cues[0] if cues else None)
        polarity = Polarity.AFFIRMED if stance.speech_act is SpeechAct.DENIAL else stance.polarity
        marked = (polarity, Polarity.AFFIRMED), (stance.modality, Modality.ACTUAL)
        return " ".join(value for value, unmarked in marked if value is not unmarked)

    def is_response(self, mention: EventMention) -> bool:
        """Tell whether a source denies or acknowledges "the attack" that the text has mentioned before."""
        return not mention.trigger.is_verb and is_anaphoric(mention.trigger.token) and denies_or_acknowledges(mention)

    def is_hearsay(self, cue: Cue) -> bool:
        """Tell whether the source is an anonymous text: "reports say"; a video shows what it shows."""
        is_text = "speaker" not in cue.words.values
        return is_text and any(self.documents.is_document(s) for s in cue.sources)

    @cached_property
    def _stances(self) -> dict[tuple[int, tuple[int, str, tuple[Token, ...]] | None], Stance]:
        """Stances found before: event coreference asks for them, too."""
        return {}

    @cached_property
    def _cue_tokens(self) -> frozenset[int]:
        return frozenset(c.token.i for c in self.finder.cues)

    def _performs(self, cue: Cue, mention: EventMention) -> bool:
        """Tell whether the source performs the event by speaking: "We condemn it", he said; he spoke, blaming X."""
        actors = {f.value.key for f in mention.actors}
        performs = cue.is_quoted or mention.trigger.token.tag_ == "VBG"
        return performs and bool(actors) and actors <= {f.value.key for f in self.finder.claimants(cue)}

    def _response_words(self, words: tuple[str, ...]) -> WordList | None:
        """Return the list of an entry that acknowledges or denies an event, None for other entries."""
        acknowledgement, denial = self.lexicon.acknowledgement, self.lexicon.denial
        if any(known[: len(words)] == words or words[: len(known)] == known for _, known in acknowledgement.words):
            return acknowledgement
        return denial if (Part.VERB, words[:1]) in denial.words else None


def is_denial(cue: Cue) -> bool:
    """Tell whether a cue does not affirm its content."""
    return cue.words.values.get("polarity") not in (None, "affirmed")


def is_rebuttal(outer: Cue, inner: Cue) -> bool:
    """Tell whether a denial has the words of others as its object: "denied claims"."""
    return is_denial(outer) and inner.token.head.i == outer.token.i and inner.token.dep_ in ("dobj", "nsubjpass")


def denies_or_acknowledges(mention: EventMention) -> bool:
    """Tell whether the innermost cue denies the event or acknowledges it."""
    return bool(mention.cues) and (is_denial(mention.cues[0]) or _acknowledges(mention.cues[0], mention.trigger.token))


def _acknowledges(cue: Cue, trigger: Token) -> bool:
    """Tell whether a source acknowledges or confirms an event: "the attack was claimed by the group"."""
    is_claimed = trigger.dep_ == "nsubjpass" and trigger.head.i == cue.token.i
    has_source = any(not names_nobody(s) for s in cue.sources)
    return has_source and (is_claimed or cue.words.values.get("speechAct") == SpeechAct.ACKNOWLEDGEMENT)
