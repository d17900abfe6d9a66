"""Show quotes in their sentences, by article, with who says so. Knows colours; asks nothing of the graph but labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.query.display_names import curie, visible
from kg.query.evidence import Source, Span
from kg.query.table import display_width
from kg.shell.shell import Shell

_BRIGHT = ("\x1b[1;7m", "\x1b[0m")
_PLAIN = ("»", "«")
_PEN = re.compile("|".join(map(re.escape, _BRIGHT)))


def quoted(found: Sequence[Source], shell: Shell) -> str:
    """Return each article's title, outlet, day and address, and below it its sentences with the quotes marked."""
    labels = shell.called(source.claimant for source in found if source.claimant)
    names = {iri: visible(labels.get(iri) or curie(iri, shell.session.prefixes)) for s in found if (iri := s.claimant)}
    lines = []
    for _, some in groupby(found, key=lambda source: source.article):
        of_article = list(some)
        first = of_article[0]
        title = f"\x1b[1m{visible(first.title)}\x1b[0m" if shell.screen.color else visible(first.title)
        lines.append(" · ".join([title, *(visible(part) for part in (first.outlet, first.date, first.url) if part)]))
        for same in _by_quote(of_article):
            lines += _passage(same, names, shell)
    return "\n".join(lines) + "\n"


def _by_quote(found: Iterable[Source]) -> Iterator[list[Source]]:
    """Yield the sources of the same words together, and all mere mentions in one sentence."""
    groups: dict[tuple[Span | None, Span | None], list[Source]] = {}
    for source in found:
        groups.setdefault((source.sentence, source.quote if source.claimant else None), []).append(source)
    yield from groups.values()


def _passage(same: Sequence[Source], names: dict[str, str], shell: Shell) -> list[str]:
    sentence = same[0].sentence or same[0].quote
    marks = sorted({mark for source in same for mark in source.marks}, key=lambda mark: (mark.begin, -mark.end))
    words = _marked(sentence, marks, _BRIGHT if shell.screen.color else _PLAIN)
    if not sentence.words.startswith(("“", '"')):
        words = f"“{words}”"
    told = dict.fromkeys(_told(source, names) for source in same if source.claimant)
    place = f"  [{sentence.begin}–{sentence.end}] "
    text = words + (f"  — {'; '.join(told)}" if told else "")
    return _in_lines(place, text, shell.screen.width)


def _told(source: Source, names: dict[str, str]) -> str:
    who = "the article itself" if source.claimant == source.article else names[source.claimant or ""]
    return f"{who}: {', '.join(source.stance)}" if source.stance else who


def _marked(sentence: Span, marks: Sequence[Span], pen: tuple[str, str]) -> str:
    """Return the sentence, harmless to terminals, with the marked parts between the two strokes of the pen."""
    text, at, words = "", 0, sentence.words
    for mark in marks:
        begin, end = mark.begin - sentence.begin, mark.end - sentence.begin
        if begin >= at:  # one within another says no more
            text += f"{visible(words[at:begin])}{pen[0]}{visible(words[begin:end])}{pen[1]}"
            at = end
    return text + visible(words[at:])


def _in_lines(lead: str, text: str, width: int | None) -> list[str]:
    """Return the text in lines of words behind a lead, the later ones indented as far; what is bright stays bright."""
    room = None if width is None else max(width - len(lead), 20)
    lines, left = [""], room or 0
    for word in text.split(" "):
        needed = display_width(_PEN.sub("", word))
        if room is not None and lines[-1] and needed + 1 > left:
            lines.append("")
            left = room
        lines[-1] += f" {word}" if lines[-1] else word
        left -= needed + (lines[-1] != word)
    bright = ""
    for n, line in enumerate(lines):
        strokes = _PEN.findall(line)
        lines[n] = f"{' ' * len(lead) if n else lead}{bright}{line.rstrip()}"
        bright = (strokes or [bright])[-1].replace(_BRIGHT[1], "")
        lines[n] += _BRIGHT[1] if bright else ""
    return lines
