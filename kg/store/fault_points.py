"""Fault points: named places where a test can kill the process, as a power cut or `kill -9` would."""

from __future__ import annotations

import os
import signal

_VARIABLE = "KG_TEST_KILL_AT"  #: such as "merged", or "stored:3" for the third time


def fault_point(name: str) -> None:
    """Kill this process if the environment variable names this point; otherwise do nothing."""
    target, _, times = os.environ.get(_VARIABLE, "").partition(":")
    if target != name:
        return
    if int(times or 1) > 1:
        os.environ[_VARIABLE] = f"{target}:{int(times) - 1}"
        return
    os.kill(os.getpid(), signal.SIGKILL)
