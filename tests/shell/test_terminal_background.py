"""A terminal tells whether it is light or dark, or does not."""

import pytest
from support.pseudo_terminal import Terminal

from kg.shell.terminal_background import BackgroundAnswer, guessed_background

ESCAPE = "\x1b"


@pytest.mark.parametrize(
    ("pieces", "keys", "backgrounds"),
    [
        (["\x1b]11;rgb:ffff/ffff/ffff\x1b\\"], "", ["light"]),
        (["a\x1b]11;rgb:1e/1e/1e\x07b"], "ab", ["dark"]),
        (["\x1b]11;rgba:0000/2b2b/3636/ffff\x07"], "", ["dark"]),
        (["x\x1b]11;rg", "b:ffff/ffff/0000\x1b", "\\y"], "xy", ["light"]),
        (["\x1b]11;?\x07q"], "q", []),
        ([ESCAPE, "[A"], "\x1b[A", []),
        ([ESCAPE], ESCAPE, []),
        (["\x1b]", "x"], "\x1b]x", []),
        (["SELECT * { ?s ?p ?o }"], "SELECT * { ?s ?p ?o }", []),
    ],
)  # fmt: skip
def test_the_answer_is_taken_out_of_the_keys(pieces, keys, backgrounds):
    told = []
    answer = BackgroundAnswer(told.append)
    assert "".join(map(answer.take, pieces)) == keys
    assert told == backgrounds


@pytest.mark.parametrize(
    ("value", "background"),
    [
        ("15;0", "dark"),
        ("0;15", "light"),
        ("0;default;15", "light"),
        ("12;8", "dark"),
        ("", ""),
        ("default", ""),
        ("1;99", ""),
    ],
)
def test_a_terminal_may_say_so_in_the_environment(monkeypatch, value, background):
    monkeypatch.setenv("COLORFGBG", value)
    assert guessed_background() == background


@pytest.mark.parametrize(
    ("answer", "variables", "keyword"),
    [
        ("\x1b]11;rgb:ffff/ffff/ffff\x1b\\", {}, r"\x1b\[0;38;5;20;1mASK"),
        ("\x1b]11;rgb:0000/0000/0000\x07", {"COLORFGBG": "0;15"}, r"\x1b\[0;38;5;111;1mASK"),
        ("", {}, r"\x1b\[0;38;5;63;1mASK"),
        ("", {"KG_THEME": "dark"}, r"\x1b\[0;38;5;111;1mASK"),
        ("", {"KG_THEME": "none"}, r"\x1b\[0;1mASK"),
        ("", {"NO_COLOR": "1"}, r"\x1b\[0;1mASK"),
    ],
    ids=["light", "dark", "silent", "setting", "none", "NO_COLOR"],
)  # fmt: skip
def test_the_prompt_has_colours_for_the_terminal(graph, tmp_path, answer, variables, keyword):
    terminal = Terminal(["shell", graph], tmp_path, variables)
    try:
        terminal.wait_for(r"kg>.*\[F2\] labels")
        if answer:
            terminal.wait_for(r"\x1b\]11;\?") if "\x1b]11;?" not in terminal.all else None
            terminal.press(answer)
        terminal.press("ASK {}")
        terminal.wait_for(keyword)
        terminal.press("\r")
        terminal.wait_for(r"yes")
        assert "rgb" not in terminal.all
    finally:
        terminal.close()


def test_the_theme_can_be_changed_while_one_types(graph, tmp_path):
    terminal = Terminal(["shell", graph], tmp_path)
    try:
        terminal.wait_for(r"kg>.*\[F2\] labels")
        terminal.press("\\set theme light\r")
        terminal.wait_for(r"theme light.*kg>")
        terminal.press("SELECT ?e { ?e a cno:Event }")
        terminal.wait_for(r"\x1b\[0;38;5;20;1mSELECT")
        terminal.press("\r")
        terminal.wait_for(r"\x1b\[38;5;59mevent:shelling-kessel\x1b\[0m")
        terminal.wait_for(r"kg>")
        terminal.press("\\set theme none\r")
        terminal.wait_for(r"theme none.*kg>")
        terminal.press("SELECT ?e { ?e a cno:Event }\r")
        terminal.wait_for(r"│ Northern Front shells the port of Kessel  event:shelling-kessel\r\n")
    finally:
        terminal.close()
