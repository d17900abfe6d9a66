"""Record the session in docs/shell.md: each line of `kg> ` in its blocks is run, and its output is put below.

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
_WIDTH, _MAX_ROWS = 100, 8
_DURATION = re.compile(r"\d+(?:\.\d+)? (?:ms|s)\b")  # differs from run to run


class _FixedScreen(Screen):
    """A screen of a fixed size."""

    @property
    def width(self) -> int:
        return _WIDTH

    @property
    def max_rows(self) -> int:
        return _MAX_ROWS


def record_sessions(page: str, graph: Path) -> str:
    """Return the page with every session as it is now."""
    with Session(graph) as session:
        output = io.StringIO()
        shell = ShellSession(session, _FixedScreen(output, output, tty=False, color=False))

        def replay(block: re.Match[str]) -> str:
            typed = [line[4:] for line in block[2].splitlines() if line.startswith("kg> ")]
            return block[1] + "".join(_run_line(shell, output, line) for line in typed) + block[3]

        return _BLOCK.sub(replay, page)


def _run_line(shell: ShellSession, output: io.StringIO, line: str) -> str:
    output.seek(0)
    output.truncate()
    execute_lines(shell, [line + "\n"])
    lines = _DURATION.sub("… ms", output.getvalue()).rstrip().splitlines()
    return f"kg> {line}\n" + "".join(text.rstrip() + "\n" for text in lines)


def main() -> int:
    """Record, or compare with what is recorded."""
    graph, check = Path(sys.argv[1]), "--check" in sys.argv
    old = PAGE.read_text(encoding="utf-8")
    new = record_sessions(old, graph)
    if not check:
        PAGE.write_text(new, encoding="utf-8")
    return int(check and old != new)


if __name__ == "__main__":
    sys.exit(main())
