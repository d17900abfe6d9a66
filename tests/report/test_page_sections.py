import json


def test_each_row_opens_to_its_quotes_with_outlet_and_day(small, reported):
    page = (reported(small, "disputed-events") / "report.html").read_text()
    assert "“Shells killed four dockers, the army said.”" in page
    assert "Kessel Gazette" in page
    assert 'datetime="2031-03-05"' in page
    assert "“We did not fire on Kessel”" in page
    assert '<span class="denied">denied</span>' in page


def test_a_page_says_that_it_has_claims(small, reported):
    folder = reported(small, "disputed-events")
    for name in ("report.html", "report.md"):
        assert "Nothing here states that an event happened." in (folder / name).read_text()


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
