"""The lexicon; the demo graph, built once; `kg` as a command; and which tests need the model."""

import fcntl
import os
from functools import partial
from pathlib import Path

import pytest
from support import commands

from kg.ingest.outcomes import Status
from kg.vocab.lexicon import load_lexicon


@pytest.fixture(scope="session")
def words():
    return load_lexicon()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The graph of the demo articles, read with the real model; for reading only, since all workers share it."""
    from kg.maintenance.build import build  # here, because the process that only hands out tests needs no spaCy

    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    path = shared / "demo.kg"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            summary = build([str(Path(__file__).parent.parent / "seeds")], base / "demo.kg")
            assert summary.outcomes == {Status.ACCEPTED: 16}
            (base / "demo.kg").rename(path)
    return path


@pytest.fixture
def kg(tmp_path):
    """Run `kg` with some arguments in a folder of its own, and return how it ended."""
    return partial(commands.kg, folder=tmp_path)


def pytest_collection_modifyitems(items):
    """Mark the tests that ask the graph of the demo articles: it is read with the model."""
    for item in items:
        if "demo" in item.fixturenames:
            item.add_marker(pytest.mark.model)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Tell commands whether the model may be loaded for them beforehand."""
    if item.get_closest_marker("model"):
        os.environ[commands.WITH_MODEL] = "1"
    else:
        os.environ.pop(commands.WITH_MODEL, None)
