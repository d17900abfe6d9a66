"""A program in a pseudo-terminal, for tests: keys go in, and what the screen would show comes out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from contextlib import suppress

from support.commands import KG, environment


def _control_terminal():
    """Make stdin the terminal of this process's session, as it is for a shell that one logs in to."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """`kg` with some arguments, or another command, in a pseudo-terminal of its own."""

    def __init__(self, arguments, state, more=None, size=(40, 120), command=KG):
        self.seen = ""
        self.all = ""
        variables = environment(**{"XDG_STATE_HOME": str(state), "TERM": "xterm", **(more or {})})
        self.handle, terminal = pty.openpty()
        self.process = subprocess.Popen(
            [*command, *map(str, arguments)], env=variables, stdin=terminal, stdout=terminal, stderr=terminal,
            preexec_fn=None if command is KG else _control_terminal,
        )  # fmt: skip
        os.close(terminal)
        self.resize(*size)

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
        self._signal(signal.SIGWINCH)  # for the same size the system sends none

    def exit_code(self, seconds=20):
        """Read what still comes until the program has ended, and return its exit code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with suppress(OSError):  # the other end is closed
                if select.select([self.handle], [], [], 0.1)[0]:
                    os.read(self.handle, 1 << 16)
            if self.process.poll() is not None:
                return self.process.returncode
        raise AssertionError(f"still running after {self.all[-2000:]!r}")

    def close(self):
        if self.process.poll() is None:
            self._signal(signal.SIGKILL)
            self.process.kill()  # which may have given the terminal to another
            self.process.wait()
        os.close(self.handle)

    def _signal(self, number):
        """Signal what runs in the terminal, if it has begun."""
        if group := os.tcgetpgrp(self.handle):
            os.killpg(group, number)
