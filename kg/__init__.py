"""Conflict news in, a graph of who says what happened out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph, Row, Rows, read
    from kg.api import open_graph as open  # noqa: A004 - as in `kg.open("conflict.kg")`
    from kg.errors import KgError

__version__ = "0.1.0"
__all__ = ["Graph", "KgError", "Row", "Rows", "__version__", "open", "read"]


def __getattr__(name: str) -> object:
    """Import the library's parts when they are asked for: `import kg` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    if name == "KgError":
        from kg.errors import KgError

        return KgError
    import kg.api

    return getattr(kg.api, "open_graph" if name == "open" else name)
