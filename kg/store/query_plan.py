"""Return the engine's plan of a query, with what each step costs, by the `oxigraph` program. Knows processes.

The program is no part of the install: `pip install oxigraph` brings it. It runs in the sandbox that queries run in.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import QueryError, UsageError
from kg.store import sandbox
from kg.store.query_backend import query_timeout
from kg.store.sparql_tokens import GRAPH_FORMS, first_keyword, tokens
from kg.store.worker_process import MEMORY


@dataclass(frozen=True, slots=True)
class PlanStep:
    """An operator of a query plan."""

    depth: int  #: 0 for the root, which gives the answer
    name: str
    rows: int  #: that it gave
    seconds: float  #: with the steps below it


def plan_steps(store: Path, query: str, timeout: float | None) -> list[PlanStep]:
    """Run a query on a store's folder and return the steps of its plan, each before its inputs.

    Raises:
        UsageError: the program is not there.
        QueryError: it refuses the query.
        QueryTimeout: it took too long.
    """
    installed = Path(sys.executable).with_name("oxigraph")
    program = str(installed) if installed.is_file() else shutil.which("oxigraph")
    if program is None:
        raise UsageError("\\explain needs the oxigraph program; pip install oxigraph brings it")
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        query_file, plan_file = Path(folder) / "query.rq", Path(folder) / "plan.json"
        query_file.write_text(query, encoding="utf-8")
        command = [program, "query", "--location", str(store), "--query-file", str(query_file), "--stats"]
        output = ["--results-format", _results_format(query), "--explain-file", str(plan_file)]
        done = _run_confined([*command, *output], timeout)
        if done.returncode or not plan_file.is_file():
            raise QueryError(f"query: oxigraph does not explain it: {_cause(done)}")
        try:
            plan = json.loads(plan_file.read_text(encoding="utf-8")).get("plan") or {}
            return list(_steps(plan, 0))
        except RecursionError:
            raise QueryError("query: its plan is too deep to be shown; explain a part of it") from None


def _run_confined(command: list[str], timeout: float | None) -> subprocess.CompletedProcess[str]:
    confined = [sys.executable, "-I", "-S", sandbox.__file__, str(MEMORY), *command]
    try:
        return subprocess.run(
            confined, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace", timeout=timeout,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as problem:
        raise query_timeout(problem.timeout) from None


def _cause(done: subprocess.CompletedProcess[str]) -> str:
    if "memory allocation" in done.stderr or "bad_alloc" in done.stderr:
        return f"it needs more than {MEMORY >> 30} GiB of memory; narrow it"
    if done.returncode in (-signal.SIGSEGV, -signal.SIGBUS) or "overflowed its stack" in done.stderr:
        return "it is too deeply nested; make it simpler"
    return (done.stderr.strip().splitlines() or ["no words"])[0].removeprefix("Error: ")


def _results_format(query: str) -> str:
    return "nt" if first_keyword(tokens(query)) in GRAPH_FORMS else "json"


def _steps(node: dict[str, Any], depth: int) -> Iterator[PlanStep]:
    rows, seconds = node.get("number of results") or 0, node.get("duration in seconds") or 0.0
    yield PlanStep(depth, str(node.get("name", "")), int(rows), float(seconds))
    for child in node.get("children", ()):
        yield from _steps(child, depth + 1)
