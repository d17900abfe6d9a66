"""Take articles out of a graph again. Knows how people name articles; knows no text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import cast

from pyoxigraph import Store

from kg.errors import UsageError
from kg.graph.dataset_description import Extractor, article_key
from kg.links.identity_links import apply_decisions
from kg.maintenance.build import Filling, conclude, decided
from kg.store.article_ledger import Ledger, Telling
from kg.store.read_ahead import spool
from kg.store.snapshots import Snapshots

_SHOWN = 8  #: candidates in a message


@dataclass(frozen=True, slots=True)
class Given:
    """An article as somebody gave it."""

    key: str
    telling: Telling
    place: str

    def __str__(self) -> str:
        title = f" “{self.telling.title}”" if self.telling.title else ""
        return f"article:{self.key} {self.telling.url or self.telling.id}{title}"

    @property
    def source(self) -> tuple[str, str]:
        """What the ledger knows it by."""
        return self.telling.source, self.key


def drop(graph: Path, names: Sequence[str]) -> list[Given]:
    """Take articles out of a graph, with all that only they said, and return them.

    Args:
        graph: a graph folder.
        names: each an IRI, a prefixed name, the article's id, its URL or the path that it was read from. The IRI of
            a text takes out all that give it.

    Raises:
        UsageError: a name fits no article, or several; nothing is taken out then.
        GraphNotFound: there is no graph, or somebody is writing to it.
    """
    snapshots = Snapshots(graph)
    snapshots.current()
    with snapshots.changing() as writing:
        writing.described = True
        with writing.known() as known, spool(None) as kept:
            some = _found(names, [Given(*row) for row in known.names()])
            filling = Filling(writing.draft, known, kept, _extractor(known))
            filling.drop([one.source for one in some])
            apply_decisions(cast(Store, writing.draft), decided(graph, known))  # it reads and writes like a store
            conclude(filling.draft, known, infer=known.state("closed") != "off")
    return some


def _extractor(known: Ledger) -> Extractor:
    """Return what read the graph last, for texts that have to be read anew."""
    return Extractor(known.state("model") or "", known.state("everything") == "yes")


def _found(names: Iterable[str], given: Sequence[Given]) -> list[Given]:
    found: dict[tuple[str, str], Given] = {}
    for name in names:
        found.update((one.source, one) for one in _named(name, given))
    return list(found.values())


def _named(name: str, given: Sequence[Given]) -> list[Given]:
    """Return what a name means: all tellings of one text, or one telling."""
    key = article_key(name)
    of_text = [one for one in given if key and one.key.startswith(key)]
    if len({one.key for one in of_text}) == 1:
        return of_text
    exact = of_text or [one for one in given if name in (one.telling.url, one.telling.id, one.place)]
    path = str(Path(name).absolute())
    exact = exact or [one for one in given if path in (one.telling.source, str(Path(one.place).absolute()))]
    if len({one.source for one in exact}) == 1:
        return exact
    if exact:
        raise UsageError(f"drop {name}: means several articles; say which: {_listed(exact)}")
    raise UsageError(f"drop {name}: no article of the graph is called so{_near(name, given)}")


def _near(name: str, given: Sequence[Given]) -> str:
    called = {call: one for one in given for call in (one.telling.id, one.telling.url, Path(one.place).name, one.key)}
    called |= {call: one for one in given for call in (one.telling.title,) if name.casefold() in call.casefold()}
    near = get_close_matches(name, called, 3, 0.5) or [call for call in called if name.casefold() in call.casefold()]
    return (
        f"; did you mean: {_listed([called[call] for call in near])}" if near else "; its id, URL, path or IRI will do"
    )


def _listed(given: Sequence[Given]) -> str:
    some = list(dict.fromkeys(str(one) for one in given))
    return ", ".join(some[:_SHOWN]) + (f" and {len(some) - _SHOWN:,} more" if len(some) > _SHOWN else "")
