"""Write the session in docs/shell.md anew: each line of `kg> ` in its blocks is typed, and what comes is put below.

Run it from the root with a graph of the seeds: python scripts/record_shell.py demo.kg. With --check nothing is written,
and the exit code is 1 when the page says something else.
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from kg.query.session import Session
from kg.shell.main_loop import execute_lines
from kg.shell.screen import Screen
from kg.shell.session import ShellSession

PAGE = Path(__file__).parent.parent / "docs" / "shell.md"
_BLOCK = re.compile(r"(```kg\n)(.*?)(```)", re.DOTALL)
_WIDTH = 100
_CLOCK = re.compile(r"\d+(?:\.\d+)? (?:ms|s)\b")  # how long something took differs from run to run


class _Wide(Screen):
    """A screen of a fixed size."""

    @property
    def width(self) -> int:
        return _WIDTH

    @property
    def most_rows(self) -> int:
        return 8


def recorded(page: str, graph: Path) -> str:
    """Return the page with every session as it is now."""
    with Session(graph) as session:
        words = io.StringIO()
        shell = ShellSession(session, _Wide(words, words, tty=False, color=False))

        def replay(block: re.Match[str]) -> str:
            typed = [line[4:] for line in block[2].splitlines() if line.startswith("kg> ")]
            return block[1] + "".join(_answered(shell, words, line) for line in typed) + block[3]

        return _BLOCK.sub(replay, page)


def _answered(shell: ShellSession, words: io.StringIO, line: str) -> str:
    words.seek(0)
    words.truncate()
    execute_lines(shell, [line + "\n"])
    lines = _CLOCK.sub("… ms", words.getvalue()).rstrip().splitlines()
    return f"kg> {line}\n" + "".join(text.rstrip() + "\n" for text in lines)


def main() -> int:
    """Record, or compare with what is recorded."""
    graph, check = Path(sys.argv[1]), "--check" in sys.argv
    old = PAGE.read_text(encoding="utf-8")
    new = recorded(old, graph)
    if not check:
        PAGE.write_text(new, encoding="utf-8")
    return int(check and old != new)


if __name__ == "__main__":
    sys.exit(main())
