"""CURIEs for IRIs, and text that is safe on a terminal. Knows prefixes; knows no results."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

LAID_OUT_FORMATS = ("table", "vertical", "md")  #: of results, for people; their cells are escaped one by one
_LOCAL = re.compile(r"(?:[\w:](?:[\w:.#=,-]*[\w:#=,-])?)?")
_SHOWN = {"\n": "⏎", "\r": "", "\t": " "}
_JOINER = re.compile("[\u200c\u200d]")
_JOINED_CATEGORIES = ("So", "Sk", "Lo", "Mn", "Mc")  # emoji, and the letters of scripts that join them
#: what this program draws with: colours, and links to addresses from `hyperlinks.web_address`
_OWN_SEQUENCE = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;;[\x21-\x7e]*\x1b\\")


def curie(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return the CURIE of an IRI by its longest namespace, as SPARQL reads it, else the IRI in angle brackets."""
    matching = (prefix for prefix, space in prefixes.items() if iri.startswith(space))
    best = max(matching, key=lambda prefix: len(prefixes[prefix]), default=None)
    if best is not None and _LOCAL.fullmatch(local := iri[len(prefixes[best]) :]):
        return f"{best}:{re.sub('[#=,]', _escaped, local)}"
    return f"<{iri}>"


def _escaped(char: re.Match[str]) -> str:
    return "\\" + char[0]


def expand(name: str, prefixes: Mapping[str, str]) -> str | None:
    """Return the IRI of a CURIE or of an IRI in angle brackets; None for anything else, or for an unknown prefix."""
    if name.startswith("<") and name.endswith(">"):
        return name[1:-1]
    prefix, colon, local = name.partition(":")
    if colon and prefix in prefixes:
        return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
    return name if re.match(r"(https?|urn|file):", name) else None


def local_name(iri: str) -> str:
    """Return what follows the last "#" or "/" of an IRI."""
    return re.split(r"[#/]", iri.rstrip("#/"))[-1]


def visible(text: str) -> str:
    r"""Return the text on one line, with control and bidi characters escaped as `\u{…}`."""
    return _safe_text(text, _ON_ONE_LINE)


def visible_lines(text: str) -> str:
    """Return the text with its lines and tabs, and other control and bidi characters escaped."""
    return _safe_text(text, _ON_LINES)


def _safe_text(text: str, characters: _Characters) -> str:
    """Return the text with other characters; joiners stay between emoji, and between letters that they shape."""
    if text.isprintable():
        return text
    return _JOINER.sub(_joiner, text.translate(characters))


def _joiner(match: re.Match[str]) -> str:
    start, end = match.span()
    joins = start > 0 and _can_be_joined(match.string[start - 1]) and _can_be_joined(match.string[end : end + 1])
    return match[0] if joins else _escape(match[0])


@lru_cache(1024)
def _can_be_joined(char: str) -> bool:
    return char != "" and unicodedata.category(char) in _JOINED_CATEGORIES


def _escape(char: str) -> str:
    return f"\\u{{{ord(char):x}}}"


class _Characters(dict[int, str]):
    """What stands for each character, as `str.translate` takes it; joiners are left for later."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = shown = char if harmless(char) or _JOINER.match(char) else _escape(char)
        return shown


_ON_ONE_LINE = _Characters({ord(char): shown for char, shown in _SHOWN.items()})
_ON_LINES = _Characters({**_ON_ONE_LINE, ord("\n"): "\n", ord("\t"): "\t"})


def visible_styled_lines(text: str) -> str:
    """Return the text as `visible_lines` does, but for the colours and hyperlinks that lay it out."""
    drawn, end = [], 0
    for own in _OWN_SEQUENCE.finditer(text):
        drawn += [visible_lines(text[end : own.start()]), own[0]]
        end = own.end()
    return "".join((*drawn, visible_lines(text[end:])))


def harmless(char: str) -> bool:
    """Tell whether a character is no control or bidi character; line ends and tabs count as harmless."""
    return char in _SHOWN or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def quantity(number: int, noun: str) -> str:
    """Return a number with its noun: "1 row", "1,234 rows"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
