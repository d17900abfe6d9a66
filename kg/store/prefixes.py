"""Write out the prefixes that a query leaves to us, so that it runs anywhere. Reads tokens; runs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from kg.store.sparql_tokens import tokens


def used_prefixes(text: str, prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the known prefixes that the query uses and does not declare, in order of their first use."""
    found = list(tokens(text))
    pairs = pairwise(found)
    own = {name.text.partition(":")[0] for word, name in pairs if word.text.upper() == "PREFIX"}
    used = dict.fromkeys(token.text.partition(":")[0] for token in found if token.kind == "name")
    return {name: prefixes[name] for name in used if name in prefixes and name not in own}


def declared(text: str, prefixes: Mapping[str, str], between: str = "\n") -> str:
    """Return the query with a PREFIX declaration for each known prefix that it uses; a BASE stays in front of it."""
    head = "".join(f"PREFIX {name}: <{space}>{between}" for name, space in used_prefixes(text, prefixes).items())
    return head + text
