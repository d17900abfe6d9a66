"""Event mentions to events: coreferent mentions become one event, with the slots that they share and its claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Event, Filler
from kg.reading.claims.claim_builder import ClaimBuilder
from kg.reading.claims.claim_lexicon import ClaimLexicon
from kg.reading.document.coreference_features import CoreferenceMention, MentionAttributes
from kg.reading.document.denial_antecedents import denied_mentions
from kg.reading.document.event_coreference import coreference_inputs, coreferent_mentions
from kg.reading.document.event_mentions import EventMention, is_instrument
from kg.reading.document.narrative import NarratedEvent, narrated_event
from kg.reading.document.scoring import load_scorers
from kg.reading.document.story_segments import StorySegments
from kg.reading.events.trigger import Trigger
from kg.reading.mentions.entities import EntityLinker
from kg.reading.parse.reported_speech import Cue
from kg.reading.parse.sentences import sentence_of

_REFINED_BY_WEAPON = {"attack", "remote-strike", "use-force"}  #: actions that the weapon makes more specific
_RESPONSE_REACH = 60  #: tokens from an event to the response to it
_WEAPON_SLOTS = ("owner", "with", "by", "using", "subject", "object", "from", "via", "of")


@dataclass(frozen=True)
class EventAssembler:
    """Makes the events of one article."""

    entities: EntityLinker
    segments: StorySegments
    claims: ClaimBuilder
    lexicon: ClaimLexicon

    def coreference_inputs(self, mentions: Sequence[EventMention]) -> list[CoreferenceMention]:
        """Return the event mentions with what their coreference is decided by."""
        attributes = [self._attributes(m) for m in mentions]
        return coreference_inputs([m.trigger for m in mentions], attributes, self.lexicon.lexicon)

    def events(self, mentions: Sequence[EventMention], inputs: Sequence[CoreferenceMention]) -> Iterator[NarratedEvent]:
        """Yield the events without place and day; one without claims, or without participants and place, is left out.

        Args:
            mentions: in the order of the text.
            inputs: of `coreference_inputs`, in the same order.
        """
        clusters = coreferent_mentions(inputs, load_scorers()["same"])
        denials = denied_mentions(
            self.claims.attribution.finder.cues,
            mentions,
            self.lexicon.content_nouns,
            self.lexicon.is_physical_action,
            self._is_by_source,
        )
        for cluster in self._with_responses([mentions[n] for n in numbers] for numbers in clusters):
            event = self._event(cluster, [c for m in cluster for c in denials.get(m.trigger.token.i, ())])
            if event.claims and (event.actors or event.targets or any(m.place for m in cluster)):
                yield narrated_event(event, cluster, self.entities, self.lexicon.lexicon.hypernyms)

    def _is_by_source(self, cue: Cue, mention: EventMention) -> bool:
        """Tell whether a source, or a body that it speaks for or belongs to, is the actor of an event."""
        affiliations = self.entities.affiliation_keys(cue.sources[0])
        return any(filler.value.key in affiliations for filler in mention.actors)

    def _with_responses(self, clusters: Iterable[list[EventMention]]) -> list[list[EventMention]]:
        """Join a bare "the attack" that is denied or acknowledged with the event before that it responds to."""
        joined: list[list[EventMention]] = []
        for cluster in clusters:
            response = cluster[0]
            is_bare = len(cluster) == 1 and not (response.actors or response.targets or response.place)
            is_response = is_bare and self.claims.attribution.is_response(response)
            antecedent = self._antecedent(response, joined) if is_response else None
            if antecedent is not None:
                antecedent.append(response)
            else:
                joined.append(cluster)
        return joined

    def _antecedent(self, response: EventMention, clusters: Sequence[list[EventMention]]) -> list[EventMention] | None:
        """Return the last cluster before a response that is of its category and story, within reach."""
        token, category = response.trigger.token.i, self.lexicon.lexicon.category
        near = [
            (m.trigger.token.i, n) for n, cluster in enumerate(clusters) for m in cluster
            if 0 < token - m.trigger.token.i <= _RESPONSE_REACH
            and self.segments.segment_of(m.trigger.token.i) == self.segments.segment_of(token)
            and category(m.trigger.entry.action) == category(response.trigger.entry.action)
        ]  # fmt: skip
        return clusters[max(near)[1]] if near else None

    def _attributes(self, mention: EventMention) -> MentionAttributes:
        """Return what is known of a mention before coreference."""
        place = mention.place.place if mention.place else None
        return MentionAttributes(
            frozenset(f.value.key for f in mention.actors),
            frozenset(f.value.key for f in mention.targets),
            mention.date_key,
            place.key if place else None,
            frozenset(p.key for p in self.entities.with_containing_places(place)) if place else frozenset(),
            self.claims.attribution.stance_label(mention),
            self.entities.parsed.paragraphs[mention.trigger.token.i],
            self.segments.segment_of(mention.trigger.token.i),
        )

    def _event(self, cluster: list[EventMention], denials: Sequence[Cue]) -> Event:
        ranked = sorted(cluster, key=lambda m: (m.trigger.entry.secondary, m.trigger.token.i))
        action = self._action(ranked)
        actors = next((m.actors for m in ranked if m.actors), ())
        reciprocal = [m for m in ranked if m.trigger.entry.action == action and m.trigger.entry.frame.is_reciprocal]
        # who is hurt in a clash is not whom it is with
        targets = _targets(reciprocal or ranked, actors, self.lexicon.generic_people)
        triggers = {self.entities.parsed.mention(m.trigger.first, m.trigger.last) for m in cluster}
        return Event(action, tuple(sorted(triggers)), actors, targets, claims=self.claims.claims_of(cluster, denials))

    def _action(self, ranked: Sequence[EventMention]) -> str:
        """Return the most specific action that the triggers name, refined by the weapon."""
        hypernyms = self.lexicon.lexicon.hypernyms
        primary = [m.trigger for m in ranked if not m.trigger.entry.secondary] or [m.trigger for m in ranked]
        action = max((t.entry.action for t in primary), key=lambda a: len(hypernyms(a)))
        if action not in _REFINED_BY_WEAPON:
            return action
        by_weapon = {a for m in ranked for a in self._weapon_actions(m.trigger)}
        specific = {a for a in by_weapon if action in hypernyms(a) or "attack" in hypernyms(a)}
        if len(specific) == 1:
            return specific.pop()
        return "remote-strike" if specific else action

    def _weapon_actions(self, trigger: Trigger) -> Iterator[str]:
        """Yield the actions that the weapons beside a trigger evoke; a mortar that is destroyed is no instrument."""
        hit = (t for role in ("target", "victim") for t in trigger.roles.get(role, ()))
        targets = {t.i for t in hit if not is_instrument(t, trigger, self.entities)}
        near = [t for slot in _WEAPON_SLOTS for t in trigger.slots.get(slot, ()) if t.i not in targets]
        near += [self.entities.phrases.semantic_head(t) for t in near]  # "dozens of rockets"
        near += [c for c in trigger.token.children if c.dep_ in ("compound", "amod", "nmod")]
        near += [c for t in list(near) for c in t.children if c.dep_ in ("compound", "conj", "amod")]
        for token in near:
            if token.lower_ in self.lexicon.weapons:
                yield self.lexicon.weapons[token.lower_]


def _targets(
    ranked: Sequence[EventMention], actors: Iterable[Filler], generic_people: frozenset[str]
) -> tuple[Filler, ...]:
    """Return the targets of the first mention that has any, with those that its sentence adds.

    Nameless "people" are left to the casualty figures where any other target is given.
    """
    acting = {f.value.key for f in actors}
    found: dict[str, Filler] = {}
    having = [m for m in ranked if m.targets]
    for mention in having:
        if sentence_of(mention.trigger.token) == sentence_of(having[0].trigger.token):
            for filler in mention.targets:
                if filler.value.key not in acting:
                    found.setdefault(filler.value.key, filler)
    specific = {k: f for k, f in found.items() if f.value.label.lower() not in generic_people}
    return tuple((specific or found).values())
