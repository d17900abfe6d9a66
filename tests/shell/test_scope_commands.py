"""What the queries of a session stand on: values of parameters, graphs, languages of labels."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from support.small_graph import TRIG, write_file

from kg.query.session import Session
from kg.shell.completion import GraphCompleter

BY = "SELECT ?c { ?c cno:claimant $who }"


@pytest.fixture(autouse=True)
def _as_before(session, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield
    session.graphs = ()


@pytest.fixture
def offered(shell):
    def complete(text):
        found = GraphCompleter(shell).get_completions(Document(text), CompleteEvent(completion_requested=True))
        return {one.text: one.display_meta_text for one in found}

    return complete


def test_a_query_gets_the_sessions_value_and_says_so(typed):
    data, words = typed(r"\param who=actor:northern-front", BY)
    assert data[2] == " 1 │ claim:front"
    assert words[:2] == ["$who is actor:northern-front", "with $who = actor:northern-front"]


def test_only_the_mark_makes_a_parameter(typed):
    data, words = typed(r"\param who=actor:northern-front", "SELECT ?who { ?c cno:claimant ?who }")
    assert len(data) == 4
    assert not any(line.startswith("with") for line in words)


def test_values_are_listed_and_taken_away(typed):
    assert typed(r"\param")[1] == [r"no values yet; \param name=value gives $name one"]
    data, _ = typed(r"\param who=actor:lurania-army", r"\param $since = 2031-03", r"\param n=1", r"\param")
    assert data == ["$who    actor:lurania-army", "$since  2031-03-01", "$n      1"]
    assert typed(r"\param n=")[1] == ["$n has no value any more"]
    assert typed(r"\param n=")[1][0].startswith(r"error: \param n=: it has no value")
    assert len(typed(BY)[0]) == 3


def test_several_values_and_a_number_of_rows(typed):
    lines = (r"\param who=actor:northern-front, actor:lurania-army", r"\param n=1")
    assert len(typed(*lines, BY)[0]) == 4
    assert len(typed(f"{BY} LIMIT $n")[0]) == 3


def test_a_text_that_is_a_label_is_told_of(typed):
    words = typed(r"\param who=Northern Front")[1]
    assert words == [
        '$who is "Northern Front"',
        r"note: a text; for what is called so write \param who=actor:northern-front",
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (r"\param who", r"write \param name=value"),
        (r"\param =x", r"write \param name=value"),
        (r"\param 1x=x", r"write \param name=value"),
        (r"\param who=nope:x", "'nope:x' is no value"),
        (r'\param who="a" . <urn:a> <urn:b> "c"', "is more than a value"),
        (r"\param who=_:b", "has no name to look for"),
    ],
)
def test_what_is_no_value_is_refused(typed, shell, line, words):
    assert words in typed(line)[1][0]
    assert shell.parameters == {}


@pytest.mark.parametrize("text", ["x } DROP ALL { ?a ?b ?c", 'a"b', "a\\", "x'''", "\x1b[31m"])
def test_no_value_becomes_anything_but_a_term(typed, shell, text):
    shell.parameters["who"] = text
    data, words = typed("SELECT ($who AS ?v) {}", "ASK { FILTER ($who = $who) }")
    assert data[-1] == "yes"
    assert "\x1b" not in "".join([*data, *words])


def test_the_last_query_is_run_again_with_the_value_that_holds_now(typed):
    typed(r"\param who=actor:northern-front", BY)
    data, _ = typed(r"\param who=actor:lurania-army", r"\g")
    assert data[2] == " 1 │ claim:army"


def test_errors_are_shown_in_the_query_as_it_was_asked(typed):
    words = typed(r"\param who=actor:lurania-army", "SELECT ?c { ?c cno:claimant $who . FILTR (1) }")[1]
    assert words[2] == "error: unknown word 'FILTR'"
    assert words[4].index("^") == words[3].index("FILTR")


OWN = """#+ summary: Who claims
#+ params:
#+   who: {type: entity, class: cno:Actor, required: true}
#+   since: {type: date, default: "2031-01-01"}
SELECT ?c ?day { ?c cno:claimant $who ; cno:about/cno:date ?day FILTER (?day >= $since) }"""


def test_saved_queries_take_parameters_and_the_sessions_values(typed, tmp_path):
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "own.rq").write_text(OWN)
    data, words = typed(r'\q own who="Northern Front"')
    assert words[0] == "# Who claims"
    assert data[2] == " 1 │ claim:front │ 2031-03-04"
    assert words[1].startswith("1 row ")
    assert typed(r"\q own who=lurania-army since=2031-04")[1][1].startswith("0 rows")
    assert typed(r'\param who="Northern Front"', r"\q own")[0] == data
    assert typed(r"\q own who=actor:lurania-army")[0][2] == " 1 │ claim:army │ 2031-03-04"
    assert typed(r"\q own who=Lurnia")[1][1].startswith("error: own: who: ")
    assert "no parameter 'whoo'; did you mean who?" in typed(r"\q own whoo=x")[1][1]
    assert "who is missing" in typed(r"\param who=", r"\q own")[1][2]


def write_query(folder, head):
    (folder / "queries").mkdir()
    (folder / "queries" / "own.rq").write_text(f"{head}\nSELECT ?s ?p {{ ?s ?p ?o }} ORDER BY ?s ?p")


def test_a_saved_query_has_its_own_number_of_rows(typed, tmp_path):
    write_query(tmp_path, "#+ summary: Few\n#+ limit: 2")
    data, words = typed(r"\q own")
    assert len(data) == 4
    assert words[1].endswith("(there are more)")
    assert typed(r"\g")[0] == data
    assert len(typed(r"\limit 1", r"\q own")[0]) == 3  # whoever asks has the last word
    assert len(typed(r"\limit 0", "SELECT ?s ?p { ?s ?p ?o }")[0]) > 4


def test_a_saved_query_has_its_own_time(typed, tmp_path, shell):
    write_query(tmp_path, "#+ summary: Long\n#+ timeout: 1")
    text = (tmp_path / "queries" / "own.rq").read_text()
    heavy = text.replace("?s ?p ?o }", "?s ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER (?i = ?o) }")
    (tmp_path / "queries" / "own.rq").write_text(heavy)
    assert typed(r"\q own")[1][1] == "error: stopped after 1 s; narrow it, or give it more time"
    assert shell.settings.timeout == 30


def test_parameters_are_offered_behind_their_mark(typed, offered):
    typed(r"\param who=actor:lurania-army")
    assert next(iter(offered("SELECT ?c { ?c cno:claimant $"))) == "$who"
    assert offered("SELECT ?c { ?c cno:claimant $w")["$who"] == "= actor:lurania-army"
    assert "$who" not in offered("SELECT ?c { ?c cno:claimant ?")
    assert "who=" in offered("\\param ")
    assert "who=actor:northern-front" in offered("\\param who=nf reb")


def test_a_question_mark_alone_offers_variables(offered):
    assert list(offered("SELECT ?event { ?")) == ["?event"]


def test_queries_ask_the_named_graphs_that_are_chosen(typed):
    count = "SELECT (COUNT(*) AS ?n) { ?c a cno:Claim }"
    assert typed(count)[0][2].split()[-1] == "2"
    data, words = typed(r"\from article-aaaa", count)
    assert words[0] == "from graph:article-aaaa"
    assert data[2].split()[-1] == "1"
    assert typed(r"\from aaaa bbbb", count)[1][1].startswith("note: a statement that several of them have counts")
    words = typed(r"\from gazetteer", "SELECT * { ?c a cno:Claim }")[1]
    assert words[1].startswith("0 rows · 1 column · ")
    assert [words[0], *words[2:]] == [
        "from graph:gazetteer",
        r"note: only graph:gazetteer was asked; \from all asks all",
    ]
    assert typed("SELECT * FROM graph:article-bbbb { ?c a cno:Claim }")[0][2] == " 1 │ claim:front"
    assert typed("SELECT * { GRAPH ?g { ?c a cno:Claim } }")[1][0].startswith("2 rows")
    assert typed(r"\from all", count)[0][2].split()[-1] == "2"


def test_looking_at_nodes_is_not_narrowed(typed):
    assert "Shells fall on the port" in typed(r"\from gazetteer", r"\src claim:army")[0][0]


def test_the_chosen_graphs_are_shown(typed):
    data, words = typed(r"\from gazetteer", r"\graphs", r"\status", r"\set", r"\from")
    assert len([line for line in data if line.startswith("•")]) == 1
    assert any(line.startswith("•") and "graph:gazetteer" in line for line in data)
    assert "asked    from graph:gazetteer" in data
    assert "from     graph:gazetteer now" in data
    assert words[-1] == "from graph:gazetteer"
    assert typed(r"\set from all")[1] == ["from all"]
    assert any("Shells fall on the port of Kessel  article:aaaa" in line for line in typed(r"\graphs")[0])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("gazeteer", "no such graph; did you mean graph:gazetteer?"),
        ("zzzz", r"no such graph; \graphs lists them"),
        ("<http://x/y>", r"no such graph; \graphs"),
    ],
)
def test_a_graph_that_is_not_there_is_refused(typed, shell, name, words):
    assert words in typed(rf"\from {name}")[1][0]
    assert shell.graph.graphs == ()


def test_graphs_are_offered_by_name_and_by_title(offered):
    assert "1 " not in offered("\\from ")["all"]
    assert next(iter(offered("\\from gaz"))) == "graph:gazetteer"
    assert "Front denies" not in str(offered("\\from Shells fall"))
    assert "gazetteer graph:inferred" in offered("\\from gazetteer inf")


LABELS = """
graph:more { place:kessel rdfs:label "Кессель"@uk ; skos:altLabel "Kessel-Stadt"@de-AT . }
"""


@pytest.mark.parametrize(
    ("languages", "label"),
    [
        ("any", None),
        ("uk", "Кессель"),
        ("fr,uk,en", "Кессель"),
        ("de", "Kessel-Stadt"),
        ("en uk", "Kessel"),
        ("fr", None),
    ],
)
def test_labels_come_in_the_preferred_language(shell, typed, tmp_path, languages, label):
    file = write_file(tmp_path)
    file.write_text(TRIG + LABELS, encoding="utf-8")
    with Session(file) as session:
        shell.graph = session
        data, words = typed(rf"\lang {languages}", "SELECT ?p { ?p a cno:Settlement }", r"\d place:kessel")
    label = label or session_label(data)
    assert f" 1 │ {label}  place:kessel" in data
    assert words[2].startswith(f"{label} · place:kessel")


def session_label(data):
    """Return the label that the index has for the best."""
    return data[2].removeprefix(" 1 │ ").removesuffix("  place:kessel")
