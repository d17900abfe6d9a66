"""Run `kg` as a shell does, by a server that has imported it already."""

import atexit
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
KG = (sys.executable, "-ES", str(Path(__file__).with_name("command_client.py")))  #: what stands for `kg` in a command
WITH_MODEL = "KG_TEST_MODEL"  #: the variable that is set in tests that may use the model
_NOT_INHERITED = ("NO_COLOR", "COLUMNS", "VISUAL", "EDITOR", "KG_ONTOLOGY")


def kg(*arguments, given="", folder=None, **variables):
    """Run `kg`, and return how it ended."""
    return subprocess.run(
        [*KG, *map(str, arguments)], env=environment(**variables), cwd=folder, input=given, capture_output=True, text=True,
        check=False,
    )  # fmt: skip


def environment(**variables):
    """Return the environment that `KG` needs."""
    inherited = {name: value for name, value in os.environ.items() if name not in _NOT_INHERITED}
    return {**inherited, "PYTHONPATH": str(ROOT), "KG_TEST_SERVER": _server(), **variables}


def write_program(file):
    """Write a program that is `kg` in the environment above."""
    file.write_text("#!/bin/sh\nexec " + " ".join(f"'{word}'" for word in KG) + ' "$@"\n')
    file.chmod(0o755)


@cache
def _server():
    """Start the server of this process, and return its address."""
    folder = tempfile.TemporaryDirectory()
    address = f"{folder.name}/kg"
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("command_server.py"), address],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    @atexit.register
    def stop():
        process.stdin.close()
        process.wait()
        folder.cleanup()

    assert process.stdout.readline() == b"ready\n"
    return address
