"""The picture in the README is what `kg read` shows."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.model
def test_the_picture_of_a_reading_shows_what_is_read():
    command = [sys.executable, str(ROOT / "scripts" / "picture_reading.py"), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "run python scripts/picture_reading.py"
