import contextlib
import io
import json
import multiprocessing
import os
import shutil
import socket
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.ingest import read_inputs
from kg.ingest.outcomes import Status

TEXT = "Two shells fell on the edge of Marun on Monday, the mayor said.\n"
OTHER = "A convoy left the town of Pelka before dawn, a driver said.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, content):
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content if isinstance(content, bytes) else content.encode())


def only(path, **known):
    (outcome,) = read_inputs([str(path)], **known)
    return outcome


def ends(*paths):
    return [(outcome.location, outcome.status.value) for outcome in read_inputs(paths)]


def test_a_plain_text_file_is_an_article_named_for_its_stem(folder):
    write("marun.txt", TEXT)
    outcome = only("marun.txt")
    assert (outcome.status, outcome.reason) == (Status.ACCEPTED, None)
    assert (outcome.article.id, outcome.article.text, outcome.article.published) == ("marun", TEXT, None)


def test_front_matter_describes_the_article(folder):
    write(
        "a.md",
        "---\nid: x-1\ntitle: Shells\n  fall\noutlet: Wire\npublished: 2021-03-04\n"
        f"url: https://example.org/a\nlanguage: en-GB\n---\n{TEXT}",
    )
    article = only("a.md").article
    assert (article.id, article.title, article.outlet) == ("x-1", "Shells fall", "Wire")
    assert (article.published, article.url, article.language) == (date(2021, 3, 4), "https://example.org/a", "en-GB")
    assert article.text == TEXT


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("---\ntitle: A\n---\n\n  Two\r\nthree \n", "\n  Two\r\nthree \n", id="exactly as it stands"),
        pytest.param("---\r\ntitle: A\r\n---\r\nTwo", "Two", id="Windows line ends"),
        pytest.param("\ufeff---\ntitle: A\n---\nTwo", "Two", id="byte order mark"),
        pytest.param("---\n---\nTwo", "Two", id="nothing in it"),
        pytest.param("---\nnever closed\n", "---\nnever closed\n", id="no closing line"),
        pytest.param("--- Two\n---\n", "--- Two\n---\n", id="no opening line"),
        pytest.param("---\na: b\n---\nTwo\n---\nthree\n", "Two\n---\nthree\n", id="a rule further down"),
    ],
)
def test_the_text_is_what_follows_the_front_matter(folder, content, text):
    write("a.txt", content)
    assert only("a.txt").article.text == text


def test_each_line_of_json_is_an_article(folder):
    rows = [
        {"id": "n1", "title": "Shells", "outlet": "Wire", "date": "2021-03-04", "url": "https://a.org", "text": TEXT},
        {"text": OTHER, "date": None, "licence": "CC0"},
    ]
    write("day.jsonl", "\n\n".join(map(json.dumps, rows)))
    first, second = read_inputs(["day.jsonl"])
    assert (first.location, first.article.id, first.article.published) == ("day.jsonl:1", "n1", date(2021, 3, 4))
    assert (second.location, second.article.id, second.article.published) == ("day.jsonl:3", "day-3", None)


def test_what_the_user_says_fills_only_what_the_article_leaves_open(folder):
    write("a.txt", f"---\noutlet: Wire\n---\n{TEXT}")
    article = only("a.txt", published=date(2020, 1, 2), outlet="Paper").article
    assert (article.published, article.outlet) == (date(2020, 1, 2), "Wire")


def test_the_second_of_two_equal_texts_is_a_duplicate_of_the_first(folder):
    write("a.txt", TEXT)
    write("b.txt", f"---\ntitle: Another\n---\n{TEXT}")
    _, second = read_inputs(["a.txt", "b.txt"])
    assert (second.status, second.reason) == (Status.DUPLICATE, "has the same text as a.txt")
    assert second.article.title == "Another"


def test_a_file_that_is_named_twice_is_its_own_duplicate(folder):
    write("a.txt", TEXT)
    assert ends("a.txt", "a.txt") == [("a.txt", "accepted"), ("a.txt", "duplicate")]


def test_a_folder_is_read_with_all_below_it_in_the_order_of_the_names(folder):
    for name in ("in/b.txt", "in/a/z.txt", "in/c.TXT", "in/.hidden.txt", "in/.git/x.txt"):
        write(name, f"{name} {TEXT}")
    assert [place for place, _ in ends("in")] == ["in/a/z.txt", "in/b.txt", "in/c.TXT"]


def test_a_pattern_names_what_it_matches(folder):
    for name in ("in/b.txt", "in/a/z.txt", "in/c.md"):
        write(name, f"{name} {TEXT}")
    assert [place for place, _ in ends("in/**/*.txt")] == ["in/a/z.txt", "in/b.txt"]
    assert [place for place, _ in ends(str(folder / "in/*.md"))] == [str(folder / "in/c.md")]


def test_a_name_with_a_star_in_it_is_that_file(folder):
    write("a*.txt", TEXT)
    write("ab.txt", OTHER)
    assert ends("a*.txt") == [("a*.txt", "accepted")]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("none.txt", "none.txt: no such file or folder; check the name"),
        ("*.md", "*.md: no file matches this pattern; check the name"),
        ("nul\0.txt", "nul\0.txt: no such file or folder; check the name"),
    ],
)
def test_a_path_that_names_nothing_is_an_error_before_anything_is_read(folder, path, message):
    write("a.txt", TEXT)
    with pytest.raises(InputError) as caught:
        read_inputs(["a.txt", path])
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("raw", "place", "name", "texts"),
    [
        pytest.param(TEXT.encode(), "stdin", "stdin", [TEXT], id="text"),
        pytest.param(f"---\nid: q\n---\n{TEXT}".encode(), "stdin", "q", [TEXT], id="text with front matter"),
        pytest.param(
            b"\n" + json.dumps({"text": TEXT}).encode() + b"\n" + json.dumps({"text": OTHER}).encode(),
            "stdin:2", "stdin-2", [TEXT, OTHER], id="lines of JSON",
        ),
    ],
)  # fmt: skip
def test_standard_input_tells_by_its_first_character_what_it_is(monkeypatch, raw, place, name, texts):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    outcomes = list(read_inputs(["-"]))
    assert [outcome.article.text for outcome in outcomes] == texts
    assert (outcomes[0].location, outcomes[0].article.id) == (place, name)
    assert not sys.stdin.buffer.closed


COLON = (
    "bad front matter (line 2): mapping values are not allowed in this context; put values that hold a colon in quotes"
)
LINES = "bad front matter; write 'name: value' lines between the two lines of dashes"
BRACKETS = "bad JSON: a number too long or too many brackets; write one object a line"
QUOTES = "bad JSON (column 2: Expecting property name enclosed in double quotes); write one object a line"
NO_TEXT = "no text; write an object with a field 'text' that holds the article's words"
HALF = "not UTF-8: half a character in the field 'url' (1); convert it"


DAY = "bad date '{}', not between 1800 and 2099; correct it, or leave it out"


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", "", "empty; give it a text"),
        ("a.txt", " \n\u200b", "empty; give it a text"),
        ("a.txt", "---\ntitle: A\n---\n", "empty; give it a text"),
        ("a.txt", b"caf\xe9", "not UTF-8 (byte 4); convert it to UTF-8"),
        ("a.txt", b"a" * 10_000_001, "too big, over 10,000,000 bytes; split it"),
        ("a.txt", "a " * 100_001, "too big, 200,002 characters; split it into texts of 200,000 at most"),
        ("a.txt", "---\ntitle: War: a story\n---\nOne", COLON),
        ("a.txt", "---\nOne line\n---\nTwo", LINES),
        ("a.txt", f"---\na: {'[' * 9000}\n---\nOne", "bad front matter (line 2): it is nested deeper than 20; make it flatter"),
        ("a.txt", "---\ntitle: [a, b]\n---\nOne", "the field 'title' is no text; write it as one line"),
        ("a.txt", "---\npublished: 2021-13-45\n---\nOne",
         "bad date '2021-13-45'; write it like 2024-05-08, or leave it out"),
        ("a.txt", "---\nlanguage: no\n---\nOne", "not English; only English is read"),
        ("a.pdf", "%PDF", "'.pdf' files are not read; there are .txt, .md, .jsonl"),
        ("noend", "One", "files without an ending are not read; there are .txt, .md, .jsonl"),
        ("a.jsonl", "", "empty; give it a line for each article"),
        ("a.jsonl", "\n \n", "empty; give it a line for each article"),
        ("a.jsonl", "{'text': 1}", QUOTES),
        ("a.jsonl", '{"a": ' + "9" * 5000 + "}", BRACKETS),
        ("a.jsonl", "[" * 100_000, BRACKETS),
        ("a.jsonl", '{"title": "x"}', NO_TEXT),
        ("a.jsonl", '["text"]', NO_TEXT),
        ("a.jsonl", '{"text": 7}', NO_TEXT),
        ("a.jsonl", '{"text": "half \\ud800"}', "not UTF-8: half a character in the text (6); convert it"),
        ("a.jsonl", '{"text": "One", "url": "\\udfff"}', HALF),
        ("a.jsonl", '{"text": "One", "date": true}', "the field 'date' is no text; write it as one line"),
        ("a.jsonl", '{"text": "One", "date": "soon"}', "bad date 'soon'; write it like 2024-05-08, or leave it out"),
        ("a.jsonl", '{"text": "One", "date": "0001-01-01T00:00:00Z"}', DAY.format("0001-01-01")),
        ("a.jsonl", '{"text": "One", "date": "9999-12-31"}', DAY.format("9999-12-31")),
        ("a.txt", "---\npublished: 1799-12-31\n---\nOne", DAY.format("1799-12-31")),
        ("a.jsonl", b'{"text": "' + b"a" * 10_000_001 + b'"}', "too big, over 10,000,000 bytes; split it"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_quarantined_with_a_reason(folder, name, content, reason):
    write(name, content)
    outcome = only(name)
    assert (outcome.status, outcome.article, outcome.reason) == (Status.QUARANTINED, None, reason)


def test_a_line_too_long_does_not_harm_the_next(folder):
    write("a.jsonl", b"{" * 30_000_001 + b"\n" + json.dumps({"text": TEXT}).encode())
    assert ends("a.jsonl") == [("a.jsonl:1", "quarantined"), ("a.jsonl:2", "accepted")]


def test_pipes_sockets_and_devices_are_not_opened(folder):
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        outcomes = list(read_inputs(["pipe.txt", "socket.txt", "/dev/zero"]))
    reason = "is a pipe, socket or device; copy it to a file, or send it to '-'"
    assert [outcome.reason for outcome in outcomes] == [reason] * 3


def test_links_that_leave_the_folder_are_not_followed(folder):
    write("secret/a.txt", TEXT)
    write("in/b.txt", OTHER)
    Path("in/inside.txt").symlink_to("b.txt")
    Path("in/out.txt").symlink_to(folder / "secret/a.txt")
    Path("in/folder").symlink_to(folder / "secret")
    Path("in/loop").symlink_to(".")
    Path("in/nowhere.txt").symlink_to("missing")
    found = {outcome.location: outcome.reason or outcome.status.value for outcome in read_inputs(["in"])}
    assert found == {
        "in/b.txt": "accepted",
        "in/inside.txt": "has the same text as in/b.txt",
        "in/out.txt": "is a link that leaves the folder; name the file itself",
        "in/folder": "is a link that leaves the folder; name the file itself",
        "in/loop": "is a link to a folder; name the folder itself",
        "in/nowhere.txt": "leads nowhere (No such file or directory); check the link and who may read it",
    }


def test_a_link_that_the_user_names_is_followed(folder):
    write("there/a.txt", TEXT)
    Path("link.txt").symlink_to("there/a.txt")
    assert ends("link.txt") == [("link.txt", "accepted")]


def as_nobody(*paths):
    """Return location and reason of what an ordinary user reads at some paths: root may read everything."""
    receiving, sending = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=read_as_nobody, args=(paths, sending))
    process.start()
    sending.close()
    found = receiving.recv()
    process.join()
    return found


def read_as_nobody(paths, sending):
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    sending.send([(outcome.location, outcome.reason) for outcome in read_inputs(paths)])


@pytest.fixture
def shut():
    """Return a function that closes files to other users; the folder that it stands in is open to all, with its parents."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    with contextlib.chdir(folder):
        yield lambda path: Path(path).chmod(0)
    for path in folder.rglob("*"):
        path.chmod(0o755)
    shutil.rmtree(folder)


def test_a_file_that_may_not_be_read_is_quarantined(shut):
    write("a.txt", TEXT)
    shut("a.txt")
    assert as_nobody("a.txt") == [("a.txt", "cannot be read (Permission denied); check the disk and who may read it")]


def test_a_folder_that_may_not_be_listed_is_named_and_what_is_beside_it_is_read(shut):
    write("in/a.txt", TEXT)
    write("in/closed/b.txt", OTHER)
    write("in/z.txt", OTHER)
    shut("in/closed")
    reason = "is a folder that cannot be listed (Permission denied); check the disk and who may read it"
    assert as_nobody("in") == [("in/a.txt", None), ("in/closed", reason), ("in/z.txt", None)]
    assert as_nobody("in/closed") == [("in/closed", reason)]


def test_a_file_in_a_folder_that_may_not_be_searched_is_not_said_to_be_missing(shut):
    write("closed/b.txt", TEXT)
    shut("closed")
    reason = "leads nowhere (Permission denied); check the link and who may read it"
    assert as_nobody("closed/b.txt") == [("closed/b.txt", reason)]


def test_links_in_a_ring_lead_nowhere(folder):
    write("in/a.txt", TEXT)
    Path("in/b.txt").symlink_to("c.txt")
    Path("in/c.txt").symlink_to("b.txt")
    reason = "leads nowhere (Too many levels of symbolic links); check the link and who may read it"
    assert [outcome.reason for outcome in read_inputs(["in"])] == [None, reason, reason]


def test_a_name_that_is_no_utf8_is_shown_and_kept_with_escapes(folder):
    Path(os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    (outcome,) = read_inputs(["."])
    assert (outcome.location, outcome.article.id) == ("caf\\xe9.txt", "caf\\xe9")
    assert outcome.article.source == str(folder / "caf\\xe9.txt")


def test_a_default_day_on_which_nothing_was_published_is_refused_at_once(folder):
    write("a.txt", TEXT)
    with pytest.raises(InputError, match="bad date '0001-01-01', not between 1800 and 2099"):
        read_inputs(["a.txt"], published=date(1, 1, 1))


PIECES = st.sampled_from(
    ["---\n", "title: ", "published: ", "!!int x", "&a [*a]", "{", '{"text": ', '"', "\n", "\r", ": ", "\ufeff"]
)
HOSTILE = st.one_of(st.binary(max_size=200), st.lists(st.one_of(PIECES, st.text(max_size=9)), max_size=20).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")))  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["txt", "md", "jsonl", "bin"]), HOSTILE), max_size=5))
def test_no_bytes_crash_it_and_every_input_is_accounted_for(tmp_path, files):
    paths = []
    for number, (suffix, raw) in enumerate(files):
        paths.append(tmp_path / f"{number}.{suffix}")
        paths[-1].write_bytes(raw)
    outcomes = list(read_inputs([str(path) for path in paths]))
    lines = [path.read_bytes().split(b"\n") if path.suffix == ".jsonl" else [] for path in paths]
    assert len(outcomes) == sum(max(1, sum(bool(line.strip()) for line in file)) for file in lines)
    assert all((outcome.article is None) == (outcome.status is Status.QUARANTINED) for outcome in outcomes)
    assert all(bool(outcome.reason) == (outcome.status is not Status.ACCEPTED) for outcome in outcomes)
    accepted = [outcome.article.sha256 for outcome in outcomes if outcome.status is Status.ACCEPTED]
    assert sorted(accepted) == sorted({outcome.article.sha256 for outcome in outcomes if outcome.article})
