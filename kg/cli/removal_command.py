"""The command that removes articles from a graph: words to stderr."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.output import print_message


@app.command()
def drop(
    graph: Annotated[Path, typer.Argument(metavar="GRAPH", help="A graph folder.")],
    articles: Annotated[
        list[str], typer.Argument(metavar="ARTICLE…", help="Each by its id, URL, path, IRI or prefixed name.")
    ],
) -> None:
    """Take articles out of a graph again: kg drop graph article:3f2a90c1."""
    from kg.maintenance.article_removal import remove_articles
    from kg.maintenance.build_summary import snapshot_sizes
    from kg.store.snapshots import Snapshots

    for one in remove_articles(graph, articles):
        print_message(f"taken out: {one}")
    statements, inferred = snapshot_sizes(Snapshots(graph).current())
    print_message(f"{statements:,} statements, {inferred:,} inferred are left")
