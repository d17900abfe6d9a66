"""A contradiction in the ontology's files stops with the file and the line."""

import re
import shutil

import pytest

from kg.errors import OntologyError
from kg.vocab.lexicon import load_lexicon
from kg.vocab.namespaces import ONTOLOGY

PREFIXES = """@prefix lex: <https://w3id.org/conflict-news/lexicon#> .
@prefix frame: <https://w3id.org/conflict-news/lexicon/frame/> .
@prefix words: <https://w3id.org/conflict-news/lexicon/words/> .
@prefix act: <https://w3id.org/conflict-news/action/> .
frame:strike a lex:Frame ; lex:verbRoles "subject:actor object:target" ; lex:nounRoles "owner:actor of:target" .
"""


@pytest.fixture
def folder(tmp_path):
    """An ontology whose words are the test's own."""
    for name in ("conflict.ttl", "lexicon.ttl"):
        shutil.copy(ONTOLOGY / name, tmp_path / name)

    def write(body: str):
        (tmp_path / "actions.ttl").write_text(PREFIXES + body, encoding="utf-8")
        return tmp_path

    return write


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        pytest.param('act:attack lex:frame frame:strike ; lex:verb "storm"@en .\nact:abduct lex:verb "storm"@en .', 6, "'storm' means both attack and abduct", id="one word, two meanings"),
        pytest.param('words:x a lex:Words ; lex:evokes act:bombardment ; lex:frame frame:strike ; lex:verb "pound"@en .', 6, "'bombardment' is no action type", id="an action type that the ontology lacks"),
        pytest.param('act:attack lex:frame frame:storm ; lex:verb "storm"@en .', 6, "no frame 'storm'", id="a frame that nobody declared"),
        pytest.param('act:attack lex:verb "storm"@en .', 6, "'attack' has no frame", id="no frame at all"),
        pytest.param('act:attack lex:frame frame:strike ; lex:requires "place" ; lex:verb "storm"@en .', 6, "condition 'place' names no kind", id="half a condition"),
        pytest.param('act:attack lex:frame frame:strike ;\n    lex:noun "raid"@en, ""@en .', 7, "'attack' has an empty noun", id="an empty noun"),
        pytest.param('act:attack lex:frame frame:strike ; lex:verb " "@en .', 6, "'attack' has an empty verb", id="a blank verb"),
        pytest.param('frame:storm a lex:Frame ; lex:verbRoles "subject" .', 6, "lex:verbRoles has 'subject' alone; write 'subject:actor'", id="a slot without a role"),
    ],
)  # fmt: skip
def test_contradictions_stop_with_file_and_line(folder, body, line, words):
    with pytest.raises(OntologyError) as caught:
        load_lexicon(folder(body))
    assert f"actions.ttl:{line}: " in str(caught.value)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("file", "body", "words"),
    [
        pytest.param("lexicon.ttl", 'words:x a lex:Irregular ; lex:plural "oxen" .', "'oxen' has no plural; write 'ox oxen'", id="no plural"),
        pytest.param("lexicon.ttl", 'words:x a lex:Number ; lex:word "umpteen"@en ; lex:value "many" .', "lex:value of 'x' is 'many'; write a number", id="no number"),
        pytest.param("lexicon.ttl", 'words:x a lex:Boilerplate ; lex:phrase ""@en .', "'x' has an empty phrase", id="an empty phrase"),
        pytest.param("conflict.ttl", "act:material-conflict skos:broader act:material-conflict .", "'material-conflict' is broader than itself", id="a ring of actions"),
    ],
)  # fmt: skip
def test_faults_of_the_other_files_are_named_too(folder, file, body, words):
    made = folder("")
    turtle = (made / file).read_text(encoding="utf-8")
    (made / file).write_text(f"{turtle}\n{body}\n", encoding="utf-8")
    with pytest.raises(OntologyError) as caught:
        load_lexicon(made)
    assert re.search(rf"{file}:\d+: ", str(caught.value))
    assert words in str(caught.value)


def test_turtle_that_does_not_parse_is_named(folder):
    with pytest.raises(OntologyError, match=r"actions\.ttl: .*mend the Turtle"):
        load_lexicon(folder("act:attack lex:verb ."))


def test_a_condition_tells_two_meanings_of_a_word_apart(folder):
    body = (
        'act:attack lex:frame frame:strike .\nwords:a a lex:Words ; lex:evokes act:seize-territory ; lex:verb "take"@en ; lex:requires "object place" .\n'
        'words:b a lex:Words ; lex:evokes act:abduct ; lex:verb "take"@en ; lex:requires "object person" .'
    )
    found = load_lexicon(folder(body)).entries.patterns_by_first_form["taken"]
    assert sorted(p.payload.action for p in found) == ["abduct", "seize-territory"]


def test_lineage_leads_to_the_top(words):
    assert words.hypernyms("shelling") == ("shelling", "remote-strike", "attack", "use-force", "material-conflict")
    assert words.category("shelling") == "use-force"


def test_every_action_type_below_the_top_has_words(words):
    named = {p.payload.action for found in words.entries.patterns_by_first_form.values() for p in found}
    tops = {a for a, up in words.broader.items() if up is None}
    assert set(words.broader) - named - tops == set()
