"""Parses built by hand, so that no model's mood can break a rule's test; the demo graph, built once; `kg` as a command."""

import fcntl
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc
from support import commands

from kg.maintenance.build import build as build_graph
from kg.model import Status
from kg.reading.events.control_verbs import control_verbs
from kg.reading.parse.nlp import ParsedArticle
from kg.reading.parse.noun_classes import NounClasses
from kg.reading.parse.noun_phrases import NounPhrases
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
    return control_verbs(words)


@pytest.fixture
def phrases(words):
    return lambda doc: NounPhrases(doc, NounClasses(words))


@pytest.fixture
def parsed():
    def made(doc: Doc) -> ParsedArticle:
        return ParsedArticle(doc, [t.idx for t in doc], [0] * len(doc), clean_text(doc.text), doc.text)

    return made


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The graph of the demo articles, read with the real model; for reading only, since all workers share it."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = shared / "demo.kg"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            summary = build_graph([str(Path(__file__).parent.parent / "seeds")], base / "demo.kg")
            assert summary.outcomes == {Status.ACCEPTED: 16}
            (base / "demo.kg").rename(path)
    return path


@pytest.fixture
def kg(tmp_path):
    """Run `kg` with some arguments in a folder of its own, and return how it ended."""
    return partial(commands.kg, folder=tmp_path)


def pytest_collection_modifyitems(items):
    """Mark the tests that ask the graph of the demo articles: it is read with the model."""
    for item in items:
        if "demo" in item.fixturenames:
            item.add_marker(pytest.mark.model)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Tell commands whether the model may be loaded for them beforehand."""
    if item.get_closest_marker("model"):
        os.environ[commands.WITH_MODEL] = "1"
    else:
        os.environ.pop(commands.WITH_MODEL, None)
