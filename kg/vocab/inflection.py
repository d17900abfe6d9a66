"""Inflect English verbs and nouns, regular ones by rule, irregular ones by list. Knows spelling, no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.vocab.lexicon_entries import Part

_SIBILANT = re.compile(r"(s|x|z|ch|sh)$")
_DOUBLING = re.compile(r"^[^aeiou]*[aeiouy][bdgklmnprtz]$")  # one syllable, one vowel, one consonant: "bomb" has two
_DOUBLED_LATE = re.compile(
    r"(mit|fer|pel|bel|cur|cat|tel|ret|vel|nap|cel|sel|ntrol|ntrap|rol)$"
)  # stress on the last, or British doubling


def verb_forms(lemma: str, irregular: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return all forms of a verb, itself included; the `irregular` ones replace the regular past."""
    listed = irregular.get(lemma)
    if listed is not None:
        return listed | {lemma}
    base = re.sub(r"e$", "", lemma)
    if re.search(r"[^aeiou]y$", lemma):
        stem = lemma[:-1] + "i"
        return frozenset({lemma, stem + "es", stem + "ed", lemma + "ing"})
    if lemma.endswith("ie"):
        return frozenset({lemma, lemma + "s", lemma + "d", lemma[:-2] + "ying"})
    third = lemma + ("es" if _SIBILANT.search(lemma) or lemma.endswith("o") else "s")
    forms = {lemma, third, base + "ed", (lemma if lemma.endswith("ee") else base) + "ing"}
    doubled = {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    if _DOUBLING.search(lemma):
        return frozenset({lemma, third} | doubled)
    if _DOUBLED_LATE.search(lemma):
        forms |= doubled
    if lemma.endswith("ic"):
        forms |= {lemma + "ked", lemma + "king"}
    return frozenset(forms)


def noun_forms(lemma: str, irregular: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return singular and plural of a noun."""
    listed = irregular.get(lemma)
    if listed is not None:
        return listed | {lemma}
    if re.search(r"[^aeiou]y$", lemma):
        return frozenset({lemma, lemma[:-1] + "ies"})
    if _SIBILANT.search(lemma):
        return frozenset({lemma, lemma + "es"})
    if lemma.endswith("man") and lemma not in ("human", "ottoman"):
        return frozenset({lemma, lemma[:-2] + "en"})
    if re.search(r"[^f]fe?$", lemma) and lemma.endswith(("lf", "ife", "af", "eaf")):
        return frozenset({lemma, lemma + "s", re.sub(r"fe?$", "ves", lemma)})
    return frozenset({lemma, lemma + "s"})


def expression_forms(
    part: Part, words: tuple[str, ...], verbs: Mapping[str, frozenset[str]], nouns: Mapping[str, frozenset[str]]
) -> tuple[frozenset[str], ...]:
    """Return, for each token of an expression, its lower-case forms: a verb's first word inflects, a noun's last.

    Args:
        part: how the expression inflects.
        words: its words as the lexicon has them.
        verbs: irregular verbs, base form → other forms.
        nouns: irregular nouns, singular → plurals.
    """
    forms = [frozenset({word.casefold()}) for word in words]
    if part is Part.VERB:
        forms[0] = verb_forms(words[0], verbs)
    elif part is Part.NOUN:
        forms[-1] = frozenset(form.casefold() for form in noun_forms(words[-1], nouns))
    return tuple(token for word in forms for token in _split_at_hyphens(word))


def _split_at_hyphens(forms: frozenset[str]) -> Iterator[frozenset[str]]:
    """Yield a word's forms token by token, as the tokenizer cuts them."""
    tokens = [re.findall(r"-|[^-]+", form) for form in forms]
    for position in range(min(map(len, tokens))):
        yield frozenset(cut[position] for cut in tokens)
