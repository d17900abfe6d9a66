import pytest

from kg.errors import UsageError
from kg.query.saved import find_query, saved_queries


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


def test_front_matter_that_is_no_yaml_is_named(tmp_path):
    (tmp_path / "bad.rq").write_text("#+ a: [\nASK {}")
    with pytest.raises(UsageError, match=r"bad\.rq.*no YAML"):
        saved_queries(tmp_path)


def test_every_query_of_the_project_has_a_title_and_runs(session):
    for query in saved_queries():
        assert query.title.endswith((".", "?", ")"))
        session.ask(query.text)
