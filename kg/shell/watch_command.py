r"""`\watch`: run the last query at intervals and mark the rows that are new."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import UsageError
from kg.query.solutions import Result, Truth
from kg.shell.command_registry import CommandTable, register
from kg.shell.query_execution import run_query
from kg.shell.session import ShellSession

_OPTION = re.compile(r"(?:([icm])=)?(\d{1,6}(?:\.\d+)?)")
_OPTION_FIELDS = {"i": "interval", "c": "runs", "m": "min_rows"}
_MIN_INTERVAL = 0.1  # seconds
COMMANDS: CommandTable = {}


@dataclass(frozen=True, slots=True)
class _Schedule:
    interval: float = 5.0  #: seconds between runs
    runs: float = 0  #: how many; 0: until Ctrl-C
    min_rows: float = 0  #: it ends when a result has fewer; 0: never


@register(COMMANDS, r"\watch [i=5] [c=N] [m=MIN]", "the last query over and over; new rows are marked")
def watch_last_query(shell: ShellSession, argument: str) -> None:
    """Run the last query again and again, and mark the rows that are new."""
    if not shell.last_query:
        raise UsageError("\\watch: no query yet; ask something first")
    schedule = _parse_schedule(argument)
    before: set[object] | None = None
    count = 0
    while True:
        count += 1
        rows = _run_once(shell, schedule, before)
        few = schedule.min_rows and rows is not None and len(rows) < schedule.min_rows
        if rows is None or count == schedule.runs or few:
            return
        before = set(rows)
        time.sleep(max(schedule.interval, _MIN_INTERVAL))


def _run_once(shell: ShellSession, schedule: _Schedule, before: set[object] | None) -> list[object] | None:
    """Run the query and print how its rows changed; return the rows, or None if it failed."""
    if shell.graph.newer_snapshot is not None:
        shell.graph.reload()
    shell.print_message(time.strftime("%Y-%m-%d %H:%M:%S") + f"  every {schedule.interval:g} s, Ctrl-C ends")
    highlight = None if before is None else _new_row_finder(before)
    result = run_query(shell, shell.last_query, highlight=highlight, limits=shell.last_limits)
    rows: list[object] = [] if result is None or isinstance(result, Truth) else list(result.rows)
    if before is not None:
        shell.print_message(f"{len(set(rows) - before)} new, {len(before - set(rows))} gone")
    return None if result is None else rows


def _parse_schedule(argument: str) -> _Schedule:
    options: dict[str, float] = {}
    for word in argument.split():
        match = _OPTION.fullmatch(word)
        if match is None:
            raise UsageError(f"\\watch {word}: write \\watch i=SECONDS c=TIMES m=FEWEST-ROWS")
        options[_OPTION_FIELDS[match[1] or "i"]] = float(match[2])
    return _Schedule(**options)


def _new_row_finder(before: set[object]) -> Callable[[Result], frozenset[int]]:
    """Return what finds the numbers of the rows that are not in `before`."""

    def new_rows(result: Result) -> frozenset[int]:
        rows = () if isinstance(result, Truth) else result.rows
        return frozenset(number for number, row in enumerate(rows) if row not in before)

    return new_rows
