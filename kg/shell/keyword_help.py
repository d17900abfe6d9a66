r"""What the words of SPARQL do, for `\?` and the hints of completion. The words themselves stand in words.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

_TEXTS = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

WORDS: Mapping[str, tuple[str, str]] = {word: (does, example) for word, (does, example) in _TEXTS["words"].items()}
SIGNATURES: Mapping[str, str] = _TEXTS["signatures"]  #: function → its arguments
WHOLE: Mapping[str, str] = _TEXTS["whole"]  #: what a whole query asks → the query


def word_help(word: str) -> str:
    """Return what a word of SPARQL does and an example; empty for one that is not here."""
    name = " ".join(word.upper().split())
    found = WORDS.get(name) or WORDS.get(f"{name} BY")
    if found:
        return f"{name} {found[0]}\n  {found[1]}\n"
    return f"{name}{SIGNATURES[name]}\n" if name in SIGNATURES else ""
