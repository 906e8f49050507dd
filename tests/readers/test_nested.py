"""Records within records: JSON of services, XML, rows that span several lines, formulas."""

import json
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
