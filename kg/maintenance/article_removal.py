"""Remove articles from a graph. Knows how people name articles; knows no text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from kg.errors import UsageError
from kg.graph.dataset_description import Extractor, article_key
from kg.links.identity_links import apply_decisions
from kg.maintenance.article_loader import ArticleLoader
from kg.maintenance.materialization import graph_decisions, refresh_inferences
from kg.store.article_ledger import Ledger, Publication
from kg.store.read_ahead import open_read_ahead
from kg.store.snapshots import Snapshots

_MAX_LISTED = 8  # candidates in a message


@dataclass(frozen=True, slots=True)
class PublishedArticle:
    """An article of a graph under one of its sources."""

    key: str
    publication: Publication
    location: str  #: where it was read from

    def __str__(self) -> str:
        title = f" “{self.publication.title}”" if self.publication.title else ""
        return f"article:{self.key} {self.publication.url or self.publication.id}{title}"

    @property
    def ledger_key(self) -> tuple[str, str]:
        """Its key in the ledger: source and key of the text."""
        return self.publication.source, self.key


def remove_articles(graph: Path, names: Sequence[str]) -> list[PublishedArticle]:
    """Remove articles from a graph, with all statements that only they give, and return them.

    Args:
        graph: a graph folder.
        names: each an IRI, a prefixed name, the article's id, its URL or the path that it was read from. The IRI of
            a text removes all its publications.

    Raises:
        UsageError: a name fits no article, or several; nothing is removed then.
        GraphNotFound: there is no graph, or somebody is writing to it.
    """
    snapshots = Snapshots(graph)
    snapshots.current()
    with snapshots.write_transaction() as transaction:
        transaction.describes_size = True
        draft = transaction.draft
        with transaction.ledger() as ledger, open_read_ahead(None) as read_ahead:
            removed = _resolve_names(names, [PublishedArticle(*row) for row in ledger.all_publications()])
            loader = ArticleLoader(draft, ledger, read_ahead, _last_extractor(ledger))
            loader.remove([article.ledger_key for article in removed])
            apply_decisions(draft.as_store, graph_decisions(graph, ledger))
            refresh_inferences(draft, ledger)
    return removed


def _last_extractor(ledger: Ledger) -> Extractor:
    """Return the extractor of the last build, for texts that have to be read by another publication."""
    return Extractor(ledger.state("model") or "", ledger.state("everything") == "yes")


def _resolve_names(names: Iterable[str], known: Sequence[PublishedArticle]) -> list[PublishedArticle]:
    articles: dict[tuple[str, str], PublishedArticle] = {}
    for name in names:
        articles.update((article.ledger_key, article) for article in _resolve_name(name, known))
    return list(articles.values())


def _resolve_name(name: str, known: Sequence[PublishedArticle]) -> list[PublishedArticle]:
    """Return what a name means: all publications of one text, or one publication."""
    key = article_key(name)
    of_text = [article for article in known if key and article.key.startswith(key)]
    if len({article.key for article in of_text}) == 1:
        return of_text
    exact = of_text or [one for one in known if name in (one.publication.url, one.publication.id, one.location)]
    path = str(Path(name).absolute())
    exact = exact or [one for one in known if path in (one.publication.source, str(Path(one.location).absolute()))]
    if len({article.ledger_key for article in exact}) == 1:
        return exact
    if exact:
        raise UsageError(f"drop {name}: means several articles; say which: {_format_list(exact)}")
    raise UsageError(f"drop {name}: no article of the graph is called so{_suggestion(name, known)}")


def _suggestion(name: str, known: Sequence[PublishedArticle]) -> str:
    """Return the end of a message that suggests articles with names like this."""
    by_name = {call: one for one in known for call in _names(one)}
    titles = ((one.publication.title, one) for one in known)
    by_name |= {title: one for title, one in titles if name.casefold() in title.casefold()}
    similar = get_close_matches(name, by_name, 3, 0.5) or [n for n in by_name if name.casefold() in n.casefold()]
    if not similar:
        return "; its id, URL, path or IRI will do"
    return f"; did you mean: {_format_list([by_name[n] for n in similar])}"


def _names(article: PublishedArticle) -> tuple[str, ...]:
    return article.publication.id, article.publication.url, Path(article.location).name, article.key


def _format_list(articles: Sequence[PublishedArticle]) -> str:
    names = list(dict.fromkeys(map(str, articles)))
    more = f" and {len(names) - _MAX_LISTED:,} more" if len(names) > _MAX_LISTED else ""
    return ", ".join(names[:_MAX_LISTED]) + more
