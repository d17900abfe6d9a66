"""Files of the user: written atomically, and opened in an editor. Knows no query."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from kg.atomic_files import write_atomically
from kg.errors import UsageError
from kg.shell.session import ShellSession
from kg.shell.shell_words import shell_words

_FALLBACK_EDITORS = ("nano", "vi")


def write_file(file: Path, text: str) -> None:
    """Write a file atomically, with the folders above it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, text)


def edit_file(shell: ShellSession, file: Path) -> None:
    """Open a file in the editor of the environment and wait for its end.

    Raises:
        UsageError: there is no editor.
    """
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    command = (
        shell_words(chosen, "EDITOR") if chosen else [name for name in _FALLBACK_EDITORS if shutil.which(name)][:1]
    )
    if not command or shutil.which(command[0]) is None:
        raise UsageError(f"{chosen or 'no editor'}: not found; set EDITOR to one")
    if subprocess.run([*command, str(file)], check=False).returncode:
        shell.print_message(f"note: {command[0]} ended with an error")
