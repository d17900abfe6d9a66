"""The session that docs/shell.md shows is what the shell says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_recorded_session_is_what_the_shell_says(demo):
    command = [sys.executable, str(ROOT / "scripts" / "record_shell.py"), str(demo), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "run python scripts/record_shell.py GRAPH-OF-THE-SEEDS"
