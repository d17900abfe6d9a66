from kg.query.result_notes import empty_result_notes


def test_names_that_the_graph_lacks_are_noted_with_those_near(session):
    text = "PREFIX x: <http://x/> SELECT * { ?e a cno:Evnt ; cno:actor ?a ; x:y 'z'^^xsd:token }"
    assert empty_result_notes(text, session) == [
        "cno:Evnt does not occur in this graph. Near: cno:Event (1)",
        "x:y does not occur in this graph",
    ]


def test_a_date_compared_as_text_is_noted(session):
    text = 'SELECT * { ?e cno:earliest ?d FILTER(?d > "2031-03") }'
    assert empty_result_notes(text, session) == [
        '"2031-03" is text, and dates never compare with it; write "2031-03-01"^^xsd:date'
    ]


def test_of_a_query_that_is_right_the_part_is_named_that_leaves_nothing(session):
    assert empty_result_notes('SELECT * { ?e cno:earliest ?d FILTER(?d > "2040-01-01"^^xsd:date) }', session) == [
        "everything before 'FILTER(?d > \"2040-01-01\"^^xsd:date)' finds something, and with it nothing is left"
    ]
    assert empty_result_notes("SELECT * { ?e a cno:Event ; a cno:Event } LIMIT 0", session) == []
