"""Records within records: JSON of services, XML, rows that span several lines, formulas."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from screening import assets, readers
from screening.errors import FileError
from screening.readers.jsonlines import flat

SAMPLES = assets.shipped("data", "samples", "exports")
TREE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), TREE, max_size=4))
def test_any_object_is_flattened_to_texts(value: dict[str, Any]) -> None:
    for name, texts in flat(value).items():
        assert isinstance(name, str)
        assert all(isinstance(text, str) for text in texts)


@given(st.lists(st.fixed_dictionaries({}, optional={"a": st.integers(), "b": st.integers()})))
def test_the_columns_of_a_list_stay_in_step(items: list[dict[str, int]]) -> None:
    found = flat({"x": items})
    for name in ("a", "b"):
        if f"x.{name}" in found:
            assert found[f"x.{name}"] == [str(one[name]) if name in one else "" for one in items]


def test_the_answer_of_a_service_is_read_like_its_records(rows: Callable[..., Any]) -> None:
    lines = (SAMPLES / "lens-json.jsonl").read_text("utf-8").splitlines()
    page = {"total": 2, "data": [json.loads(line) for line in lines]}
    plain = rows("\n".join(lines), "a.jsonl")
    assert [r.document.patent for r in rows(json.dumps(page), "a.json")] == [
        r.document.patent for r in plain
    ]
    assert len(rows(json.dumps(page, indent=2), "b.json")) == 2


def test_exchange_documents_as_json_are_those_of_the_xml(rows: Callable[..., Any]) -> None:
    document = {
        "@country": "EP", "@doc-number": "2600009", "@kind": "A1", "@family-id": "90000009",
        "bibliographic-data": {
            "parties": {"applicants": {"applicant": {
                "applicant-name": {"name": {"$": "SAMPLE ENCODERS AB [SE]"}}}}},
            "invention-title": {"@lang": "en", "$": "Sample magnetic absolute encoder"},
        },
    }  # fmt: skip
    answer = {"ops:world-patent-data": {"exchange-documents": {"exchange-document": document}}}
    (row,) = rows(json.dumps(answer), "ops.json")
    source = readers.open_source(SAMPLES / "ops.xml")
    _, same = readers.read(SAMPLES / "ops.xml", source)
    assert isinstance(same, readers.DocumentRow)
    assert row.document.title == same.document.title
    assert row.document.patent.applicants == ("SAMPLE ENCODERS AB",)
    assert row.document.patent.publication_number == "EP 2600009 A1"


def _exchange(number: str, abstract: object) -> dict[str, Any]:
    applicant = {"applicant": [{"applicant-name": {"name": {"$": "SAMPLE ENCODERS AB [SE]"}}}]}
    return {
        "@country": "EP", "@doc-number": number, "@kind": "A1", "@family-id": number,
        "bibliographic-data": {"parties": {"applicants": applicant}},
        "abstract": abstract,
    }  # fmt: skip


@pytest.mark.parametrize("inside", ["search", "published"])
def test_the_answer_of_a_search_at_ops_is_read(rows: Callable[..., Any], inside: str) -> None:
    abstract = {"@lang": "en", "p": {"$": "An encoder."}}
    found = [{"exchange-document": _exchange(str(k), abstract)} for k in (2600009, 2600010)]
    documents = {"exchange-documents": found}
    search = {"@total-result-count": "2", "ops:search-result": documents}
    world = {"ops:biblio-search": search} if inside == "search" else documents
    answer = {"ops:world-patent-data": {"@xmlns": {"ops": "http://ops.epo.org"}, **world}}
    for content in (json.dumps(answer), json.dumps(answer, indent=1), json.dumps(found)):
        numbers = [row.document.patent.publication_number for row in rows(content, "ops.json")]
        assert numbers == ["EP 2600009 A1", "EP 2600010 A1"]


def test_all_paragraphs_of_an_abstract_are_kept(rows: Callable[..., Any]) -> None:
    french = {"@lang": "fr", "p": [{"$": "Un codeur."}, {"$": "Il est fin."}]}
    english = {"@lang": "en", "p": [{"$": "An encoder."}, {"$": "It is thin."}]}
    for abstract in (english, [french, english]):
        answer = {"exchange-documents": {"exchange-document": _exchange("2600009", abstract)}}
        (row,) = rows(json.dumps({"ops:world-patent-data": answer}), "ops.json")
        assert row.document.text == "An encoder. It is thin."
        assert row.document.language.declared == "en"
    sample = (SAMPLES / "ops.xml").read_text("utf-8")
    first, *_ = rows(sample.replace("two halves, so", "two halves,</p><p>so", 1), "ops.xml")
    assert first.document.text.endswith("two halves, so that wear can be taken up with shims.")


HEAVY = {
    "a.xml": ("<exchange-document>" + "<a/>" * 750_000 + "</exchange-document>", "elements"),
    "b.xml": ("<exchange-document>" + "<a>" * 300_000, "nested too deeply"),
    "c.xml": ("<a>" * 300_000, "nested too deeply"),
    "d.xml": ("<a " + " ".join(f"a{k}=''" for k in range(2000)) + "/>", "attributes"),
    "a.jsonl": ('{"lens_id": [' + "1," * 1_500_000 + "1]}", "more than 100,000 values"),
    "b.jsonl": ('{"lens_id": [' + "{}," * 1_000_000 + "{}]}", "brackets"),
    "c.jsonl": ("{" + ",".join(f'"{k}":1' for k in range(200_000)) + "}", "keys"),
    "d.jsonl": (
        '{"lens_id": [' + ",".join(f'{{"{k}":1}}' for k in range(4000)) + "]}",
        "more than 100,000 values",
    ),
    "a.json": ("[" + '{"a":1},' * 700_000 + "{}]", "brackets"),
    "b.json": ("[" * 300_000, "nested too deeply"),
}


@pytest.mark.parametrize("name", HEAVY)
def test_what_would_take_many_times_its_size_in_memory_is_refused(
    write: Callable[..., Path], name: str
) -> None:
    content, reason = HEAVY[name]
    start = "<?xml version='1.0'?><x>" if name.endswith("xml") else ""
    path = write(start + content, name)
    tracemalloc.start()
    with pytest.raises(FileError, match=reason):
        readers.open_source(path)
    taken = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert taken < max(20 * path.stat().st_size, 30_000_000)


def test_a_patent_with_its_full_text_is_read(rows: Callable[..., Any]) -> None:
    paragraphs = [{"$": "A wheel turns. " * 5} for _ in range(25_000)]
    document = _exchange("2600009", {"@lang": "en", "p": {"$": "An encoder."}})
    answer = {"exchange-document": {**document, "description": {"p": paragraphs}}}
    (row,) = rows(json.dumps(answer), "ops.json")
    assert row.document.text == "An encoder."
    text = "".join(f"<p num='{k}'>{'A wheel turns. ' * 5}</p>" for k in range(25_000))
    sample = (SAMPLES / "ops.xml").read_text("utf-8")
    both = rows(sample.replace("<abstract", f"<description>{text}</description><abstract"), "o.xml")
    assert len(both) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", [True, False])
@pytest.mark.parametrize("name", ["eu-sanctions.xml", "ofac-sdn.xml", "ops.xml"])
def test_xml_is_read_in_its_encoding_with_and_without_a_declaration(
    rows: Callable[..., Any], name: str, declared: bool, encoding: str
) -> None:
    text = (SAMPLES / name).read_text("utf-8")
    _, bare = text.split("\n", 1)
    start = f'<?xml version="1.0" encoding="{encoding[:6].rstrip("-")}"?>\n' if declared else ""
    found = rows((start + bare).encode(encoding), name)
    assert found == list(readers.read(SAMPLES / name, readers.open_source(SAMPLES / name)))


BILLION_LAUGHS = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>
<exchange-documents><exchange-document country="EP">&b;</exchange-document></exchange-documents>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<exchange-documents><exchange-document country="EP">&a;</exchange-document></exchange-documents>"""


@pytest.mark.parametrize("bomb", [BILLION_LAUGHS, OUTSIDE])
def test_entities_are_never_expanded(write: Callable[..., Path], bomb: str) -> None:
    with pytest.raises(FileError, match="declares entities"):
        readers.open_source(write(bomb, "ops.xml"))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<?xml version='1.0'?><a><b></a>", "not well-formed"),
        ("<?xml version='1.0' encoding='UTF-9'?><a/>", "unknown encoding"),
        ("<?xml version='1.0'?><a/>", "without any of the elements"),
    ],
)
def test_other_xml_is_one_clear_error(
    write: Callable[..., Path], content: str, reason: str
) -> None:
    with pytest.raises(FileError, match=reason):
        readers.open_source(write(content, "a.xml"))


def test_a_company_over_several_rows_is_one(rows: Callable[..., Any]) -> None:
    head = "Company name Latin alphabet,BvD ID number,Country ISO code,SH - Name,SH - Direct %\n"
    body = "ACME,DE1,DE,Small GbR,20\n,,,Big KG,80\nBOLT,DE2,DE,n.a.,n.a.\nCOG,DE3,DE,X,WO\n"
    first, second, third = rows(head + body)
    assert (first.company.name, first.company.ownership.owner) == ("ACME", "Big KG")
    assert (second.company.name, second.company.ownership.owner) == ("BOLT", "")
    assert third.company.ownership.owner == "X"
    assert first.company.registry_ids == ("bvd:DE1",)


def test_a_hyperlink_gives_what_it_shows_and_no_formula_is_evaluated(
    rows: Callable[..., Any], tmp_path: Path
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    link = '=HYPERLINK("https://acme.example/x","acme.example")'
    for row in (["name", "country", "website"], ["Acme", "DE", link], ["=1+1", "DE", ""]):
        sheet.append(row)
    path = tmp_path / "links.xlsx"
    book.save(path)
    first, *rest = readers.read(path, readers.open_source(path))
    assert isinstance(first, readers.CompanyRow)
    assert first.company.website == "acme.example"
    assert not any(isinstance(one, readers.CompanyRow) and one.company.name == "2" for one in rest)
    (plain,) = rows('name,country,website\nAcme,DE,"=HYPERLINK(""https://a.example"")"\n')
    assert plain.company.website == "https://a.example"


@given(st.binary(max_size=200))
def test_any_bytes_behind_an_xml_declaration_are_read_or_said(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.xml")
        path.write_bytes(b"<?xml version='1.0'?><exchange-document>" + data)
        with pytest.raises(FileError):
            readers.open_source(path)
