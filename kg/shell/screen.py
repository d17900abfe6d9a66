"""Terminal output of a shell: data, messages, the pager and a progress spinner. Knows no graph and no setting."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TextIO

from kg.query.display_names import visible_lines, visible_styled_lines
from kg.shell.terminal_background import guessed_background

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_SPINNER_DELAY = 0.3  # seconds before a running query shows its progress
_RESERVED_LINES = 8  # of a terminal, for the prompt, the toolbar and the frame of a table
_ERASE_LINE = "\r\x1b[K"


def standard_screen() -> Screen:
    """Return the screen of the standard streams; at a terminal, messages stand among the data."""
    tty = sys.stdin.isatty() and sys.stdout.isatty()
    color = tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(sys.stdout, sys.stdout if tty else sys.stderr, tty, color, guessed_background())


@dataclass
class Screen:
    """Output streams, and what they can show."""

    out: TextIO  #: for data
    messages: TextIO  #: for everything that is no data
    tty: bool
    color: bool
    background: str = ""  #: of the terminal: "light", "dark", or "" for unknown
    _has_spinner: bool = False
    _spinner_tick: int = 0  # tenths of a second

    @property
    def width(self) -> int | None:
        """Columns; None: no terminal, so lines may be of any length."""
        return shutil.get_terminal_size().columns if self.tty else None

    @property
    def max_rows(self) -> int | None:
        """Rows shown before the rest is folded away; None: no terminal, so all of them."""
        return max(10, shutil.get_terminal_size().lines - _RESERVED_LINES) if self.tty else None

    def write(self, text: str, *, is_escaped: bool = False) -> None:
        """Write data; on a terminal it is escaped, but for colours and links of a text whose cells are escaped."""
        self.clear_progress()
        self.out.write(self._terminal_text(text, is_escaped=is_escaped) if self.tty else text)
        self.out.flush()

    @staticmethod
    def _terminal_text(text: str, *, is_escaped: bool) -> str:
        return visible_styled_lines(text) if is_escaped else visible_lines(text)

    def print_message(self, *lines: str) -> None:
        """Write lines that are no data."""
        self.clear_progress()
        self.messages.write("".join(f"{visible_lines(line)}\n" for line in lines))
        self.messages.flush()

    def ring_bell(self) -> None:
        """Ring the bell of a terminal."""
        if self.tty:
            self.messages.write("\a")

    def page(self, text: str, pager: str, *, is_escaped: bool = False) -> bool:
        """Show text in a pager; return whether it was: not without a terminal, nor where the text fits on the screen.

        Args:
            text: what to show.
            pager: "on", "off" or a command.
            is_escaped: whether only its layout has escape sequences.
        """
        command = ["less", "-RFX"] if pager == "on" else shlex.split(pager)
        fits = text.count("\n") < shutil.get_terminal_size().lines
        if not self.tty or pager == "off" or fits or shutil.which(command[0]) is None:
            return False
        self.clear_progress()
        shown = self._terminal_text(text, is_escaped=is_escaped).encode(errors="replace")
        subprocess.run(command, input=shown, check=False, env={**os.environ, "LESSCHARSET": "utf-8"})
        return True

    def show_progress(self, seconds: float, rows: int) -> None:
        """Draw the spinner with the time passed and the rows so far."""
        tick = int(seconds * 10)
        if self.tty and os.environ.get("TERM") != "dumb" and seconds > _SPINNER_DELAY and tick != self._spinner_tick:
            count = f" · {rows:,} rows" if rows else ""
            frame = _SPINNER[tick % len(_SPINNER)]
            self.messages.write(f"{_ERASE_LINE}{frame} {seconds:.1f} s{count}  (Ctrl-C stops)")
            self.messages.flush()
            self._has_spinner, self._spinner_tick = True, tick

    def clear_progress(self) -> None:
        """Erase the spinner."""
        if self._has_spinner:
            self._has_spinner = False
            self.messages.write(_ERASE_LINE)
            self.messages.flush()
