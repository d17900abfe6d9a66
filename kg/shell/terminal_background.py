"""Find out whether a terminal is light or dark, without waiting for it. Knows escape sequences; knows no colour theme.

The terminal is asked when the first prompt is there (OSC 11), and its answer is taken out of the keys whenever it
comes; one that does not answer costs nothing.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

_QUESTION = "\x1b]11;?\x1b\\"
_ANSWER = re.compile(
    r"\x1b\]11;(?:rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?|[^\x07\x1b]*)(?:\x07|\x1b\\)",
    re.IGNORECASE,
)
_BEGUN_ANSWER = re.compile(r"\x1b\](?:1(?:1(?:;[^\x07\x1b]{0,40}\x1b?)?)?)?\Z")
#: beginnings of TERM of those that answer, or at least show nothing when asked
_ASKED = ("xterm", "tmux", "screen", "rxvt", "alacritty", "foot", "kitty", "konsole", "vte", "gnome", "st-", "iterm",
          "wezterm", "ghostty", "contour", "mintty")  # fmt: skip
_DARK_COLORS = (0, 1, 2, 3, 4, 5, 6, 8)  # of the sixteen, as vim takes them


def guessed_background() -> str:
    """Return "light" or "dark" as COLORFGBG has it, which some terminals set; "" if none did."""
    last = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    if not last.isdecimal() or int(last) > 15:
        return ""
    return "dark" if int(last) in _DARK_COLORS else "light"


def background_question() -> str:
    """Return what asks the terminal for its background; "" where the answer is not to be expected."""
    return _QUESTION if os.environ.get("TERM", "").startswith(_ASKED) else ""


class BackgroundAnswer:
    """Takes the answer out of what a terminal sends, and reports it."""

    def __init__(self, report: Callable[[str], None]) -> None:
        """Remember whom to tell "light" or "dark"."""
        self._report = report
        self._begun = ""

    def take(self, keys: str) -> str:
        """Return the keys without the answer; the beginning of one is kept until the rest comes."""
        keys, self._begun = self._begun + keys, ""
        if "\x1b]" not in keys:
            return keys
        for answer in _ANSWER.finditer(keys):
            if answer[1]:
                self._report(_lightness(*answer.groups()))
        keys = _ANSWER.sub("", keys)
        if begun := _BEGUN_ANSWER.search(keys):
            self._begun, keys = begun[0], keys[: begun.start()]
        return keys


def _lightness(*channels: str) -> str:
    """Return "light" or "dark" for a colour of hexadecimal channels, by its luma (ITU-R BT.601)."""
    red, green, blue = (int(channel, 16) / (16 ** len(channel) - 1) for channel in channels)
    return "light" if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else "dark"
