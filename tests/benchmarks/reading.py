"""How fast articles are read, against the bare language model on the same texts, and in how much memory.

    python tests/benchmarks/reading.py ARTICLES.jsonl [--articles N] [--model NAME]
    python tests/benchmarks/reading.py ARTICLES.jsonl --memory 5000
    python tests/benchmarks/reading.py ARTICLES.jsonl --gates

Articles are whatever `kg build` takes. Bare is `nlp.pipe` of the same spaCy pipeline, as it is installed, over the raw
texts. kg is all up to a Reading: cleaning, finding the prose, the gates, the parse, events with their slots and claims,
the names; not the writing of quads. Both take turns in one process, a hundred articles at a time, and the clock is CPU
time, so that other work on the machine hits both alike. Loading the model and first uses are not counted.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count, cycle, islice
from pathlib import Path
from statistics import mean

from kg.ingest import read_inputs
from kg.model import Article, Reading
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import Reader, load_reader

TURN = 100  #: articles that one of the two reads before the other does
LEAST = 100  #: articles to measure on; fewer are read again and again
WARM = 20
EVERY = 500  #: articles between two looks at the memory
FLAT = 0.05  #: growth from the second quarter to the last that still counts as flat
_STATM = Path("/proc/self/statm")
_NAME = re.compile(r"\b[A-Z][a-z]{3,}")


def main(arguments: Sequence[str]) -> None:
    """Measure what the arguments ask for and print it."""
    parser = argparse.ArgumentParser(description="How fast articles are read, and in how much memory.")
    parser.add_argument("file", help="articles, as kg build takes them")
    parser.add_argument("--model", default=MODEL, help="an installed spaCy pipeline")
    parser.add_argument("--articles", type=int, help="only the first so many")
    parser.add_argument("--memory", type=int, metavar="N", help="memory over N articles instead of speed")
    parser.add_argument("--gates", action="store_true", help="what the gates cost in events instead of speed")
    given = parser.parse_args(arguments)
    articles = [e.article for e in read_inputs([given.file]) if e.article is not None][: given.articles]
    if not articles:
        sys.exit(f"{given.file}: no articles")
    if given.memory:
        lines = memory(articles, given.memory, load_reader(given.model))
    elif given.gates:
        lines = gates(articles, given.model)
    else:
        lines = speed(articles, given.model)
    for line in lines:
        print(line, flush=True)


def speed(articles: Sequence[Article], model: str) -> Iterator[str]:
    """Yield the rates of both, and how they compare."""
    own, bare = load_reader(model), _bare(model)
    own.load_model()
    for read in (bare, lambda some: list(own.read_all(some))):
        read(articles[:WARM])
    tokens, spent = 0, {"bare": 0.0, "kg": 0.0}
    wanted = list(islice(cycle(articles), max(LEAST, len(articles))))
    for turn in range(0, len(wanted), TURN):
        some = wanted[turn : turn + TURN]
        counted, seconds = _timed(lambda: bare(some))  # noqa: B023
        tokens += counted
        spent["bare"] += seconds
        _, seconds = _timed(lambda: list(own.read_all(some)))  # noqa: B023
        spent["kg"] += seconds
    yield f"{len(wanted):,} articles, {tokens:,} tokens by {model}; one process, CPU time"
    for name, seconds in spent.items():
        yield f"{name:5}{len(wanted) / seconds:8.1f} articles/s {tokens / seconds:9,.0f} tokens/s"
    yield f"ratio {spent['bare'] / spent['kg']:7.2f}"
    yield f"peak memory {_peak():,.0f} MB, both models loaded"


def memory(articles: Sequence[Article], wanted: int, own: Reader) -> Iterator[str]:
    """Yield the memory in use as articles go by; where the file ends it begins anew, with new names."""
    used: list[float] = []
    for n, _ in enumerate(own.read_all(islice(_laps(articles), wanted)), 1):
        if n % EVERY == 0 or n == wanted:
            used.append(_used())
            yield f"{n:7,} articles {used[-1]:7,.0f} MB"
    quarter = max(1, len(used) // 4)
    growth = mean(used[-quarter:]) / mean(used[quarter : 2 * quarter] or used[:1]) - 1
    yield f"peak memory {_peak():,.0f} MB"
    yield f"from the second quarter to the last {growth:+.1%}: {'flat' if growth <= FLAT else 'not flat'}"


def gates(articles: Sequence[Article], model: str) -> Iterator[str]:
    """Yield how many of the events of an ungated reading the gated one has: same action, same first trigger."""
    gated, whole = (_events(load_reader(model, everything=all_).read_all(articles)) for all_ in (False, True))
    yield f"{len(whole):,} events without the gates, {len(gated):,} with them"
    yield f"of those without, with them {len(whole & gated) / len(whole) if whole else 1:.1%}"


def _events(readings: Iterator[Reading]) -> set[tuple[str, str, int, int]]:
    return {(r.article.key, e.action, e.triggers[0].start, e.triggers[0].end) for r in readings for e in r.events}


def _bare(model: str) -> Callable[[Sequence[Article]], int]:
    """Return what parses articles with nothing but spaCy, and counts their tokens."""
    import spacy

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp = spacy.load(model)
    return lambda articles: sum(len(doc) for doc in nlp.pipe(a.text for a in articles))


def _laps(articles: Sequence[Article]) -> Iterator[Article]:
    """Yield the articles again and again; from the second lap on their names are new to everything that remembers."""
    for lap in count():
        ending = "".join(chr(ord("a") + int(digit)) for digit in str(lap)) if lap else ""
        for article in articles:
            yield replace(article, text=_NAME.sub(rf"\g<0>{ending}", article.text)) if lap else article


def _timed(work: Callable[[], object]) -> tuple[int, float]:
    start = time.process_time()
    made = work()
    return made if isinstance(made, int) else 0, time.process_time() - start


def _used() -> float:
    """Return the memory in use, in MB; the peak where the system does not tell."""
    if not _STATM.exists():
        return _peak()
    return int(_STATM.read_text().split()[1]) * resource.getpagesize() / 2**20


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main(sys.argv[1:])
