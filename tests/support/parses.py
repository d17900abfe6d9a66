"""Parses built by hand, so that no model's mood can break a rule's test."""

import spacy
from spacy.tokens import Doc

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "PRP": "PRON", "WP": "PRON", "WDT": "PRON", "JJ": "ADJ", "JJR": "ADJ",
    "VB": "VERB", "VBD": "VERB", "VBN": "VERB", "VBG": "VERB", "VBZ": "VERB", "VBP": "VERB", "MD": "AUX", "IN": "ADP",
    "RP": "ADP", "RB": "ADV", "DT": "DET", "CD": "NUM", "CC": "CCONJ", "TO": "PART", "POS": "PART", "PRP$": "PRON",
}  # fmt: skip
_BE = {"is", "are", "was", "were"}
_VOCAB = spacy.blank("en").vocab


def build_parse(tree: str) -> Doc:
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
