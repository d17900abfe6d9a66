"""Normalize text once, before it is parsed, with a map back to the raw offsets; make slugs. Knows no language, no RDF.

Removed: control, format (zero-width, bidi, soft hyphen) and other invisible characters, and lone surrogates.
Replaced by ASCII: line ends and odd spaces, quotation marks; dashes stay. Composed: everything (NFC).
Long runs of one character that is no letter are cut, because tokenizers are quadratic on them. Sentences that scraping
has glued together ("… left Goma.The army …") get a space between them, or, where there are many, their line break back.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MAX_RUN = 32  #: of one character that is no letter
MAX_MARKS = 32  #: on one base; sorting a longer pile takes time in its square
MAX_SLUG = 80
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A normalized text, with the raw offsets of its characters."""

    text: str
    offsets: Sequence[int]  #: raw offset of each cleaned position; one longer than the text, its last is the raw length
    ends: Sequence[int]  #: raw offset after each cleaned character

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw span of a cleaned one, both end-exclusive; what was removed at its edges stays outside.

        Raises:
            IndexError: the span does not lie in the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no span {start},{end} in a text of {len(self.text)} characters")
        begin = self.offsets[start]
        return begin, begin if start == end else self.ends[end - 1]


def clean_text(raw: str) -> CleanText:
    """Return the text without what confuses a parser or deceives a reader; a clean text is unchanged."""
    clean = _normalize(raw)
    return _split_glued_sentences(clean) if _GLUED.search(clean.text) else clean


def _normalize(raw: str) -> CleanText:
    if _PLAIN_ASCII.fullmatch(raw) and not _LONG_RUN.search(raw):
        return _with_identity_offsets(raw)
    mapped = raw.translate(_REPLACEMENTS)
    keeps_offsets = len(mapped) == len(raw) and "\r\n" not in raw and unicodedata.is_normalized("NFC", mapped)
    if keeps_offsets and not _LONG_RUN.search(mapped):
        return _with_identity_offsets(mapped)
    return _normalize_characters(raw)


def slug(name: str) -> str:
    """Return a name as `[a-z0-9-]`, for an IRI: never empty, at most 80 characters.

    Accents are folded, apostrophes and the dots of initials dropped. A name that folding would lose letters of, in
    another script or longer than that, ends in a hash of itself, so that no two such names get one slug.
    """
    folded = _fold_accents(name)
    words = _NOT_SLUG.sub("-", _APOSTROPHES_AND_DOTS.sub("", folded)).strip("-")
    lost = any(char.isalnum() and not char.isascii() for char in folded)
    if words and not lost and len(words) <= MAX_SLUG:
        return words
    digest = hashlib.sha256(folded.encode()).hexdigest()[:10]
    return f"{words[: MAX_SLUG - 11].strip('-') or 'x'}-{digest}"


def has_mixed_scripts(name: str) -> bool:
    """Tell whether a name may be spoofed: one word in two scripts, compatibility forms, invisible characters."""
    if any(_replacement(char) is None for char in name):
        return True
    return any(len(scripts) > 1 or "odd" in scripts for scripts in map(_scripts, _WORD.findall(name)))


# Every character but letters that stands 33 times in a row; `_` is a word character to `re`, but no letter.
_LONG_RUN = re.compile(rf"([\W\d_])\1{{{MAX_RUN}}}", re.DOTALL)
#: where a sentence is glued to the one before: "he said.Rebels took", 'he said."We have'
_GLUED = re.compile(r"""(?<=[a-z\d)%\]][.!?])["']?(?=["']?[A-Z][\w'-]* )|(?<=[a-z\d)%]["'][.])(?=["']?[A-Z][\w'-]* )""")
_MANY_GLUED = 3  #: from here on line breaks were lost, and not a space forgotten
_PLAIN_ASCII = re.compile(r"[ -~\n]*")
_WORD = re.compile(r"[^\W\d_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_APOSTROPHES_AND_DOTS = re.compile(r"['`]|(?<=[a-z])\.")

_PLAIN_FORMS = {
    "\t": " ", "\r": "\n", "\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "′": "'", "´": "'", "＇": "'", "\u0374": "'", "\u02b9": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "″": '"', "«": '"', "»": '"', "＂": '"',
}  # fmt: skip

# Invisible, though Unicode counts them as letters, marks or symbols: grapheme joiner, Hangul fillers, Khmer vowels
# that are not written, Mongolian and other variation selectors, the empty Braille pattern, tags.
_INVISIBLE = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)


class _ReplacementTable(dict[int, str | None]):
    """A table for `str.translate` that fills itself: the replacement of a code point, None where it is removed."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _replacement(chr(code))
        return self[code]


def _replacement(char: str) -> str | None:
    char = unicodedata.normalize("NFC", char) if len(unicodedata.normalize("NFC", char)) == 1 else char
    if char in _PLAIN_FORMS:
        return _PLAIN_FORMS[char]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    return None if (category in {"Cc", "Cf", "Cs"} and char != "\n") or _INVISIBLE.match(char) else char


_REPLACEMENTS = _ReplacementTable()


def _with_identity_offsets(text: str) -> CleanText:
    return CleanText(text, range(len(text) + 1), range(1, len(text) + 1))


def _split_glued_sentences(clean: CleanText) -> CleanText:
    """Return the text with a break between glued sentences, which has an empty raw span."""
    cuts = [_sentence_boundary(clean.text, match) for match in _GLUED.finditer(clean.text)]
    separator = "\n" if len(cuts) >= _MANY_GLUED else " "
    text: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    start = 0
    for cut in (*cuts, len(clean.text)):
        text.append(clean.text[start:cut])
        offsets += clean.offsets[start:cut]
        ends += clean.ends[start:cut]
        if cut < len(clean.text):
            text.append(separator)
            offsets.append(clean.offsets[cut])
            ends.append(clean.offsets[cut])
        start = cut
    return CleanText("".join(text), [*offsets, clean.offsets[len(clean.text)]], ends)


def _sentence_boundary(text: str, match: re.Match[str]) -> int:
    """Return where the second sentence begins: a quotation mark between the two closes what was opened before."""
    opened = text.count('"', text.rfind("\n", 0, match.start()) + 1, match.start()) % 2
    return match.end() if opened else match.start()


def _normalize_characters(raw: str) -> CleanText:
    text: list[str] = []
    offsets: list[int] = []
    ends: list[int] = []
    run = 0
    for char, start, end in _compose(_visible_characters(raw)):
        run = run + 1 if text and char == text[-1] and not char.isalpha() else 1
        if run <= MAX_RUN:
            text.append(char)
            offsets.append(start)
            ends.append(end)
    return CleanText("".join(text), [*offsets, len(raw)], ends)


def _visible_characters(raw: str) -> Iterator[tuple[str, int, int]]:
    """Yield the characters that are not removed, in their ASCII form where there is one, with their raw spans."""
    for at, char in enumerate(raw):
        plain = _REPLACEMENTS[ord(char)]
        if plain is not None and not (char == "\r" and raw[at + 1 : at + 2] == "\n"):
            yield plain, at, at + 1


def _compose(chars: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Compose each base with its marks; where that changes them, all have the raw span of the group."""
    group: list[tuple[str, int, int]] = []
    for item in chars:
        if group and _is_combining(item[0]):
            group += [item] if len(group) <= MAX_MARKS else []
            continue
        yield from _compose_group(group)
        group = [item]
    yield from _compose_group(group)


def _is_combining(char: str) -> bool:
    """Tell whether a character can compose with those before it: marks, and vowels and finals of Hangul."""
    return char > "\u02ff" and (unicodedata.category(char)[0] == "M" or "\u1160" <= char <= "\u11ff")


def _compose_group(group: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    text = "".join(char for char, _, _ in group)
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return group
    return [(char, group[0][1], group[-1][2]) for char in composed]


# Letters that have no decomposition into a Latin letter and its accents.
_FOLDS = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe",
    "ŋ": "n", "ə": "a", "ĸ": "k", "ɨ": "i", "ɓ": "b", "ɗ": "d", "ƙ": "k", "ƴ": "y", "ʿ": "", "ʾ": "", "ʻ": "", "ʽ": "",
    "ˈ": "", "ʹ": "", "ʺ": "",
})  # fmt: skip


def _fold_accents(name: str) -> str:
    plain = clean_text(name).text.lower().translate(_FOLDS)
    letters = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in letters if unicodedata.category(char)[0] != "M").lower().translate(_FOLDS)


# Scripts that are written together in one word; their names are the first word of a letter's Unicode name.
_SCRIPT_GROUPS = {"HIRAGANA": "CJK", "KATAKANA": "CJK", "KATAKANA-HIRAGANA": "CJK", "IDEOGRAPHIC": "CJK"}


def _scripts(word: str) -> set[str]:
    """Return the scripts of a word's letters; "odd" for compatibility forms, such as full-width letters."""
    scripts = set()
    for char in word:
        script = unicodedata.name(char, "odd ").split()[0]
        if script not in {"MODIFIER", "FEMININE", "MASCULINE"}:
            scripts.add("odd" if _is_compatibility_form(char) else _SCRIPT_GROUPS.get(script, script))
    return scripts


def _is_compatibility_form(char: str) -> bool:
    return unicodedata.decomposition(char).startswith(("<font>", "<wide>", "<circle>", "<square>"))


def safe_cell(cell: str) -> str:
    """Return a cell of a table so that no spreadsheet takes it for a formula; numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
