"""Keep what was typed for later sessions, as long as the disk takes it. Knows one file; runs nothing."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime

from platformdirs import user_state_path
from prompt_toolkit.history import FileHistory


class KeptHistory(FileHistory):
    """The history of all sessions, in a file that only its user can read.

    Where the file can't be read or written, the history is that of this session; that is noted once.
    """

    def __init__(self, note: Callable[[str], None]) -> None:
        folder = user_state_path("kg", appauthor=False)
        self._file = folder / "history"
        super().__init__(self._file)
        self._note = note
        self._is_noted = False
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(self._open())
        except OSError as problem:
            self._note_once(problem)

    def load_history_strings(self) -> Iterable[str]:
        """Return what was typed, the newest first."""
        if self._is_noted:
            return []
        try:
            return list(super().load_history_strings())
        except OSError as problem:
            self._note_once(problem)
            return []

    def store_string(self, string: str) -> None:
        """Append what was typed, with its time, at once or not at all."""
        lines = "".join(f"+{line}\n" for line in string.split("\n"))
        entry = f"\n# {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n{lines}".encode(errors="replace")
        try:
            descriptor = self._open()
        except OSError as problem:
            self._note_once(problem)
            return
        size = os.fstat(descriptor).st_size
        try:
            written = os.write(descriptor, entry)
            if written < len(entry):
                os.ftruncate(descriptor, size)
                self._note_once(OSError("no space is left"))
        except OSError as problem:
            self._note_once(problem)
        finally:
            os.close(descriptor)

    def _open(self) -> int:
        with suppress(FileNotFoundError):
            if not stat.S_ISREG(self._file.stat().st_mode):  # a pipe would wait for a reader
                raise OSError("not a file")
        return os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _note_once(self, problem: OSError) -> None:
        if not self._is_noted:
            self._is_noted = True
            reason = problem.strerror or problem
            self._note(f"note: {self._file}: {reason}; the history of this session is not kept")
