"""Write the file of a new saved query, with comments that explain each line of the front matter."""

from __future__ import annotations

import re
from pathlib import Path

from kg.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")
_TEMPLATE = Path(__file__).with_name("templates") / "new.rq"


def write_template(name: str, folder: Path = Path("queries")) -> Path:
    """Write a template to a new file, and return the file.

    Raises:
        UsageError: the name is not valid, or there is such a file.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"'{name}': not a name for a saved query; use small letters, digits and hyphens")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.rq"
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(_TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError:
        raise UsageError(f"{file}: is there already; choose another name") from None
    return file
