r"""Help on keywords and functions of SPARQL, for `\?` and completion. The texts stand in keyword_help.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

_TEXTS = tomllib.loads(Path(__file__).with_name("keyword_help.toml").read_text(encoding="utf-8"))

#: keyword → what it does, and an example that runs
KEYWORDS: Mapping[str, tuple[str, str]] = {
    word: (does, example) for word, (does, example) in _TEXTS["keywords"].items()
}
SIGNATURES: Mapping[str, str] = _TEXTS["signatures"]  #: function → its arguments
EXAMPLE_QUERIES: Mapping[str, str] = _TEXTS["example_queries"]  #: title → query


def keyword_help(keyword: str) -> str:
    """Return what a keyword or function does, with an example or its arguments; empty for an unknown one."""
    name = " ".join(keyword.upper().split())
    if entry := KEYWORDS.get(name) or KEYWORDS.get(f"{name} BY"):
        return f"{name} {entry[0]}\n  {entry[1]}\n"
    return f"{name}{SIGNATURES[name]}\n" if name in SIGNATURES else ""
