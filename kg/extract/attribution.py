"""Find who says what: reporting verbs and nouns, "according to", quotations. Knows grammar and lists, no actors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from kg.extract.arguments import Governors, is_passive, of_noun, of_verb
from kg.extract.nlp import Parsed
from kg.extract.phrases import Phrases
from kg.vocab.lexicon import Lexicon
from kg.vocab.words import Part, WordList

_QUOTE = '"'
_ABOUT = {"of", "for", "about", "on", "over", "as"}
_FROM = ("by", "from")
_SHORT_QUOTE = 4  #: tokens up to which quotation marks only set off a word


@dataclass(frozen=True)
class Cue:
    """Words that hand a stretch of text to a source."""

    token: Token
    words: WordList
    sources: tuple[Token, ...]  #: empty: nobody is named ("is believed to")
    content: frozenset[int]  #: the tokens that the source answers for
    quoted: bool = False

    @property
    def evidence(self) -> tuple[int, int]:
        """First and last token of cue, source and content in the cue's sentence."""
        sent = self.token.sent
        inside = [i for i in (*self.content, *(i for s in self.sources for i in (s.left_edge.i, s.i)), self.token.i) if sent.start <= i < sent.end]
        return min(inside), max(inside)


class Attribution:
    """Finds the cues of a document; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon, governors: Governors) -> None:
        self.governors = governors
        self.verbs = lexicon.index("Reporting", "Deny", parts=[Part.VERB])
        self.nouns = lexicon.index("Reporting", "Deny", parts=[Part.NOUN])
        self.according = lexicon.index("According")
        self.plain = next(w for w in lexicon.lists["Reporting"] if set(w.values) <= {"speechAct"})

    def cues(self, parsed: Parsed, phrases: Phrases) -> tuple[Cue, ...]:
        """Return all cues, quotations that go on over sentences included."""
        doc = parsed.doc
        words = [t.lower_ for t in doc]
        found = [c for hit in self.verbs.longest(words) if (c := self._verb(doc[hit.start], hit.pattern.payload))]
        found += [
            c for hit in self.nouns.longest(words) if (c := self._noun(doc[hit.end - 1], hit.pattern.payload, phrases))
        ]
        found += [
            c
            for hit in self.according.longest(words)
            if (c := _according(doc, hit.start, hit.end, hit.pattern.payload))
        ]
        return tuple(self._with_quotes(parsed, found))

    def _verb(self, verb: Token, words: WordList) -> Cue | None:
        if verb.pos_ not in ("VERB", "AUX"):
            return None
        slots = of_verb(verb, self.governors)
        sources = slots["by"] or slots["subject"]
        content = set(self._content(verb, words))
        if is_passive(verb):
            sources = [t for c in verb.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
            content |= {t.i for t in verb.subtree} - {t.i for s in sources for t in s.subtree}
        content -= {t.i for s in sources for t in _own(s)} | {verb.i}
        if not content and not _quote_in(verb.sent):
            return None
        return Cue(verb, words, tuple(sources), frozenset(content))

    def _content(self, verb: Token, words: WordList) -> Iterator[int]:
        for child in verb.children:
            if child.dep_ in ("ccomp", "xcomp", "dobj", "pcomp", "acomp", "oprd") or (
                child.dep_ == "prep"
                and child.lower_ in _ABOUT
                and words.values.get("speechAct") in ("allegation", "denial")
            ):
                yield from (t.i for t in child.subtree)
        if verb.dep_ in ("parataxis", "advcl") and verb.head.pos_ in ("VERB", "AUX") and _parenthetical(verb):
            yield from ({t.i for t in verb.head.subtree} - {t.i for t in verb.subtree})

    def _with_quotes(self, parsed: Parsed, cues: list[Cue]) -> Iterator[Cue]:
        """Give each quotation to its speaker.

        That is the cue of its sentence, else the subject of a verb beside it ("Graham went on"), else the last cue of
        its paragraph, else, where the quotation opens a paragraph, who spoke in the one before.
        """
        extra: dict[int, set[int]] = {}
        last: int | None = None
        for start, end in _quotations(parsed):
            if end - start < _SHORT_QUOTE:
                continue
            n = _speaker(parsed, cues, start, end)
            if n is None and (beside := self._beside(parsed, start, end)) is not None:
                cues.append(beside)
                n = len(cues) - 1
            if n is None:
                n = _earlier_speaker(parsed, cues, start, last)
            if n is not None:
                extra.setdefault(n, set()).update(range(start, end + 1))
                last = n
        for n, cue in enumerate(cues):
            more = extra.get(n, set()) - {cue.token.i}
            if cue.content or more:
                yield replace(cue, content=cue.content | more, quoted=True) if more else cue

    def _beside(self, parsed: Parsed, start: int, end: int) -> Cue | None:
        """Return the main verb of a quotation's sentence as a cue, when it stands outside with a subject of its own."""
        for sent in (parsed.doc[end].sent, parsed.doc[start].sent):
            verb = sent.root
            if verb.pos_ == "VERB" and not start <= verb.i <= end:
                sources = [t for t in of_verb(verb, self.governors)["subject"] if not start <= t.i <= end]
                if sources and not is_passive(verb):
                    return Cue(verb, self.plain, tuple(sources), frozenset())
        return None

    def _noun(self, noun: Token, words: WordList, phrases: Phrases) -> Cue | None:
        if noun.pos_ != "NOUN":
            return None
        content = {t.i for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _says(c) for t in c.subtree}
        content |= {t.i for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "about") for t in c.subtree}
        if not content:
            return None
        slots = of_noun(noun, self.governors, phrases)
        sources = slots["owner"] or next((slots[p] for p in _FROM if slots[p]), [])
        content -= {t.i for s in sources for t in s.subtree}
        return Cue(noun, words, tuple(sources), frozenset(content)) if sources else None


def covering(cues: tuple[Cue, ...], token: Token) -> list[Cue]:
    """Return the cues whose content holds the token, innermost first."""
    found = [c for c in cues if token.i in c.content and c.token.i != token.i]
    return sorted(found, key=lambda c: (len(c.content), c.token.dep_ not in ("advcl", "acl", "prep"), c.token.i))


def _own(source: Token) -> list[Token]:
    """Return the source's words, without clauses that hang on it."""
    return [
        t for t in source.subtree if not any(a.dep_ in ("relcl", "acl") and a.i > source.i for a in (t, *t.ancestors))
    ]


def _says(clause: Token) -> bool:
    """Tell whether a noun's clause is what is said ("the claim that …") and not about the noun."""
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children) or clause.dep_ == "ccomp"


def _parenthetical(verb: Token) -> bool:
    sent = verb.sent
    before = verb.left_edge.i - 1
    return (before >= sent.start and verb.doc[before].is_punct) or any(c.lower_ == "as" for c in verb.children)


def _according(doc: Doc, start: int, end: int, words: WordList) -> Cue | None:
    last = doc[end - 1]
    sources = [t for t in last.children if t.dep_ in ("pobj", "dobj")]
    if not sources:
        return None
    head = doc[start].head
    while head.pos_ not in ("VERB", "AUX") and head.dep_ != "ROOT":
        head = head.head
    apart = {t.i for t in doc[start].subtree}
    content = frozenset(t.i for t in head.subtree) - apart
    return Cue(doc[start], words, tuple(sources), content)


def _quote_in(sent: object) -> bool:
    return any(t.text == _QUOTE for t in sent)  # type: ignore[attr-defined]


def _quotations(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Yield quotations as token ranges, marks included; one that isn't closed ends with its paragraph."""
    opened: int | None = None
    for token in parsed.doc:
        if opened is not None and parsed.paragraphs[token.i] != parsed.paragraphs[opened]:
            yield opened, token.i - 1
            opened = None
        if token.text == _QUOTE:
            if opened is None:
                opened = token.i
            else:
                yield opened, token.i
                opened = None
    if opened is not None:
        yield opened, len(parsed.doc) - 1


def _speaker(parsed: Parsed, cues: list[Cue], start: int, end: int) -> int | None:
    """Return the cue in the sentences where a quotation begins and ends, the nearest one outside it."""
    ends = (parsed.doc[start].sent, parsed.doc[end].sent)
    near = [n for n, c in enumerate(cues) if c.sources and not start < c.token.i < end and c.token.sent in ends]
    inside = set(range(start, end))
    return min(
        near,
        key=lambda n: (not inside & cues[n].content, min(abs(cues[n].token.i - start), abs(cues[n].token.i - end))),
        default=None,
    )


def _earlier_speaker(parsed: Parsed, cues: list[Cue], start: int, last: int | None) -> int | None:
    """Return who spoke before in the paragraph, or at the end of the one before when the quotation opens one."""
    paragraph = parsed.paragraphs[start]
    same = [n for n, c in enumerate(cues) if c.sources and parsed.paragraphs[c.token.i] == paragraph and c.token.i < start]
    if same:
        return max(same, key=lambda n: cues[n].token.i)
    if last is not None and paragraph - parsed.paragraphs[cues[last].token.i] <= 1:
        return last
    return None
