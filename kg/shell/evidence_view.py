"""Render evidence: quotes highlighted in their sentences, by article, with claimants. Asks only for labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kg.query.display_names import curie, visible
from kg.query.evidence import Source, Span
from kg.query.table import display_width
from kg.shell.session import ShellSession

_HIGHLIGHT = ("\x1b[1;7m", "\x1b[0m")
_GUILLEMETS = ("»", "«")
_STYLE_SEQUENCE = re.compile("|".join(map(re.escape, _HIGHLIGHT)))


def render_sources(sources: Sequence[Source], shell: ShellSession) -> str:
    """Return each article's title, outlet, day and address, and below it its sentences with the quotes highlighted."""
    labels = shell.preferred_labels(source.claimant for source in sources if source.claimant)
    names = {iri: visible(labels.get(iri) or curie(iri, shell.graph.prefixes)) for s in sources if (iri := s.claimant)}
    lines = []
    for _, group in groupby(sources, key=lambda source: source.article):
        article_sources = list(group)
        first = article_sources[0]
        title = f"\x1b[1m{visible(first.title)}\x1b[0m" if shell.uses_color else visible(first.title)
        lines.append(" · ".join([title, *(visible(part) for part in (first.outlet, first.date, first.url) if part)]))
        for quote_sources in _groups_by_quote(article_sources):
            lines += _passage_lines(quote_sources, names, shell)
    return "\n".join(lines) + "\n"


def _groups_by_quote(sources: Iterable[Source]) -> Iterator[list[Source]]:
    """Yield the sources with the same quote together, and all mere mentions in one sentence."""
    groups: dict[tuple[Span | None, Span | None], list[Source]] = {}
    for source in sources:
        groups.setdefault((source.sentence, source.quote if source.claimant else None), []).append(source)
    yield from groups.values()


def _passage_lines(sources: Sequence[Source], names: dict[str, str], shell: ShellSession) -> list[str]:
    sentence = sources[0].sentence or sources[0].quote
    marks = sorted({mark for source in sources for mark in source.marks}, key=lambda mark: (mark.begin, -mark.end))
    words = _highlighted(sentence, marks, _HIGHLIGHT if shell.uses_color else _GUILLEMETS)
    if not sentence.words.startswith(("“", '"')):
        words = f"“{words}”"
    stances = dict.fromkeys(_claimant_stance(source, names) for source in sources if source.claimant)
    span = f"  [{sentence.begin}–{sentence.end}] "
    text = words + (f"  — {'; '.join(stances)}" if stances else "")
    return _wrapped_lines(span, text, shell.screen.width)


def _claimant_stance(source: Source, names: dict[str, str]) -> str:
    who = "the article itself" if source.claimant == source.article else names[source.claimant or ""]
    return f"{who}: {', '.join(source.stance)}" if source.stance else who


def _highlighted(sentence: Span, marks: Sequence[Span], style: tuple[str, str]) -> str:
    """Return the sentence, escaped, with each mark between the start and the end of a style."""
    text, at, words = "", 0, sentence.words
    for mark in marks:
        begin, end = mark.begin - sentence.begin, mark.end - sentence.begin
        if begin >= at:  # those within another are left out
            text += f"{visible(words[at:begin])}{style[0]}{visible(words[begin:end])}{style[1]}"
            at = end
    return text + visible(words[at:])


def _wrapped_lines(prefix: str, text: str, width: int | None) -> list[str]:
    """Return the text wrapped at spaces behind a prefix, later lines indented as far; highlights span line ends."""
    room = None if width is None else max(width - len(prefix), 20)
    lines, left = [""], room or 0
    for word in text.split(" "):
        needed = display_width(_STYLE_SEQUENCE.sub("", word))
        if room is not None and lines[-1] and needed + 1 > left:
            lines.append("")
            left = room
        lines[-1] += f" {word}" if lines[-1] else word
        left -= needed + (lines[-1] != word)
    style = ""
    for n, line in enumerate(lines):
        sequences = _STYLE_SEQUENCE.findall(line)
        lines[n] = f"{' ' * len(prefix) if n else prefix}{style}{line.rstrip()}"
        style = (sequences or [style])[-1].replace(_HIGHLIGHT[1], "")
        lines[n] += _HIGHLIGHT[1] if style else ""
    return lines
