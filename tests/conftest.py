"""Parses built by hand, so that no model's mood can break a rule's test; and the demo graph, built once."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from kg.maintenance.build import build as build_graph
from kg.model import Status
from kg.reading.events.control_verbs import governors
from kg.reading.parse.nlp import Parsed
from kg.reading.parse.noun_classes import NounKinds
from kg.reading.parse.noun_phrases import Phrases
from kg.text_normalization import clean_text
from kg.vocab.lexicon import load_lexicon

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "WP": "PRON", "WDT": "PRON", "JJ": "ADJ", "JJR": "ADJ",
    "VB": "VERB", "VBD": "VERB", "VBN": "VERB", "VBG": "VERB", "VBZ": "VERB", "VBP": "VERB", "MD": "AUX", "IN": "ADP",
    "RP": "ADP", "RB": "ADV", "DT": "DET", "CD": "NUM", "CC": "CCONJ", "TO": "PART", "POS": "PART", "PRP$": "PRON",
}  # fmt: skip
_BE = {"is", "are", "was", "were"}
Tree = Callable[[str], Doc]
_VOCAB = spacy.blank("en").vocab


def build(tree: str) -> Doc:
    """Return the parse of "word/TAG/dep/head[/B-LABEL]" items; heads count from 0."""
    rows = [item.rsplit("/", 4 if item.count("/") > 3 else 3) for item in tree.split()]
    words = [r[0] for r in rows]
    spaces = [n + 1 < len(words) and words[n + 1] not in (".", ",", "'s", "n't", '"') for n in range(len(words))]
    pos = ["AUX" if r[2] in ("aux", "auxpass") or r[0] in _BE else _POS.get(r[1], "PUNCT") for r in rows]
    return Doc(
        _VOCAB, words, spaces=spaces, tags=[r[1] for r in rows], pos=pos, deps=[r[2] for r in rows],
        heads=[int(r[3]) for r in rows], ents=[r[4] if len(r) > 4 else "O" for r in rows],
        lemmas=[r[0].lower() for r in rows],
    )  # fmt: skip


@pytest.fixture(scope="session")
def tree() -> Tree:
    return build


@pytest.fixture(scope="session")
def words():
    return load_lexicon()


@pytest.fixture(scope="session")
def rules(words):
    return governors(words)


@pytest.fixture
def phrases(words):
    return lambda doc: Phrases(doc, NounKinds(words))


@pytest.fixture
def parsed():
    def made(doc: Doc) -> Parsed:
        return Parsed(doc, [t.idx for t in doc], [0] * len(doc), clean_text(doc.text), doc.text)

    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The graph of the demo articles, read with the real model."""
    path = tmp_path_factory.mktemp("demo") / "demo.kg"
    summary = build_graph([str(Path(__file__).parent.parent / "seeds")], path)
    assert summary.outcomes == {Status.ACCEPTED: 16}
    return path


@pytest.fixture
def kg(tmp_path):
    """Run `kg` with some arguments in a folder of its own, and return how it ended."""

    def run(*arguments):
        command = [sys.executable, "-m", "kg", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
        return subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    return run
