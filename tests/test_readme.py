"""Every command that the README and the pages of docs/ show is run, from one fresh folder, in order."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = ["README.md", "docs/build.md", "docs/ask.md", "docs/share.md"]
_BLOCK = re.compile(r"```console\n(.*?)```", re.S)


def sessions(page: str) -> list[tuple[str, list[str]]]:
    """Return the page's commands with the output that it shows for each."""
    found: list[tuple[str, list[str]]] = []
    for block in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif not line.startswith("kg> "):
                found[-1][1].append(line)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("readme")
    for name in ("seeds", "queries"):
        shutil.copytree(ROOT / name, place / name)
    return place


@pytest.mark.parametrize("page", PAGES)
def test_shown_commands_do_what_is_shown(folder, page):
    for command, shown in sessions(page):
        words = shlex.split(command)
        assert words[0] == "kg"
        if words[1] == "shell":
            words, given = words, "\\q disputed-events\n\\src 1\n"
        else:
            given = ""
        done = subprocess.run(
            [sys.executable, "-m", *words], cwd=folder, input=given, capture_output=True, text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        printed = (done.stdout + done.stderr).splitlines()
        for line in shown:
            assert line == "…" or line in printed, f"{page}: {command} does not print: {line}"
