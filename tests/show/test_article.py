"""How an article is shown, on a reading made by hand."""

from datetime import date

import pytest

from kg.model import (
    Actor,
    Article,
    Casualty,
    CasualtyFigure,
    Certainty,
    Claim,
    Event,
    Filler,
    Interval,
    Kind,
    Mention,
    Modality,
    Place,
    Polarity,
    Reading,
    RejectedTrigger,
    RejectionReason,
    SkippedText,
    SpeechAct,
)
from kg.show.article import article_lines, legend
from kg.show.terminal import Screen

TEXT = """Share this
Northern Front rebels shelled Kessel on Tuesday, the army said. Talks go on.

The rebels denied the shelling. It had a heart attack. They left.
"""


def mention(words: str, start: int = 0) -> Mention:
    at = TEXT.index(words, start)
    return Mention(at, at + len(words), words)


FRONT = Actor("northern-front", Kind.ARMED_FORCE, "Northern Front")
ARMY = Actor("lurania-army", Kind.ARMED_FORCE, "Army of Lurania")
KESSEL = Place("kessel", Kind.SETTLEMENT, "Kessel", within="lurania")
LURANIA = Place("lurania", Kind.COUNTRY, "Lurania")
TUESDAY = Interval(
    date(2031, 3, 4), date(2031, 3, 4), "on Tuesday", "2031-03-04", mention("on Tuesday"), "deed: a day (0.9)"
)


def claim(claimant: Filler, evidence: str, polarity=Polarity.AFFIRMED, act=SpeechAct.STATEMENT, killed=None) -> Claim:
    return Claim(
        (claimant,),
        (),
        polarity,
        Certainty.CERTAIN,
        Modality.ACTUAL,
        act,
        (mention(evidence),),
        figures=(CasualtyFigure(Casualty.KILLED, killed),) if killed is not None else (),
    )


SHELLING = Event(
    "shelling",
    (mention("shelled"), mention("shelling")),
    (Filler(FRONT, mention("Northern Front rebels"), "actor: subject of “shelled”"),),
    (),
    (Filler(KESSEL, mention("Kessel"), "deed: where it is said to be; after its word (0.91)"),),
    when=TUESDAY,
    claims=(
        claim(Filler(ARMY, mention("the army"), "source: named with “said”"), "Northern Front rebels", killed=4),
        claim(Filler(FRONT, mention("The rebels"), "source: named with “denied”"), "The rebels denied", Polarity.DENIED, SpeechAct.DENIAL),
    ),
)  # fmt: skip
LEAVING = Event(
    "withdraw",
    (mention("left"),),
    (Filler(FRONT, mention("They"), "actor: subject of “left”"),),
    places=(Filler(KESSEL, mention("Kessel"), "told nowhere, deed: the story's place (0.45)"),),
    claims=(Claim((), (), Polarity.AFFIRMED, Certainty.PROBABLE, Modality.INTENDED, SpeechAct.STATEMENT, (mention("They left."),)),),
)  # fmt: skip
READING = Reading(
    Article("a1", TEXT, "Shells fall on Kessel", "Kessel Gazette", date(2031, 3, 5)),
    (SHELLING, LEAVING),
    nodes=(FRONT, ARMY, KESSEL, LURANIA),
    paragraphs=(
        (mention("Northern Front rebels shelled Kessel on Tuesday, the army said."), mention("Talks go on.")),
        (mention("The rebels denied the shelling."), mention("It had a heart attack."), mention("They left.")),
    ),
    rejected=(
        RejectedTrigger(mention("Talks"), "talks", "consult", RejectionReason.NO_ARGUMENT),
        RejectedTrigger(
            mention("attack"), "attack", "attack", RejectionReason.LEXICAL_EXCEPTION, "“heart attack” (fence-health)"
        ),
    ),
    skipped=(SkippedText(mention("Share this"), RejectionReason.BOILERPLATE, "share this"),),
)


def shown(reading=READING, width=None, color=False, explain=False):
    return list(article_lines(reading, Screen(width, color), explain=explain))


def test_each_sentence_stands_above_what_it_tells():
    assert shown() == [
        "Shells fall on Kessel",
        "Kessel Gazette · 2031-03-05",
        "",
        "¶ 1  Northern Front rebels shelled Kessel on Tuesday, the army said.",
        "  1  shell “shelled”",
        "     actor   Northern Front “Northern Front rebels”",
        "     place   Kessel, Lurania",
        "     date    2031-03-04 “on Tuesday”",
        "     claim   affirmed by Army of Lurania “the army” · 4 killed",
        "             denied by Northern Front “The rebels” ¶ 2",
        "",
        "¶ 2  The rebels denied the shelling.",
        "  1  again: “shelling” · denied by Northern Front “The rebels”",
        "",
        "     … They left.",
        "  2  withdraw “left”",
        "     actor   Northern Front “They”",
        "     place   Kessel, Lurania (not said here: from ¶ 1)",
        "     claim   affirmed by the article itself · probable · intended",
        "",
        "2 events, 3 claims; 2 other words passed over (--explain)",
    ]


def test_explaining_shows_spans_and_rules_and_all_that_was_left():
    told = shown(explain=True)
    at = TEXT.index("Northern")
    assert "  –  Share this (not read: words of a web page, “share this”)" in told
    assert f"     actor   Northern Front “Northern Front rebels” [{at}–{at + 21}] (subject of “shelled”)" in told
    assert "     Talks go on." in told
    assert "   – “Talks” would be “consult”, but neither side nor place was found for it" in told
    assert "   – “attack” means something else in “heart attack” (fence-health)" in told
    assert any(line.endswith("(said of the event itself; chance 0.91)") for line in told)
    assert any(line.endswith("(the story's place; chance 0.45) (not said here: from ¶ 1)") for line in told)
    assert told[-1] == "2 events, 3 claims; 2 other words passed over"


def test_on_a_terminal_each_word_has_the_style_of_its_role():
    told = "\n".join(shown(color=True, width=120))
    assert (
        "\x1b[36mNorthern Front rebels\x1b[0m \x1b[1;31mshelled\x1b[0m \x1b[32mKessel\x1b[0m \x1b[35mon Tuesday\x1b[0m, \x1b[4mthe army\x1b[0m said."
        in told
    )
    assert legend(Screen(color=True)).startswith("\x1b[1;31mtrigger\x1b[0m \x1b[36mactor")
    assert legend(Screen()) == ""


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(len(line) for line in shown(width=width, explain=True)) <= width


@pytest.mark.parametrize(
    ("unread", "expected"),
    [
        pytest.param((SkippedText(Mention(0, 4, "text"), RejectionReason.NO_CONFLICT_TERM),), "Not read: no word of conflict in the whole text", id="refused by the gate"),
        pytest.param((SkippedText(Mention(0, 4, "text"), RejectionReason.OTHER_DOMAIN, "1 word"),), "Not read: the text is about something else: 1 word", id="about something else"),
        pytest.param((), "Not read: no prose in it", id="an empty text"),
    ],
)  # fmt: skip
def test_an_article_that_is_not_read_says_why(unread, expected):
    assert shown(Reading(Article("a1", "text"), (), skipped=unread))[-1] == expected
