"""What a real terminal shows of labels that want to steer it: tmux draws the screen, and the test reads it."""

import os
import shlex
import shutil
import subprocess
import sys
import time

import pytest
from pyoxigraph import Literal
from support.commands import ROOT
from support.small_graph import HEAD
from wcwidth import wcswidth

LABELS = {
    "ansi": "Zed \x1b[31mred\x1b[2J",
    "title": "Zed \x1b]0;owned\x07",
    "link": "Zed \x1b]8;;http://x\x07link",
    "bidi": "Zed \u202eeman \u2066x",
    "csi": "Zed \x9b2J",
    "lines": "Zed a\r\nb\tc\x08\x08",
    "long": "Zed " + "x" * 10_000,
    "marks": "Zed e" + "\u0301" * 60 + "nd",
    "wide": "Zed " + "漢字かな" * 30,
    "arabic": "Zed عربي",
}
pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux draws the screen")


class TmuxScreen:
    """A shell in a tmux of its own."""

    def __init__(self, file, folder, columns):
        self._tmux = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        own = {"PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder), "LANG": "C.UTF-8", "LESSCHARSET": "utf-8"}
        given = " ".join(f"{name}={shlex.quote(value)}" for name, value in own.items())
        command = f"env -u NO_COLOR {given} {sys.executable} -m kg shell {file}"
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        size = ("-x", str(columns), "-y", "40")
        subprocess.run([*self._tmux, "new-session", "-d", "-s", "kg", *size, command], env=environment, check=True)

    def _run(self, *arguments):
        return subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True).stdout

    def press(self, *keys):
        self._run("send-keys", "-t", "kg", *keys)

    def type(self, text):
        self._run("send-keys", "-t", "kg", "-l", text)

    def lines(self):
        return self._run("capture-pane", "-p", "-t", "kg").splitlines()

    def wait_for(self, words, seconds=10):
        end = time.monotonic() + seconds
        while words not in (shown := "\n".join(self.lines())):
            assert time.monotonic() < end, f"no {words} in:\n{shown}"
            time.sleep(0.05)
        return shown.splitlines()

    def title(self):
        return self._run("display-message", "-p", "-t", "kg", "#{pane_title}")

    def close(self):
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.fixture(params=[120, 80])
def screen(tmp_path, request):
    things = "".join(
        f"actor:z-{name} a cno:Actor ; rdfs:label {Literal(label)} ; cno:note {Literal(label)} .\n"
        f"actor:plain cno:ally actor:z-{name} .\n"
        for name, label in LABELS.items()
    )
    (tmp_path / "hostile.ttl").write_text(HEAD + things, encoding="utf-8")
    screen = TmuxScreen(tmp_path / "hostile.ttl", tmp_path, request.param)
    screen.columns = request.param
    screen.wait_for("kg>")
    screen.wait_for("[F2]")
    yield screen
    screen.close()


def assert_sane(screen, lines):
    assert "owned" not in screen.title()
    assert not set("".join(lines)) & {"\x1b", "\x07", "\u202e", "\u2066", "\x9b", "\x08"}
    assert max(map(wcswidth, lines)) <= screen.columns


def edges(lines):
    """Return where the lines between columns stand."""
    return {tuple(wcswidth(line[:at]) for at, char in enumerate(line) if char in "│┼") for line in lines}


def test_tables_keep_their_columns(screen):
    screen.type("SELECT ?a ?n { ?a a cno:Actor ; cno:note ?n }")
    screen.press("Enter")
    lines = screen.wait_for("10 rows")
    assert_sane(screen, lines)
    start = next(at for at, line in enumerate(lines) if "─┼─" in line)
    assert len(edges(lines[start - 1 : start + 1 + len(LABELS)])) == 1
    screen.wait_for("[F2]")
    screen.type("\\d 3")
    screen.press("Enter")
    lines = screen.wait_for("rdfs:label")
    assert_sane(screen, lines)


def test_lines_of_values_are_sane(screen):
    screen.type("\\x")
    screen.press("Enter")
    screen.wait_for("mode vertical")
    screen.type(
        "SELECT ?n { VALUES ?a { actor:z-ansi actor:z-bidi actor:z-wide actor:z-marks actor:z-lines } ?a cno:note ?n }"
    )
    screen.press("Enter")
    lines = screen.wait_for("5 rows")
    assert_sane(screen, lines)
    assert [line for line in lines if line.startswith("n  Zed \\u{1b}[31mred")]


def test_the_menu_and_the_line_below_are_sane(screen):
    screen.type("SELECT * { ?e cno:ally Zed")
    screen.press("Tab")
    lines = screen.wait_for("actor:z-ansi")
    assert_sane(screen, lines)
    menu = [line for line in lines if line.lstrip().startswith("actor:z-")]
    assert len(menu) == len(LABELS)
    assert len({line.index("Zed ") for line in menu}) == 1
    for name in LABELS:
        screen.press("C-c")
        screen.press("C-l")
        screen.type(f"ASK {{ ?e cno:ally actor:z-{name}")
        screen.wait_for(f"ASK {{ ?e cno:ally actor:z-{name}")
        lines = [line for line in screen.wait_for(" Zed ") if line.strip()]
        assert_sane(screen, lines)
        assert "ASK" in lines[-2]  # the line below is one line
