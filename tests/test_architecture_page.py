"""docs/architecture.md lists the modules that there are, and its glossary stays short."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_modules_are_those_of_the_code(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    from list_modules import module_list, page_with

    assert page_with(module_list(ROOT / "kg"), PAGE) == PAGE, "run python scripts/list_modules.py"
    del sys.modules["list_modules"]


def test_the_glossary_has_at_most_sixty_terms():
    glossary = PAGE.split("## Glossary")[1]
    assert 0 < len(re.findall(r"^\| (?!term|-)", glossary, re.MULTILINE)) <= 60
