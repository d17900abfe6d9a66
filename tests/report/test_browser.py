"""Pages in a real browser without a network: no word on the console, nothing asked for, and all of it readable.

KG_AXE names axe.min.js of the npm package axe-core, for the accessibility check.
"""

import html
import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from kg.query.prepared_queries import PreparedQuery
from kg.query.saved_queries import SavedQuery, saved_queries
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Solutions
from kg.report.answers import Answer
from kg.report.dossier import dossier
from kg.report.html_page import Page, render
from kg.report.page_sections import section
from kg.report.term_labels import TermLabels
from kg.vocab import QUERIES

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = os.environ.get("KG_AXE", "")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; install it to see the pages opened")
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')


@pytest.fixture
def opened(tmp_path):
    """Open a page and return its document when all is drawn, and what stands on the console."""

    def run(page, *more):
        file = tmp_path / "page.html"
        file.write_text(page, encoding="utf-8")
        done = subprocess.run(
            [CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--proxy-server=127.0.0.1:9", "--enable-logging=stderr",
             f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=20000", *more, "--dump-dom", file.as_uri()],
            capture_output=True, text=True, timeout=120, check=False,
        )  # fmt: skip
        return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]

    return run


def test_the_console_is_heard(opened):
    _, console = opened("<script>console.error('heard')</script>")
    assert any("heard" in line for line in console)


@pytest.mark.parametrize(
    "name", ["who-attacked-whom", "disputed-events", "map-of-events", "dyads", "attacks-by-month", "attackers"]
)
def test_reports_open_without_a_word_on_the_console(demo, reported, opened, name):
    document, console = opened((reported(demo, name) / "report.html").read_text(encoding="utf-8"))
    assert console == []
    assert "<svg" in document
    assert 'class="js"' in document
    assert '<th scope="col"><button' in document


def test_a_hostile_page_runs_nothing(hostile, reported, opened):
    page = (reported(hostile, "who-attacked-whom") / "report.html").read_text(encoding="utf-8")
    document, console = opened(page)
    assert console == []
    assert "<img" not in document


def test_a_script_that_got_into_a_page_would_be_stopped(hostile, reported, opened):
    page = (reported(hostile, "who-attacked-whom") / "report.html").read_text(encoding="utf-8")
    document, console = opened(page.replace("</main>", "<script>document.title='owned'</script></main>"))
    assert "<title>owned" not in document
    assert any("Content Security Policy" in line for line in console)


def test_rows_are_sorted_and_filtered(demo, reported, opened):
    page = (reported(demo, "attackers") / "report.html").read_text(encoding="utf-8")
    script = """<script>
      const heads = document.querySelectorAll("thead th button"), cells = () => Array.from(document.querySelectorAll("tbody.r"));
      heads[1].click(); heads[1].click();
      const numbers = cells().map((body) => Number(body.rows[0].cells[1].dataset.v));
      heads[1].click();
      const back = cells().map((body) => Number(body.rows[0].cells[1].dataset.v));
      const box = document.querySelector("input[type=search]");
      box.value = "march 23"; box.dispatchEvent(new Event("input"));
      setTimeout(() => {
        document.title = JSON.stringify([numbers.every((n, i) => !i || numbers[i - 1] >= n), back.every((n, i) => !i || back[i - 1] <= n),
          cells().filter((body) => !body.hidden).length, document.querySelector("output").textContent]);
      }, 1000);
    </script></body>"""
    document, _ = opened(_POLICY.sub("", page).replace("</body>", script))
    down, up, shown, said = json.loads(re.search(r"<title>(.*?)</title>", document)[1])
    assert down
    assert up
    assert 1 <= shown < 5
    assert said.startswith(f"{shown} of ")


def test_fifty_thousand_rows_are_survived(opened):
    rows = tuple(
        (Iri(f"https://e.org/{n % 900}"), Literal(str(n), datatype="http://www.w3.org/2001/XMLSchema#integer"))
        for n in range(50_000)
    )
    query = SavedQuery("many", None, "Many?", "SELECT * {}", Path("many.rq"))
    answer = Answer(
        PreparedQuery(query, query.text, {}, {}), Solutions(("who", "n"), rows), TermLabels({}, {}), None, {}
    )
    page = render(Page("Many?", "", (), (), (section(answer),)))
    assert len(page) < 20_000_000
    document, console = opened(page)
    assert console == []
    assert document.count("<tbody") == 50_000
    fewer = section(replace(answer, solutions=Solutions(("who", "n"), rows * 2)))
    assert len(fewer["rows"]) == 50_000
    assert "100,000 rows; the first 50,000 are shown, the CSV file has all" in fewer["note"]


def test_a_narrow_screen_names_each_value_and_shows_no_row_wider_than_itself(demo, reported, opened):
    page = (reported(demo, "who-attacked-whom") / "report.html").read_text(encoding="utf-8")
    script = """<script>
      const cell = document.querySelector("tbody.r td"), wide = document.querySelector(".wide");
      document.title = JSON.stringify([getComputedStyle(cell, "::before").content, getComputedStyle(cell).display,
        wide.scrollWidth <= wide.clientWidth, document.documentElement.scrollWidth <= innerWidth]);
    </script></body>"""
    document, _ = opened(_POLICY.sub("", page).replace("</body>", script), "--window-size=500,1200")
    named, shown, *fits = json.loads(html.unescape(re.search(r"<title>(.*?)</title>", document)[1]))
    assert (named, shown, fits) == ('"attacker"', "grid", [True, True])


@pytest.mark.skipif(not Path(AXE).is_file(), reason="KG_AXE does not name axe.min.js of the npm package axe-core")
@pytest.mark.parametrize(
    "scheme",
    [[], ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"], ["--window-size=390,1200"]],
    ids=["light", "dark", "narrow"],
)
def test_pages_are_accessible(demo, reported, opened, scheme):
    with Session(demo) as session:
        pages = [dossier("actor:m23", {}, saved_queries(QUERIES), session)]
    pages += [
        (reported(demo, name) / "report.html").read_text(encoding="utf-8")
        for name in ("who-attacked-whom", "map-of-events", "dyads")
    ]
    run = """<script>axe.run().then((found) => { document.title = "axe: " + found.passes.length + " passed; " +
      found.violations.map((one) => one.id + " " + one.nodes.length + " " + one.nodes[0].html.slice(0, 200)).join(" | ") + ";"; });</script></body>"""
    axe = Path(AXE).read_text(encoding="utf-8")
    for page in pages:
        whole = _POLICY.sub("", page).replace("</body>", f"<script>{axe}</script>{run}")
        document, _ = opened(whole, *scheme)
        said = re.search(r"<title>(.*?)</title>", document, re.S)[1]
        assert re.fullmatch(r"axe: \d\d+ passed; ;", said), said
