"""Load RDF files in a sandboxed worker and take their statements over. Parses nothing itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.errors import InputError, QueryTimeout
from kg.graph.lexical_forms import LexicalForms
from kg.graph.rdf_formats import check_ending
from kg.graph.rdf_parsing import FileReport, LoadOptions, RdfSource
from kg.store.load_frames import QuadBuilder, file_report
from kg.store.worker_process import MEMORY, WorkerDied, WorkerProcess


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """The statements of one file, in its order, and the report on it."""

    quads: list[Quad]
    report: FileReport


def load_files(
    sources: Sequence[RdfSource],
    options: LoadOptions,
    timeout: float | None = None,
    memory: int = MEMORY,
) -> list[LoadedFile]:
    """Return what RDF files hold.

    Args:
        sources: the files.
        options: how they are read.
        timeout: seconds for all of them; None for no limit.
        memory: bytes of address space that the worker may use.

    Raises:
        InputError: a file can't be read, is wrong, or too much for the limits.
        QueryTimeout: it took too long.
    """
    deadline = time.monotonic() + timeout if timeout else None
    worker = WorkerProcess("parse", plain_sources(sources), memory, plain_options(options))
    loaded: list[LoadedFile] = []
    builder = QuadBuilder()
    quads: list[Quad] = []
    try:
        while len(loaded) < len(sources):
            kind, content = worker.next_frame(None if deadline is None else max(0.0, deadline - time.monotonic()))
            if kind == "quads":
                quads += map(builder.quad, content)
            elif kind == "file":
                loaded.append(LoadedFile(quads, file_report(content)))
                quads = []
            else:
                raise InputError(content)
    except TimeoutError:
        raise loading_timeout(sources[len(loaded) :], timeout or 0) from None
    except WorkerDied as death:
        raise load_failure(sources[len(loaded) :], death, memory) from None
    finally:
        worker.close()
    return loaded


def load_store(sources: Sequence[RdfSource], options: LoadOptions, forms: LexicalForms | None = None) -> Store:
    """Return RDF files as a store in memory.

    Args:
        sources: the files.
        options: how they are read.
        forms: what remembers the literals that the store has in another form; None: they are forgotten.

    Raises:
        InputError: a file can't be read, is wrong, or too much for the limits.
    """
    store = Store()
    for file in load_files(sources, options):
        store.bulk_extend(file.quads if forms is None else forms.observed(file.quads))
    return store


def file_sources(paths: Sequence[Path], input_format: str | None = None) -> tuple[RdfSource, ...]:
    """Return files as sources, each by its own name.

    Raises:
        UsageError: no format is given, and a name does not tell it.
    """
    for path in paths:
        check_ending(str(path), input_format)
    return tuple(RdfSource(path, str(path)) for path in paths)


def plain_sources(sources: Sequence[RdfSource]) -> tuple[tuple[str, str], ...]:
    """Return sources as a worker takes them."""
    return tuple((str(source.path), source.name) for source in sources)


def plain_options(options: LoadOptions) -> tuple[object, ...]:
    """Return options as a worker takes them."""
    return astuple(options)


def load_failure(sources: Sequence[RdfSource], death: WorkerDied, memory: int) -> InputError:
    """Return the error of files that the worker died of."""
    names = _names(sources)
    if death.is_memory:
        needs = f"more than {memory / (1 << 30):g} GiB of memory are needed to read it"
        return InputError(f"{names}: {needs}; split it, and look for what is nested deeply")
    if death.is_stack:
        return InputError(f"{names}: it is nested too deeply to be read; make it flatter")
    return InputError(f"{names}: it cannot be read, {death.words}; look for what is unusual in it")


def loading_timeout(sources: Sequence[RdfSource], seconds: float) -> QueryTimeout:
    """Return the error of files that take longer to read than so many seconds."""
    return QueryTimeout(f"{_names(sources)}: not read after {round(seconds, 1):g} s; give it more time (--timeout)")


def _names(sources: Sequence[RdfSource]) -> str:
    return " ".join(source.name for source in sources)
