"""Cues of a parse built by hand, and the sources of its words."""

import pytest

from kg.reading.attribution.cues import CueFinder
from kg.reading.parse.reported_speech import covering


@pytest.fixture
def cues_of(words, rules, phrases, parsed):
    """Return the cues of a document."""
    return lambda doc: CueFinder(words, rules).cues(parsed(doc), phrases(doc))


@pytest.fixture
def sources_of(tree, cues_of):
    """Return the sources of the first token of a parse that is a word, by cue, the innermost first."""

    def sources(tree_text: str, word: str) -> list[list[str]]:
        doc = tree(tree_text)
        token = next(t for t in doc if t.text == word)
        return [[s.text for s in c.sources] for c in covering(cues_of(doc), token)]

    return sources
