"""Attribute quotations to their sources: by the cue of the sentence, a verb beside it, or the sources before it.

Knows quotations, cues and grammar; knows no actors.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.reading.attribution.document_sources import DocumentSources
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.verb_arguments import is_passive, verb_arguments
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.quotations import distance_to_quotation, quotations, verbs_beside
from kg.reading.parse.reported_speech import Cue
from kg.vocab.lexicon_entries import WordList

_SCARE_QUOTE = 4  #: tokens up to which quotation marks only set off a word


@dataclass(frozen=True, slots=True)
class QuotationAttribution:
    """Attributes the quotations of documents."""

    control_verbs: ControlVerbs
    documents: DocumentSources
    neutral_words: WordList  #: of cues whose verb is in no list of reporting verbs

    def with_quotations(self, parsed: ParsedArticle, cues: Sequence[Cue]) -> Iterator[Cue]:
        """Yield the cues with the quotations added to their content, and cues of other verbs for the rest.

        A quotation belongs to the cue of its sentence, else to the subject of a verb beside it ("Graham went on"), else
        to the last cue of its paragraph, else, where it opens a paragraph, to the source of the quotation before.
        """
        extended = list(cues)
        quoted: dict[int, set[int]] = {}
        last: int | None = None
        for start, end in quotations(parsed):
            if end - start < _SCARE_QUOTE:
                continue
            number = self._cue_number(parsed, extended, (start, end), last)
            if number is not None:
                quoted.setdefault(number, set()).update(range(start, end + 1))
                last = number
        for number, cue in enumerate(extended):
            added = quoted.get(number, set()) - {cue.token.i}
            if cue.content or added:
                yield replace(cue, content=cue.content | added, is_quoted=True) if added else cue

    def _cue_number(
        self, parsed: ParsedArticle, cues: list[Cue], quotation: tuple[int, int], last: int | None
    ) -> int | None:
        """Return the number of the cue of a quotation, None without one; a new cue is appended.

        Args:
            parsed: the article.
            cues: those found so far.
            quotation: its first and last token.
            last: number of the cue of the quotation before.
        """
        start, end = quotation
        number = _number_in_sentence(parsed, cues, start, end)
        if number is None:
            number = _append(cues, self._cue_beside(parsed, start, end))
        if number is None:
            number = _number_before(parsed, cues, start, last)
        if number is None:
            number = _append(cues, self._cue_of_sentence_before(parsed, start))
        return number

    def _cue_beside(self, parsed: ParsedArticle, start: int, end: int) -> Cue | None:
        """Return a verb beside a quotation as a cue: with a subject of its own, outside it, in no relative clause."""
        for verb in verbs_beside(parsed.doc, start, end):
            sources = [t for t in verb_arguments(verb, self.control_verbs)["subject"] if not start <= t.i <= end]
            if sources and not is_passive(verb):
                return Cue(verb, self.neutral_words, self.documents.with_authors(sources), frozenset())
        return None

    def _cue_of_sentence_before(self, parsed: ParsedArticle, start: int) -> Cue | None:
        """Return the main verb before, in the same paragraph, as a cue: "X criticized the move. "It is …"."""
        opens_sentence = start and start == parsed.doc[start].sent.start
        if not opens_sentence or parsed.paragraphs[start] != parsed.paragraphs[start - 1]:
            return None
        verb = parsed.doc[start - 1].sent.root
        is_active = verb.pos_ == "VERB" and not is_passive(verb)
        sources = verb_arguments(verb, self.control_verbs)["subject"] if is_active else []
        return Cue(verb, self.neutral_words, self.documents.with_authors(sources), frozenset()) if sources else None


def _append(cues: list[Cue], cue: Cue | None) -> int | None:
    """Append a cue and return its number, None without a cue."""
    if cue is None:
        return None
    cues.append(cue)
    return len(cues) - 1


def _number_in_sentence(parsed: ParsedArticle, cues: Sequence[Cue], start: int, end: int) -> int | None:
    """Return the nearest cue outside a quotation in the sentences where it begins and ends."""
    sentences = (parsed.doc[start].sent, parsed.doc[end].sent)
    near = [n for n, c in enumerate(cues) if c.sources and not start < c.token.i < end and c.token.sent in sentences]
    inside = set(range(start, end))
    return min(
        near,
        key=lambda n: (not inside & cues[n].content, distance_to_quotation(cues[n].token.i, start, end)),
        default=None,
    )


def _number_before(parsed: ParsedArticle, cues: Sequence[Cue], start: int, last: int | None) -> int | None:
    """Return the last cue before in the paragraph; for a quotation that opens one, that of the quotation before."""
    paragraph = parsed.paragraphs[start]
    same = [
        n for n, c in enumerate(cues)
        if c.sources and parsed.paragraphs[c.token.i] == paragraph and c.token.i < start
    ]  # fmt: skip
    if same:
        return max(same, key=lambda n: cues[n].token.i)
    opens = not start or parsed.paragraphs[start - 1] != paragraph
    if last is not None and opens and paragraph - parsed.paragraphs[cues[last].token.i] <= 1:
        return last
    return None
