"""No traceback reaches a user: an error of the program itself is one sentence, with a report that is its user's alone."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from support.small_graph import write_file

from kg.crash_reports import crash_message, traceback_text

ROOT = Path(__file__).parents[2]
SECRET = "what the article said"


def run(code, *arguments, folder, **variables):
    """Run `kg` after some code that breaks it."""
    program = f"import sys, {code.partition(';')[0]}\n{code.partition(';')[2].strip()}\nfrom kg.cli import main\nmain()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "XDG_STATE_HOME": str(folder), **variables}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False, cwd=folder)


def breaking(error):
    """Return code by which a command raises something."""
    return (
        "kg.query.session; def _(*a, **k):\n"
        f"    {SECRET.replace(' ', '_')} = 1\n    raise {error}\nkg.query.session.Session.__init__ = _"
    )


@pytest.mark.parametrize(
    "error", [f"KeyError('{SECRET}')", "RecursionError('deep')", "AssertionError", "RuntimeError('\\x1b[2J')"]
)
def test_an_error_of_the_program_is_one_line_with_its_report(tmp_path, error):
    told = run(breaking(error), "query", write_file(tmp_path), "-q", f"SELECT '{SECRET}' {{}}", folder=tmp_path)
    (report,) = (tmp_path / "kg" / "reports").iterdir()
    kind = error.partition("(")[0]
    assert told.returncode == 70
    assert told.stderr.startswith(f"kg: error: kg query: an error in kg itself ({kind} at <string>:")
    assert str(report) in told.stderr
    assert told.stderr.count("\n") == 1
    assert "\x1b" not in told.stderr
    assert {stat.S_IMODE(path.stat().st_mode) for path in (report.parent, report)} == {0o700, 0o600}
    text = report.read_text()
    assert f"builtins.{kind}: " in text
    assert "SELECT" not in text
    assert "\x1b" not in text


def test_a_traceback_is_printed_only_for_those_who_ask_for_it(tmp_path):
    told = run(breaking("KeyError"), "query", write_file(tmp_path), "-q", "ASK {}", folder=tmp_path, KG_DEBUG="1")
    assert told.returncode == 70
    assert "Traceback (most recent call last):" in told.stderr


def test_want_of_memory_is_no_error_of_the_program(tmp_path):
    told = run(breaking("MemoryError"), "query", write_file(tmp_path), "-q", "ASK {}", folder=tmp_path)
    assert (told.returncode, told.stderr) == (
        1,
        "kg: error: kg query: out of memory; give it less at once, or free some\n",
    )
    assert not (tmp_path / "kg").exists()


def test_an_error_in_a_thread_is_told_in_the_same_way(tmp_path):
    code = (
        "threading; import kg.shell.main_loop\ndef fail():\n    raise KeyError\ndef _(*a, **k):\n"
        "    t = threading.Thread(target=fail); t.start(); t.join(); return 0\nkg.shell.main_loop.run_shell = _"
    )
    told = run(code, "shell", write_file(tmp_path), folder=tmp_path)
    assert told.returncode == 0
    assert told.stderr.startswith("kg: error: kg shell: an error in kg itself (KeyError at ")
    assert "Traceback" not in told.stderr


def test_what_libraries_write_to_stderr_is_escaped_too(tmp_path):
    code = (
        "kg.query.session; import warnings, logging\ndef _(*a, **k):\n"
        "    logging.getLogger('x').warning('\\x1b[2J\\u202e'); sys.stderr.write('\\x9b\\n'); raise SystemExit(0)\n"
        "kg.query.session.Session.__init__ = _"
    )
    told = run(code, "query", write_file(tmp_path), "-q", "ASK {}", folder=tmp_path)
    assert told.stderr == "\\u{1b}[2J\\u{202e}\n\\u{9b}\n"


def test_a_report_without_any_place_for_it_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "file"))
    monkeypatch.delenv("KG_DEBUG", raising=False)
    message = crash_message(KeyError(SECRET), "kg x")
    assert message.endswith("its report could not be saved; KG_DEBUG=1 prints it")
    assert traceback_text(KeyError(SECRET)) == ""


def test_old_reports_go(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for _ in range(25):
        crash_message(KeyError(), "kg x")
    assert len(list((tmp_path / "kg" / "reports").iterdir())) == 20


def test_closed_streams_are_no_failure(tmp_path):
    line = f"'{sys.executable}' -m kg query '{write_file(tmp_path)}' -q 'ASK {{}}' >&- 2>&-; echo $?"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    told = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=environment, check=False)
    assert (told.stdout, told.stderr) == ("0\n", "")


@pytest.mark.parametrize("number", ["²", "٣", "9" * 5000])
def test_what_is_no_number_of_a_saved_query_is_told(kg, tmp_path, number):
    told = kg("run", write_file(tmp_path), number)
    assert told.returncode == 2
    assert told.stderr.startswith("kg: error: no saved query '")
