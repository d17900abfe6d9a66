"""Named points where a test can end the process at once, as a power cut or `kill -9` would."""

from __future__ import annotations

import os
import signal

_WHERE = "KG_TEST_KILL_AT"  #: such as "merged", or "stored:3" for the third time


def point(name: str) -> None:
    """End the process if a test wants it to end here; otherwise do nothing."""
    wanted, _, times = os.environ.get(_WHERE, "").partition(":")
    if wanted != name:
        return
    if int(times or 1) > 1:
        os.environ[_WHERE] = f"{wanted}:{int(times) - 1}"
        return
    os.kill(os.getpid(), signal.SIGKILL)
