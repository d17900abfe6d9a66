"""Say what one event is: its words, slots and claims, a line each. Knows values; knows no article around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.graph.labels import action_labels, day_label
from kg.model import Actor, Claim, Event, Filler, Mention, Place, Polarity
from kg.show.page import Page
from kg.show.reasons import rule
from kg.show.terminal import BOLD, DIM, ROLES, Piece

Line = tuple[str, list[Piece]]  #: what stands before, and the rest
_HOLDS = {
    Polarity.AFFIRMED: Piece("affirmed"),
    Polarity.DENIED: Piece("denied", BOLD),
    Polarity.UNDETERMINED: Piece("left open", BOLD),
}
#: what need not be said
_PLAIN = {"certain", "actual", "statement", "denial", "doubt"}


class Teller:
    """Tells the events of one article."""

    def __init__(self, page: Page, places: dict[str, Place], *, explain: bool) -> None:
        self._page = page
        self._places = places
        self._explain = explain

    def title(self, event: Event) -> list[Piece]:
        """Return the action and the words that name it in the sentence where it is told first."""
        home = self._page.sentence(event.triggers[0])
        here = [t for t in event.triggers if self._page.sentence(t) == home]
        return [Piece(action_labels()[event.action], BOLD), *(p for t in here for p in self._words(t, "trigger"))]

    def again(self, event: Event, words: Iterable[Mention], sentence: Mention) -> Iterator[Piece]:
        """Yield further words that name an event, and the claims that are made only in their sentence and later."""
        for mention in words:
            yield from self._words(mention, "trigger")
        for claim in event.claims:
            if self._page.sentence(claim.evidence[0]) == sentence:
                yield Piece(" · ")
                yield from self.stance(claim)

    def slots(self, event: Event) -> Iterator[Line]:
        """Yield a line for each actor, target, place and day."""
        for name, fillers in (("actor", event.actors), ("target", event.targets), ("place", event.places)):
            for n, filler in enumerate(fillers):
                from_where = self._from(filler.mention, event)
                yield "" if n else name, [*self._filler(filler, name, is_here=not from_where), *from_where]
        when = event.time
        if when is not None:
            from_where = self._from(when.mention, event) if when.mention else []
            words = self._words(when.mention, "") if when.mention and (self._explain or not from_where) else []
            day = Piece(day_label(when) or "no certain day", ROLES["date"])
            yield "date", [day, *words, *self._because(when.rule, ""), *from_where]

    def claims(self, event: Event) -> Iterator[Line]:
        """Yield a line for each claim, with its paragraph where that is another than the event's."""
        home = self._page.paragraph(event.triggers[0])
        for n, claim in enumerate(event.claims):
            yield "" if n else "claim", [*self.stance(claim), *self._elsewhere(claim, home)]

    def stance(self, claim: Claim) -> list[Piece]:
        """Return who holds what of an event."""
        who = self._sources(claim.claimants) if claim.claimants else [Piece("the article itself", DIM)]
        via = [Piece(" as told by "), *self._sources(claim.relayed_by)] if claim.relayed_by else []
        return [_HOLDS[claim.polarity], Piece(" by "), *who, *via, Piece("".join(f" · {m}" for m in _marks(claim)))]

    def _sources(self, sources: tuple[Filler, ...]) -> list[Piece]:
        found = [[*([Piece(" and ")] if n else []), *self._filler(f, "source")] for n, f in enumerate(sources)]
        return [p for pieces in found for p in pieces]

    def _filler(self, filler: Filler, role: str, *, is_here: bool = True) -> list[Piece]:
        label, words = filler.value.label, filler.mention
        around = self._around(filler.value) if role == "place" else ""
        told = self._words(words, "") if self._explain or (is_here and _bare(label) != _bare(words.text)) else []
        return [Piece(label, ROLES[role]), Piece(around, DIM), *told, *self._because(filler.rule, role)]

    def _from(self, mention: Mention, event: Event) -> list[Piece]:
        """Return where words stand that are in no sentence of the event: so they must not look as if said of it."""
        if self._page.sentence(mention) in {self._page.sentence(t) for t in event.triggers}:
            return []
        return [Piece(" "), Piece(f"(not said here: from ¶ {self._page.paragraph(mention)})", DIM)]

    def _words(self, mention: Mention, role: str) -> list[Piece]:
        style = ROLES[role] if role else ""
        span = f" [{mention.start}–{mention.end}]" if self._explain else ""
        return [Piece(" “"), Piece(mention.text, style), Piece("”"), Piece(span, DIM)]

    def _because(self, name: str, slot: str) -> list[Piece]:
        return [Piece(" "), Piece(f"({rule(name, slot)})", DIM)] if self._explain and name else []

    def _around(self, value: Actor | Place) -> str:
        """Return what a place lies within."""
        found: list[str] = []
        node = self._places.get(value.within) if isinstance(value, Place) and value.within else None
        while node is not None and node.label not in found:
            found.append(node.label)
            node = self._places.get(node.within) if node.within else None
        return "".join(f", {label}" for label in found)

    def _elsewhere(self, claim: Claim, home: int) -> list[Piece]:
        others = dict.fromkeys(self._page.paragraph(m) for m in claim.evidence)
        return [] if home in others else [Piece(" "), Piece(" ".join(f"¶ {n}" for n in others), DIM)]


def _marks(claim: Claim) -> Iterator[str]:
    """Yield what is remarkable in a claim: what is certain, actual and plainly stated is not."""
    certainty = None if claim.polarity is Polarity.UNDETERMINED else claim.certainty
    named = (certainty, claim.modality, claim.speech_act, claim.outcome)
    yield from (str(m) for m in named if m is not None and m not in _PLAIN)
    for what, figure in (("killed", claim.killed), ("injured", claim.injured)):
        if figure is not None:
            yield f"{figure:,} {what}"


def _bare(name: str) -> str:
    return " ".join(w for w in name.casefold().split() if w not in ("the", "a", "an"))
