"""What a report's files hold; how a browser shows them is in test_browser."""

import csv
import json
import re
from html.parser import HTMLParser

import pytest

from kg.query.saved_queries import saved_queries
from kg.query.session import Session
from kg.report.dossier import dossier
from kg.text_normalization import safe_cell
from kg.vocab import QUERIES


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_a_run_keeps_every_form_with_what_it_was_made_from(small, reported):
    folder = reported(small, "disputed-events")
    assert {f.name for f in folder.iterdir()} == {"result.csv", "result.json", "report.md", "report.html", "meta.json"}
    meta = json.loads((folder / "meta.json").read_text())
    assert (meta["name"], meta["rows"], meta["changes"]) == ("disputed-events", 2, None)
    assert {"query", "sha256", "graph_version", "triples", "seconds", "kg", "made", "parameters"} <= set(meta)


def test_each_row_opens_to_its_words_with_outlet_and_day(small, reported):
    page = (reported(small, "disputed-events") / "report.html").read_text()
    assert "“Shells killed four dockers, the army said.”" in page
    assert "Kessel Gazette" in page
    assert 'datetime="2031-03-05"' in page
    assert "“We did not fire on Kessel”" in page
    assert '<span class="denied">denied</span>' in page


def test_a_page_says_that_it_tells_claims(small, reported):
    folder = reported(small, "disputed-events")
    for name in ("report.html", "report.md"):
        assert "Nothing here states that an event happened." in (folder / name).read_text()


def test_a_page_loads_nothing(small, reported):
    for query in saved_queries(QUERIES)[:12]:
        if any(p.required for p in query.parameters):
            continue
        page = (reported(small, query.name) / "report.html").read_text()
        for tag, attrs in Tags(page).seen:
            assert tag not in ("link", "iframe", "object", "embed", "img", "image", "use", "base"), tag
            assert "src" not in attrs
            assert not any(name.startswith("on") or name == "style" for name in attrs), attrs
        assert "@import" not in page
        assert "url(" not in re.sub(r"<pre>.*?</pre>", "", page, flags=re.S)


def test_hostile_texts_are_inert_in_every_form(hostile, reported):
    folder = reported(hostile, "who-attacked-whom")
    page = (folder / "report.html").read_text()
    seen = Tags(page).seen
    assert [tag for tag, _ in seen].count("script") == 1
    assert not any(tag == "img" for tag, _ in seen)
    assert not any((attrs.get("href") or "").lower().startswith("javascript") for _, attrs in seen)
    assert [tag for tag, _ in seen].count("h1") == 1
    for name in ("report.html", "report.md"):
        text = (folder / name).read_text()
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "<script>" not in (folder / "report.md").read_text()
    assert "](<javascript" not in (folder / "report.md").read_text()
    cells = [cell for row in csv.reader((folder / "result.csv").open(encoding="utf-8")) for cell in row]
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert '\'=HYPERLINK("http://evil.example","x")' in cells


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-5", "-5"),
        ("+5.25", "+5.25"),
        ("-5+cmd", "'-5+cmd"),
        ("\tx", "'\tx"),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_a_formula(cell, written):
    assert safe_cell(cell) == written


def test_what_changed_stands_first(small, reported, tmp_path):
    first = reported(small, "disputed-events", tmp_path / "r")
    result = json.loads((first / "result.json").read_text())
    gone = result["results"]["bindings"].pop()
    result["results"]["bindings"][0]["outlet"]["value"] = "The Old Gazette"
    result["results"]["bindings"].append({**gone, "claim": {"type": "uri", "value": "https://e.org/gone"}})
    (first / "result.json").write_text(json.dumps(result))
    second = reported(small, "disputed-events", tmp_path / "r")
    page = (second / "report.html").read_text()
    assert page.index("What changed") < page.index("<h2>Now</h2>")
    assert "1 added, 1 removed, 1 changed" in page
    assert "The Old Gazette → Kessel Gazette" in page
    assert "The Old Gazette → Kessel Gazette" in (second / "report.md").read_text()
    assert json.loads((second / "meta.json").read_text())["changes"] == {"added": 1, "removed": 1, "changed": 1}


def test_a_dossier_quotes_what_it_tells(demo):
    with Session(demo) as session:
        page = dossier("March 23 Movement", {}, saved_queries(QUERIES), session)
        place = dossier("place:goma", {"since": "2025"}, saved_queries(QUERIES), session)
    assert page.count("<blockquote") > 20
    assert "What is March 23 Movement said to have done" in page
    assert page.count('<details class="words" open>') == len(re.findall(r'<tbody class="r">', page))
    assert "What is reported in Goma" in place
    assert "2012-11-20" not in place


def test_reports_over_the_demo_graph_are_the_same_each_time(demo, reported, tmp_path):
    one, two = (reported(demo, "corroboration", tmp_path / name) for name in "ab")
    assert (one / "result.csv").read_bytes() == (two / "result.csv").read_bytes()
    assert (one / "result.json").read_bytes() == (two / "result.json").read_bytes()


def test_no_file_of_a_run_tells_where_the_graph_lies(small, reported):
    folder = reported(small, "disputed-events")
    for file in folder.iterdir():
        assert str(small.parent) not in file.read_text(encoding="utf-8"), file.name
