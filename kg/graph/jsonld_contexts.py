"""Put schema.org's context into JSON-LD that refers to it: parsers here fetch nothing. Knows no other vocabulary.

The IRIs are those of schema.org's own context, which begin with http:// however the context is addressed.
"""

from __future__ import annotations

import json
import re

from kg.errors import InputError
from kg.vocab.namespaces import OWN_ONTOLOGY

_KEY = re.compile(r'(?<!\\)"@context"\s*:\s*(?=["\[])')
_SCHEMA_ORG = re.compile(r"https?://(www\.)?schema\.org(/|/docs/jsonldcontext\.jsonl?d?)?")


def with_known_contexts(text: bytes, name: str) -> bytes:
    """Return a JSON-LD document with the contexts that it refers to, as far as they are known here.

    Raises:
        InputError: it refers to a context that is not.
    """
    document = text.decode("utf-8", "surrogateescape")
    parts, end = [], 0
    for key in _KEY.finditer(document):
        if key.start() < end:
            continue
        try:
            context, stop = json.JSONDecoder().raw_decode(document, key.end())
        except (ValueError, RecursionError):  # the parser will say where it is wrong
            break
        if replaced := _replaced(context, name):
            parts += [document[end : key.end()], replaced]
            end = stop
    return "".join([*parts, document[end:]]).encode("utf-8", "surrogateescape")


def _replaced(context: object, name: str) -> str | None:
    """Return a context without references, as JSON; None where there are none in it."""
    contexts = context if isinstance(context, list) else [context]
    if not any(isinstance(one, str) for one in contexts):
        return None
    return json.dumps([_known(one, name) if isinstance(one, str) else one for one in contexts])


def _known(address: str, name: str) -> object:
    if not _SCHEMA_ORG.fullmatch(address):
        raise InputError(
            f"{name}: its context {address[:200]} is on the network, which is not asked; put the context itself in its "
            "place (that of schema.org is built in)"
        )
    return json.loads((OWN_ONTOLOGY / "schema-org-context.json").read_text(encoding="utf-8"))
