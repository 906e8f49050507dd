import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import assets, readers
from screening.errors import FileError, InputError
from screening.readers import layout
from screening.records import Company, Event, Listing, Ownership, Patent, Size

KNOWN = {
    "companies": {field.name for record in (Company, Size, Ownership) for field in fields(record)}
    | {"owner_since", "owner_as_of", "revenue_currency", "revenue_year", "location", "address"}
    | {"uscc", "bvd", "ashare", "register", "figi", "shareholder", "shareholder_share"},
    "events": {field.name for field in fields(Event)} | {"event", "date"},
    "listings": {field.name for field in fields(Listing)} | {"date"},
    "patents": {field.name for field in fields(Patent)}
    | {"title", "abstract", "claims", "language", "title_language", "abstract_language"},
}
ASIDE = {"sector", "sign"}  # read for nothing but to tell rows or exports apart


@pytest.mark.parametrize("name", readers.layouts())
def test_a_layout_names_only_fields_that_are_read(name: str) -> None:
    one = layout.load(name)
    known = KNOWN[one.kind] | {"ownership", "source", "as_of"} | ASIDE
    assert set(one.columns) <= known
    assert set(one.fixed) <= known
    assert set(one.joined) <= known
    required = {field for given in one.required for field in given.split("|")}
    assert required <= {*one.columns, *one.composed, *one.joined, layout.TEXT}
    assert set(one.filled) <= required
    assert (one.enough or 0) <= len(one.signature)
    assert {field for rule in one.rejects for field in rule.empty} <= known | {layout.TEXT}
    assert one.missing == {marker.casefold() for marker in one.missing}


@pytest.mark.parametrize("name", readers.layouts())
def test_a_required_header_alone_is_enough(name: str) -> None:
    one = layout.load(name)
    required = [column for given in one.required for column in _needed(one, given)]
    header = [*required, *one.signature]
    assert layout.lay(one, header).lacking == ()
    names = [{a for f in given.split("|") for a in one.aliases(f)} for given in one.required]
    composed = [{c} for given in one.required if given in one.composed for c in _needed(one, given)]
    marks = [{column} for column in one.signature] if one.enough is None else []
    for missing in filter(None, (*names, *composed, *marks)):
        assert layout.lay(one, [column for column in header if column not in missing]).lacking


@pytest.mark.parametrize("name", [n for n in readers.layouts() if layout.load(n).enough])
def test_any_few_columns_of_a_signature_are_enough(name: str) -> None:
    one = layout.load(name)
    assert one.enough
    required = [column for given in one.required for column in _needed(one, given)]
    free = [column for column in one.signature if column not in required]
    held = len(one.signature) - len(free)
    for start in range(len(free)):
        marks = [free[(start + n) % len(free)] for n in range(one.enough - held)]
        assert layout.lay(one, [*required, *marks]).lacking == ()
    if held < one.enough:
        (lacking,) = layout.lay(one, required).lacking
        assert lacking.startswith(f"{one.enough - held} more of its columns: {free[0]}, ")


def _needed(one: layout.Layout, given: str) -> list[str]:
    field = given.partition("|")[0]
    if field in one.composed:
        names = re.findall(r"\{(.+?)\}", one.composed[field])
        return [name.partition("|")[0] for name in names]
    return [one.aliases(field)[0]]


@given(st.text(max_size=12), st.sampled_from([" ", "_", "\n", "\u3000", "\t "]))
def test_a_column_key_ignores_case_space_and_width(name: str, gap: str) -> None:
    assert layout.key(gap.join(name)) == layout.key(name)
    assert layout.key(layout.key(name)) == layout.key(name) or "\u0345" in name


def test_full_width_and_chinese_columns(write: Callable[..., Path]) -> None:
    source = readers.open_source(
        write(
            "ＮＡＭＥ,COUNTRY\nCode,经营_范围,unheard of\nAcme,DE,x,y\n".replace(
                "COUNTRY\nCode", '"Country\nCode"'
            )
        )
    )
    assert dict(source.mapped) == {
        "ＮＡＭＥ": "name",
        "Country Code": "country",
        "经营_范围": "description",
    }
    assert source.unmapped == ("unheard of",)


def test_the_layout_that_asks_for_most_is_taken(write: Callable[..., Path]) -> None:
    lens = "Display Key,Jurisdiction,Title,Applicants,Publication Year,IPCR Classifications\n"
    source = readers.open_source(write(lens + "US 1 A,US,Robot,ACME,2020,B25J9/16\n"))
    assert (source.layout, source.kind) == ("lens", "patents")
    assert "would also fit: patents" in source.why
    fewer = lens.replace("Publication Year", "Year")
    source = readers.open_source(write(fewer + "US 1 A,US,Robot,ACME,2020,B25J9/16\n"))
    assert source.layout == "patents"


CHOSEN = {
    "patsnap": [
        {"公开(公告)号": "CN100000001U", "标题": "示例", "[标]当前申请(专利权)人": "示例伺服"},
        {"公开(公告)号": "CN100000001U", "标题": "示例", "原始申请(专利权)人": "示例伺服"},
        {
            "Publication Number": "US9000001B2",
            "Title": "Sample reducer",
            "Abstract": "A sample reducer.",
            "Original Assignee": "SAMPLE GMBH",
            "Current Assignee": "SAMPLE AG",
            "IPC": "F16H1/32 | B25J9/10",
            "Application Date": "2013-05-01",
            "Simple Family": "US9000001B2 | EP2600001B1",
        },
        {
            "No.": "1",
            "Publication Number": "US9000001B2",
            "Title": "Sample reducer",
            "Std. Current Assignee": "SAMPLE AG",
            "Simple Legal Status": "Active",
        },
    ],
    "incopat": [
        {"公开（公告）号": "CN100000001U", "标题 (中文)": "示例", "申请人": "示例伺服"},
        {"公开（公告）号": "CN100000001U", "标题": "示例", "当前权利人": "示例", "被引证次数": "3"},
    ],
    "crunchbase": [
        {
            "Organization Name": "Sample Grippers",
            "Full Description": "Builds soft grippers.",
            "Headquarters Location": "Odense, Syddanmark, Denmark",
        },
        {
            "Organization Name": "Sample Grippers",
            "Headquarters Location": "Odense, Syddanmark, Denmark",
            "Number of Employees": "11-50",
        },
    ],
    "pitchbook": [
        {
            "Companies": "Sample Drives",
            "Description": "Makes motors.",
            "HQ City": "Eindhoven",
            "HQ Country/Territory/Region": "Netherlands",
        },
        {"Companies": "Sample Drives", "Description": "Makes motors.", "Website": "a.example"},
        {
            "Company Name": "Sample Drives",
            "Description": "Makes motors.",
            "Company Country/Territory/Region": "Netherlands",
        },
    ],
    "lens": [
        {
            "Jurisdiction": "US",
            "Display Key": "US 9000001 B2",
            "Title": "Sample reducer",
            "Applicants": "SAMPLE GMBH",
            "Cited by Patent Count": "7",
            "IPCR Classifications": "F16H1/32;;B25J9/10",
        },
        {
            "Lens ID": "000-000-000-000-001",
            "Display Key": "US 9000001 B2",
            "Title": "Sample reducer",
            "Owners": "SAMPLE GMBH",
            "Cited by Patent Count": "7",
        },
    ],
    "insolvency-de": [
        {
            "Veröffentlichungsdatum": "14.10.2025",
            "Aktuelles Aktenzeichen": "1 IN 100/25",
            "Gericht": "Musterstadt",
            "Name, Vorname / Bezeichnung": "Sample Servo AG",
            "Sitz / Wohnsitz": "Musterstadt",
            "Register": "HRB 1",
        },
    ],
    "orbis": [
        {"BvD ID number": "DE0000000001", "Company name": "SAMPLE GMBH", "Country": "DE"},
        {"": "1.", " ": "SAMPLE GMBH", "BvD ID number": "DE0000000001", "Country": "DE"},
        {"Company name": "1.", "": "SAMPLE GMBH", "BvD ID number": "DE0000000001"},
        {"Unnamed: 0": "1.", "Unnamed: 1": "SAMPLE GMBH", "BvD ID number": "DE0000000001"},
    ],
    "companies": [
        {"Exhibitor": "Sample AG", "Country/Region": "Germany", "Hall": "17"},
        {"Company Name": "Sample AG", "Country / Region": "Germany", "Booth": "17"},
        {"展商名称": "示例公司", "国家（地区）": "德国", "展位号": "17"},
        {"参展商": "示例公司", "国家/地区": "德国"},
        {"企業名": "サンプル", "国名": "DE"},
        {"会社名": "サンプル", "国": "DE"},
        {"Aussteller": "Sample AG", "Land": "Deutschland"},
        {"Firma": "Sample AG", "Land": "Deutschland"},
        {
            "Company Name": "Sample AG",
            "Description": "Makes gears.",
            "Country": "DE",
            "Year Founded": "1990",
            "Employees": "40",
        },
    ],
    "patents": [
        {"Publication Number": "US9000001B2", "Title": "Sample", "Assignee": "SAMPLE", "CPC": ""},
        {"公开(公告)号": "CN100000001U", "标题": "示例", "申请人": "示例伺服", "申请日": ""},
    ],
}


@pytest.mark.parametrize(("name", "cells"), [(n, c) for n, all_ in CHOSEN.items() for c in all_])
def test_an_export_is_known_whatever_columns_were_chosen(
    name: str, cells: dict[str, str], write: Callable[..., Path]
) -> None:
    lines = (cells, cells.values())
    path = write("".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in lines))
    source = readers.open_source(path)
    assert (source.layout, source.unmapped) == (name, ())
    (row,) = readers.read(path, source)
    if isinstance(row, readers.CompanyRow):
        assert row.company.name.casefold().startswith(("sample", "示例", "サンプル"))
        assert row.company.country or not any("ountry" in column for column in cells)
    else:
        assert isinstance(row, readers.DocumentRow)
        assert row.document.patent is None or row.document.patent.applicants


def test_why_a_layout_was_taken_counts_what_is_there(write: Callable[..., Path]) -> None:
    chosen = ",".join(CHOSEN["lens"][1])
    why = readers.open_source(write(f"{chosen}\n")).why
    assert "has all 3 columns it asks for and 2 of " in why
    path = write(",,BvD ID number,Country ISO code\n1.,SAMPLE GMBH,DE0000000001,DE\n", "b.csv")
    source = readers.open_source(path)
    assert "a column without header is taken for the name" in source.why
    assert source.mapped[0] == ("Company name Latin alphabet", "name")


def test_an_error_quotes_the_row_that_is_most_like_a_header(write: Callable[..., Path]) -> None:
    path = write(
        "PitchBook Data\n\nSearch: drives\nCompanies,Website,Year Founded\nA,a.example,1\n"
    )
    with pytest.raises(FileError, match="found in row 4: Companies, Website, Year Founded"):
        readers.open_source(path)


@pytest.mark.parametrize("office", ["jurisdiction", "country"])
def test_the_office_of_a_lens_record_has_either_name(
    office: str, rows: Callable[..., list[readers.DocumentRow]]
) -> None:
    record = {
        "lens_id": "000-000-000-000-001",
        office: "US",
        "doc_number": "9000001",
        "kind": "B2",
        "biblio": {
            "invention_title": [{"text": "Sample reducer", "lang": "en"}],
            "references_cited": {
                "citations": [{"patcit": {"document_id": {office: "DE", "doc_number": "1"}}}]
            },
        },
    }
    (row,) = rows(json.dumps(record), "lens.jsonl")
    patent = row.document.patent
    assert patent is not None
    assert (patent.publication_number, patent.jurisdiction) == ("US 9000001 B2", "US")


def test_an_unknown_layout_lists_the_known_ones() -> None:
    with pytest.raises(InputError, match="unknown layout 'pitchbock'; known: cninfo, "):
        layout.load("pitchbock")


def test_a_wrong_layout_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "new.toml").write_text('kind = "companies"\ntitel = "x"\n')
    monkeypatch.setattr(layout, "_FOLDER", tmp_path)
    with pytest.raises(Exception, match=r"(?s)layout new.toml is wrong.*titel"):
        layout.load("new")


def test_a_new_export_is_a_new_file(
    tmp_path: Path, write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vendor.toml").write_text(
        'kind = "companies"\ntitle = "Vendor"\nrequired = ["name"]\nfilled = ["name"]\n'
        'missing = ["", "(blank)"]\n[columns]\nname = ["Firma"]\n[fixed]\ncountry = "AT"\n'
        '[[texts]]\ncolumns = ["Tätigkeit"]\nlanguage = "de"\n'
    )
    monkeypatch.setattr(layout, "_FOLDER", tmp_path)
    path = write("Firma;Tätigkeit\nEbner;Baut Öfen.\n(blank);Nichts\n")
    first, second = readers.read(path, readers.open_source(path))
    assert isinstance(first, readers.CompanyRow)
    assert (first.company.country, first.documents[0].language.declared) == ("AT", "de")
    assert not isinstance(second, readers.CompanyRow)


def test_every_layout_and_generic_column_is_documented() -> None:
    root = assets.checkout()
    assert root is not None
    text = (root / "docs" / "formats.md").read_text("utf-8")
    for name in readers.layouts():
        assert f"| `{name}` |" in text
    for name in ("companies", "patents", "events", "listings"):
        for field in layout.load(name).columns:
            assert f"`{field}`" in text, field
