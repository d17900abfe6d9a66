"""Write the list of modules in docs/architecture.md from the first sentences of their docstrings.

python scripts/list_modules.py
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- modules -->", "<!-- end of modules -->"
_SENTENCE = re.compile(r"(.+?\.)(?:\s|$)", re.DOTALL)


def module_list(package: Path) -> str:
    """Return a table of modules for each folder below a package, folders and modules in alphabetical order."""
    folders = sorted({path.parent for path in package.rglob("*.py")})
    return "\n".join(line for folder in folders for line in _folder_lines(folder, package.parent))


def page_with(modules: str, page: str) -> str:
    """Return the page with its list of modules replaced."""
    before, rest = page.split(BEGIN)
    return f"{before}{BEGIN}\n{modules}\n{END}{rest.split(END)[1]}"


def _folder_lines(folder: Path, root: Path) -> Iterator[str]:
    modules = [path for path in sorted(folder.glob("*.py")) if path.stem not in ("__init__", "__main__")]
    if not modules:
        return
    yield f"\n`{folder.relative_to(root)}`: {_first_sentence(folder / '__init__.py')}\n"
    yield "| module | job |"
    yield "|---|---|"
    for path in modules:
        yield f"| `{path.stem}` | {_first_sentence(path)} |"


def _first_sentence(path: Path) -> str:
    """Return the first sentence of a module's docstring, without its full stop."""
    docstring = " ".join((ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split())
    match = _SENTENCE.match(docstring)
    return (match[1] if match else docstring).rstrip(".").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page_with(module_list(ROOT / "kg"), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
