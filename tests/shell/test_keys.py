import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kg.shell.prompt import prompt_session

ENTER, ALT_ENTER, TAB, F2, F3 = "\r", "\x1b\r", "\t", "\x1bOQ", "\x1bOR"


@pytest.fixture
def entered(shell, tmp_path, monkeypatch):
    """Press keys at the prompt; return the text that was handed over."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    def press(keys):
        with create_pipe_input() as source:
            source.send_text(keys)
            return prompt_session(shell, source, DummyOutput()).prompt()

    return press


def test_enter_runs_a_whole_query(entered):
    assert entered("ASK {}" + ENTER) == "ASK {}"


def test_enter_begins_a_line_in_an_unfinished_query(entered):
    assert entered("SELECT * {" + ENTER + "?s ?p ?o" + ENTER + "}" + ENTER) == "SELECT * {\n  ?s ?p ?o\n  }"


def test_alt_enter_begins_a_line_after_a_whole_query(entered):
    assert entered("ASK {}" + ALT_ENTER + "LIMIT 1" + ENTER) == "ASK {}\nLIMIT 1"


def test_a_query_that_no_text_can_mend_is_handed_over_too(entered):
    assert entered("SELEC *" + ENTER) == "SELEC *"


def test_a_command_is_handed_over_at_once(entered):
    assert entered(r"\d actor:x" + ENTER) == r"\d actor:x"


def test_a_pasted_query_waits_for_enter(entered):
    paste = "SELECT * {\n ?s ?p ?o\n}\nORDER BY ?s"
    assert entered(f"\x1b[200~{paste}\x1b[201~" + ENTER) == paste


def test_tab_completes_what_is_the_only_choice(shell):
    with create_pipe_input() as source:
        prompt = prompt_session(shell, source, DummyOutput())

        def go_on(_):
            if prompt.default_buffer.text.endswith("cno:claimant"):
                source.send_text(" ?w }" + ENTER)

        prompt.app.after_render += go_on
        source.send_text("SELECT * { ?e cno:claiman" + TAB)
        assert prompt.prompt().startswith("SELECT * { ?e cno:claimant ?w }")


def test_function_keys_change_how_results_look(entered, shell):
    entered(F2 + F3 + "ASK {}" + ENTER)
    assert (shell.settings.names, shell.settings.mode) == ("label", "vertical")


def test_ctrl_c_and_ctrl_d_are_told_apart(entered):
    with pytest.raises(KeyboardInterrupt):
        entered("SELECT\x03")
    with pytest.raises(EOFError):
        entered("\x04")


def test_history_is_kept(entered, tmp_path):
    entered("ASK {}" + ENTER)
    assert "ASK {}" in (tmp_path / "kg" / "history").read_text()
    assert entered("\x1b[A" + ENTER) == "ASK {}"
