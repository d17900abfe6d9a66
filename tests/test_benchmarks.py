"""The benchmarks run; how fast they find the program is no matter of tests."""

import importlib.util
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.model
FOLDER = Path(__file__).parent / "benchmarks"


def benchmark(name):
    spec = importlib.util.spec_from_file_location(name, FOLDER / f"{name}.py")
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        pytest.param([], "ratio", id="speed"),
        pytest.param(["--memory", "5"], "from the second quarter to the last", id="memory"),
        pytest.param(["--gates"], "of those without, with them 100.0%", id="gates"),
    ],
)
def test_reading_is_measured(tmp_path, capsys, options, shown):
    source = tmp_path / "two.jsonl"
    source.write_text('{"text": "Rebels shelled Goma on Tuesday, the army said."}\n{"text": "It rained in Kampala."}\n')
    benchmark("reading").main([str(source), *options])
    assert shown in capsys.readouterr().out


def test_growing_is_measured(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["incremental_update.py", *["4", "--small", "2", "--more", "2", "--turns", "2"]])
    benchmark("incremental_update").main()
    assert "ratio" in capsys.readouterr().out
