"""Return the engine's plan of a query, with what each step costs, by the `oxigraph` program. Knows processes.

The program is no part of the install: `pip install oxigraph` brings it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import QueryError, UsageError
from kg.store.query_backend import query_timeout
from kg.store.sparql_tokens import GRAPH_FORMS, first_keyword, tokens


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
        output = ["--results-file", str(Path(folder) / "results"), "--results-format", _results_format(query)]
        try:
            done = subprocess.run(
                [*command, *output, "--explain-file", str(plan_file)],
                capture_output=True, text=True, timeout=timeout, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired as problem:
            raise query_timeout(problem.timeout) from None
        if done.returncode or not plan_file.is_file():
            message = (done.stderr.strip().splitlines() or ["no words"])[0].removeprefix("Error: ")
            raise QueryError(f"query: oxigraph does not explain it: {message}")
        return list(_steps(json.loads(plan_file.read_text(encoding="utf-8")).get("plan") or {}, 0))


def _results_format(query: str) -> str:
    return "nt" if first_keyword(tokens(query)) in GRAPH_FORMS else "json"


def _steps(node: dict[str, Any], depth: int) -> Iterator[PlanStep]:
    rows, seconds = node.get("number of results") or 0, node.get("duration in seconds") or 0.0
    yield PlanStep(depth, str(node.get("name", "")), int(rows), float(seconds))
    for child in node.get("children", ()):
        yield from _steps(child, depth + 1)
