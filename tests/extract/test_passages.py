import pytest

from kg.extract.passages import passages
from kg.model import Reason
from kg.text import clean_text

PAGE = """Home | World | Sport
Rebels seize border town
By Our Correspondent
Rebels took the border town of Malo on Friday, residents said.
Share this article
The army said that it had withdrawn to a nearby hill in good order.
Photo: Getty Images
Latest Stories
Minister attacks rival over budget
2 hours ago
Striker shot down by critics after final
5 hours ago
Copyright 2024 Example Media. All rights reserved.
"""


@pytest.fixture
def prose(words):
    return lambda text: [text[s:e] for s, e in passages(text, words.index("Boilerplate")).prose]


def test_only_the_articles_own_sentences_are_read(prose):
    assert prose(PAGE) == [
        "Rebels took the border town of Malo on Friday, residents said.",
        "The army said that it had withdrawn to a nearby hill in good order.",
    ]


def test_what_is_no_prose_says_why(words):
    beside = passages(PAGE, words.index("Boilerplate")).beside
    assert [(PAGE[b.start : b.end], b.reason, b.detail) for b in beside] == [
        ("Home | World | Sport", Reason.FURNITURE, "home"),
        ("Rebels seize border town", Reason.NO_SENTENCE, ""),
        ("By Our Correspondent", Reason.NO_SENTENCE, ""),
        ("Share this article", Reason.FURNITURE, "share this article"),
        ("Photo: Getty Images", Reason.FURNITURE, "getty images"),
        ("Latest Stories", Reason.FURNITURE, "latest stories"),
        ("Minister attacks rival over budget", Reason.OTHER_STORIES, "latest stories"),
        ("2 hours ago", Reason.FURNITURE, "hours ago"),
        ("Striker shot down by critics after final", Reason.OTHER_STORIES, "latest stories"),
        ("5 hours ago", Reason.FURNITURE, "hours ago"),
        ("Copyright 2024 Example Media. All rights reserved.", Reason.FURNITURE, "all rights reserved"),
    ]


def test_a_brief_of_one_line_needs_no_full_stop(prose):
    assert prose("Rebels seize the town of Malo") == ["Rebels seize the town of Malo"]


def test_wrapped_lines_are_one_paragraph(prose):
    text = "Rebels took the border town of Malo on Friday after two days of\nfighting with the army, residents of the town said by\ntelephone.\n"
    assert prose(text) == [text.rstrip("\n")]


def test_an_empty_text_has_no_prose(prose):
    assert prose("") == []
    assert prose(clean_text("\u200b \n").text) == []
