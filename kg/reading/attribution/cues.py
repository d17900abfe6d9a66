"""Find who says what: reporting verbs and nouns, "according to", quotations. Knows grammar and lists, no actors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from kg.reading.attribution.document_sources import DocumentSources
from kg.reading.attribution.speakers import (
    clause_of_mistagged_verb,
    complement_clause,
    find_speakers,
    is_reporting_verb,
    misattached_clauses,
    source_after,
)
from kg.reading.events.arguments import is_passive, verb_arguments
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.parse.quotations import distance_to_quotation, has_quote, quotations, verbs_beside
from kg.reading.parse.reported_speech import Cue
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part, PhraseMatch, WordList

_ABOUT = {"of", "for", "about", "on", "over", "as"}
_CLAUSES = {"ccomp", "xcomp", "pcomp", "acomp", "oprd"}
_RELAYS = {"citing", "quoting"}
_CONTRASTS = {"while", "whereas", "although", "though"}
_SHORT_QUOTE = 4  #: tokens up to which quotation marks only set off a word


class CueFinder:
    """Finds the cues of a document; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon, governors: ControlVerbs) -> None:
        self.governors = governors
        self.verbs = lexicon.phrase_index("Reporting", parts=[Part.VERB])
        self.nouns = lexicon.phrase_index("Reporting", parts=[Part.NOUN])
        self.according = lexicon.phrase_index("According")
        self.content_nouns = frozenset(lexicon.single_word_forms("Deny"))
        self.documents = DocumentSources(lexicon, governors)
        self.neutral_words = next(w for w in lexicon.word_lists["Reporting"] if set(w.values) <= {"speechAct"})

    def cues(self, parsed: ParsedArticle, phrases: NounPhrases) -> tuple[Cue, ...]:
        """Return all cues, quotations that go on over sentences included."""
        doc = parsed.doc
        words = [t.lower_ for t in doc]
        passing = [hit for hit in self.according.longest_matches(words) if not _is_main_clause(doc[hit.start])]
        fixed = {hit.start for hit in passing}
        verbs = (hit for hit in self.verbs.longest_matches(words) if hit.start not in fixed)
        found = [c for hit in verbs if (c := self._verb_cue(doc, hit, phrases))]
        held = frozenset().union(*(c.content for c in found if c.sources))
        named = (
            self._noun_cue(doc[hit.end - 1], hit.pattern.payload, phrases, held)
            for hit in self.nouns.longest_matches(words)
        )
        found += [c for c in named if c is not None]
        found = [_without_contrasts(c, found) for c in found]
        found += [c for hit in passing if (c := self._according_cue(doc, hit, found, phrases))]
        return tuple(self._with_quotations(parsed, found))

    def _verb_cue(self, doc: Doc, hit: PhraseMatch[WordList], phrases: NounPhrases) -> Cue | None:
        verb, words = doc[hit.start], hit.pattern.payload
        if not is_reporting_verb(verb):
            return None
        sources = find_speakers(verb, self.governors, phrases)
        if words.values.get("speaker") == "document" and verb.dep_ == "acl":
            sources = [verb.head]  # "released a video showing"
        if words.values.get("speaker") == "document" and not any(self.documents.is_document(s) for s in sources):
            return None
        content = set(self._verb_content(verb, words, doc[hit.end - 1].lower_))
        if is_passive(verb) and words.values.get("speechAct") != "allegation":
            content |= {t.i for c in verb.children if c.dep_ == "nsubjpass" for t in (c, *c.conjuncts)}
        content -= {t.i for s in sources for t in _phrase_tokens(s)} | {verb.i}
        if not content and not has_quote(verb.sent):
            return None
        return Cue(verb, words, self.documents.with_authors(sources), frozenset(content))

    def _verb_content(self, verb: Token, words: WordList, last: str) -> Iterator[int]:
        if (clause := clause_of_mistagged_verb(verb)) is not None:
            yield from (t.i for t in clause.subtree)
        for child in verb.children:
            if child.dep_ in _CLAUSES and not _ends_at_semicolon(child):
                yield from (t.i for t in child.subtree)
            elif (child.dep_ == "dobj" and self._is_content_object(child, words)) or self._introduces_content(
                child, words, last
            ):
                wanted = words.values.get("content") == "wanted" or words.values.get("speechAct") == "allegation"
                yield from (t.i for t in _phrase_tokens(child, ("relcl",)) if not wanted or _is_demanded(t, child))
                told = (
                    [complement_clause(child), *misattached_clauses(child)]
                    if child.lower_ in self.content_nouns
                    else []
                )
                yield from (t.i for clause in told if clause is not None for t in clause.subtree)
        if verb.dep_ in ("parataxis", "advcl") and verb.head.pos_ in ("VERB", "AUX") and _is_parenthetical(verb):
            yield from ({t.i for t in verb.head.subtree} - {t.i for t in verb.subtree})

    def _is_content_object(self, thing: Token, words: WordList) -> bool:
        """Tell whether a verb's object is something that its subject says: not all that one rejects was said."""
        match words.values.get("content"):
            case "clause":
                return False
            case "said":
                return thing.lower_ in self.content_nouns
            case _:
                return True

    def _introduces_content(self, preposition: Token, words: WordList, last: str) -> bool:
        """Tell whether a preposition leads to what is said: "accuse of", "call for", "quote as saying"."""
        if preposition.dep_ != "prep":
            return False
        if preposition.lower_ == last:
            return True
        if preposition.lower_ == "as":
            return any(c.dep_ == "pcomp" or c.lower_ in self.content_nouns for c in preposition.children)
        return preposition.lower_ in _ABOUT and words.values.get("speechAct") in ("allegation", "denial")

    def _noun_cue(self, noun: Token, words: WordList, phrases: NounPhrases, held: frozenset[int]) -> Cue | None:
        """Return the cue of a noun of saying; one without a maker is nobody's, but in others' words it is theirs."""
        if noun.pos_ != "NOUN" or is_reporting_verb(noun):
            return None
        clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and _is_content_clause(c)]
        if noun.lower_ in self.content_nouns and (told := complement_clause(noun)) is not None:
            clauses.append(told)
        lost = misattached_clauses(noun)
        content = {t.i for c in (*clauses, *lost) for t in c.subtree}
        of_it = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "about")]
        content |= {t.i for c in of_it for t in _phrase_tokens(c, ("relcl",))}
        sources = self.documents.authors_of_noun(noun, phrases) if content else ()
        if content and not sources and noun.i not in held:
            sources = self.documents.with_authors([noun])
            if noun in sources and (noun.lower_ not in self.content_nouns or noun.tag_ != "NNS"):
                sources = ()  # a report of shots may be the first; "reports of shots" are of nobody knows whom
        content -= {t.i for s in sources for t in s.subtree if s.i != noun.i}
        content |= {t.i for clause in lost for t in clause.subtree}
        return Cue(noun, words, sources, frozenset(content)) if sources else None

    def _according_cue(
        self, doc: Doc, hit: PhraseMatch[WordList], found: list[Cue], phrases: NounPhrases
    ) -> Cue | None:
        """Return the cue of "according to" and its like.

        Who is cited by a source answers for what that one reports. A deed that is cited as a reason is told by who
        cites it: "cancelled the talks, citing violations of the ceasefire".
        """
        first, last = doc[hit.start], doc[hit.end - 1]
        direct = [t for t in last.children if t.dep_ in ("pobj", "dobj")] or source_after(doc, last)
        sources = [*direct, *(c for t in direct for c in t.conjuncts if _is_coordinated_source(t, c))]
        if not sources:
            return None
        if first.lower_ in _RELAYS and (cue := next((c for c in found if c.token.i == first.head.i), None)):
            return Cue(first, hit.pattern.payload, self.documents.with_authors(sources), cue.content)
        if first.lower_ in _RELAYS and not any(self.documents.can_be_source(s, phrases) for s in sources):
            reasons = frozenset(t.i for s in sources for t in s.subtree)
            return Cue(first, self.neutral_words, tuple(find_speakers(first, self.governors, phrases)), reasons)
        own = {t.i for t in first.subtree} | {t.i for s in sources for t in _phrase_tokens(s)}
        return Cue(
            first,
            hit.pattern.payload,
            self.documents.with_authors(sources),
            frozenset(_according_scope(first, own) - own),
        )

    def _with_quotations(self, parsed: ParsedArticle, cues: list[Cue]) -> Iterator[Cue]:
        """Give each quotation to its speaker.

        That is the cue of its sentence, else the subject of a verb beside it ("Graham went on"), else the last cue of
        its paragraph, else, where the quotation opens a paragraph, who spoke in the one before.
        """
        extra: dict[int, set[int]] = {}
        last: int | None = None
        for start, end in quotations(parsed):
            if end - start < _SHORT_QUOTE:
                continue
            n = _speaker(parsed, cues, start, end)
            if n is None and (beside := self._beside(parsed, start, end)) is not None:
                cues.append(beside)
                n = len(cues) - 1
            if n is None:
                n = _earlier_speaker(parsed, cues, start, last)
            if n is None and (before := self._sentence_before(parsed, start)) is not None:
                cues.append(before)
                n = len(cues) - 1
            if n is not None:
                extra.setdefault(n, set()).update(range(start, end + 1))
                last = n
        for n, cue in enumerate(cues):
            more = extra.get(n, set()) - {cue.token.i}
            if cue.content or more:
                yield replace(cue, content=cue.content | more, is_quoted=True) if more else cue

    def _beside(self, parsed: ParsedArticle, start: int, end: int) -> Cue | None:
        """Return a verb beside a quotation as a cue: with a subject of its own, outside it, in no relative clause."""
        for verb in verbs_beside(parsed.doc, start, end):
            sources = [t for t in verb_arguments(verb, self.governors)["subject"] if not start <= t.i <= end]
            if sources and not is_passive(verb):
                return Cue(verb, self.neutral_words, self.documents.with_authors(sources), frozenset())
        return None

    def _sentence_before(self, parsed: ParsedArticle, start: int) -> Cue | None:
        """Return the main verb of the sentence before as a cue, of its paragraph: "X criticized the move. "It is …"."""
        if (
            not start
            or start != parsed.doc[start].sent.start
            or parsed.paragraphs[start] != parsed.paragraphs[start - 1]
        ):
            return None
        verb = parsed.doc[start - 1].sent.root
        sources = (
            verb_arguments(verb, self.governors)["subject"] if verb.pos_ == "VERB" and not is_passive(verb) else []
        )
        return Cue(verb, self.neutral_words, self.documents.with_authors(sources), frozenset()) if sources else None


def _is_main_clause(verb: Token) -> bool:
    """Tell whether "claimed by" is a clause's own verb, and no aside: "the attack was claimed by the group"."""
    return any(c.dep_ == "nsubjpass" for c in verb.children)


def _is_coordinated_source(noun: Token, other: Token) -> bool:
    """Tell whether a noun is one of two sources: "according to A and B", not "according to A, B and C fled"."""
    return other.i > noun.i and all(t.text != "," for t in noun.doc[noun.i : other.i])


def _without_contrasts(cue: Cue, cues: Iterable[Cue]) -> Cue:
    """Return a cue without what it is set against: "the UN says …, while the army says …" is no word of the UN's."""
    other: set[int] = set()
    for verb in (c.token for c in cues if c.token.i in cue.content and c.token.dep_ == "advcl"):
        if any(c.dep_ == "mark" and c.lower_ in _CONTRASTS for c in verb.children):
            other |= {t.i for t in verb.subtree}
    return replace(cue, content=cue.content - other) if other else cue


def _according_scope(first: Token, own: set[int]) -> set[int]:
    """Return what "according to" answers for: its sentence from either end of it, else the clause that it stands in."""
    sent = first.sent
    end = next((t.i for t in sent if t.text == ";" and t.i > first.i), sent.end)
    begin = max((t.i + 1 for t in sent if t.text == ";" and t.i < first.i), default=sent.start)
    ends = all(t.is_punct or t.i in own for t in first.doc[first.i : end])
    if first.i <= begin + 1 or (ends and first.nbor(-1).text == ","):
        return set(range(begin, end))
    head = first.head
    while head.pos_ not in ("VERB", "AUX") and head.dep_ != "ROOT":
        head = head.head
    if first.nbor(-1).text == ",":  # "struck, and then, according to officials, fled"
        head = next((c for c in head.conjuncts if c.i > first.i > head.i and c.pos_ == "VERB"), head)
    return {t.i for t in head.subtree}


def _phrase_tokens(head: Token, apart: tuple[str, ...] = ("relcl", "acl")) -> list[Token]:
    """Return a word's phrase, without clauses of some kinds after it."""
    inside = ((t, [a for a in (t, *t.ancestors) if head.is_ancestor(a)]) for t in head.subtree)
    return [t for t, over in inside if not any(a.dep_ in apart and a.i > head.i for a in over)]


def _is_demanded(token: Token, preposition: Token) -> bool:
    """Tell whether a word is what is called for, and not what that is about: "an inquiry into the killings"."""
    between = (token, *(a for a in token.ancestors if preposition.is_ancestor(a)))
    clause = any(a.dep_ in ("acl", "relcl", "advcl") and a.tag_ != "VB" for a in between)
    about = any(a.dep_ == "prep" and a.lower_ != "of" for a in between)
    return token.i == preposition.i or not (clause or about)


def _ends_at_semicolon(clause: Token) -> bool:
    """Tell whether a semicolon ends a clause, so that the verb after it does not report it."""
    end = clause.right_edge.i + 1
    return end < clause.head.i and clause.doc[end].text == ";"


def _is_content_clause(clause: Token) -> bool:
    """Tell whether a noun's clause is what is said ("the claim that …") and not about the noun."""
    marked = any(c.lower_ == "that" and c.dep_ == "mark" for c in clause.children)
    return marked or clause.dep_ == "ccomp" or {"to", "have"} <= {c.lower_ for c in clause.children if c.dep_ == "aux"}


def _is_parenthetical(verb: Token) -> bool:
    """Tell whether a verb of saying stands inside what is said: ", officials added,", "as the army claims"."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "advmod") and c.i < verb.i}
    if "as" in marks:
        return True
    before = verb.left_edge.i - (not verb.left_edge.is_punct)
    apart = before >= verb.sent.start and verb.doc[before].is_punct
    own = any(c.dep_ == "nsubj" for c in verb.children)
    quoting = any(t.is_quote for t in verb.doc[max(0, verb.left_edge.i - 1) : verb.right_edge.i + 2])
    return apart and own and not quoting and not marks and not any(c.dep_ in ("ccomp", "dobj") for c in verb.children)


def _speaker(parsed: ParsedArticle, cues: list[Cue], start: int, end: int) -> int | None:
    """Return the cue in the sentences where a quotation begins and ends, the nearest one outside it."""
    ends = (parsed.doc[start].sent, parsed.doc[end].sent)
    near = [n for n, c in enumerate(cues) if c.sources and not start < c.token.i < end and c.token.sent in ends]
    inside = set(range(start, end))
    return min(
        near,
        key=lambda n: (not inside & cues[n].content, distance_to_quotation(cues[n].token.i, start, end)),
        default=None,
    )


def _earlier_speaker(parsed: ParsedArticle, cues: list[Cue], start: int, last: int | None) -> int | None:
    """Return who spoke before in the paragraph, or at the end of the one before when the quotation opens one."""
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
