"""A batch that ends its worker, or takes too long, is read one article at a time."""

import os

from kg.maintenance.worker_pool import readings, worker_pool
from kg.model import Article


def read(articles):
    """Read articles, as a worker does that one of them is too much for."""
    if any(article.id == "bomb" for article in articles):
        os._exit(1)
    return [article.id.encode() for article in articles]


def test_an_article_that_ends_its_worker_takes_no_other_with_it():
    batches = [[Article(name, name) for name in batch] for batch in (["one", "bomb", "two"], ["three"])]
    with worker_pool(2) as pool:
        results = list(readings(pool, batches, read))
    assert results[:1] + results[2:] == [b"one", b"two", b"three"]
    assert "ended its reader" in results[1]
