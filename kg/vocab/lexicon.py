"""Read ontology/*.ttl into one `Lexicon` value, and stop at the first contradiction, with file and line.

Knows Turtle and the lex: vocabulary; decides nothing about articles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.vocab.inflection import noun_forms, verb_forms
from kg.vocab.lexicon_entries import (
    GAP,
    Frame,
    LexiconEntry,
    Part,
    Pattern,
    PhraseIndex,
    SelectionalRestriction,
    WordList,
)
from kg.vocab.namespaces import ONTOLOGY, PREFIXES

LEX = PREFIXES["lex"]
ACT = PREFIXES["act"]
_BROADER = PREFIXES["skos"] + "broader"
_TYPE = PREFIXES["rdf"] + "type"
_LITERAL_LIST = re.compile(r"^(\w+) \(([^)]*)\)$")
_ACTION_FILES = ("conflict.ttl", "actions.ttl")
_NOT_WORD_LISTS = {"Frame", "Words", "Irregular"}

Facts = dict[str, dict[str, list[str]]]  #: subject → predicate → values, all as plain strings


@dataclass(frozen=True)
class Lexicon:
    """All that the extractor knows of words."""

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
        """Return the scheme's second level, on PLOVER's grain."""
        chain = self.hypernyms(action)
        return chain[-2] if len(chain) > 1 else chain[-1]

    def phrase_index(self, *uses: str, parts: Iterable[Part] = tuple(Part)) -> PhraseIndex[WordList]:
        """Return the words of some uses, ready to be looked up."""
        wanted = set(parts)
        rows = (
            (p, w, words)
            for use in uses
            for words in self.word_lists.get(use, ())
            for p, w in words.words
            if p in wanted
        )
        return _index((self._pattern(part, text, words) for part, text, words in rows))

    def single_word_forms(self, use: str, value: str | None = None) -> Mapping[str, str]:
        """Return the forms of a use's one-word entries → the value (or, without one, the list's name)."""
        if (use, value) not in self._singles:
            self._singles[use, value] = self._single(use, value)
        return self._singles[use, value]

    @cached_property
    def _singles(self) -> dict[tuple[str, str | None], Mapping[str, str]]:
        """What was asked for before: reading asks in every article."""
        return {}

    def _single(self, use: str, value: str | None) -> dict[str, str]:
        found: dict[str, str] = {}
        for words in self.word_lists.get(use, ()):
            for part, text in words.words:
                forms = self.inflected_forms(part, text)
                if len(forms) == 1:  # "counter-protester" is three tokens
                    for form in forms[0]:
                        found.setdefault(form, words.values.get(value, "") if value else words.name)
        return found

    def verb_forms_with_value(self, use: str, value: str) -> dict[str, str]:
        """Return the forms of the first words of a use's verbs → the value; "be" alone tells nothing."""
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
        return _forms(part, text, self.irregular_verbs, self.irregular_nouns)

    def _pattern(self, part: Part, text: tuple[str, ...], payload: WordList) -> Pattern[WordList]:
        return Pattern(self.inflected_forms(part, text), part, payload)


def _forms(
    part: Part, text: tuple[str, ...], verbs: Mapping[str, frozenset[str]], nouns: Mapping[str, frozenset[str]]
) -> tuple[frozenset[str], ...]:
    plain = [frozenset({w.casefold()}) for w in text]
    if part is Part.VERB:
        plain[0] = verb_forms(text[0], verbs)
    elif part is Part.NOUN:
        plain[-1] = frozenset(f.casefold() for f in noun_forms(text[-1], nouns))
    return tuple(piece for forms in plain for piece in _pieces(forms))


def _pieces(forms: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield the forms as the tokenizer cuts them: at hyphens."""
    cut = [re.findall(r"-|[^-]+", form) for form in forms]
    for position in range(min(len(c) for c in cut)):
        yield frozenset(c[position] for c in cut)


def _index(patterns: Iterable[Pattern[WordList]] | Iterable[Pattern[LexiconEntry]]) -> PhraseIndex:  # type: ignore[type-arg]
    first: defaultdict[str, list[Pattern]] = defaultdict(list)  # type: ignore[type-arg]
    for pattern in patterns:
        for form in pattern.forms[0] - {GAP}:
            first[form].append(pattern)
    return PhraseIndex({form: tuple(sorted(found, key=lambda p: -len(p.forms))) for form, found in first.items()})


@lru_cache(maxsize=4)
def load_lexicon(folder: Path = ONTOLOGY) -> Lexicon:
    """Return the lexicon of a folder of Turtle files.

    Raises:
        OntologyError: a file does not parse, uses a term that the ontology lacks, or gives one word two meanings.
    """
    facts = {name: read_facts(folder / name) for name in (*_ACTION_FILES, "lexicon.ttl")}
    broader = _broader(facts["conflict.ttl"])
    verbs, nouns = _irregular(facts["lexicon.ttl"])
    lists = _word_lists([facts["lexicon.ttl"], facts["actions.ttl"]])
    entries = tuple(_entries(facts["actions.ttl"], broader, folder / "actions.ttl"))
    _refuse_contradictions(entries, folder / "actions.ttl")
    patterns = (Pattern(_forms(e.part, e.words, verbs, nouns), e.part, e) for e in entries)
    return Lexicon(broader, _index(patterns), lists, verbs, nouns, ontology_digest(folder))


def ontology_digest(folder: Path = ONTOLOGY) -> str:
    """Return sixteen hexadecimal digits that name the state of the folder's Turtle files."""
    import hashlib

    sums = (hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.ttl")))
    return hashlib.sha256("".join(sums).encode()).hexdigest()[:16]


def read_facts(path: Path) -> Facts:
    """Return a Turtle file's statements as plain strings, IRIs in full, in the file's order."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    try:
        for s, p, o, _ in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
            facts[s.value][p.value].append(o.value)
    except (SyntaxError, ValueError) as err:
        raise OntologyError(f"{path}: {err}; mend the Turtle") from err
    except OSError as err:
        raise OntologyError(f"{path}: cannot be read ({err.strerror}); put the file back") from err
    return facts


def line_reference(path: Path, text: str) -> str:
    """Return `path:line` of the first line that holds the text as a word, or the path alone."""
    whole = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])")
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if whole.search(line):
            return f"{path}:{number}"
    return str(path)


def local_name(iri: str) -> str:
    """Return the part of an IRI after its last slash or hash."""
    return re.split(r"[/#]", iri)[-1]


def _broader(facts: Facts) -> dict[str, str | None]:
    actions = {s for s, rows in facts.items() if s.startswith(ACT)}
    return {local_name(s): (local_name(up[0]) if (up := facts[s].get(_BROADER)) else None) for s in sorted(actions)}


def _irregular(facts: Facts) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    verbs: dict[str, frozenset[str]] = {}
    nouns: dict[str, frozenset[str]] = {}
    for rows in facts.values():
        for text in rows.get(LEX + "forms", ()):
            base, *rest = text.split()
            verbs[base] = frozenset(f for forms in rest for f in forms.split("|"))
        for text in rows.get(LEX + "plural", ()):
            singular, plural = text.split()
            nouns[singular] = frozenset(plural.split("|"))
    return verbs, nouns


def _word_lists(files: Iterable[Facts]) -> dict[str, tuple[WordList, ...]]:
    lists: defaultdict[str, list[WordList]] = defaultdict(list)
    for facts in files:
        for subject, rows in facts.items():
            for kind in rows.get(_TYPE, ()):
                if kind.startswith(LEX) and (use := local_name(kind)) not in _NOT_WORD_LISTS:
                    lists[use].append(_word_list(local_name(subject), use, rows))
    return {use: tuple(found) for use, found in lists.items()}


def _word_list(name: str, use: str, rows: Mapping[str, list[str]]) -> WordList:
    words = tuple((part, tuple(t.split())) for part in Part for t in rows.get(LEX + part, ()))
    values = {
        local_name(p): local_name(v[0]) if v[0].startswith("http") else v[0]
        for p, v in rows.items()
        if p.startswith(LEX)
    }
    return WordList(name, use, words, {k: v for k, v in values.items() if k not in set(Part)})


def _entries(facts: Facts, broader: Mapping[str, str | None], path: Path) -> Iterator[LexiconEntry]:
    frames = {s: _frame(s, rows) for s, rows in facts.items() if LEX + "Frame" in rows.get(_TYPE, ())}
    for subject, rows in facts.items():
        is_action = subject.startswith(ACT)
        if not (is_action or LEX + "Words" in rows.get(_TYPE, ())):
            continue
        action = local_name(subject if is_action else next(iter(rows.get(LEX + "evokes", ())), ""))
        if action not in broader:
            where = line_reference(path, ("act:" if is_action else "words:") + local_name(subject))
            raise OntologyError(
                f"{where}: '{action or local_name(subject)}' is no action type of conflict.ttl; name one"
            )
        frame = _frame_of(subject, action, facts, frames, broader, path)
        yield from _group(subject, rows, action, frame, path)


def _frame(subject: str, rows: Mapping[str, list[str]]) -> Frame:
    def roles(name: str) -> dict[str, str]:
        return dict(pair.split(":", 1) for text in rows.get(LEX + name, ()) for pair in text.split())

    return Frame(local_name(subject), roles("verbRoles"), roles("nounRoles"))


def _frame_of(
    subject: str, action: str, facts: Facts, frames: Mapping[str, Frame], broader: Mapping[str, str | None], path: Path
) -> Frame:
    node: str | None = action
    for name in facts[subject].get(LEX + "frame", ()):
        if name not in frames:
            raise OntologyError(
                f"{line_reference(path, 'frame:' + local_name(name))}: no frame '{local_name(name)}'; declare it"
            )
        return frames[name]
    while node is not None:
        for name in facts.get(ACT + node, {}).get(LEX + "frame", ()):
            return frames[name]
        node = broader.get(node)
    raise OntologyError(
        f"{line_reference(path, local_name(subject))}: '{local_name(subject)}' has no frame; give it lex:frame"
    )


def _group(
    subject: str, rows: Mapping[str, list[str]], action: str, frame: Frame, path: Path
) -> Iterator[LexiconEntry]:
    requires = tuple(_condition(c, path) for c in rows.get(LEX + "requires", ()))
    excludes = tuple(_condition(c, path) for c in rows.get(LEX + "excludes", ()))
    flags = {name: "true" in rows.get(LEX + name, ()) for name in ("tentative", "secondary")}
    stance = {name: local_name(v[0]) for name in ("polarity", "modality", "outcome") if (v := rows.get(LEX + name))}
    for part in (Part.VERB, Part.NOUN, Part.ADJECTIVE, Part.PHRASE):
        for text in rows.get(LEX + part, ()):
            words, group = tuple(text.split()), local_name(subject)
            yield LexiconEntry(words, part, action, frame, group, requires, excludes, **flags, **stance)  # type: ignore[arg-type]


def _condition(text: str, path: Path) -> SelectionalRestriction:
    if match := _LITERAL_LIST.match(text):
        return SelectionalRestriction(match[1], "", frozenset(match[2].casefold().split("|")))
    slot, _, kind = text.partition(" ")
    if not kind:
        raise OntologyError(f"{line_reference(path, text)}: condition '{text}' names no kind; write 'object place'")
    return SelectionalRestriction(slot, kind)


def _refuse_contradictions(entries: Iterable[LexiconEntry], path: Path) -> None:
    seen: dict[tuple[object, ...], LexiconEntry] = {}
    for entry in entries:
        for condition in entry.requires or (None,):
            key = (entry.part, entry.words, condition)
            other = seen.setdefault(key, entry)
            if other.action != entry.action:
                where = line_reference(path, f'"{entry.text}"')
                raise OntologyError(f"{where}: '{entry.text}' means both {other.action} and {entry.action}; keep one")
