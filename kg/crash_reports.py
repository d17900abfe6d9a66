"""Save what an error of the program itself looked like, for those who mend it. Prints nothing.

A report names places in the code and no arguments, so that as little as possible of what was read or asked gets into
it; it is for its user alone to read and to send.
"""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

DEBUG_VARIABLE = "KG_DEBUG"  #: if it is set, tracebacks are printed
_MAX_MESSAGE = 200  # characters of an error's message, which may quote what was read
_MAX_REPORTS = 20  # that are kept
_MAX_FRAMES = 60  # of a traceback, half of them from its end


def crash_message(error: BaseException, activity: str) -> str:
    """Save a report of an error, and return in one line what happened, where the report is and how to go on.

    Args:
        error: what was raised.
        activity: what was being done, without what was typed: "kg build".
    """
    frame = next(iter(traceback.extract_tb(error.__traceback__)[::-1]), None)
    place = f" at {Path(frame.filename).name}:{frame.lineno}" if frame else ""
    file = _save(_report(error, activity))
    saved = f"a report of it is in {file}" if file else f"its report could not be saved; {DEBUG_VARIABLE}=1 prints it"
    problem = f"an error in kg itself ({type(error).__name__}{place})"
    return f"{activity}: {problem}; what was there before is intact; {saved}"


def traceback_text(error: BaseException) -> str:
    """Return the traceback as Python prints it, whole where `KG_DEBUG` is set; otherwise empty."""
    return "".join(traceback.format_exception(error)) if os.environ.get(DEBUG_VARIABLE) else ""


def _report(error: BaseException, activity: str) -> str:
    import platform

    from kg import __version__

    system = f"Python {platform.python_version()}, {platform.system()} {platform.release()} {platform.machine()}"
    lines = [
        "An error in kg itself. Read this before you send it: messages in it may quote what was read.",
        f"time      {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"version   kg {__version__}; {system}",
        f"activity  {activity}",
        "",
    ]
    return "\n".join([*lines, *_chain_lines(error)]) + "\n"


def _chain_lines(error: BaseException | None) -> list[str]:
    """Return the places that an error came through, and those of its causes, the last error first."""
    lines: list[str] = []
    for _ in range(5):
        if error is None:
            break
        message = " ".join(str(error).split())[:_MAX_MESSAGE]
        lines.append(f"{type(error).__module__}.{type(error).__qualname__}: {message!a}")
        frames = traceback.extract_tb(error.__traceback__)
        left_out = frames[_MAX_FRAMES // 2 : -_MAX_FRAMES // 2]
        shown = [frame for frame in frames if frame not in left_out]
        lines += [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in shown]
        lines += [f"  and {len(left_out)} places between"] if left_out else []
        error = error.__cause__ or error.__context__
    return lines


def _save(report: str) -> Path | None:
    """Write a report where only its user can read it; None: no folder takes it."""
    import tempfile

    from platformdirs import user_state_path

    folders = (user_state_path("kg", appauthor=False) / "reports", Path(tempfile.gettempdir()))
    for folder in folders:
        with suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(f"-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.txt", "kg-crash-", folder)
            with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
                stream.write(report)
            _remove_old(folder)
            return Path(name)
    return None


def _remove_old(folder: Path) -> None:
    """Keep the newest reports only."""
    found = sorted(folder.glob("kg-crash-*.txt"), key=lambda file: file.stat().st_mtime)
    for file in found[:-_MAX_REPORTS]:
        with suppress(OSError):
            file.unlink()


def program_name() -> str:
    """Return the name of the command that runs, without its arguments."""
    words = [word for word in sys.argv[1:2] if word.isascii() and word.isalpha()]
    return " ".join(["kg", *words])
