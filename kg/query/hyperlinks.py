"""Hyperlinks in terminals (OSC 8). Lets only web addresses through, and no control character of these."""

from __future__ import annotations

from urllib.parse import quote

_WEB = ("http://", "https://")
_SAFE = "-._~:/?#[]@!$&'()*+,=%"  # all else, also ";", which divides the sequence, is written as %XX
_MAX_BYTES = 2000  # terminals drop longer ones


def web_address(iri: str) -> str:
    """Return the web address of an IRI, percent-encoded; empty for what is none, or too long."""
    if not iri.lower().startswith(_WEB) or len(iri) > _MAX_BYTES:
        return ""
    address = quote(iri, safe=_SAFE, errors="replace")
    return address if len(address) <= _MAX_BYTES else ""


def osc8_hyperlink(text: str, address: str) -> str:
    """Return the text as a link to an address from `web_address`; its display width stays the same."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text
