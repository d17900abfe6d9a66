"""The command line: what each command takes, and how it ends. The only place that prints."""

from kg.cli.main import main

__all__ = ["main"]
