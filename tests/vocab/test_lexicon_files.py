"""The word files of the ontology are whole: what they name exists, and what should have words has some."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox
import pytest

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology"
BASE = "https://w3id.org/conflict-news/"
LEX, FRAME, WORDS, ACT = BASE + "lexicon#", BASE + "lexicon/frame/", BASE + "lexicon/words/", BASE + "action/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
PARTS = ("verb", "noun", "adjective", "adverb", "phrase", "word")
KINDS = {
    "place", "person", "actor", "state", "force", "organization", "group",
    "facility", "weapon", "vehicle", "money", "document", "talks", "post", "thing",
}  # fmt: skip
ROLES = {"actor", "target", "partner", "place", "source", "goal", "weapon", "victim", "topic", "event"}
SLOT = re.compile(r"[a-z]+")
LITERALS = re.compile(r"[a-z]+ \([^()| ]+(\|[^()| ]+)*\)")

Facts = dict[str, dict[str, list[str]]]


def facts(name: str) -> Facts:
    """Return a file's statements: subject → predicate → values, all as plain strings."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    for quad in ox.parse(path=str(ONTOLOGY / name), format=ox.RdfFormat.TURTLE):
        found[quad.subject.value][quad.predicate.value].append(quad.object.value)
    return {subject: dict(rows) for subject, rows in found.items()}


SCHEME, ACTIONS, LEXICON = facts("conflict.ttl"), facts("actions.ttl"), facts("lexicon.ttl")
BOTH = {**ACTIONS, **LEXICON}
TYPES = {s for s, rows in SCHEME.items() if s.startswith(ACT) and rows.get(TYPE)}
TOP = {s for s in TYPES if SKOS + "topConceptOf" in SCHEME[s]}


def has_words(rows: dict[str, list[str]]) -> bool:
    return any(LEX + part in rows for part in PARTS)


def test_no_node_stands_in_both_files() -> None:
    assert not set(ACTIONS) & set(LEXICON)


def test_words_evoke_only_action_types_of_the_scheme() -> None:
    evoked = {v for rows in ACTIONS.values() for v in rows.get(LEX + "evokes", ())}
    assert evoked | {s for s in ACTIONS if s.startswith(ACT)} <= TYPES


def test_every_group_of_words_evokes_one_action() -> None:
    groups = {s: rows for s, rows in ACTIONS.items() if LEX + "Words" in rows.get(TYPE, ())}
    assert [s for s, rows in groups.items() if len(rows.get(LEX + "evokes", ())) != 1] == []


@pytest.mark.parametrize("action", sorted(TYPES - TOP), ids=lambda iri: iri.removeprefix(ACT))
def test_every_action_type_has_verbs_and_nouns_of_its_own(action: str) -> None:
    groups = [action, *(s for s, rows in ACTIONS.items() if action in rows.get(LEX + "evokes", ()))]
    assert all(any(LEX + part in ACTIONS.get(group, {}) for group in groups) for part in ("verb", "noun"))


def test_frames_that_are_used_exist_and_those_that_exist_are_used() -> None:
    declared = {s for s, rows in ACTIONS.items() if LEX + "Frame" in rows.get(TYPE, ())}
    used = {v for rows in ACTIONS.values() for v in rows.get(LEX + "frame", ())}
    assert used == declared


def test_frames_pair_slots_with_known_roles() -> None:
    pairs = [
        pair.partition(":")[::2]
        for rows in ACTIONS.values()
        for name in ("verbRoles", "nounRoles")
        for text in rows.get(LEX + name, ())
        for pair in text.split()
    ]
    assert pairs
    assert [(slot, role) for slot, role in pairs if not SLOT.fullmatch(slot) or role not in ROLES] == []


def test_no_frame_gives_one_slot_two_roles() -> None:
    for rows in ACTIONS.values():
        for name in ("verbRoles", "nounRoles"):
            slots = [pair.split(":")[0] for text in rows.get(LEX + name, ()) for pair in text.split()]
            assert len(slots) == len(set(slots)), slots


def test_conditions_name_a_known_kind_or_list_single_words() -> None:
    conditions = {c for rows in ACTIONS.values() for name in ("requires", "excludes") for c in rows.get(LEX + name, ())}
    assert conditions
    wrong = {c for c in conditions if not LITERALS.fullmatch(c) and c.partition(" ")[2] not in KINDS}
    assert wrong == set()


def test_terms_that_are_used_are_declared() -> None:
    kinds = {v for rows in BOTH.values() for v in rows.get(TYPE, ()) if v.startswith(LEX)}
    terms = {p for rows in BOTH.values() for p in rows if p.startswith(LEX)}
    assert {t for t in kinds | terms if SKOS + "definition" not in LEXICON.get(t, {})} == set()


def test_classes_that_are_declared_have_words() -> None:
    declared = {s for s, rows in LEXICON.items() if s.startswith(LEX) and any(v.endswith("#Class") for v in rows[TYPE])}
    used = {v for s, rows in BOTH.items() if s.startswith((WORDS, FRAME)) for v in rows.get(TYPE, ())}
    assert declared == used


def test_word_nodes_have_words() -> None:
    bare = {LEX + name for name in ("Irregular", "Frame")}
    nodes = {s: rows for s, rows in BOTH.items() if s.startswith(WORDS) and not bare & set(rows[TYPE])}
    assert [s for s, rows in nodes.items() if not has_words(rows)] == []


def test_no_word_shows_both_conflict_and_another_domain() -> None:
    def words_of(kind: str) -> set[str]:
        lists = [rows for rows in BOTH.values() if LEX + kind in rows.get(TYPE, ())]
        return {text.casefold() for rows in lists for part in PARTS for text in rows.get(LEX + part, ())}

    assert words_of("Context")
    assert words_of("Domain")
    assert words_of("Context") & words_of("Domain") == set()


def test_irregular_verbs_have_five_forms_and_nouns_two() -> None:
    forms = [text for rows in LEXICON.values() for text in rows.get(LEX + "forms", ())]
    plurals = [text for rows in LEXICON.values() for text in rows.get(LEX + "plural", ())]
    assert [text for text in forms if len(text.split()) != 5] == []
    assert [text for text in plurals if len(text.split()) != 2] == []


def test_no_irregular_verb_is_listed_twice() -> None:
    bases = [text.split()[0] for rows in LEXICON.values() for text in rows.get(LEX + "forms", ())]
    assert sorted({b for b in bases if bases.count(b) > 1}) == []


def test_gaps_stand_inside_a_phrase() -> None:
    texts = [t for rows in BOTH.values() for part in PARTS for t in rows.get(LEX + part, ()) if "*" in t]
    assert texts
    assert [t for t in texts if t.split()[0] == "*" or t.split()[-1] == "*"] == []


def test_words_are_spaced_singly_and_not_empty() -> None:
    texts = [t for rows in BOTH.values() for part in PARTS for t in rows.get(LEX + part, ())]
    assert [t for t in texts if not t or t != " ".join(t.split())] == []


@pytest.mark.parametrize(
    ("kind", "numbers"),
    [pytest.param("Month", range(1, 13), id="months"), pytest.param("Weekday", range(7), id="weekdays")],
)
def test_calendar_words_are_numbered_in_full(kind: str, numbers: range) -> None:
    found = [int(rows[LEX + "number"][0]) for rows in LEXICON.values() if LEX + kind in rows.get(TYPE, ())]
    assert sorted(found) == list(numbers)


def test_no_phrase_of_the_page_spoils_in_two_ways(words):
    kinds: dict[tuple[str, ...], set[str]] = {}
    for listed in words.word_lists["Boilerplate"]:
        for _, phrase in listed.words:
            kinds.setdefault(phrase, set()).add(listed.name)
    assert [phrase for phrase, names in kinds.items() if len(names) > 1] == []
