import codecs
import gzip
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from support.rdf_files import load

from kg.errors import InputError, UsageError
from kg.graph.rdf_parsing import BASE, LoadOptions, RdfFile, RdfSource

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
XML = RDF + '<rdf:Description rdf:about="http://e/s"><e:p>café</e:p></rdf:Description></rdf:RDF>'
NT = '<http://e/s> <http://e/p> "café" .\n'
JSON = '{"@context": {"e": "http://e/"}, "@id": "http://e/s", "e:p": "café"}'
DECLARED = '<?xml version="1.0" encoding="{}"?>\n' + XML


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.nt", NT.encode(), id="plain"),
        pytest.param("A.NT", NT.encode(), id="capitals"),
        pytest.param("a.turtle", codecs.BOM_UTF8 + NT.encode(), id="byte order mark"),
        pytest.param("a.ttl", NT.encode("utf-16"), id="UTF-16"),
        pytest.param("a.Ttl.Gz", gzip.compress(codecs.BOM_UTF8 + NT.encode()), id="packed with a mark"),
        pytest.param("a.ttl", gzip.compress(NT.encode()), id="packed under another name"),
        pytest.param("a.owl", XML.encode(), id="ontology"),
        pytest.param("a.owl", NT.encode(), id="ontology in Turtle"),
        pytest.param("a.rdfs", DECLARED.format("utf-8").encode(), id="schema"),
        pytest.param("a.xml", DECLARED.format("ISO-8859-1").encode("latin-1"), id="Latin-1"),
        pytest.param("a.rdf", DECLARED.format("UTF-16").encode("utf-16"), id="RDF/XML in UTF-16"),
        pytest.param("a.json", b"\xef\xbb\xbf" + JSON.encode(), id="JSON"),
        pytest.param("a.jsonld", JSON.replace("é", "\\u00e9").encode(), id="JSON with escapes"),
    ],
)
def test_files_of_many_names_and_encodings_hold_the_same(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    (quad,) = load([tmp_path / name])
    assert (quad.subject, quad.object) == (NamedNode("http://e/s"), Literal("café"))


@pytest.mark.parametrize(
    "content", [NT, XML, JSON, NT.replace(" .", " <http://e/g> .")], ids=["nt", "xml", "json", "nq"]
)
def test_a_format_is_named_where_the_ending_does_not_tell(tmp_path, content):
    (tmp_path / "a.dat").write_text(content)
    names = {NT: "ntriples", XML: "application/rdf+xml", JSON: "JSON-LD"}
    assert len(load([tmp_path / "a.dat"], input_format=names.get(content, "nq"))) == 1
    with pytest.raises(UsageError, match=r"a\.dat: no RDF format has this ending; .*--input-format"):
        load([tmp_path / "a.dat"])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.ttl", "<a#x> <p> <../y> ."),
        ("a.jsonld", '{"@id": "a#x", "http://e/p": {"@id": "y"}}'),
        ("a.rdf", RDF + '<rdf:Description rdf:about="a#x"><e:p rdf:resource="y"/></rdf:Description></rdf:RDF>'),
    ],
)
def test_what_is_relative_stands_below_a_base_that_tells_no_path(tmp_path, name, text):
    (tmp_path / name).write_text(text)
    (quad,) = load([tmp_path / name])
    assert quad.subject.value == f"{BASE}a#x"
    (quad,) = load([tmp_path / name], base="http://b/c/")
    assert quad.subject.value == "http://b/c/a#x"
    assert str(tmp_path) not in str(quad)


def entities(*declarations):
    return f"<!DOCTYPE rdf:RDF [{' '.join(declarations)}]>" + XML.replace("café", "&z;")


def doubled(name, inner, times=10):
    return f'<!ENTITY {name} "{inner * times}">'


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.rdf", entities(doubled("a", "x"), *(doubled(chr(98 + i), f"&{chr(97 + i)};") for i in range(25))), "attack"),
        ("a.rdf", entities(*(doubled(chr(122 - i), f"&{chr(121 - i)};") for i in range(25))), "attack"),
        ("a.rdf", entities(doubled("z", "x" * 20_000, 1)), "attack"),
        ("a.rdf", entities('<!ENTITY z "&y;">', '<!ENTITY y "&z;">'), "attack|recursive"),
        ("a.rdf", RDF + "<e:a><e:b>" * 1_000 + "</e:b></e:a>" * 1_000 + "</rdf:RDF>", r"a\.rdf:1: elements are nested"),
        ("a.rdf", RDF + "<e:a " + " ".join(f'e:a{n}="x"' for n in range(6_000)) + "/></rdf:RDF>", "more than 5,000 attributes"),
        ("a.jsonld", '{"e:p":' * 2_000 + "1" + "}" * 2_000, "nested more than 1,000 deep"),
        ("a.ttl", "<e:a> <e:b> " + "<<( <e:a> <e:b> " * 200 + "1" + " )>>" * 200 + " .", "triple terms are nested"),
        ("a.owl", '<Ontology xmlns="http://www.w3.org/2002/07/owl#" ontologyIRI="http://e/"/>', "OWL/XML, which is no RDF"),
        ("a.rdf", DECLARED.format("EBCDIC-CP-US"), "the encoding EBCDIC-CP-US is not read"),
        ("a.rdf", RDF + "<e:a></e:b></rdf:RDF>", r"a\.rdf:1:\d+: mismatched tag; mend the file"),
        ("a.jsonld", '{"@context": "https://e.org/ctx", "name": "x"}', "context https://e.org/ctx is on the network"),
    ],
    ids=["entities", "entities backwards", "long entity", "ring of entities", "elements", "attributes", "JSON", "triple terms", "OWL/XML",
         "encoding", "no XML", "context elsewhere"],
)  # fmt: skip
def test_what_is_too_much_or_no_rdf_is_said_in_one_line(tmp_path, name, text, words):
    (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=words) as caught:
        load([tmp_path / name])
    assert "\n" not in str(caught.value)


def test_entities_that_abbreviate_namespaces_are_read(tmp_path):
    file = tmp_path / "a.owl"
    file.write_text(f'<!DOCTYPE rdf:RDF [<!ENTITY e "http://e/"> <!ENTITY z "&e;long">]>{XML.replace("café", "&z;")}')
    assert next(iter(load([file]))).object == Literal("http://e/long")


def test_what_unpacks_to_far_more_than_its_size_is_refused(tmp_path):
    with gzip.open(tmp_path / "a.nt.gz", "wb", 1) as file:
        for _ in range(70):
            file.write(b"#" * (1 << 20) + b"\n")
    with pytest.raises(InputError, match=r"a\.nt\.gz: it unpacks to more than 64 MB, over 100 times its size"):
        load([tmp_path / "a.nt.gz"])


def test_brackets_in_json_strings_are_no_depth(tmp_path):
    (tmp_path / "a.json").write_text('{"@id": "http://e/s", "http://e/p": "\\\\\\"' + "[{" * 3_000 + '\\\\"}')
    assert len(load([tmp_path / "a.json"])) == 1


def test_a_literal_that_no_turtle_reader_takes_is_refused_in_every_format(tmp_path):
    text = "x" * ((16 << 20) + 1)
    (tmp_path / "a.rdf").write_text(XML.replace("café", text))
    (tmp_path / "a.ttl").write_text(f'<http://e/s> <http://e/p> "{text}" .')
    for name in ("a.rdf", "a.ttl"):
        with pytest.raises(InputError, match="of more than 16 MB"):
            load([tmp_path / name])


def report(path, **options):
    file = RdfFile(RdfSource(path, path.name), LoadOptions(**options))
    return len(list(file)), file.report()


@pytest.mark.parametrize(
    ("name", "text", "count", "lines"),
    [
        ("a.ttl", "<e:a> <e:b> 1 .\n<e:a> <e:b> ; .\n<e:a> x:b 2 .\n<e:a> <e:b> 3 .", 2, [2, 3]),
        ("a.trig", "<e:g> { <e:a> <e:b> <e:c d> }\n<e:g> { <e:a> <e:b> 3 }", 1, [1]),
        ("a.nt", b'<e:a> <e:b> "1" .\n<e:a> <e:b> "\xff" .\n"x" .\n\n<e:a> <e:b> "2" .', 2, [2, 3]),
        ("a.nq", b'<e:a> <e:b> "unclosed .\n<e:a> <e:b> "2" <e:g> .\n', 1, [1]),
    ],
)
def test_wrong_statements_are_left_out_counted_and_listed_on_demand(tmp_path, name, text, count, lines):
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    statements, told = report(tmp_path / name, lenient=True)
    assert (statements, [one.line for one in told.skipped], told.skipped_count) == (count, lines, len(lines))
    with pytest.raises(InputError, match=rf"{name}:{lines[0]}:\d+: .*--lenient"):
        report(tmp_path / name)


def test_a_format_that_cannot_be_read_on_says_that_the_rest_is_left_out(tmp_path):
    (tmp_path / "a.json").write_text('[{"@id": "e:a", "e:b": 1},, {"@id": "e:a", "e:b": 2}]')
    statements, told = report(tmp_path / "a.json", lenient=True)
    assert statements == 1
    assert "all that follows is left out" in told.skipped[-1].reason


def test_the_prefixes_of_a_file_are_reported(tmp_path):
    for name, text in (("a.ttl", "@prefix e: <http://e/> . e:a e:b e:c ."), ("a.rdf", XML), ("a.json", JSON)):
        (tmp_path / name).write_text(text)
        assert report(tmp_path / name)[1].prefixes["e"] == "http://e/"


@pytest.mark.parametrize("context", ['"https://schema.org"', '["http://schema.org/", {"e": "http://e/"}]'])
def test_the_context_of_schema_org_is_built_in(tmp_path, context):
    (tmp_path / "a.jsonld").write_text(
        f'{{"@context": {context}, "@type": "NewsArticle", "name": "\\"@context\\": no", "url": "http://e/a"}}'
    )
    found = {
        (quad.predicate.value.removeprefix("http://schema.org/"), quad.object) for quad in load([tmp_path / "a.jsonld"])
    }
    assert ("url", NamedNode("http://e/a")) in found
    assert ("name", Literal('"@context": no')) in found


def test_named_graphs_and_a_default_graph_are_told_apart(tmp_path):
    (tmp_path / "own.trig").write_text("<e:a> <e:b> 1 . <e:g> { <e:a> <e:b> 2 }")
    (tmp_path / "named.trig").write_text("<e:g> { <e:a> <e:b> 2 }")
    assert [report(tmp_path / name)[1].has_default_graph for name in ("own.trig", "named.trig")] == [True, False]


def test_a_file_that_nobody_may_read_is_said(tmp_path):
    with pytest.raises(InputError, match=r"cannot be read \(Is a directory\)"):
        RdfFile(RdfSource(Path(tmp_path), "a.ttl"), LoadOptions())
