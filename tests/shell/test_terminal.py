import os
import pty
import re
import select
import signal
import sys
import time
from pathlib import Path

import pytest
from data import CARTESIAN


class Terminal:
    """A shell in a pseudo-terminal."""

    def __init__(self, graph, state):
        self.seen = ""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            own = {"PYTHONPATH": str(Path(__file__).parents[2]), "XDG_STATE_HOME": str(state), "TERM": "xterm"}
            environment = {**os.environ, **own}
            os.execve(sys.executable, [sys.executable, "-m", "kg", "shell", str(graph)], environment)

    def wait_for(self, pattern, seconds=10):
        """Read until the pattern is seen; return how long it took."""
        start = time.monotonic()
        while not re.search(pattern, self.seen):
            left = start + seconds - time.monotonic()
            assert left > 0, f"no {pattern} in {self.seen!r}"
            if select.select([self.handle], [], [], left)[0]:
                piece = os.read(self.handle, 1 << 16).decode(errors="replace")
                if "\x1b[6n" in piece:
                    self.press("\x1b[1;1R")  # where the cursor is
                self.seen += piece
        self.seen = self.seen[re.search(pattern, self.seen).end() :]
        return time.monotonic() - start

    def press(self, keys):
        os.write(self.handle, keys.encode())

    def exit_code(self):
        pid, self.pid = self.pid, None
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

    def close(self):
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.handle)


@pytest.fixture
def terminal(graph, tmp_path):
    terminal = Terminal(graph, tmp_path)
    yield terminal
    terminal.close()


def test_a_heavy_query_is_stopped_and_the_next_one_answered(terminal):
    terminal.wait_for(r"kg 20.*triples · .* things\.")
    terminal.wait_for(r"kg>")
    terminal.press(CARTESIAN + "\r")
    terminal.wait_for(r"Ctrl-C stops")
    terminal.press("\x03")
    assert terminal.wait_for(r"cancelled after \d+\.\d s") < 1
    terminal.wait_for(r"kg>")
    terminal.press("SELECT ?e { ?e a cno:Event }\r")
    terminal.wait_for(r"Northern Front shells the port of Kessel")
    terminal.wait_for(r"1 row")
    terminal.wait_for(r"kg>")
    terminal.press("garbage\x03")
    terminal.wait_for(r"kg>")
    terminal.press("\x04")
    assert terminal.exit_code() == 0
