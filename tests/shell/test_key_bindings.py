"""Keys at the prompt: what they submit, and what they leave there."""

import pytest
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from kg.shell.key_bindings import TYPED_TEXT_SEPARATOR
from kg.shell.prompt import prompt_session

ENTER, ALT_ENTER, TAB = "\r", "\x1b\r", "\t"
F1, F2, F3, F4, F5 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~"


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


def test_enter_waits_for_the_grouping_that_a_query_lacks_and_an_empty_line_runs_it(entered):
    query = "SELECT ?a (COUNT(?e) AS ?n) { ?e cno:actor ?a }"
    assert entered(query + ENTER + "GROUP BY ?a" + ENTER) == f"{query}\nGROUP BY ?a"
    assert entered(query + ENTER + "GROUP BY ?e" + ENTER + "  ?a" + ENTER) == f"{query}\nGROUP BY ?e\n  ?a"
    assert entered(query + ENTER + ENTER) == f"{query}\n"
    assert entered(query + ";" + ENTER) == f"{query};"


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
    assert (shell.settings.iri_style, shell.settings.mode) == ("label", "vertical")


def test_ctrl_c_and_ctrl_d_are_told_apart(entered):
    with pytest.raises(KeyboardInterrupt):
        entered("SELECT\x03")
    with pytest.raises(EOFError):
        entered("\x04")


def test_history_is_kept(entered, tmp_path):
    entered("ASK {}" + ENTER)
    assert "ASK {}" in (tmp_path / "kg" / "history").read_text()
    assert entered("\x1b[A" + ENTER) == "ASK {}"


def test_f1_shows_help_and_f5_the_plan_and_both_keep_what_was_typed(entered):
    assert entered("ASK {" + F1) == f"\\?{TYPED_TEXT_SEPARATOR}ASK {{"
    assert entered("ASK {}" + F5) == f"\\explain ASK {{}}{TYPED_TEXT_SEPARATOR}ASK {{}}"


def test_f4_changes_between_the_keys_of_emacs_and_vi(entered, shell):
    assert entered("ASK {}" + F4 + "\x1b0iX" + ENTER) == "XASK {}"  # Esc, to the start, insert
    assert shell.settings.vi
    assert entered("ASK {}" + F4 + "\x01X" + ENTER) == "XASK {}"  # Ctrl-A
    assert not shell.settings.vi


def test_f2_goes_round_the_ways_that_names_are_shown(entered, shell):
    seen = []
    for _ in range(3):
        entered(F2 + "ASK {}" + ENTER)
        seen.append(shell.settings.iri_style)
    assert sorted(seen) == ["both", "curie", "label"]


def test_ctrl_x_p_lays_the_query_out(entered):
    assert entered("select * {?s ?p ?o. ?s a ?c}" + "\x18p" + ENTER) == "SELECT * {\n  ?s ?p ?o.\n  ?s a ?c\n}"


@pytest.mark.parametrize(("keys", "variable"), [("\x18\x05", "VISUAL"), (F4 + "\x1bv", "EDITOR")], ids=["emacs", "vi"])
def test_the_editor_gets_what_is_typed_and_gives_it_back_without_running_it(
    shell, tmp_path, monkeypatch, keys, variable
):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for name in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\ncp "$1" "$0.got"\nprintf "LIMIT 1\\n" >> "$1"\necho "$1" > "$0.name"\n')
    editor.chmod(0o755)
    monkeypatch.setenv(variable, str(editor))
    with create_pipe_input() as source:
        prompt = prompt_session(shell, source, DummyOutput())
        pressed = []

        def go_on(_):
            if not pressed and prompt.default_buffer.text.endswith("LIMIT 1"):
                pressed.append(ENTER)
                source.send_text("\x1bA 0" + ENTER if shell.settings.vi else "0" + ENTER)

        prompt.app.after_render += go_on
        source.send_text("SELECT * { ?e a cno:Event }" + keys)
        text = prompt.prompt()
    assert text.startswith("PREFIX cno: <")
    assert text.replace(" 0", "0").endswith("LIMIT 10")
    assert (tmp_path / "editor.got").read_text().endswith("SELECT * { ?e a cno:Event }")
    assert (tmp_path / "editor.name").read_text().strip().endswith(".rq")
    shell.settings.vi = False


def test_alt_dot_gives_the_last_word_of_the_line_before(entered):
    entered(r"\d actor:northern-front" + ENTER)
    assert entered("\\src \x1b." + ENTER) == r"\src actor:northern-front"


def test_ctrl_underscore_takes_back(entered):
    assert entered("ASK {}" + "\x15" + "\x1f" + ENTER) == "ASK {}"  # Ctrl-U deletes the line


def test_ctrl_r_searches_and_enter_takes_what_is_found(entered):
    entered("ASK { ?x a cno:Claim }" + ENTER)
    entered("ASK {}" + ENTER)
    assert entered("\x12Claim" + ENTER + ENTER) == "ASK { ?x a cno:Claim }"


def test_the_right_arrow_takes_the_suggestion_of_the_history(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with create_pipe_input() as source:
        prompt = prompt_session(shell, source, DummyOutput())
        source.send_text("ASK { ?x a cno:Claim }" + ENTER)
        prompt.prompt()

        def go_on(_):
            if prompt.default_buffer.suggestion and prompt.default_buffer.text == "ASK":
                source.send_text("\x1b[C" + ENTER)

        prompt.app.after_render += go_on
        source.send_text("ASK")
        assert prompt.prompt() == "ASK { ?x a cno:Claim }"


def test_ctrl_d_leaves_only_an_empty_line(entered):
    assert entered("ASK {}x" + "\x1b[D" + "\x04" + ENTER) == "ASK {}"  # it deletes what is under the cursor


def test_ten_lines_pasted_into_the_middle_stay_and_do_not_run(entered):
    lines = "\n".join(f"  ?e a cno:Event . # {n}" for n in range(10))
    assert entered("SELECT * {" + f"\x1b[200~\n{lines}\n\x1b[201~" + "}" + ENTER) == f"SELECT * {{\n{lines}\n}}"


def test_a_paste_of_ten_lines_waits_for_enter_and_runs_whole(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    query = "SELECT ?e\nWHERE {\n  ?e a cno:Event ;\n     cno:place ?p .\n\n  ?p cno:within ?c\n}\nORDER BY ?e\nLIMIT 5\n# end"
    with create_pipe_input() as source:
        source.send_text(f"\x1b[200~{query}\x1b[201~\r")
        assert prompt_session(shell, source, DummyOutput()).prompt() == query
