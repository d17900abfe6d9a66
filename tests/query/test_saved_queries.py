import os

import pytest

from kg.errors import UsageError
from kg.query.saved_queries import find_query, saved_queries
from kg.vocab import QUERIES


@pytest.fixture
def queries(tmp_path):
    (tmp_path / "01-who-did-what.rq").write_text("# Who did what?\nSELECT * {}\n")
    (tmp_path / "02-disputed.rq").write_text("#+ summary: What is disputed?\n#+ tags: [a]\nASK {}\n")
    (tmp_path / "own.rq").write_text("ASK {}\n")
    (tmp_path / "own-other.rq").write_text("ASK {}\n")
    (tmp_path / "notes.txt").write_text("")
    return saved_queries(tmp_path)


def test_queries_have_name_number_and_title(queries):
    assert [(query.name, query.number, query.title) for query in queries] == [
        ("who-did-what", 1, "Who did what?"),
        ("disputed", 2, "What is disputed?"),
        ("own-other", None, ""),
        ("own", None, ""),
    ]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("2", "disputed"),
        ("02", "disputed"),
        ("disputed", "disputed"),
        ("02-disputed.rq", "disputed"),
        ("DISP", "disputed"),
        ("who", "who-did-what"),
        ("own", "own"),
    ],
)
def test_a_query_is_found_by_number_name_or_start(queries, wanted, name):
    assert find_query(wanted, queries).name == name


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("disputes", "did you mean disputed"),
        ("xyz", "there are: who-did-what, disputed, own-other, own"),
        ("o", "several saved queries start so: own-other, own"),
        ("../own", "no saved query"),
        ("7", "no saved query '7'"),
    ],
)
def test_an_unknown_name_lists_those_there_are(queries, wanted, words):
    with pytest.raises(UsageError, match=words):
        find_query(wanted, queries)


@pytest.mark.parametrize(
    ("front", "words"),
    [
        pytest.param("a: [", "no YAML", id="no YAML"),
        pytest.param("titel: A?", "did you mean title", id="unknown word"),
        pytest.param("view: pie", "there are: bar, line", id="unknown view"),
        pytest.param("params: {a: {type: real}}", "no type 'real'; there are: iri", id="unknown type"),
        pytest.param("params: {a: {typ: date}}", "no setting 'typ'", id="unknown setting"),
        pytest.param("limit: many", "no whole number", id="limit"),
        pytest.param("title: " + "[" * 90_000, "no YAML: it has 90,007 characters", id="brackets"),
        pytest.param("title: " + "[" * 900, "line 1: .* deeper than 20", id="fewer brackets"),
        pytest.param("a: &a [x, x]\n#+ b: [*a, *a]", "line 1: .* anchors and aliases", id="aliases"),
        pytest.param("title: A\nASK {}\n#+ tags: a: b", "line 3: .* put values that hold a colon", id="line"),
    ],
)
def test_a_wrong_file_is_named_when_it_is_wanted_and_stops_no_other(tmp_path, front, words):
    (tmp_path / "bad.rq").write_text(f"#+ {front}\nASK {{}}")
    (tmp_path / "good.rq").write_text("ASK {}")
    queries = saved_queries(tmp_path)
    assert find_query("good", queries).text == "ASK {}"
    with pytest.raises(UsageError, match=rf"bad\.rq.*{words}"):
        find_query("bad", queries)


def test_front_matter_says_all_of_a_query(tmp_path):
    (tmp_path / "own.rq").write_text(
        "#+ title: Who?\n#+ summary: How to read it.\n#+ tags: [a, b]\n#+ params:\n#+   since: {type: date, default: -30d}\n"
        "#+   kinds: {values: [x, y], many: true}\n#+ view: bar\n#+ key: [who]\n#+ limit: 5\n#+ timeout: 7\n#+ expect: rows > 0\nASK {}"
    )
    (query,) = saved_queries(tmp_path)
    assert (query.title, query.summary, query.tags, query.view) == ("Who?", "How to read it.", ("a", "b"), "bar")
    assert (query.key, query.limit, query.timeout, query.expect) == (("who",), 5, 7, "rows > 0")
    assert [p.signature for p in query.parameters] == ["since (date, default -30d)", "kinds (x|y, many, optional)"]


def test_values_of_front_matter_are_texts_unless_they_are_whole_numbers_or_yes_or_no(tmp_path):
    (tmp_path / "own.rq").write_text(
        "#+ title: 2024-99-99\n#+ summary: 1_000:30\n#+ params:\n#+   since: {type: date, default: 2024-02-30, required: no}\n"
        f"#+   n: {{default: {'9' * 5000}}}\n#+ expect: no\nASK {{}}"
    )
    (query,) = saved_queries(tmp_path)
    assert (query.fault, query.title, query.summary, query.expect) == ("", "2024-99-99", "1_000:30", "no")
    assert [parameter.default for parameter in query.parameters] == [("2024-02-30",), ("9" * 5000,)]


def test_a_file_that_is_no_query_stops_no_other(tmp_path):
    (tmp_path / "large.rq").write_bytes(b"#" * (1 << 20) + b"\nASK {}")
    (tmp_path / "good.rq").write_text("ASK {}")
    os.mkfifo(tmp_path / "pipe.rq")
    queries = saved_queries(tmp_path)
    assert find_query("good", queries).text == "ASK {}"
    with pytest.raises(UsageError, match="more than 1 MB"):
        find_query("large", queries)


def test_a_default_view_in_the_manner_of_wikidata_is_understood(tmp_path):
    (tmp_path / "own.rq").write_text("#defaultView:Map\nASK {}")
    assert saved_queries(tmp_path)[0].view == "map"


def test_own_queries_come_first_and_hide_ours_of_the_same_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "disputed-events.rq").write_text("# Mine?\nASK {}")
    queries = saved_queries()
    assert find_query("disputed-events", queries).title == "Mine?"
    assert len(queries) >= 25


def test_every_query_of_the_project_has_a_title_and_runs(session):
    for query in saved_queries(QUERIES):
        assert query.title.endswith((".", "?", ")"))
        session.ask(query.text)
