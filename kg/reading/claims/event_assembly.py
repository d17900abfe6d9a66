"""Put the drafts of an article together: one event a happening, with the slots that its triggers share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Event, Filler
from kg.reading.attribution.denials import denials
from kg.reading.claims.claims import ClaimBuilder
from kg.reading.document.coreference_features import CoreferenceMention, MentionAttributes
from kg.reading.document.event_coreference import coreference_inputs, coreferent_mentions
from kg.reading.document.event_mentions import EventMention, is_instrument
from kg.reading.document.narrative import NarratedEvent, narrated_event
from kg.reading.document.scoring import load_scorers
from kg.reading.events.lexical_senses import Trigger
from kg.reading.mentions.entities import EntityLinker
from kg.reading.parse.reported_speech import Cue
from kg.reading.parse.sentences import sentence_of
from kg.reading.resources import Resources

#: actions that the weapon named makes more special
_REFINED = {"attack", "remote-strike", "use-force"}
_NEAR = 60  #: tokens from a deed to its denial
_WEAPON_SLOTS = ("owner", "with", "by", "using", "subject", "object", "from", "via", "of")


@dataclass(frozen=True)
class EventAssembler:
    """Makes the events of one article."""

    cast: EntityLinker
    claims: ClaimBuilder
    tools: Resources

    def words(self, drafts: Sequence[EventMention]) -> list[CoreferenceMention]:
        """Return the drafts' triggers as merging compares them."""
        return coreference_inputs([d.trigger for d in drafts], [self._facts(d) for d in drafts], self.tools.lexicon)

    def of(self, drafts: Sequence[EventMention], words: Sequence[CoreferenceMention]) -> Iterator[NarratedEvent]:
        """Yield the events without place and day; one that nobody claims, or of no side or place, is left out."""
        groups = coreferent_mentions(words, load_scorers()["same"])
        answers = denials(
            self.claims.cues, drafts, self.tools.lexicon.single_word_forms("Deny"), self._is_deed, self._is_whose
        )
        for group in self._answered([drafts[n] for n in numbers] for numbers in groups):
            event = self._event(group, [c for d in group for c in answers.get(d.trigger.token.i, ())])
            if event.claims and (event.actors or event.targets or any(d.place for d in group)):
                yield narrated_event(event, group, self.cast, self.tools.lexicon.hypernyms)

    def _is_whose(self, cue: Cue, draft: EventMention) -> bool:
        """Tell whether a source, or a body that it speaks for or belongs to, is who acts in a draft."""
        sides = self.cast.affiliation_keys(cue.sources[0])
        return any(filler.value.key in sides for filler in draft.actors)

    def _is_deed(self, action: str) -> bool:
        """Tell whether an action is more than words and no arrest: who denies a charge denies another's deed."""
        lineage = self.tools.lexicon.hypernyms(action)
        return lineage[-1].startswith("material") and "coerce" not in lineage

    def _answered(self, groups: Iterable[list[EventMention]]) -> list[list[EventMention]]:
        """Put "the attack" that is denied or owned up to, and told no more of, with the deed told last."""
        kept: list[list[EventMention]] = []
        for group in groups:
            answer = group[0]
            bare = len(group) == 1 and not (answer.actors or answer.targets or answer.place)
            told = self._told_last(answer, kept) if bare and self.claims.answers(answer) else None
            if told is not None:
                told.append(answer)
            else:
                kept.append(group)
        return kept

    def _told_last(self, answer: EventMention, groups: Sequence[list[EventMention]]) -> list[EventMention] | None:
        """Return the last group before an answer that is of its category, within a few sentences."""
        kind, story = (
            self.tools.lexicon.category(answer.trigger.entry.action),
            self.segments.segment_of(answer.trigger.token.i),
        )
        near = [
            (d.trigger.token.i, n) for n, group in enumerate(groups) for d in group
            if 0 < answer.trigger.token.i - d.trigger.token.i <= _NEAR
            and self.segments.segment_of(d.trigger.token.i) == story
            and self.tools.lexicon.category(d.trigger.entry.action) == kind
        ]  # fmt: skip
        return groups[max(near)[1]] if near else None

    def _facts(self, draft: EventMention) -> MentionAttributes:
        """Return what is known of a trigger before merging."""
        place = draft.place.place if draft.place else None
        return MentionAttributes(
            frozenset(f.value.key for f in draft.actors),
            frozenset(f.value.key for f in draft.targets),
            draft.date_key,
            place.key if place else None,
            frozenset(p.key for p in self.cast.with_containing_places(place)) if place else frozenset(),
            self.claims.mode(draft),
            self.cast.parsed.paragraphs[draft.trigger.token.i],
            self.segments.segment_of(draft.trigger.token.i),
        )

    def _event(self, group: list[EventMention], denied_by: Sequence[Cue]) -> Event:
        best = sorted(group, key=lambda d: (d.trigger.entry.secondary, d.trigger.token.i))
        action = self._action(best)
        actors = next((d.actors for d in best if d.actors), ())
        mutual = [d for d in best if d.trigger.entry.action == action and d.trigger.entry.frame.is_reciprocal]
        whose = mutual or best  # who is hurt in a clash is not whom it is with
        targets = _targets(whose, actors, frozenset(self.tools.lexicon.single_word_forms("Anybody")))
        triggers = tuple(sorted({self.cast.parsed.mention(d.trigger.first, d.trigger.last) for d in group}))
        return Event(action, triggers, actors, targets, claims=self.claims.of(group, denied_by))

    def _action(self, best: Sequence[EventMention]) -> str:
        """Return the most special action that the triggers name, refined by the weapon."""
        main = [d.trigger for d in best if not d.trigger.entry.secondary] or [d.trigger for d in best]
        action = max((t.entry.action for t in main), key=lambda a: len(self.tools.lexicon.hypernyms(a)))
        if action not in _REFINED:
            return action
        kinds = {k for d in best for k in self._weapons_of(d.trigger)}
        special = {
            k for k in kinds if action in self.tools.lexicon.hypernyms(k) or "attack" in self.tools.lexicon.hypernyms(k)
        }
        if len(special) == 1:
            return special.pop()
        return "remote-strike" if special else action

    def _weapons_of(self, trigger: Trigger) -> Iterator[str]:
        hit = (t for role in ("target", "victim") for t in trigger.roles.get(role, ()))
        struck = {
            t.i for t in hit if not is_instrument(t, trigger, self.cast)
        }  # a mortar that is destroyed is no means
        near = [t for slot in _WEAPON_SLOTS for t in trigger.slots.get(slot, ()) if t.i not in struck]
        near += [self.cast.phrases.semantic_head(t) for t in near]  # "dozens of rockets"
        near += [c for c in trigger.token.children if c.dep_ in ("compound", "amod", "nmod")]
        near += [c for t in list(near) for c in t.children if c.dep_ in ("compound", "conj", "amod")]
        for token in near:
            if token.lower_ in self.tools.weapons:
                yield self.tools.weapons[token.lower_]


def _targets(best: Sequence[EventMention], actors: Iterable[Filler], anybody: frozenset[str]) -> tuple[Filler, ...]:
    """Return the targets of the first trigger that has any, with those that its sentence adds.

    Nameless "people" are left to the casualty figures where anything else is told of the target.
    """
    acting = {f.value.key for f in actors}
    found: dict[str, Filler] = {}
    having = [d for d in best if d.targets]
    for draft in having:
        if sentence_of(draft.trigger.token) == sentence_of(having[0].trigger.token):
            for filler in draft.targets:
                if filler.value.key not in acting:
                    found.setdefault(filler.value.key, filler)
    told = {k: f for k, f in found.items() if f.value.label.lower() not in anybody}
    return tuple((told or found).values())
