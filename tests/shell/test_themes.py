"""Colours: readable on the backgrounds of their theme, on a terminal that has 256 of them."""

import re

import pytest
from prompt_toolkit.output.vt100 import _256_colors
from prompt_toolkit.styles import Style, default_ui_style, merge_styles
from pygments.lexers.rdf import SparqlLexer

from kg.errors import UsageError
from kg.shell import evidence_view
from kg.shell.settings import Settings, assign_setting
from kg.shell.themes import AUTO, DARK, EITHER, LIGHT, PLAIN, THEMES, theme

QUERY = """PREFIX a: <http://x> SELECT DISTINCT ?x (COUNT(*) AS ?n) { ?x a cno:Event ; a:b "t\\n"@en, 3, 3.5, true,
"x"^^xsd:date . FILTER(?n > 3 && regex(STR(?x), "a")) # c\n BIND(1e3 AS ?k) _:b ^a:c/b:d* [] } GROUP BY ?x @ `"""
SHOWN = (  # all that the line editor shows here, beside the query
    "prompt", "bottom-toolbar", "auto-suggestion", "completion-menu", "completion-menu.completion", "completion-menu.completion.current",
    "completion-menu.meta.completion", "completion-menu.meta.completion.current", "completion-menu.multi-column-meta", "search", "incsearch",
    "search-toolbar", "search-toolbar.text", "arg-toolbar", "validation-toolbar", "matching-bracket.other", "matching-bracket.cursor",
    "selected", "control-character", "nbsp", "aborting", "exiting",
)  # fmt: skip
CLASSES = sorted(
    {*SHOWN, *("pygments." + ".".join(kind).lower() for kind, _ in SparqlLexer().get_tokens(QUERY) if kind)}
)
COLORED = {"light": LIGHT, "dark": DARK, "either": EITHER}


def luminance(color):
    """Return the relative luminance (WCAG 2.2) of rrggbb."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def in_256(color):
    """Return the colour that a terminal with 256 shows."""
    number = _256_colors[tuple(int(color[i : i + 2], 16) for i in (0, 2, 4))]
    return "{:02x}{:02x}{:02x}".format(*_256_colors.colors[number])


@pytest.mark.parametrize("name", COLORED)
@pytest.mark.parametrize("of", CLASSES)
def test_every_colour_is_readable(name, of):
    chosen = COLORED[name]
    attributes = merge_styles([default_ui_style(), Style(list(chosen.rules.items()))]).get_attrs_for_style_str(
        f"class:{of}"
    )
    attributes = attributes._replace(bgcolor=(attributes.bgcolor or "").replace("default", ""))
    assert not (attributes.color or "").startswith("ansi"), "what those look like is up to the terminal"
    for background in chosen.backgrounds:
        if attributes.color or attributes.bgcolor:
            assert attributes.color, "the terminal's own letters on a background of ours"
            behind = in_256(attributes.bgcolor) if attributes.bgcolor else background[1:]
            assert in_256(attributes.color) == attributes.color
            assert contrast(attributes.color, behind) >= 4.5, (background, attributes)


@pytest.mark.parametrize("chosen", [LIGHT, DARK], ids=["light", "dark"])
def test_what_matters_less_in_a_result_is_readable_too(chosen):
    number = int(chosen.dim.rpartition(";")[2])
    color = "{:02x}{:02x}{:02x}".format(*_256_colors.colors[number])
    assert min(contrast(color, background[1:]) for background in chosen.backgrounds) >= 4.5
    assert color == chosen.rules["auto-suggestion"].lstrip("#")


def test_contrast_is_that_of_the_standard():
    assert round(contrast("000000", "ffffff"), 2) == 21
    assert round(contrast("000080", "1e1e1e"), 2) < 1.5


def test_without_colours_there_are_none():
    assert not re.search("#|ansi", " ".join(PLAIN.rules.values()))


def test_quoted_words_are_marked_in_the_terminal_s_own_colours():
    assert re.fullmatch(r"\x1b\[[017;]*m", evidence_view._HIGHLIGHT[0])


@pytest.mark.parametrize(
    ("choice", "background", "chosen"),
    [("auto", "dark", DARK), ("auto", "light", LIGHT), ("auto", "", EITHER), ("light", "dark", LIGHT), ("dark", "", DARK), ("none", "dark", PLAIN)],
)  # fmt: skip
def test_the_setting_goes_before_the_terminal(choice, background, chosen):
    assert theme(choice, background) is chosen


def test_a_theme_that_is_none_is_refused():
    settings = Settings()
    assert settings.theme == AUTO
    for name in THEMES:
        assign_setting(settings, "theme", name)
    with pytest.raises(UsageError, match="there are: auto, light, dark, none"):
        assign_setting(settings, "theme", "solarized")
