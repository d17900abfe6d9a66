"""Render sections as one self-contained HTML page. Escapes everything; knows no files but its own templates."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_TEMPLATES = Path(__file__).with_name("templates")
_UNSAFE_IN_CSS = re.compile(r"[^\w ]")


@dataclass(frozen=True, slots=True)
class Page:
    """The content of a page."""

    title: str
    summary: str
    facts: tuple[tuple[str, str], ...]  #: names and values at the top
    provenance: tuple[tuple[str, str], ...]  #: names and values at the foot
    sections: tuple[dict[str, Any], ...]  #: as `kg.report.page_sections` makes them
    open: bool = False  #: whether quotes are shown from the start
    introduction: str = "What sources say, each row with whose word it is. Nothing here states that an event happened."


def render(page: Page) -> str:
    """Return the page as HTML."""
    import jinja2

    loader = jinja2.FileSystemLoader(_TEMPLATES)
    environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True)
    environment.filters["coded"] = _with_code_spans
    css, js = ((_TEMPLATES / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    css += _column_name_rules(page.sections)
    return environment.get_template("page.html").render(
        page=page, css=css, js=js, css_hash=_csp_hash(css), js_hash=_csp_hash(js)
    )


def _with_code_spans(text: str) -> str:
    """Return a text as HTML, with what is between backticks as code."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def _column_name_rules(sections: Iterable[Mapping[str, Any]]) -> str:
    """Return the CSS rules that put a column's name before its cells on narrow screens, where a row is a list.

    They hold nothing but letters, digits, `_` and spaces of the query.
    """
    return "".join(
        f"#s{n} tbody.r td:nth-child({i}) {{ --name: '{_UNSAFE_IN_CSS.sub('', head.name)}'; }}\n"
        for n, part in enumerate(sections, 1)
        for i, head in enumerate(part["columns"], 1)
    )


@lru_cache(maxsize=8)
def _csp_hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
