"""Declare the known prefixes that a query uses, so that it runs anywhere. Reads tokens; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from kg.store.sparql_tokens import tokens


def used_prefixes(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the known prefixes that the query uses and does not declare, in order of their first use."""
    query = list(tokens(text))
    declared = {name.text.partition(":")[0] for word, name in pairwise(query) if word.text.upper() == "PREFIX"}
    used = dict.fromkeys(token.text.partition(":")[0] for token in query if token.kind == "name")
    return {name: prefixes[name] for name in used if name in prefixes and name not in declared}


def declare_prefixes(text: str, prefixes: Mapping[str, str], separator: str = "\n") -> str:
    """Return the query with a PREFIX declaration for each known prefix that it uses; a BASE stays in front of it."""
    head = "".join(f"PREFIX {name}: <{space}>{separator}" for name, space in used_prefixes(text, prefixes).items())
    return head + text
