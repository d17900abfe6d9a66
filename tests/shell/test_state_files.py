"""History and settings are a convenience: where the disk refuses them a shell says so once, and goes on."""

import os
import resource
import stat

import pytest
from support.pseudo_terminal import Terminal

from kg.shell.dispatcher import execute_line
from kg.shell.history import KeptHistory

ASK = "SELECT ?e { ?e a cno:Event }\r"


def opened(graph, state, **variables):
    terminal = Terminal(["shell", graph], state, variables)
    terminal.resize(40, 120)
    return terminal


def answers(terminal):
    """Ask twice, and tell how often a note came."""
    terminal.wait_for(r"kg>.*\[F2\]")
    for _ in range(2):
        terminal.press(ASK)
        terminal.wait_for(r"1 row")
        terminal.wait_for(r"kg>.*\[F2\]")
    terminal.press("\x04")
    assert terminal.exit_code() == 0
    assert "Traceback" not in terminal.all
    assert "Press ENTER" not in terminal.all
    return terminal.all.count("the history of this session is not kept")


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a folder for a file", "a pipe for a file", "a full disk"])
def test_a_history_that_cannot_be_kept_is_told_once(graph, tmp_path, obstacle):
    state = tmp_path / "state"
    if obstacle == "a file for a folder":
        state.write_text("")
    elif obstacle == "a folder for a file":
        (state / "kg" / "history").mkdir(parents=True)
    elif obstacle == "a pipe for a file":
        (state / "kg").mkdir(parents=True)
        os.mkfifo(state / "kg" / "history")
    else:
        state.mkdir()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0 if obstacle == "a full disk" else limits[0], limits[1]))
    try:
        terminal = opened(graph, state)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    try:
        assert answers(terminal) == 1
    finally:
        terminal.close()


def test_a_wrong_setting_is_told_and_the_shell_opens(graph, tmp_path):
    folder = tmp_path / "config" / "kg"
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text("[shell]\nlimt = 1\nx = " + "[" * 3000)
    terminal = opened(graph, tmp_path, XDG_CONFIG_HOME=str(tmp_path / "config"), KG_TIMEOUT="soon")
    try:
        terminal.wait_for(r"note: .*config\.toml: not a configuration that can be read")
        terminal.wait_for(r"note: KG_TIMEOUT: timeout soon: not a number")
        assert answers(terminal) == 0
    finally:
        terminal.close()


def test_the_history_is_its_users_alone_whatever_the_umask(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    notes, before = [], os.umask(0)
    try:
        history = KeptHistory(notes.append)
    finally:
        os.umask(before)
    history.store_string("ASK {}\n# not a line of its own")
    assert [*KeptHistory(notes.append).load_history_strings()] == ["ASK {}\n# not a line of its own"]
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "kg", tmp_path / "kg" / "history")]
    assert (modes, notes) == ([0o700, 0o600], [])
    (tmp_path / "kg" / "history").chmod(0o640)
    KeptHistory(notes.append).store_string("ASK {}")
    assert stat.S_IMODE((tmp_path / "kg" / "history").stat().st_mode) == 0o640


def test_a_line_that_breaks_the_program_ends_no_session(shell, typed, monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    monkeypatch.setattr(type(shell.graph), "ask", lambda *_, **__: {}["x"])
    execute_line(shell, "ASK {}")
    message = shell.screen.messages.getvalue()
    assert message.startswith("error: kg shell: an error in kg itself (KeyError at test_state_files.py:")
    assert message.endswith("; the session goes on\n")
    monkeypatch.undo()
    assert typed("ASK {}")[0] == ["yes"]


@pytest.mark.parametrize(
    "line", ["\\tour ²", "\\history ²", "\\! ²", "\\! " + "9" * 5000, "\\d ²", "\\history " + "9" * 5000]
)
def test_what_is_no_number_is_told(typed, line):
    messages = typed(line)[1]
    assert messages[0].startswith("error: ")
    assert "error in kg itself" not in messages[0]
