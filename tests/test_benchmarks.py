"""The benchmarks run; how fast they find the program is no matter of tests."""

import subprocess
import sys
from pathlib import Path

import pytest

READING = Path(__file__).parent / "benchmarks" / "reading.py"
GROWING = READING.with_name("growing.py")


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        pytest.param([], "ratio", id="speed"),
        pytest.param(["--memory", "5"], "from the second quarter to the last", id="memory"),
        pytest.param(["--gates"], "of those without, with them 100.0%", id="gates"),
    ],
)
def test_reading_is_measured(tmp_path, options, shown):
    source = tmp_path / "two.jsonl"
    source.write_text('{"text": "Rebels shelled Goma on Tuesday, the army said."}\n{"text": "It rained in Kampala."}\n')
    done = subprocess.run([sys.executable, READING, source, *options], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert shown in done.stdout


def test_growing_is_measured():
    done = subprocess.run([sys.executable, GROWING, "4", "--small", "2", "--more", "2"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "ratio" in done.stdout
