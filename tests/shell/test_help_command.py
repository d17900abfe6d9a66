"""Help on commands and on keywords of SPARQL."""

from kg.shell.command_table import COMMANDS
from kg.shell.keyword_help import KEYWORDS


def test_help_lists_every_command(typed):
    data = "\n".join(typed(r"\?")[0])
    assert all(f"\\{name}" in data for name in COMMANDS)
    assert typed(r"\? find")[0] == ["\\find TEXT  nodes by parts of their labels; then \\d f3"]


def test_help_tells_of_words_with_examples_that_run(typed):
    for word, (_, example) in KEYWORDS.items():
        data = typed(f"\\? {word}")[0]
        assert data[1].strip() == example
        assert not any(line.startswith("error") for line in typed(example, "")[1]), word
