"""A program in a pseudo-terminal, for tests: keys go in, and what the screen would show comes out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[2]


class Terminal:
    """`kg` with some arguments in a pseudo-terminal of its own."""

    def __init__(self, arguments, state, more=None, size=(40, 120)):
        self.seen = ""
        self.all = ""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            self._become(arguments, state, more or {})
        self.resize(*size)

    def _become(self, arguments, state, more):
        dropped = ("NO_COLOR", "VISUAL", "EDITOR")
        own = {name: value for name, value in os.environ.items() if name not in dropped}
        own |= {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(state), "TERM": "xterm", **more}
        os.execve(sys.executable, [sys.executable, "-m", "kg", *map(str, arguments)], own)

    def wait_for(self, pattern, seconds=10, redraw=False):
        """Read until the pattern is seen; return how long it took.

        With `redraw` the screen is drawn anew now and then, for changes of a line come in pieces.
        """
        start = drawn = time.monotonic()
        while not re.search(pattern, self.seen, re.S):
            left = start + seconds - time.monotonic()
            assert left > 0, f"no {pattern} in {self.seen[-2000:]!r}"
            if redraw and time.monotonic() - drawn > 0.5:
                self.press("\x0c")
                drawn = time.monotonic()
            left = min(left, 0.5)
            if select.select([self.handle], [], [], left)[0]:
                piece = os.read(self.handle, 1 << 16).decode(errors="replace")
                if "\x1b[6n" in piece:
                    self.press("\x1b[1;1R")  # where the cursor is
                self.seen += piece
                self.all += piece
        self.seen = self.seen[re.search(pattern, self.seen, re.S).end() :]
        return time.monotonic() - start

    def press(self, keys):
        os.write(self.handle, keys.encode())

    def resize(self, lines, columns):
        fcntl.ioctl(self.handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        os.kill(self.pid, signal.SIGWINCH)

    def exit_code(self, seconds=20):
        """Read what still comes until the program has ended, and return its exit code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(OSError):  # the other end is closed
                if select.select([self.handle], [], [], 0.1)[0]:
                    os.read(self.handle, 1 << 16)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = None
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"still running after {self.all[-2000:]!r}")

    def close(self):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.handle)
