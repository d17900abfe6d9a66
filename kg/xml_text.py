"""Find the characters that XML 1.0 cannot hold, not even escaped. Knows no format that is written in XML."""

from __future__ import annotations

import re

_NO_XML_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # production 2 of XML 1.0


def first_without_xml(text: str) -> str:
    """Return the first character of a text that XML 1.0 lacks, as `U+001B`; empty if it has all."""
    found = _NO_XML_CHARACTER.search(text)
    return f"U+{ord(found[0]):04X}" if found else ""


def replace_without_xml(text: str) -> tuple[str, int]:
    """Return a text with U+FFFD in place of each character that XML 1.0 lacks, and how many these were."""
    return _NO_XML_CHARACTER.subn("\ufffd", text)
