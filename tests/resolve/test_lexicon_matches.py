"""What a sentence's words match in the ontology's files."""

from pathlib import Path

import pytest

from kg.model import Actor, Place
from kg.resolve.lexicon_matches import load_lexicon_matcher
from kg.vocab.lexicon_entries import LexiconEntry, WordList


@pytest.fixture(scope="module")
def matches():
    matcher = load_lexicon_matcher()

    def shown(text: str) -> set[str]:
        """Return "words: what they match"."""
        return {
            f"{m.text}: {_name(m.item)}" + (f", fenced by {m.fence}" if m.fence else "") for m in matcher.matches(text)
        }

    return shown


def _name(item: LexiconEntry | WordList | Actor | Place) -> str:
    match item:
        case LexiconEntry():
            return f"act:{item.action}"
        case WordList():
            return f"{item.use} {item.name}"
        case Actor():
            return f"actor:{item.key}"
        case Place():
            return f"place:{item.key}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Rebels shelled the camp.", "shelled: act:shelling", id="a verb in another form"),
        pytest.param("They shot the plane down.", "shot the plane down: act:attack", id="a verb with its particle apart"),
        pytest.param("He had a heart attack.", "attack: act:attack, fenced by heart attack", id="a word inside a fence"),
        pytest.param("He had a heart attack.", "heart attack: Fence fence-health", id="and the fence itself"),
        pytest.param("It was reportedly so.", "reportedly: Hedge probably", id="a hedge"),
        pytest.param("The army denied it.", "denied: Reporting deny", id="a word of saying"),
        pytest.param("They didn't go.", "n't: Negation negation", id="a negation that is cut off its verb"),
        pytest.param("Ukrainian forces left.", "Ukrainian forces: actor:ukrainian-armed-forces", id="an actor by the longest of its names"),
        pytest.param("It happened in Goma, North Kivu.", "Goma: place:goma", id="a place"),
        pytest.param("A well in the march.", "", id="no name without a capital"),
    ],
)  # fmt: skip
def test_words_match_what_the_files_hold(matches, text, expected):
    found = matches(text)
    assert expected in found if expected else not any(m.split(": ")[1].startswith(("actor:", "place:")) for m in found)


def test_each_is_found_at_its_line():
    for match in load_lexicon_matcher().matches("Rebels shelled Goma, the Kremlin reportedly denied."):
        if match.location != "the gazetteer":
            path, _, number = match.location.rpartition(":")
            line = Path(path).read_text(encoding="utf-8").splitlines()[int(number) - 1]
            assert f'"{match.entry_text}"' in line or match.text in line
