"""Parameters that only the names of variables declare."""

import pytest

from kg.errors import UsageError
from kg.query.prepared_queries import prepare
from kg.query.saved_queries import parse_query, saved_queries


@pytest.fixture
def query(tmp_path):
    def made(text):
        (tmp_path / "own.rq").write_text(text)
        return saved_queries(tmp_path)[0]

    return made


@pytest.mark.parametrize(
    ("variable", "described"),
    [
        ("?_who", "who (string, required)"),
        ("?__who", "who (string, optional)"),
        ("?_who_iri", "who (iri, required)"),
        ("?_n_integer", "n (integer, required)"),
        ("?_n_number", "n (decimal, required)"),
        ("?_day_date", "day (date, required)"),
        ("?_label_en", "label (string, required)"),
        ("?_two_words", "two_words (string, required)"),
        ("?_two_words_iri", "two_words (iri, required)"),
    ],
)
def test_a_variable_is_a_parameter_by_its_name(query, variable, described):
    assert [p.signature for p in query(f"#+ summary: A?\nASK {{ ?s ?p {variable} }}").parameters] == [described]


def test_defaults_go_by_names(query):
    for lines in ("#+ defaults:\n#+   - n: 3", "#+ defaults: {n: 3}"):
        assert query(f"{lines}\nASK {{ FILTER (?_n_integer = 3) }}").parameters[0].signature == "n (integer, default 3)"


def test_a_file_without_front_matter_keeps_its_variables(query):
    assert query("ASK { ?s ?p ?_o }").parameters == ()


def test_a_declared_parameter_is_not_declared_again(query):
    made = query("#+ params: {_x: date}\nASK { FILTER (?_x = 3) }")
    assert made.parameters == () or [p.name for p in made.parameters] == ["_x"]


def test_values_are_bound_as_terms(session, query):
    text = "#+ summary: A?\nSELECT ?a { BIND (?_label_en AS ?a) FILTER (?_who_iri = actor:northern-front) }"
    ready = prepare(query(text), {"label": ['a" } #'], "who": ["actor:northern-front"]}, session)
    ((term,),) = session.ask(ready.text).rows
    assert (term.value, term.language) == ('a" } #', "en")
    with pytest.raises(UsageError, match=r"who is missing; give who=…; there are: label \(string, required\)"):
        prepare(query(text), {"label": ["a"]}, session)


def test_a_text_from_anywhere_is_read_as_a_saved_query(tmp_path):
    made = parse_query("#+ params: {since: date}\n#+ expect: no\nASK {}", tmp_path / "q.rq")
    assert ([p.name for p in made.parameters], made.expect, made.name) == (["since"], "no", "q")
    with pytest.raises(UsageError, match=r"q\.rq: .*did you mean params"):
        parse_query("#+ param: {}\nASK {}", tmp_path / "q.rq")
