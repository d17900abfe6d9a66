"""How long `kg --help` and `kg --version` take: best of ten, in milliseconds. Run: python tests/benchmarks/cli.py."""

import subprocess
import sys
import time


def best(*arguments: str) -> float:
    """Return the shortest of ten runs, in milliseconds."""
    times = []
    for _ in range(10):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-m", "kg", *arguments], capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return 1000 * min(times)


if __name__ == "__main__":
    for option in ("--help", "--version"):
        print(f"kg {option}: {best(option):.0f} ms")
