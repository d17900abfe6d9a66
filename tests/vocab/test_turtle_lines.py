from kg.vocab.turtle_lines import turtle_line_of

TURTLE = """@prefix act: <https://w3id.org/conflict-news/action/> .
act:attack lex:verb "storm"@en, "hit"@en ;
    lex:noun "storm"@en .

words:hit a lex:Words ;
    lex:verb "hit"@en .
act:attack lex:verb "rush"@en .
"""


def test_a_word_is_found_at_its_own_node(tmp_path):
    file = tmp_path / "actions.ttl"
    file.write_text(TURTLE)
    found = [
        turtle_line_of([file], node, text) for node, text in (("attack", "hit"), ("hit", "hit"), ("attack", "rush"))
    ]
    assert found == [f"{file}:2", f"{file}:6", f"{file}:7"]
    assert turtle_line_of([file], "hit", "storm") is None
