"""Every command that the README and the pages of docs/ show is run, in order, each page from a fresh folder."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from support.commands import environment, write_program

ROOT = Path(__file__).parent.parent
PAGES = [
    "README.md",
    "docs/read.md",
    "docs/build.md",
    "docs/review.md",
    "docs/ask.md",
    "docs/reports.md",
    "docs/share.md",
    "docs/check.md",
    "docs/extend.md",
    "docs/scale.md",
]
_BLOCK = re.compile(r"```(console|turtle) ?(.*?)\n(.*?)```", re.S)


def steps(page: str) -> list[tuple[str, list[str]]]:
    """Return the page's commands, each with the output that it shows; Turtle for a file is appended to it."""
    found: list[tuple[str, list[str]]] = []
    for language, file, block in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8")):
        if language == "turtle":
            found += [(f"cat >> {file} <<'END'\n{block}END", [])] if file else []
            continue
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif not line.startswith("kg> "):
                found[-1][1].append(line)
    return found


@pytest.fixture
def folder(tmp_path):
    """A folder like a fresh checkout, with `kg` as a command."""
    place = tmp_path
    for name in ("seeds", "queries", "ontology"):
        shutil.copytree(ROOT / name, place / name)
    (place / "bin").mkdir()
    write_program(place / "bin" / "kg")
    return place


@pytest.mark.parametrize("page", PAGES)
def test_shown_commands_do_what_is_shown(folder, demo, page):
    if page != PAGES[0]:  # the README builds the graph that the other pages ask
        shutil.copytree(demo, folder / "demo.kg")
    variables = environment(PATH=f"{folder / 'bin'}:{os.environ['PATH']}")
    for command, shown in steps(page):
        assert command.split()[0] in ("kg", "cp", "cat", "echo")
        given = "\\q disputed-events\n\\src 1\n" if command.startswith("kg shell") else ""
        done = subprocess.run(
            ["bash", "-c", command], cwd=folder, input=given, capture_output=True, text=True, env=variables
        )
        found = command.startswith("kg check wrong")
        assert done.returncode == (4 if found else 0), done.stderr
        printed = (done.stdout + done.stderr).splitlines()
        for line in shown:
            pattern = re.compile(".*".join(map(re.escape, line.split("…"))))  # "…" stands for what is left out
            assert any(map(pattern.fullmatch, printed)), f"{page}: {command} does not print: {line}"
