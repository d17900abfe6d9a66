"""Format one event: its triggers, arguments and claims, a line each. Knows values and spans; knows no screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.labels import action_labels, day_label
from kg.model import Actor, CasualtyFigure, Claim, Event, FigureScope, Filler, Mention, Place, Polarity, Qualifier
from kg.show.explanations import explain_rule
from kg.show.sentence_layout import SentenceLayout
from kg.show.terminal import BOLD, DIM, ROLE_STYLES, StyledText

Line = tuple[str, list[StyledText]]  #: name of the slot, and its content
_POLARITY_PIECES = {
    Polarity.AFFIRMED: StyledText("affirmed"),
    Polarity.DENIED: StyledText("denied", BOLD),
    Polarity.UNDETERMINED: StyledText("left open", BOLD),
}
#: values that are not shown
_UNMARKED = {"certain", "actual", "statement", "denial", "doubt"}


class EventFormatter:
    """Formats the events of one article."""

    def __init__(self, layout: SentenceLayout, places: dict[str, Place], *, explain: bool) -> None:
        self._layout = layout
        self._places = places
        self._explain = explain

    def title(self, event: Event) -> list[StyledText]:
        """Return the action and its triggers in the sentence that mentions it first."""
        first = self._layout.sentence(event.triggers[0])
        triggers = [t for t in event.triggers if self._layout.sentence(t) == first]
        return [
            StyledText(action_labels()[event.action], BOLD),
            *(p for t in triggers for p in self._quote(t, "trigger")),
        ]

    def repeated_mention(self, event: Event, triggers: Iterable[Mention], sentence: Mention) -> Iterator[StyledText]:
        """Yield further triggers of an event, and the claims whose evidence begins in their sentence."""
        for trigger in triggers:
            yield from self._quote(trigger, "trigger")
        for claim in event.claims:
            if self._layout.sentence(claim.evidence[0]) == sentence:
                yield StyledText(" · ")
                yield from self.stance(claim)

    def slots(self, event: Event) -> Iterator[Line]:
        """Yield a line for each actor, target, place and date."""
        for name, fillers in (("actor", event.actors), ("target", event.targets), ("place", event.places)):
            for n, filler in enumerate(fillers):
                origin = self._origin_note(filler.mention, event)
                yield "" if n else name, [*self._filler_pieces(filler, name, is_local=not origin), *origin]
        when = event.when
        if when is not None:
            origin = self._origin_note(when.mention, event) if when.mention else []
            words = self._quote(when.mention, "") if when.mention and (self._explain or not origin) else []
            day = StyledText(day_label(when) or "no certain day", ROLE_STYLES["date"])
            yield "date", [day, *words, *self._rule_note(when.rule, ""), *origin]

    def claims(self, event: Event) -> Iterator[Line]:
        """Yield a line for each claim, with its paragraph where that is another than the event's."""
        event_paragraph = self._layout.paragraph_number(event.triggers[0])
        for n, claim in enumerate(event.claims):
            yield "" if n else "claim", [*self.stance(claim), *self._evidence_paragraphs(claim, event_paragraph)]

    def stance(self, claim: Claim) -> list[StyledText]:
        """Return the polarity, the claimants and the other marked values of a claim."""
        claimants = self._source_pieces(claim.claimants) or [StyledText("the article itself", DIM)]
        relays = [StyledText(" as told by "), *self._source_pieces(claim.relayed_by)] if claim.relayed_by else []
        values = StyledText("".join(f" · {value}" for value in _marked_values(claim)))
        return [_POLARITY_PIECES[claim.polarity], StyledText(" by "), *claimants, *relays, values]

    def _source_pieces(self, sources: tuple[Filler, ...]) -> list[StyledText]:
        pieces: list[StyledText] = []
        for source in sources:
            pieces += [*([StyledText(" and ")] if pieces else []), *self._filler_pieces(source, "source")]
        return pieces

    def _filler_pieces(self, filler: Filler, role: str, *, is_local: bool = True) -> list[StyledText]:
        label, mention = filler.value.label, filler.mention
        within = self._containing_places(filler.value) if role == "place" else ""
        is_renamed = _without_articles(label) != _without_articles(mention.text)
        quote = self._quote(mention, "") if self._explain or (is_local and is_renamed) else []
        note = self._rule_note(filler.rule, role)
        return [StyledText(label, ROLE_STYLES[role]), StyledText(within, DIM), *quote, *note]

    def _origin_note(self, mention: Mention, event: Event) -> list[StyledText]:
        """Return the paragraph of a mention that is in no sentence of the event, and so was inferred."""
        if self._layout.sentence(mention) in {self._layout.sentence(t) for t in event.triggers}:
            return []
        return [StyledText(" "), StyledText(f"(not said here: from ¶ {self._layout.paragraph_number(mention)})", DIM)]

    def _quote(self, mention: Mention, role: str) -> list[StyledText]:
        style = ROLE_STYLES[role] if role else ""
        span = f" [{mention.start}–{mention.end}]" if self._explain else ""
        return [StyledText(" “"), StyledText(mention.text, style), StyledText("”"), StyledText(span, DIM)]

    def _rule_note(self, rule: str, slot: str) -> list[StyledText]:
        return [StyledText(" "), StyledText(f"({explain_rule(rule, slot)})", DIM)] if self._explain and rule else []

    def _containing_places(self, value: Actor | Place) -> str:
        """Return the labels of the places that contain a place, nearest first."""
        labels: list[str] = []
        node = self._places.get(value.within) if isinstance(value, Place) and value.within else None
        while node is not None and node.label not in labels:
            labels.append(node.label)
            node = self._places.get(node.within) if node.within else None
        return "".join(f", {label}" for label in labels)

    def _evidence_paragraphs(self, claim: Claim, event_paragraph: int) -> list[StyledText]:
        paragraphs = dict.fromkeys(self._layout.paragraph_number(m) for m in claim.evidence)
        if event_paragraph in paragraphs:
            return []
        return [StyledText(" "), StyledText(" ".join(f"¶ {n}" for n in paragraphs), DIM)]


def _marked_values(claim: Claim) -> Iterator[str]:
    """Yield the values of a claim that are not those of a plain statement of fact, and its casualties."""
    certainty = None if claim.polarity is Polarity.UNDETERMINED else claim.certainty
    values = (certainty, claim.modality, claim.speech_act, claim.outcome)
    yield from (str(m) for m in values if m is not None and m not in _UNMARKED)
    yield from map(_figure_text, claim.figures)


def _figure_text(figure: CasualtyFigure) -> str:
    """Return a figure with how it is meant, if it is not a plain one of the event: "20 killed (at least)"."""
    upper = f"–{figure.upper:,}" if figure.upper is not None else ""
    notes = [
        str(note).replace("-", " ")
        for note in (figure.qualifier, figure.scope)
        if note not in (Qualifier.EXACT, Qualifier.BETWEEN, FigureScope.EVENT)
    ]
    return f"{figure.number:,}{upper} {figure.casualty}" + (f" ({', '.join(notes)})" if notes else "")


def _without_articles(name: str) -> str:
    return " ".join(w for w in name.casefold().split() if w not in ("the", "a", "an"))
