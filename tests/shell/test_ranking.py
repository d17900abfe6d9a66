"""The menu: what fits best, then what belongs here, then one's own use, then the count."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kg.shell.prompt import prompt_session
from kg.shell.ranking import HISTORY_WINDOW, Candidate, UsageCounts, ranked_completions

ENTRIES = [
    Candidate("x:fort-army", count=9),
    Candidate("x:a-r-m-y", count=99),
    Candidate("x:army-of-x", count=1),
    Candidate("x:army", count=0),
    Candidate("x:other", label="The army", count=3),
    Candidate("x:armypost", count=2),
    Candidate("x:navy", count=500),
]


def names(typed, entries=ENTRIES, queries=()):
    return [one.text for one in ranked_completions(typed, entries, UsageCounts(queries))]


def test_the_same_then_the_start_then_a_words_start_then_letters_and_each_by_count():
    assert names("army") == ["x:army", "x:armypost", "x:army-of-x", "x:fort-army", "x:other", "x:a-r-m-y"]


def test_ones_own_use_comes_before_the_count_and_after_how_well_it_fits():
    queries = ["ASK { ?s ?p x:army-of-x, x:other }", "ASK { x:other ?p x:a-r-m-y }"]
    assert names("army", queries=queries) == [
        "x:army", "x:army-of-x", "x:armypost", "x:other", "x:fort-army", "x:a-r-m-y",
    ]  # fmt: skip


def test_what_belongs_here_comes_before_ones_own_use():
    entries = [Candidate("x:b", count=5, group=1), Candidate("x:a", group=0)]
    assert names("", entries, ["ASK { ?s x:b ?o }"]) == ["x:a", "x:b"]


def test_only_the_last_queries_count():
    old = ["ASK { ?s x:armypost ?o }"] * 9
    new = ["ASK { ?s x:army-of-x ?o }"] + ["ASK {}"] * (HISTORY_WINDOW - 1)
    assert names("army", queries=[*old, *new])[1:3] == ["x:army-of-x", "x:armypost"]


@pytest.mark.parametrize(
    ("text", "term", "times"),
    [
        ("SELECT * { ?s a x:A ; x:p x:A }", "x:A", 2),
        ("select * { ?s ?p 1 } order by ?s", "ORDER BY", 1),
        ('ASK { ?s ?p "a b" }', '"a b"', 1),
        ("ASK { <http://a/x> ?p 1 }", "<http://a/x>", 1),
        ("\\d x:A", "x:A", 1),
        ("\\q disputed-events", "disputed-events", 1),
        ("\\limit 5", "LIMIT", 0),
        ("# x:A", "x:A", 0),
    ],
)
def test_terms_of_queries_and_commands_are_counted(text, term, times):
    assert UsageCounts([text]).count(term) == times


def test_each_is_offered_once_and_no_more_than_a_screen_holds():
    assert names("", [Candidate("x:a"), Candidate("x:a"), Candidate("x:b")]) == ["x:a", "x:b"]
    assert len(names("", [Candidate(f"x:{n}") for n in range(500)])) == 60


def test_the_history_is_read_at_the_start_and_kept_up_while_typing(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def first(prompt):
        document = Document("SELECT * { ?e a cno:Event ; cno:")
        return next(iter(prompt.completer.get_completions(document, CompleteEvent()))).text

    with create_pipe_input() as source:
        prompt = prompt_session(shell, source, DummyOutput())
        assert first(prompt) != "cno:target"
        for _ in range(2):
            source.send_text("ASK { ?e cno:target ?t }\r")
            prompt.prompt()
        assert first(prompt) == "cno:target"
        assert first(prompt_session(shell, source, DummyOutput())) == "cno:target"
