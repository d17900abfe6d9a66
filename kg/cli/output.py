"""Write results to stdout and words to stderr: the one module of the commands that does either.

Whatever comes here may hold what others wrote. On a terminal it is escaped, words are in any case; data that go to a
file or a program stay as they are.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TextIO

from kg.atomic_files import write_atomically
from kg.query.display_names import LAID_OUT_FORMATS as LAID_OUT_FORMATS
from kg.query.display_names import visible, visible_lines, visible_styled_lines

_ERASE_LINE = "\r\x1b[K"


def write_output(text: str, file: Path | None = None, *, is_escaped: bool = False) -> None:
    """Write text to stdout, or to a file atomically.

    Args:
        text: what to write.
        file: where to; None: stdout.
        is_escaped: whether only its layout has escape sequences, so that a terminal gets colours and links.
    """
    if file is not None:
        write_atomically(file, text)
    elif not sys.stdout.isatty():
        sys.stdout.write(text)
    else:
        sys.stdout.write(visible_styled_lines(text) if is_escaped else visible_lines(text))


@contextmanager
def binary_output() -> Iterator[IO[bytes]]:
    """Yield a binary stream for data: stdout, or on a terminal one whose text is escaped when it is complete."""
    if not sys.stdout.isatty():
        yield sys.stdout.buffer
        return
    stream = io.BytesIO()
    yield stream
    write_output(stream.getvalue().decode(errors="replace"))


def print_lines(*lines: str, is_escaped: bool = False) -> None:
    """Write lines of data to stdout, as `write_output` does."""
    write_output("".join(f"{line}\n" for line in lines), is_escaped=is_escaped)


def print_prompt(text: str) -> None:
    """Write the beginning of a line to stdout at once."""
    write_output(text)
    sys.stdout.flush()


def print_message(*lines: str) -> None:
    """Write words to stderr, each on one line, whatever they hold."""
    sys.stderr.write("".join(f"{visible(line)}\n" for line in lines))
    sys.stderr.flush()


def show_progress(text: str) -> None:
    """Write over the last line of a terminal, or with an empty text erase it; do nothing where stderr is none."""
    if sys.stderr.isatty():
        stream = progress_stream()
        stream.write(f"{_ERASE_LINE}{visible(text)}")
        stream.flush()


def progress_stream() -> TextIO:
    """Return stderr as it is, for progress bars, which move the cursor and show no words of others."""
    return sys.stderr.raw_stream if isinstance(sys.stderr, EscapedStream) else sys.stderr


def escape_stderr() -> None:
    """Escape from now on what anything writes to stderr: warnings, log lines and threads of libraries, too."""
    if not isinstance(sys.stderr, EscapedStream):
        sys.stderr = EscapedStream(sys.stderr)


class EscapedStream(io.TextIOBase):
    """A stream that writes control and bidi characters, but line ends and tabs, as their numbers."""

    def __init__(self, stream: TextIO) -> None:
        self.raw_stream = stream  #: what it writes to

    def write(self, text: str) -> int:
        """Write a text, escaped."""
        self.raw_stream.write(visible_lines(text))
        return len(text)

    def flush(self) -> None:
        """Flush the stream below."""
        self.raw_stream.flush()

    def fileno(self) -> int:
        """Return the descriptor of the stream below."""
        return self.raw_stream.fileno()

    def isatty(self) -> bool:
        """Tell whether the stream below is a terminal."""
        return self.raw_stream.isatty()

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True
