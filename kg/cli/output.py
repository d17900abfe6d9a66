"""How commands write results: which formats are laid out for people, and what is escaped on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.atomic_files import write_atomically

LAID_OUT_FORMATS = ("table", "vertical", "md")  #: for people; their cells are escaped one by one


def write_output(text: str, file: Path | None = None, *, is_escaped: bool = False) -> None:
    """Write text to stdout, or to a file atomically; on a terminal, text that is not escaped yet is."""
    if file is not None:
        write_atomically(file, text)
        return
    from kg.query.display_names import visible_lines

    sys.stdout.write(text if is_escaped or not sys.stdout.isatty() else visible_lines(text))
