"""Options for RDF that is not ours, the same in all commands that read it."""

import pytest

RELATIVE = '@prefix ex: <http://ex.org/> .\n<a> ex:knows <b>, "x" .\n'
OWN = "<http://e/a> <http://e/p> 1 . <http://e/g> { <http://e/a> <http://e/p> 2 }"
WRONG = "<http://e/a> <http://e/p> 1 .\nfoo bar .\n<http://e/a> <http://e/p> 2 .\n"
VALUES = "SELECT ?o { ?s ?p ?o } ORDER BY ?o"


@pytest.fixture
def files(tmp_path):
    for name, text in (("rel.ttl", RELATIVE), ("own.trig", OWN), ("wrong.ttl", WRONG)):
        (tmp_path / name).write_text(text)
    return tmp_path


def test_the_base_is_that_of_files_and_queries(kg, files):
    for options, iri in (((), "https://example.org/base/b"), (("--base", "http://me.org/x/"), "http://me.org/x/b")):
        told = kg("query", "rel.ttl", *options, "-q", "SELECT ?o { <a> ex:knows ?o FILTER isIRI(?o) }")
        assert (told.stdout, told.stderr) == (f"o\n{iri}\n", "")
    told = kg("query", "rel.ttl", "-q", "BASE <http://other.org/> SELECT ?o { <a> ex:knows ?o }", "--check")
    assert told.returncode == 4


@pytest.mark.parametrize("base", ["folder/a", "http://a b/", "/x"])
def test_a_base_that_is_relative_itself_is_refused(kg, files, base):
    told = kg("query", "rel.ttl", "--base", base, "-q", "ASK {}")
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "not an absolute IRI" in told.stderr


def test_prefixes_of_a_file_are_known_in_queries_parameters_and_results(kg, files):
    told = kg("query", "rel.ttl", "-q", "SELECT $p { ?s $p 'x' }", "-p", "p=ex:knows", "--format", "table")
    assert "ex:knows" in told.stdout
    assert (
        "\n 1 │ ex:knows" in kg("query", "rel.ttl", "-q", "SELECT ?p { ?s ?p ?o } LIMIT 1", "--format", "table").stdout
    )
    shell = kg("shell", "rel.ttl", given="ASK { ?s ex:knows ?o }\n\\prefix\n\\d <https://example.org/base/a>\n")
    assert shell.stdout.startswith("yes\n")
    assert "ex:       <http://ex.org/>" in shell.stdout
    assert "ex:knows" in shell.stdout.rpartition("<http://ex.org/>")[2]


@pytest.mark.parametrize(
    ("options", "values", "words"),
    [((), "1", "its default graph is asked"), (("--default-graph", "own"), "1", ""),
     (("--default-graph", "union"), "1 2", "")],
    ids=["told by the file", "own", "union"],
)  # fmt: skip
def test_the_default_graph_of_a_file_is_asked_or_all_graphs(kg, files, options, values, words):
    told = kg("query", "own.trig", *options, "-q", VALUES)
    assert told.stdout.split()[1:] == values.split()
    assert words in told.stderr
    assert bool(words) == bool(told.stderr)


def test_a_file_of_named_graphs_alone_is_asked_as_one(kg, files):
    (files / "a.nq").write_text("<http://e/a> <http://e/p> <http://e/b> <http://e/g> .\n")
    assert kg("query", "a.nq", "-q", VALUES).stdout == "o\nhttp://e/b\n"
    assert kg("query", "a.nq", "--default-graph", "own", "-q", VALUES).stdout == "o\n"
    assert kg("query", "a.nq", "--default-graph", "all", "-q", VALUES).returncode == 2


@pytest.mark.parametrize(
    "command",
    [("query", "wrong.ttl", "-q", VALUES), ("shell", "wrong.ttl"), ("check", "wrong.ttl"), ("import", "g.kg", "wrong.ttl"),
     ("run", "wrong.ttl", "sources")],
    ids=lambda command: command[0],
)  # fmt: skip
def test_all_commands_refuse_and_skip_wrong_statements_in_the_same_words(kg, files, command):
    refused = kg(*command, given=VALUES)
    assert refused.returncode == 1
    assert "wrong.ttl:2:1: foo is not a valid subject or graph name; mend the file" in refused.stderr
    told = kg(*command, "--lenient", given=VALUES)
    assert told.returncode == 0
    assert "wrong.ttl: 1 wrong statement left out" in told.stderr
    assert "wrong.ttl:2: foo is not a valid subject" in told.stderr


def test_rdf_comes_from_standard_input(kg, files):
    assert (
        kg("query", "-", "--input-format", "ttl", "-q", VALUES, given=WRONG.replace("foo bar .", "")).stdout
        == "o\n1\n2\n"
    )
    assert kg("query", "-", "-q", "ASK { ?s ex:knows ?o }", given=RELATIVE).stdout == "answer\ntrue\n"
    told = kg("import", "g.kg", "-", "--format", "nt", given="<http://e/a> <http://e/p> <http://e/b> .\n")
    assert told.stderr.startswith("stdin: 1 statements, 1 of them new\n")
    assert "stdin:1:1: " in kg("import", "g.kg", "-", given="foo").stderr


def test_an_import_says_what_became_of_relative_iris(kg, files):
    told = kg("import", "g.kg", "rel.ttl")
    assert "rel.ttl: 2 statements with relative IRIs, now below https://example.org/base/; --base IRI" in told.stderr
    assert str(files) not in kg("export", "g.kg", "-", "--format", "nt").stdout


def test_time_for_reading_is_limited(kg, files):
    (files / "a.nt").write_text("".join(f"<http://e/{n}> <http://e/p> <http://e/o> .\n" for n in range(150_000)))
    for command in (("query", "a.nt", "-q", "ASK {}"), ("import", "g.kg", "a.nt")):
        told = kg(*command, "--timeout", "0.2")
        assert (told.returncode, told.stderr.count("\n")) == (124, 1)
        assert "a.nt: not read after 0.2 s" in told.stderr
