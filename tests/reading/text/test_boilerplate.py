import pytest

from kg.model import RejectionReason
from kg.reading.text.boilerplate import segment_prose
from kg.text_normalization import clean_text

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
BROADCASTER = """Skip to content
Sign in
Soldiers killed in ambush near border town
3 hours ago
Share
Save
Amina Odhiambo
Africa correspondent, Nairobi
Getty Images A soldier stands guard beside a burnt-out lorry
Gunmen killed twelve soldiers near Malo, the army said.
A spokesman confirmed the ambush.
More on this story
Why the war in the north goes on
What we know about the attack
The group has not commented.
"We will answer," the minister said.
Related topics
Malo
Top stories
Court jails opposition leader for ten years
Bomb kills six at wedding party
© 2024. Read about our approach to external linking.
"""
NETWORK = """EXPLAINER
News|Conflict
Smoke rises over Malo on Monday [File: Sam Otieno/Reuters]
Published On 6 May 2024
The army shelled a camp north of Malo on Monday.
Keep reading
list of 4 items
list 1 of 4
Rebels seize airport in the north
list 2 of 4
Who are the rebels of Malo?
end of list
The rebels denied that anybody had died.
Advertisement
Residents said that they had heard explosions.
Sign up for our newsletter
Politics and wars: we bring you the stories that matter.
Subscribe
By signing up, you agree to our Privacy Policy
The United Nations called for a ceasefire.
SOURCE: NEWS AGENCIES
"""
AGENCY = """By JANE DOE
Updated 4:14 PM BRT, May 6, 2024
1 of 2 | Soldiers patrol a street in Malo, Monday, May 6, 2024. (AP Photo/John Roe)
Soldiers patrol a street in Malo, Monday, May 6, 2024. (AP Photo/John Roe)
MALO (AP) — Rebels attacked an army base near Malo on Monday.
The attack came a day after the government rejected a truce.
___
Associated Press writer Max Moe in Geneva contributed to this report.
"""
WIRE = """Item 1 of 2 A woman walks past a burned house in Malo, May 6, 2024. REUTERS/John Roe
[1/2]A woman walks past a burned house in Malo, May 6, 2024. REUTERS/John Roe Purchase Licensing Rights
MALO, May 6 (Reuters) - Rebels killed five people near Malo on Monday, two officials said.
"They came at dawn," the governor said by telephone.
Reporting by Jane Doe in Malo and John Roe in Nairobi; Editing by Max Moe
Our Standards: The Thomson Reuters Trust Principles., opens new tab
Read Next
Strike kills three in southern port
8:01 AM UTC · ago
"""
DAILY = """Two militants killed in encounter in forest
By Staff Reporter, Malo
Two militants were killed in an encounter near Malo, police said.
Also Read | Army officer killed in ambush
Arms were found at the site, an official said. (With inputs from agencies)
READ MORE: Militants fire at police post.
(This story has not been edited by our staff and is published from a syndicated feed.)
Tags: Malo, police
"""
SUBSCRIBERS = """We use cookies and process personal data to improve our service.
Accept all
Gunmen attacked a police post in Malo, killing two officers.
You have 2 free articles left this month.
This article is for subscribers only. To continue reading, subscribe today.
Police said that the attackers fled on motorbikes.
Thank you for reading.
0 Comments
They killed my cousin in Malo and nobody says a word.
Leave a Reply
Your email address will not be published.
"""
LIVE = """LIVE: Fighting for Malo
16:42 GMT
Army retakes the bridge
The army said that it had retaken the bridge over the river.
Share this post
15:10 GMT
Rebels fire rockets at airport
Rebels fired rockets at the airport of Malo, a witness said.
Load more
"""
REPORT = """INTERNATIONAL WATCH GROUP
Page 1 of 3
Rebels attacked the town of Malo on 6 May and killed nine
soldiers. The army withdrew to the north of the river, where it
has dug in.

Watch Group Bulletin No. 14                                      1
WHAT HAPPENED IN THE MARKET?
On 7 May government aircraft bombed the market of Malo. At least
20 people died, according to the local doctors' union.
"""
COMMUNIQUE = """Iraq
Near Malo, one strike destroyed a rebel vehicle.
Near Tarsa, two strikes destroyed a bridge
Near Yelo, one strike struck a rebel unit.
"""


@pytest.fixture
def prose(words):
    return lambda text: [text[s:e] for s, e in segment_prose(text, words.phrase_index("Boilerplate")).prose]


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        pytest.param(PAGE, [
            "Rebels took the border town of Malo on Friday, residents said.",
            "The army said that it had withdrawn to a nearby hill in good order.",
        ], id="headlines of other stories with their ages"),
        pytest.param(BROADCASTER, [
            "Gunmen killed twelve soldiers near Malo, the army said.", "A spokesman confirmed the ambush.",
            "The group has not commented.", '"We will answer," the minister said.',
        ], id="a box of other stories in the middle"),
        pytest.param(NETWORK, [
            "The army shelled a camp north of Malo on Monday.", "The rebels denied that anybody had died.",
            "Residents said that they had heard explosions.", "The United Nations called for a ceasefire.",
        ], id="a list of links and a newsletter"),
        pytest.param(AGENCY, [
            "Rebels attacked an army base near Malo on Monday.",
            "The attack came a day after the government rejected a truce.",
        ], id="captions with credits, and who wrote it"),
        pytest.param(WIRE, [
            "Rebels killed five people near Malo on Monday, two officials said.",
            '"They came at dawn," the governor said by telephone.',
        ], id="numbered captions, and the next story"),
        pytest.param(DAILY, [
            "Two militants were killed in an encounter near Malo, police said.",
            "Arms were found at the site, an official said.",
        ], id="links with labels between the paragraphs"),
        pytest.param(SUBSCRIBERS, [
            "Gunmen attacked a police post in Malo, killing two officers.",
            "Police said that the attackers fled on motorbikes.",
        ], id="cookies, subscriptions and readers' comments"),
        pytest.param(LIVE, [
            "The army said that it had retaken the bridge over the river.",
            "Rebels fired rockets at the airport of Malo, a witness said.",
        ], id="a live page"),
        pytest.param(REPORT, [
            "Rebels attacked the town of Malo on 6 May and killed nine\nsoldiers. The army withdrew to the north of the river, where it\nhas dug in.",
            "On 7 May government aircraft bombed the market of Malo. At least\n20 people died, according to the local doctors' union.",
        ], id="hard-wrapped pages of a report"),
        pytest.param(COMMUNIQUE, [
            "Near Malo, one strike destroyed a rebel vehicle.", "Near Tarsa, two strikes destroyed a bridge",
            "Near Yelo, one strike struck a rebel unit.",
        ], id="a list of which one item lacks its full stop"),
    ],
)  # fmt: skip
def test_only_sentences_of_the_article_are_prose(prose, page, expected):
    assert prose(page) == expected


def test_non_prose_has_its_reason(words):
    non_prose = segment_prose(PAGE, words.phrase_index("Boilerplate")).non_prose
    assert [(PAGE[b.start : b.end], b.reason, b.detail) for b in non_prose] == [
        ("Home | World | Sport", RejectionReason.BOILERPLATE, "home"),
        ("Rebels seize border town", RejectionReason.NO_SENTENCE, ""),
        ("By Our Correspondent", RejectionReason.NO_SENTENCE, ""),
        ("Share this article", RejectionReason.BOILERPLATE, "share this article"),
        ("Photo: Getty Images", RejectionReason.BOILERPLATE, "photo"),
        ("Latest Stories", RejectionReason.BOILERPLATE, "latest stories"),
        ("Minister attacks rival over budget", RejectionReason.OTHER_ARTICLES, "latest stories"),
        ("2 hours ago", RejectionReason.BOILERPLATE, "hours ago"),
        ("Striker shot down by critics after final", RejectionReason.OTHER_ARTICLES, "latest stories"),
        ("5 hours ago", RejectionReason.BOILERPLATE, "hours ago"),
        ("Copyright 2024 Example Media. All rights reserved.", RejectionReason.OTHER_ARTICLES, "latest stories"),
    ]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        pytest.param("Rebels took Malo on Friday. Read more: The war in the north. The army denied it.",
                     ["Rebels took Malo on Friday.", "The army denied it."], id="a link inside a paragraph"),
        pytest.param("Rebels took Malo on Friday. (Reporting by Jane Doe; Editing by John Roe)",
                     ["Rebels took Malo on Friday."], id="a byline in brackets"),
        pytest.param("Rebels took Malo on Friday, it said. © 2024 Example. All rights reserved.",
                     ["Rebels took Malo on Friday, it said."], id="a copyright line"),
        pytest.param("Rebels took Malo on Friday.[3]", ["Rebels took Malo on Friday.[3]"], id="a footnote"),
        pytest.param("Rebels seize the town of Malo", ["Rebels seize the town of Malo"], id="a brief needs no full stop"),
        pytest.param("  Rebels seize the town of Malo ", ["Rebels seize the town of Malo"], id="nor does one with white space at its ends"),
        pytest.param("REBELS SEIZED THE TOWN OF MALO. THE ARMY FLED.", ["REBELS SEIZED THE TOWN OF MALO. THE ARMY FLED."],
                     id="a cable in capitals"),
        pytest.param("By signing up to the militia, he broke the law.", ["By signing up to the militia, he broke the law."],
                     id="no newsletter notice"),
        pytest.param("The photo (by a neighbour) shows soldiers in Malo.", ["The photo (by a neighbour) shows soldiers in Malo."],
                     id="a photo that the prose describes"),
        pytest.param("About 12 of 40 prisoners were shot.", ["About 12 of 40 prisoners were shot."], id="no page number"),
        pytest.param("A Reuters/Ipsos poll found that voters want a truce.", ["A Reuters/Ipsos poll found that voters want a truce."],
                     id="a poll is no credit"),
    ],
)  # fmt: skip
def test_prose_of_a_single_line(prose, sentences, expected):
    assert prose(sentences) == expected


@pytest.mark.parametrize(
    "line",
    [
        "WHY DOES THE TOWN OF MALO MATTER?",
        "Who attacked the town of Malo?",
        "File photo: Soldiers attack a rebel position near Malo.",
        "Related: Rebels kill governor in ambush, army says.",
        "A tank burns near Malo after an attack on Monday. Photo: John Roe/AFP",
        "Rebels kill dozens in market attack",
        "Posted by Observer at 14:05",
        "3 min read",
        "(Photo: John Roe)",
    ],
)
def test_a_boilerplate_line_is_no_prose(prose, line):
    sentence = "Rebels took Malo on Friday after a long fight."
    assert prose(f"{sentence}\n{line}\n{sentence}") == [sentence, sentence]


def test_hard_wrapped_lines_are_one_paragraph(prose):
    text = "Rebels took the border town of Malo on Friday after two days of\nfighting with the army, residents of the town said by\ntelephone.\n"
    assert prose(text) == [text.rstrip("\n")]


def test_an_empty_text_has_no_prose(prose):
    assert prose("") == []
    assert prose(clean_text("\u200b \n").text) == []
