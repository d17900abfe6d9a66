"""What a page of HTML holds; how a browser shows it is in test_browser."""

import csv
import re
from html.parser import HTMLParser

from kg.query.saved_queries import saved_queries
from kg.vocab import QUERIES


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def test_a_page_loads_nothing(small, reported):
    for query in saved_queries(QUERIES)[:12]:
        if any(p.required for p in query.parameters):
            continue
        page = (reported(small, query.name) / "report.html").read_text()
        for tag, attrs in Tags(page).found:
            assert tag not in ("link", "iframe", "object", "embed", "img", "image", "use", "base"), tag
            assert "src" not in attrs
            assert not any(name.startswith("on") or name == "style" for name in attrs), attrs
        assert "@import" not in page
        assert "url(" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.S)


def test_hostile_texts_are_inert_in_every_format(hostile, reported):
    folder = reported(hostile, "who-attacked-whom")
    page = (folder / "report.html").read_text()
    tags = Tags(page).found
    assert [tag for tag, _ in tags].count("script") == 1
    assert not any(tag == "img" for tag, _ in tags)
    assert not any((attrs.get("href") or "").lower().startswith("javascript") for _, attrs in tags)
    assert [tag for tag, _ in tags].count("h1") == 1
    for name in ("report.html", "report.md"):
        text = (folder / name).read_text()
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<script>" not in (folder / "report.md").read_text()
    assert "](<javascript" not in (folder / "report.md").read_text()
    cells = [cell for row in csv.reader((folder / "result.csv").open(encoding="utf-8")) for cell in row]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert '\'=HYPERLINK("http://evil.example","x")' in cells
