"""Slots of a word as texts, and the search for triggers in a parse built by hand."""

import pytest

from kg.reading.events.triggers import TriggerSearch, find_triggers
from kg.reading.text.relevance import ConflictTerms


@pytest.fixture(scope="session")
def filler_texts():
    """Return the texts of the fillers by slot, slots without any left out."""
    return lambda slots: {name: [t.text for t in fillers] for name, fillers in slots.items() if fillers}


@pytest.fixture(scope="session")
def token_of():
    """Return the first token of a parse that is a word."""
    return lambda doc, word: next(t for t in doc if t.text == word)


def _conflict_terms(count: int | None) -> ConflictTerms | None:
    """Return so many terms of conflict outside the parse; None: the text is known to be about conflict."""
    return None if count is None else ConflictTerms(tuple((900 + n, 901 + n, n) for n in range(count)), 0)


@pytest.fixture
def search(tree, words, rules, phrases):
    """Return the triggers and rejected senses of a parse, with so many terms of conflict elsewhere in its text."""

    def find(text: str, term_count: int | None = None) -> TriggerSearch:
        terms = _conflict_terms(term_count)
        return find_triggers(phrases(tree(text)), words, words.phrase_index("Fence"), rules, terms)

    return find


@pytest.fixture
def rejected_senses(search):
    """Return the rejected senses of a parse, each with the reason and its detail."""
    return lambda text, term_count: [(r.entry.text, r.reason, r.detail) for r in search(text, term_count).rejected]


@pytest.fixture
def trigger_actions(search):
    """Return "word action" of the triggers of a parse."""
    return lambda text, term_count=None: [f"{t.token.text} {t.entry.action}" for t in search(text, term_count).triggers]
