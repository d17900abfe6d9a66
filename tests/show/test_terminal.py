import pytest

from kg.show.terminal import Screen, StyledText, wrapped_lines


def shown(*pieces, width=None, color=False, lead="", indent=0):
    return list(wrapped_lines([StyledText(*p) for p in pieces], Screen(width, color), StyledText(lead), indent))


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        pytest.param(None, ["¶ 1  Rebels shelled the town."], id="no width, no break"),
        pytest.param(20, ["¶ 1  Rebels shelled", "     the town."], id="later lines are indented"),
        pytest.param(6, ["¶ 1  Rebels", "     shelled", "     the town."], id="never narrower than ten columns"),
    ],
)
def test_words_are_wrapped_behind_their_lead(width, expected):
    assert shown(("Rebels shelled the town.",), width=width, lead="¶ 1", indent=5) == expected


def test_a_wide_letter_takes_two_columns():
    assert shown(("漢字 漢字 漢字",), width=10) == ["漢字 漢字", "漢字"]


def test_a_word_of_two_styles_is_not_torn():
    assert shown(("the “",), ("town", "33"), ("”, he said",), width=10) == ["the", "“town”, he", "said"]


def test_styles_end_with_their_words():
    assert shown(("Rebels ",), ("fired on", "1;31"), (" Goma",), color=True) == [
        "Rebels \x1b[1;31mfired on\x1b[0m Goma"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb\t c\u00a0d", "a b c d", id="white space of any kind is one space"),
        pytest.param("\x1b[2Jgone", "\\u{1b}[2Jgone", id="an escape"),
        pytest.param("\x9b2J", "\\u{9b}2J", id="an escape of eight bits"),
        pytest.param("nam\u202eeman", "nam\\u{202e}eman", id="a turn of direction"),
    ],
)
def test_an_articles_words_cannot_steer_the_terminal(text, expected):
    assert shown((text, "1"), color=False) == [expected]
    assert shown((text, "1"), color=True) == [f"\x1b[1m{expected}\x1b[0m"]
