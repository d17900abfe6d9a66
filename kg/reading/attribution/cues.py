"""Find cues of attribution, each with its sources and its content: reporting verbs and nouns, "according to".

Knows grammar and word lists; knows no actors. Quotations are attributed in `quoted_speech`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from kg.reading.attribution.content_spans import (
    according_to_scope,
    ends_at_semicolon,
    is_content_clause,
    is_demanded,
    is_parenthetical,
    phrase_tokens,
    without_contrasts,
)
from kg.reading.attribution.document_sources import DocumentSources
from kg.reading.attribution.quoted_speech import QuotationAttribution
from kg.reading.attribution.speakers import (
    clause_of_mistagged_verb,
    complement_clause,
    find_speakers,
    is_reporting_verb,
    misattached_clauses,
    source_after,
)
from kg.reading.events.control_verbs import ControlVerbs
from kg.reading.events.verb_arguments import is_passive
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.noun_phrases import NounPhrases
from kg.reading.parse.quotations import has_quote
from kg.reading.parse.reported_speech import Cue
from kg.vocab.lexicon import Lexicon
from kg.vocab.lexicon_entries import Part, PhraseMatch, WordList

_TOPIC_PREPOSITIONS = {"of", "for", "about", "on", "over", "as"}
_CONTENT_CLAUSES = {"ccomp", "xcomp", "pcomp", "acomp", "oprd"}
_RELAYING_PARTICIPLES = {"citing", "quoting"}


class CueFinder:
    """Finds the cues of a document; made once from the lexicon."""

    def __init__(self, lexicon: Lexicon, control_verbs: ControlVerbs) -> None:
        self.documents = DocumentSources(lexicon, control_verbs)
        self._control_verbs = control_verbs
        self._verbs = lexicon.phrase_index("Reporting", parts=[Part.VERB])
        self._nouns = lexicon.phrase_index("Reporting", parts=[Part.NOUN])
        self._according = lexicon.phrase_index("According")
        self._content_nouns = frozenset(lexicon.single_word_forms("Deny"))
        self._neutral_words = next(w for w in lexicon.word_lists["Reporting"] if set(w.values) <= {"speechAct"})
        self._quotations = QuotationAttribution(control_verbs, self.documents, self._neutral_words)

    def cues(self, parsed: ParsedArticle, phrases: NounPhrases) -> tuple[Cue, ...]:
        """Return all cues with their content, quotations included: of verbs, of nouns, of "according to", others."""
        doc = parsed.doc
        words = [t.lower_ for t in doc]
        according = [hit for hit in self._according.longest_matches(words) if not _is_main_clause(doc[hit.start])]
        according_starts = {hit.start for hit in according}
        verbs = (hit for hit in self._verbs.longest_matches(words) if hit.start not in according_starts)
        cues = [c for hit in verbs if (c := self._verb_cue(doc, hit, phrases))]
        attributed = frozenset().union(*(c.content for c in cues if c.sources))
        noun_cues = (
            self._noun_cue(doc[hit.end - 1], hit.pattern.payload, phrases, attributed)
            for hit in self._nouns.longest_matches(words)
        )
        cues += [c for c in noun_cues if c is not None]
        cues = [without_contrasts(c, cues) for c in cues]
        cues += [c for hit in according if (c := self._according_cue(doc, hit, cues, phrases))]
        return tuple(self._quotations.with_quotations(parsed, cues))

    def _verb_cue(self, doc: Doc, hit: PhraseMatch[WordList], phrases: NounPhrases) -> Cue | None:
        verb, words = doc[hit.start], hit.pattern.payload
        if not is_reporting_verb(verb):
            return None
        sources = find_speakers(verb, self._control_verbs, phrases)
        is_of_document = words.values.get("speaker") == "document"
        if is_of_document and verb.dep_ == "acl":
            sources = [verb.head]  # "released a video showing"
        if is_of_document and not any(self.documents.is_document(s) for s in sources):
            return None
        content = set(self._verb_content(verb, words, doc[hit.end - 1].lower_))
        if is_passive(verb) and words.values.get("speechAct") != "allegation":
            content |= {t.i for c in verb.children if c.dep_ == "nsubjpass" for t in (c, *c.conjuncts)}
        content -= {t.i for s in sources for t in phrase_tokens(s)} | {verb.i}
        if not content and not has_quote(verb.sent):
            return None
        return Cue(verb, words, self.documents.with_authors(sources), frozenset(content))

    def _verb_content(self, verb: Token, words: WordList, last_word: str) -> Iterator[int]:
        """Yield the tokens of a reporting verb's content.

        Args:
            verb: the cue.
            words: the list that it is in.
            last_word: of the expression, which can be a preposition: "call for".
        """
        if (clause := clause_of_mistagged_verb(verb)) is not None:
            yield from (t.i for t in clause.subtree)
        for child in verb.children:
            if child.dep_ in _CONTENT_CLAUSES and not ends_at_semicolon(child):
                yield from (t.i for t in child.subtree)
            elif self._is_content_object(child, words) or self._introduces_content(child, words, last_word):
                yield from self._object_content(child, words)
        if verb.dep_ in ("parataxis", "advcl") and verb.head.pos_ in ("VERB", "AUX") and is_parenthetical(verb):
            yield from ({t.i for t in verb.head.subtree} - {t.i for t in verb.subtree})

    def _object_content(self, head: Token, words: WordList) -> Iterator[int]:
        """Yield the content tokens of an object or prepositional phrase, of a demand only what is demanded."""
        is_demand = words.values.get("content") == "wanted" or words.values.get("speechAct") == "allegation"
        yield from (t.i for t in phrase_tokens(head, ("relcl",)) if not is_demand or is_demanded(t, head))
        if head.lower_ in self._content_nouns:
            clauses = (complement_clause(head), *misattached_clauses(head))
            yield from (t.i for clause in clauses if clause is not None for t in clause.subtree)

    def _is_content_object(self, token: Token, words: WordList) -> bool:
        """Tell whether a token is an object that is content: "denied the attack"; not "rejected the offer"."""
        if token.dep_ != "dobj":
            return False
        match words.values.get("content"):
            case "clause":
                return False
            case "said":
                return token.lower_ in self._content_nouns
            case _:
                return True

    def _introduces_content(self, token: Token, words: WordList, last_word: str) -> bool:
        """Tell whether a token is a preposition before content: "accuse of", "call for", "quote as saying"."""
        if token.dep_ != "prep":
            return False
        if token.lower_ == last_word:
            return True
        if token.lower_ == "as":
            return any(c.dep_ == "pcomp" or c.lower_ in self._content_nouns for c in token.children)
        return token.lower_ in _TOPIC_PREPOSITIONS and words.values.get("speechAct") in ("allegation", "denial")

    def _noun_cue(self, noun: Token, words: WordList, phrases: NounPhrases, attributed: frozenset[int]) -> Cue | None:
        """Return the cue of a reporting noun, None without content or a source.

        Args:
            noun: such as "claim" or "reports".
            words: the list that it is in.
            phrases: of the document.
            attributed: tokens in the content of verbs; a noun there without an author has the source of its verb.
        """
        if noun.pos_ != "NOUN" or is_reporting_verb(noun):
            return None
        clauses = [c for c in noun.children if c.dep_ in ("acl", "ccomp", "relcl") and is_content_clause(c)]
        if noun.lower_ in self._content_nouns and (complement := complement_clause(noun)) is not None:
            clauses.append(complement)
        misattached = misattached_clauses(noun)
        content = {t.i for c in (*clauses, *misattached) for t in c.subtree}
        topics = [c for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "about")]
        content |= {t.i for c in topics for t in phrase_tokens(c, ("relcl",))}
        sources = self._noun_sources(noun, phrases, attributed) if content else ()
        content -= {t.i for s in sources for t in s.subtree if s.i != noun.i}
        content |= {t.i for clause in misattached for t in clause.subtree}
        return Cue(noun, words, sources, frozenset(content)) if sources else None

    def _noun_sources(self, noun: Token, phrases: NounPhrases, attributed: frozenset[int]) -> tuple[Token, ...]:
        """Return the authors of a reporting noun, else the noun itself where it stands for an anonymous source."""
        sources = self.documents.authors_of_noun(noun, phrases)
        if sources or noun.i in attributed:
            return sources
        sources = self.documents.with_authors([noun])
        is_plural_content = noun.lower_ in self._content_nouns and noun.tag_ == "NNS"
        if noun in sources and not is_plural_content:
            return ()  # "a report of shots" can be the first notice; "reports of shots" have anonymous sources
        return sources

    def _according_cue(
        self, doc: Doc, hit: PhraseMatch[WordList], cues: Sequence[Cue], phrases: NounPhrases
    ) -> Cue | None:
        """Return the cue of "according to" and its like, None without a source.

        Whoever a reporting verb's subject cites is the source of that verb's content. An event that is cited as a
        reason has the citing subject as its source: "cancelled the talks, citing violations of the ceasefire".
        """
        first, last = doc[hit.start], doc[hit.end - 1]
        direct = [t for t in last.children if t.dep_ in ("pobj", "dobj")] or source_after(doc, last)
        sources = [*direct, *(c for t in direct for c in t.conjuncts if _is_coordinated_source(t, c))]
        if not sources:
            return None
        words, is_relaying = hit.pattern.payload, first.lower_ in _RELAYING_PARTICIPLES
        if is_relaying and (cue := next((c for c in cues if c.token.i == first.head.i), None)):
            return Cue(first, words, self.documents.with_authors(sources), cue.content)
        if is_relaying and not any(self.documents.can_be_source(s, phrases) for s in sources):
            reasons = frozenset(t.i for s in sources for t in s.subtree)
            return Cue(first, self._neutral_words, tuple(find_speakers(first, self._control_verbs, phrases)), reasons)
        outside = {t.i for t in first.subtree} | {t.i for s in sources for t in phrase_tokens(s)}
        content = frozenset(according_to_scope(first, outside) - outside)
        return Cue(first, words, self.documents.with_authors(sources), content)


def _is_main_clause(verb: Token) -> bool:
    """Tell whether "claimed by" is the verb of a clause and no aside: "the attack was claimed by the group"."""
    return any(c.dep_ == "nsubjpass" for c in verb.children)


def _is_coordinated_source(noun: Token, other: Token) -> bool:
    """Tell whether a noun is one of two sources: "according to A and B", not "according to A, B and C fled"."""
    return other.i > noun.i and all(t.text != "," for t in noun.doc[noun.i : other.i])
