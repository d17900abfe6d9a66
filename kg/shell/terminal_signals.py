"""Ctrl-C and Ctrl-Z at every moment of a session. Knows the terminal's modes and prompt_toolkit; runs nothing.

A line editor that takes Ctrl-C as a key loses the one that comes between Enter and the run of the query: the editor
has ended, and the terminal sends no signal yet. So the terminal sends the signal all the time; while the editor runs,
the signal becomes the key.
"""

from __future__ import annotations

import os
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TextIO

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app_or_none
from prompt_toolkit.input import Input
from prompt_toolkit.input.vt100 import Vt100Input, raw_mode
from prompt_toolkit.key_binding.key_processor import KeyPress
from prompt_toolkit.keys import Keys

_CONTROL_CHARACTERS = 6  # their place among the attributes of a terminal


class Interrupts:
    """What becomes of Ctrl-C: `KeyboardInterrupt` while a line runs, the key while the editor runs."""

    def __init__(self, editor: PromptSession[str], on_start: Callable[[], None] = lambda: None) -> None:
        """Take the signal for an editor; `on_start` is called in its loop whenever it begins."""
        self._editor = editor
        self._on_start = on_start
        self._is_line_running = False
        self._is_pending = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Receive the signal of Ctrl-C; only in the main thread."""
        previous = signal.signal(signal.SIGINT, self._receive)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, previous)

    def read_line(self, default: str, refresh_interval: float) -> str:
        """Return what the user submits at the prompt.

        Args:
            default: the text that stands there already.
            refresh_interval: seconds between redrawings; 0: none.

        Raises:
            KeyboardInterrupt: the user pressed Ctrl-C instead.
            EOFError: the user leaves, or the terminal is gone.
        """
        self._is_pending = False  # that line has ended by itself
        return self._editor.prompt(
            default=default,
            refresh_interval=refresh_interval,
            handle_sigint=False,
            set_exception_handler=False,
            pre_run=self._begin,
        )

    def _begin(self) -> None:
        self._on_start()
        self._press_pending()

    @contextmanager
    def line(self) -> Iterator[None]:
        """Let Ctrl-C raise KeyboardInterrupt, at once for one that came since Enter."""
        try:
            self._is_line_running = True
            if self._is_pending:
                raise KeyboardInterrupt
            yield
        finally:
            self._is_line_running = self._is_pending = False

    def _receive(self, number: int, frame: FrameType | None) -> None:
        if self._is_line_running:
            raise KeyboardInterrupt
        self._is_pending = True
        app = get_app_or_none()  # the editor's own, or another in its place on a dumb terminal
        if app is not None and app.is_running and app.loop is not None:
            with suppress(RuntimeError):  # the loop is closed already
                app.loop.call_soon_threadsafe(self._press_pending)

    def _press_pending(self) -> None:
        """Press Ctrl-C in the editor; if that has ended, the line that it gave is interrupted."""
        app = get_app_or_none()
        if self._is_pending and app is not None and app.is_running and not app.is_done:
            self._is_pending = False
            app.key_processor.feed(KeyPress(Keys.ControlC, "\x03"))
            app.key_processor.process_keys()


def terminal_input(take: Callable[[str], str] = str) -> Input | None:
    """Return the terminal as the source of keys that leaves Ctrl-C a signal; None: stdin is no terminal.

    Args:
        take: what to do with all that the terminal sends; returns what is keys.
    """
    return _SignalledInput(sys.stdin, take) if sys.stdin.isatty() else None


class _SignalledInput(Vt100Input):
    def __init__(self, stdin: TextIO, take: Callable[[str], str]) -> None:
        super().__init__(stdin)
        self._take = take

    def read_keys(self) -> list[KeyPress]:
        self.vt100_parser.feed(self._take(self.stdin_reader.read()))
        keys, self._buffer = self._buffer, []
        return keys

    def raw_mode(self) -> raw_mode:
        return _SignalledMode(self.fileno())


class _SignalledMode(raw_mode):
    """A terminal that gives every key at once, except that Ctrl-C is a signal."""

    def __enter__(self) -> None:
        with suppress(termios.error):
            attributes = termios.tcgetattr(self.fileno)
            disabled = bytes([os.fpathconf(self.fileno, "PC_VDISABLE")])
            for character in (termios.VSUSP, termios.VQUIT):  # the editor has to restore the terminal first
                attributes[_CONTROL_CHARACTERS][character] = disabled
            termios.tcsetattr(self.fileno, termios.TCSANOW, attributes)
        super().__enter__()

    @classmethod
    def _patch_lflag(cls, attrs: int) -> int:
        return super()._patch_lflag(attrs) | termios.ISIG
