"""Measure what it costs to add articles to a small and to a large graph: python tests/benchmarks/incremental_update.py [LARGE].

The articles of both are made of the demo articles' statements, under fresh names and with fresh texts, so that what is
measured is the keeping and not the reading.
"""

import argparse
import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median

import pyoxigraph as ox

from kg.graph.dataset_description import Extractor
from kg.graph.quads import quads
from kg.ingest import read_inputs
from kg.maintenance.batch_reading import parse_reading
from kg.maintenance.incremental_update import IncrementalUpdater
from kg.maintenance.materialization import refresh_inferences
from kg.model import Article, Reading
from kg.reading.parse.nlp import MODEL
from kg.reading.pipeline import load_reader
from kg.store.snapshots import Snapshots

SEEDS = Path(__file__).parents[2] / "seeds"
BRIEF = "Rebels shelled the market of Goma on Tuesday, killing three people, the Congolese army said."
_OWN = re.compile(rb"(/data/(?:event|claim)/[a-z-]*)([0-9a-f]{16})>")


class Maker:
    """Makes articles of a few that were read."""

    def __init__(self, *, light: bool = False) -> None:
        """Read the demo articles; light: a brief of one sentence in their stead, as most news has few statements."""
        articles = [one.article for one in read_inputs([str(SEEDS)]) if one.article]
        if light:
            articles = [replace(articles[0], text=BRIEF, title="Market of Goma shelled")]
        read = load_reader(MODEL)
        readings = [read.read(article) for article in articles]
        self._read = [(reading.article, _serialized(reading)) for reading in readings if reading.events]
        self._words = sorted({word for article, _ in self._read for word in article.text.split()})

    @property
    def statements(self) -> int:
        """How many statements an article makes, on the mean."""
        return sum(read.count(b"\n") for _, read in self._read) // len(self._read)

    def made(self, number: int) -> tuple[Article, bytes]:
        """Return an article and its statements, always the same for a number."""
        own = random.Random(number)
        pattern, read = self._read[number % len(self._read)]
        text = " ".join(own.choices(self._words, k=300))
        source = f"https://example.org/{number}"
        article = replace(pattern, id=str(number), text=text, url=source, source=source)
        salt = own.getrandbits(64)
        renamed = _OWN.sub(lambda m: m[1] + b"%016x>" % (int(m[2], 16) ^ salt), read)
        return article, renamed.replace(pattern.key.encode(), article.key.encode())


def _serialized(reading: Reading) -> bytes:
    whole = BytesIO()
    ox.serialize(quads(reading), whole, format=ox.RdfFormat.N_QUADS)
    return whole.getvalue()


@contextmanager
def timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    seconds[name] = seconds.get(name, 0) + time.perf_counter() - start


def add(graph: Path, maker: Maker, numbers: range) -> dict[str, float]:
    """Add made articles to a graph in one build, and return the seconds of its parts; making them is not counted."""
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    with Snapshots(graph).write_transaction() as transaction:
        transaction.describes_size = True
        with transaction.ledger() as ledger:
            seconds["open"] = time.perf_counter() - start
            updater = IncrementalUpdater(transaction.draft, ledger, Extractor(MODEL))
            for number in numbers:
                article, read = maker.made(number)
                with timed(seconds, "store"):
                    updater.register(article, "")
                    if (due := updater.article_to_read(article)) is not None:
                        updater.store_reading(due, parse_reading(read))
            with timed(seconds, "settle"):
                list(updater.remove_stale())
                updater.link_versions()
            with timed(seconds, "infer"):
                refresh_inferences(transaction.draft, ledger, infer=True)
        start = time.perf_counter()
    seconds["publish"] = time.perf_counter() - start
    return seconds


def skip(graph: Path, maker: Maker, numbers: range) -> float:
    """Return the seconds that telling one ledger article takes."""
    articles = [maker.made(number)[0] for number in numbers]
    with Snapshots(graph).write_transaction() as transaction, transaction.ledger() as ledger:
        updater = IncrementalUpdater(transaction.draft, ledger, Extractor(MODEL))
        start = time.perf_counter()
        for article in articles:
            updater.register(article, "")
            assert updater.article_to_read(article) is None
        took = time.perf_counter() - start
        transaction.is_unneeded = True
    return took / len(articles)


def size(folder: Path) -> int:
    """Return the bytes of a folder, a file with several names counted once."""
    return sum({(s := path.stat()).st_ino: s.st_blocks * 512 for path in folder.rglob("*") if path.is_file()}.values())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("large", type=int, nargs="?", default=5000, help="articles of the large graph")
    parser.add_argument("--small", type=int, default=100, help="articles of the small graph")
    parser.add_argument("--more", type=int, default=100, help="articles added to each")
    parser.add_argument("--turns", type=int, default=5, help="how often they are added to each")
    parser.add_argument("--light", action="store_true", help="briefs of one sentence")
    asked = parser.parse_args()
    maker = Maker(light=asked.light)
    print(f"{maker.statements:,} statements an article")
    folder = Path(tempfile.mkdtemp(prefix="kg-growing-"))
    graphs = {"small": asked.small, "large": asked.large}
    took: dict[str, list[float]] = {name: [] for name in graphs}
    try:
        for name, start in graphs.items():
            base = add(folder / name, maker, range(start))
            print(f"{name}: {start:,} articles at once in {sum(base.values()):.1f} s", flush=True)
        for turn in range(asked.turns):  # in turns, because other work on the machine comes and goes
            for name, start in graphs.items():
                first = start + turn * asked.more
                parts = add(folder / name, maker, range(first, first + asked.more))
                took[name].append(sum(parts.values()))
                told = ", ".join(f"{part} {seconds:.2f}" for part, seconds in parts.items())
                print(f"{name}: {asked.more} more in {took[name][-1]:.2f} s ({told})", flush=True)
        for name, start in graphs.items():
            print(f"{name}: {skip(folder / name, maker, range(start)) * 1000:.3f} ms to skip one that is there")
        stored = size(Snapshots(folder / "large").current()) / (asked.large + asked.turns * asked.more)
        print(f"{stored / 1000:,.0f} kB on disk an article, index, its spare and union included")
        print(f"ratio of the medians {median(took['large']) / median(took['small']):.2f}")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
