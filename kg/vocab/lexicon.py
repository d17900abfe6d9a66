"""Read the ontology's Turtle files into one `Lexicon` value; a contradiction stops with file and line.

Knows the lex: vocabulary; decides nothing about articles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.vocab.action_entries import ACT, LEX, action_entries, refuse_contradictions
from kg.vocab.inflection import expression_forms
from kg.vocab.lexicon_entries import GAP, LexiconEntry, Part, Pattern, PhraseIndex, WordList
from kg.vocab.namespaces import ONTOLOGY, PREFIXES
from kg.vocab.turtle_files import Facts, local_name, read_facts
from kg.vocab.turtle_lines import line_reference

_BROADER = PREFIXES["skos"] + "broader"
_TYPE = PREFIXES["rdf"] + "type"
_NUMBERS = {"number", "offset", "days", "value"}  #: properties of words of time and of numerals
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")
_NOT_WORD_LISTS = {"Frame", "Words", "Irregular"}


@dataclass(frozen=True)
class Lexicon:
    """Action types, the words that name them, and word lists, ready to be looked up."""

    broader: Mapping[str, str | None]  #: action type → the next broader one; None at the top
    entries: PhraseIndex[LexiconEntry]
    word_lists: Mapping[str, tuple[WordList, ...]]  #: by use, such as "Reporting"
    irregular_verbs: Mapping[str, frozenset[str]]
    irregular_nouns: Mapping[str, frozenset[str]]
    digest: str  #: names this state of the files

    def hypernyms(self, action: str) -> tuple[str, ...]:
        """Return the action and everything broader, nearest first."""
        chain: list[str] = []
        node: str | None = action
        while node is not None:
            chain.append(node)
            node = self.broader.get(node)
        return tuple(chain)

    def category(self, action: str) -> str:
        """Return the hypernym at the scheme's second level, the granularity of PLOVER."""
        chain = self.hypernyms(action)
        return chain[-2] if len(chain) > 1 else chain[-1]

    def phrase_index(self, *uses: str, parts: Iterable[Part] = tuple(Part)) -> PhraseIndex[WordList]:
        """Return an index of the word lists of some uses, of all or some parts of speech."""
        selected = set(parts)
        rows = (
            (part, text, words)
            for use in uses
            for words in self.word_lists.get(use, ())
            for part, text in words.words
            if part in selected
        )
        return _phrase_index(Pattern(self.inflected_forms(part, text), part, words) for part, text, words in rows)

    def single_word_forms(self, use: str, value: str | None = None) -> Mapping[str, str]:
        """Return the forms of a use's one-word entries → the value (or, without one, the list's name)."""
        if (use, value) not in self._single_word_cache:
            self._single_word_cache[use, value] = self._single_word_forms(use, value)
        return self._single_word_cache[use, value]

    @cached_property
    def _single_word_cache(self) -> dict[tuple[str, str | None], Mapping[str, str]]:
        """Earlier answers: every article asks for the same ones."""
        return {}

    def _single_word_forms(self, use: str, value: str | None) -> dict[str, str]:
        found: dict[str, str] = {}
        for words in self.word_lists.get(use, ()):
            for part, text in words.words:
                forms = self.inflected_forms(part, text)
                if len(forms) == 1:  # "counter-protester" is three tokens
                    for form in forms[0]:
                        found.setdefault(form, words.values.get(value, "") if value else words.name)
        return found

    def verb_forms_with_value(self, use: str, value: str) -> dict[str, str]:
        """Return the forms of the first words of a use's verbs → the value; "be" alone carries no value."""
        found: dict[str, str] = {}
        for words in self.word_lists.get(use, ()):
            for part, text in words.words:
                if part is Part.VERB and text[0] != "be" and "-" not in text[0]:
                    for form in self.inflected_forms(part, text)[0]:
                        found.setdefault(form, words.values.get(value, ""))
        return found

    def verb_particles(self, use: str) -> dict[str, frozenset[str]]:
        """Return the forms of the first words of a use's verbs → the last words of their phrases."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for words in self.word_lists.get(use, ()):
            for part, text in words.words:
                if part is Part.VERB and len(text) > 1 and text[0] != "be" and "-" not in text[0]:
                    for form in self.inflected_forms(part, text)[0]:
                        found[form].add(text[-1])
        return {form: frozenset(last) for form, last in found.items()}

    def inflected_forms(self, part: Part, text: tuple[str, ...]) -> tuple[frozenset[str], ...]:
        """Return, for each word of an expression, the lower-case forms that it may take."""
        return expression_forms(part, text, self.irregular_verbs, self.irregular_nouns)


def _phrase_index(patterns: Iterable[Pattern[WordList]] | Iterable[Pattern[LexiconEntry]]) -> PhraseIndex:  # type: ignore[type-arg]
    by_first_form: defaultdict[str, list[Pattern]] = defaultdict(list)  # type: ignore[type-arg]
    for pattern in patterns:
        for form in pattern.forms[0] - {GAP}:
            by_first_form[form].append(pattern)
    return PhraseIndex({f: tuple(sorted(found, key=lambda p: -len(p.forms))) for f, found in by_first_form.items()})


@lru_cache(maxsize=4)
def load_lexicon(folder: Path = ONTOLOGY) -> Lexicon:
    """Return the lexicon of a folder of Turtle files.

    Raises:
        OntologyError: a file does not parse, uses a term that the ontology lacks, or gives one word two meanings.
    """
    scheme, actions, words = (read_facts(folder / name) for name in ("conflict.ttl", "actions.ttl", "lexicon.ttl"))
    broader = _broader(scheme, folder / "conflict.ttl")
    verbs, nouns = _irregular_verbs(words), _irregular_nouns(words, folder / "lexicon.ttl")
    entries = tuple(action_entries(actions, broader, folder / "actions.ttl"))
    refuse_contradictions(entries, folder / "actions.ttl")
    patterns = (Pattern(expression_forms(e.part, e.words, verbs, nouns), e.part, e) for e in entries)
    word_lists = _word_lists({folder / "lexicon.ttl": words, folder / "actions.ttl": actions})
    return Lexicon(broader, _phrase_index(patterns), word_lists, verbs, nouns, ontology_digest(folder))


def ontology_digest(folder: Path = ONTOLOGY) -> str:
    """Return sixteen hexadecimal digits that name the state of the folder's Turtle files."""
    import hashlib

    sums = (hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.ttl")))
    return hashlib.sha256("".join(sums).encode()).hexdigest()[:16]


def _broader(facts: Facts, path: Path) -> dict[str, str | None]:
    actions = sorted(subject for subject in facts if subject.startswith(ACT))
    broader = {local_name(s): (local_name(up[0]) if (up := facts[s].get(_BROADER)) else None) for s in actions}
    for action in broader:
        seen, node = {action}, broader[action]
        while node is not None and node not in seen:
            seen.add(node)
            node = broader.get(node)
        if node == action:
            raise OntologyError(f"{line_reference(path, f'act:{action}')}: '{action}' is broader than itself; mend it")
    return broader


def _irregular_verbs(facts: Facts) -> dict[str, frozenset[str]]:
    """Return base form → its other forms; variants of one form are parted by a bar."""
    rows = [text.split() for properties in facts.values() for text in properties.get(LEX + "forms", ())]
    return {base: frozenset(form for variants in forms for form in variants.split("|")) for base, *forms in rows}


def _irregular_nouns(facts: Facts, path: Path) -> dict[str, frozenset[str]]:
    """Return singular → its plurals, parted by a bar."""
    found: dict[str, frozenset[str]] = {}
    for text in (text for properties in facts.values() for text in properties.get(LEX + "plural", ())):
        singular, _, plurals = text.partition(" ")
        if not plurals.strip():
            where = line_reference(path, f'"{text}"')
            raise OntologyError(f"{where}: '{text}' has no plural; write 'ox oxen'")
        found[singular] = frozenset(plurals.strip().split("|"))
    return found


def _word_lists(files: Mapping[Path, Facts]) -> dict[str, tuple[WordList, ...]]:
    lists: defaultdict[str, list[WordList]] = defaultdict(list)
    for path, facts in files.items():
        for subject, rows in facts.items():
            for kind in rows.get(_TYPE, ()):
                if kind.startswith(LEX) and (use := local_name(kind)) not in _NOT_WORD_LISTS:
                    lists[use].append(_word_list(local_name(subject), use, rows, path))
    return {use: tuple(found) for use, found in lists.items()}


def _word_list(name: str, use: str, rows: Mapping[str, list[str]], path: Path) -> WordList:
    words = tuple((part, tuple(t.split())) for part in Part for t in rows.get(LEX + part, ()))
    values = {
        local_name(p): local_name(v[0]) if v[0].startswith("http") else v[0]
        for p, v in rows.items()
        if p.startswith(LEX)
    }
    for key in _NUMBERS & values.keys():
        if not _NUMBER.fullmatch(values[key]):
            where = line_reference(path, f"words:{name}")
            raise OntologyError(f"{where}: lex:{key} of '{name}' is '{values[key]}'; write a number")
    return WordList(name, use, words, {k: v for k, v in values.items() if k not in set(Part)})
