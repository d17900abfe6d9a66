"""Make text on a terminal a link (OSC 8). Lets only addresses of the web through, and of those nothing that steers."""

from __future__ import annotations

from urllib.parse import quote

_WEB = ("http://", "https://")
_KEPT = "-._~:/?#[]@!$&'()*+,=%"  # all else, also ";", which divides the sequence, is written as %XX
_LONGEST = 2000  # bytes; terminals drop longer ones


def web_address(iri: str) -> str:
    """Return the address of an IRI, in harmless ASCII; empty for what is no address of the web, or too long a one."""
    if not iri.lower().startswith(_WEB) or len(iri) > _LONGEST:
        return ""
    address = quote(iri, safe=_KEPT, errors="replace")
    return address if len(address) <= _LONGEST else ""


def osc8_hyperlink(text: str, address: str) -> str:
    """Return the text as a link to an address that `link_of` gave; it takes as many columns as before."""
    return f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text
