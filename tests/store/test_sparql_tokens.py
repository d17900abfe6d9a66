"""Tokens are those of one plain expression for the language, and take time linear in the text, whatever it is."""

import random
import re
import subprocess
import sys

import pytest

from kg.store.sparql_tokens import tokens

GRAMMAR = re.compile(
    r"""(?P<skip>\#[^\n]*|\s+)
    |(?P<iri><[^<>"{}|^`\x00-\x20]*>)
    |(?P<string>'''(?:[^'\\]|\\.|'(?!''))*'''|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
        |'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<variable>[?$]\w+)
    |(?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<name>(?:_|[^\W\d_][\w.-]*)?:(?:[\w:%-]|\\.|\.(?=[\w:%.-]))*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<word>[^\W\d]\w*)
    |(?P<open>[({\[])
    |(?P<close>[)}\]])
    |(?P<sign>[!+-])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)  # plain, and quadratic: it reads again what it could not end
PARTS = [*"ab_:.-'\"\\<>\n1e+ ?@#é{}!%/", "'''", '"""', "a.", "_:", "a:", "\\'", '\\"']


def tokens_of_grammar(text):
    found = ((match.lastgroup, match.group(), match.start()) for match in GRAMMAR.finditer(text))
    return [token for token in found if token[0] != "skip"]


def test_tokens_are_those_of_the_grammar():
    chosen = random.Random(7)
    for _ in range(3000):
        text = "".join(chosen.choices(PARTS, k=chosen.randint(1, 24)))
        assert [(token.kind, token.text, token.start) for token in tokens(text)] == tokens_of_grammar(text), text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("a.b-c", ["word", "other", "word", "sign", "word"], id="words that are joined, without a colon"),
        pytest.param("a.b:c.d.", ["name", "other"], id="a name with dots, and the end of a triple"),
        pytest.param(r"'\'", ["other", "other", "other"], id="a string that nothing closes"),
        pytest.param("'''a", ["string", "other", "word"], id="a long string that nothing closes"),
        pytest.param("'a\n'b'", ["other", "word", "string"], id="closed on the next line only"),
    ],
)
def test_what_is_unfinished_is_tokens_all_the_same(text, kinds):
    assert [token.kind for token in tokens(text)] == kinds


HOSTILE = [
    "a.",
    "a-",
    "?a.",
    "_:a.",
    "a:b.",
    "a.1e-",
    "<",
    "<a ",
    "\\",
    '\\"',
    "\\'",
    "'a\\\n\\'",
    '"""',
    "'''\\",
    "@a-",
    "1.",
    ".",
]
CHILD = """import sys
from kg.store.query_guard import check_query
for unit in sys.argv[1:]:
    check_query("SELECT * {?s ?p ?o}" + unit * (40_000 // len(unit)))
"""


def test_a_hostile_text_takes_no_longer_than_another():
    # A second or two; a quadratic tokenizer takes minutes.
    child = subprocess.run([sys.executable, "-c", CHILD, *HOSTILE], capture_output=True, text=True, timeout=40)
    assert (child.returncode, child.stderr) == (0, "")
