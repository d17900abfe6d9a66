"""Slots of a word as texts, for tables of arguments."""

import pytest


@pytest.fixture(scope="session")
def filler_texts():
    """Return the texts of the fillers by slot, slots without any left out."""
    return lambda slots: {name: [t.text for t in fillers] for name, fillers in slots.items() if fillers}


@pytest.fixture(scope="session")
def token_of():
    """Return the first token of a parse that is a word."""
    return lambda doc, word: next(t for t in doc if t.text == word)
