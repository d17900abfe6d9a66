"""Fold toponyms, so that spellings of one name are equal. Knows letters, no places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.text_normalization import slug

_IGNORED_MARKS = re.compile(r"['`]|(?<=[a-z])\.")
_NOT_A_LETTER = re.compile(r"[^a-z0-9]+")
# Arabic names come with and without their article; assimilated forms ("ar Raqqah") are as common as "al-".
_ARTICLE = re.compile(r"^(?:al|el|ad|ar|as|at|an|az|ash) (?=\w{3})")


def fold_toponym(name: str) -> str:
    """Return a name without case, accents, hyphens, apostrophes, dots and a leading "the"; words parted by a space."""
    if name.isascii():
        plain = _NOT_A_LETTER.sub(" ", _IGNORED_MARKS.sub("", name.lower())).strip()
    else:
        plain = slug(name).replace("-", " ")
    return plain.removeprefix("the ")


def spelling_variants(folded: str) -> Iterator[str]:
    """Yield a folded name and its variants: without the Arabic article, "saint" as "st" and the reverse."""
    yield folded
    if (bare := _ARTICLE.sub("", folded)) != folded:
        yield bare
    if folded.startswith("saint "):
        yield "st " + folded.removeprefix("saint ")
    elif folded.startswith("st "):
        yield "saint " + folded.removeprefix("st ")
