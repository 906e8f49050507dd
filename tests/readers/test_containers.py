import bz2
import gzip
import json
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from screening import assets, readers
from screening.errors import FileError
from screening.readers import containers, workbooks

CHINESE = (
    "企业名称,国家,公司简介\n浙江来福谐波传动股份有限公司,中国,公司主营谐波减速器的研发和生产。\n"
)
TEXTS = {
    "de": "name,country,description\nGetriebebau Süd,DE,Die Firma fertigt Getriebe für Öfen"
    " und Kräne und Förderbänder in großen Stückzahlen; außerdem prüft sie Zahnräder.\n",
    "ja": "name,country,description\nハーモニック,JP,産業用ロボットの関節に使われる波動歯車装置を"
    "開発し、製造し、販売しています。\n",
    "ko": "name,country,description\n에스비비테크,KR,산업용 로봇의 관절에 사용되는 감속기를"
    " 개발하고 제조하여 판매하는 회사입니다.\n",
    "zh": CHINESE,
    "zh-tw": "name,country,description\n上銀科技,TW,公司主要生產滾珠螺桿、線性滑軌與諧波減速機，"
    "供應機器人與工具機產業使用。\n",
}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("zh", "utf-8"),
        ("zh", "utf-8-sig"),
        ("zh", "utf-16"),
        ("zh", "utf-16-le"),
        ("zh", "utf-32"),
        ("zh", "gb18030"),
        ("zh", "gbk"),
        ("de", "utf-16-be"),
        ("de", "utf-8"),
        ("de", "cp1252"),
        ("ja", "utf-8"),
        ("ja", "shift_jis"),
        ("ja", "euc_jp"),
        ("ko", "euc_kr"),
        ("zh-tw", "big5"),
    ],
)
def test_the_encoding_is_found(
    text: str, encoding: str, rows: Callable[..., Any], tmp_path: Path
) -> None:
    utf8 = rows(TEXTS[text], "utf8.csv")
    (row,) = rows(TEXTS[text].encode(encoding), "other.csv")
    assert row.company.name == utf8[0].company.name
    assert row.documents[0].text == utf8[0].documents[0].text


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_found(mark: str, rows: Callable[..., Any]) -> None:
    lines = [["name", "country", "description"], ["A, B; C", "DE", "x, y; z\tw, v; u"]]
    quoted = "\n".join(mark.join(f'"{cell}"' for cell in line) for line in lines)
    (row,) = rows(quoted)
    assert (row.company.name, row.company.country) == ("A, B; C", "DE")


def test_unquoted_commas_do_not_hide_a_semicolon(rows: Callable[..., Any]) -> None:
    (row,) = rows("name;country;description\nAcme;DE;makes gears, motors, drives, and more\n")
    assert row.documents[0].text == "makes gears, motors, drives, and more"


@pytest.mark.parametrize(
    ("name", "pack"), [("a.csv.gz", gzip.compress), ("a.bz2", bz2.compress), ("a.csv", bytes)]
)
def test_compression_goes_by_content(
    name: str, pack: Callable[[bytes], bytes], rows: Callable[..., Any]
) -> None:
    (row,) = rows(pack(CHINESE.encode()), name)
    assert row.company.country == "CN"


def _workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: str = "") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for line in table:
            sheet.append(line)
        if name == hidden:
            sheet.sheet_state = "hidden"
    book.save(path)
    return path


def test_a_workbook_gives_text_dates_and_whole_numbers(tmp_path: Path) -> None:
    table = [
        ["Name", "Country", "Founded", "As of", "Employees", "Description"],
        ["Acme", "DE", 1998, date(2025, 6, 30), 1200.0, "Makes gears."],
        ["Bolt", "IT", "1999", datetime(2025, 6, 30), "501-1000", None],
    ]
    path = _workbook(tmp_path / "a.xlsx", {"Sheet1": table})
    source = readers.open_source(path)
    first, second = readers.read(path, source)
    assert isinstance(first, readers.CompanyRow)
    assert isinstance(second, readers.CompanyRow)
    assert (first.company.founded, first.company.size.employees) == (1998, 1200)
    assert first.company.as_of == second.company.as_of == "2025-06-30"
    assert first.documents[0].row == 2
    assert second.documents == ()
    assert second.company.size.employees == 501


def test_the_sheet_with_a_known_header_is_taken_and_hidden_ones_are_not(tmp_path: Path) -> None:
    table = [["name", "country"], ["Acme", "DE"]]
    sheets: dict[str, list[list[Any]]] = {
        "secret": [["name", "country"], ["Hidden", "DE"]],
        "cover": [["Report of the year"], ["made by hand"]],
        "data": table,
    }
    path = _workbook(tmp_path / "a.xlsx", sheets, hidden="secret")
    source = readers.open_source(path)
    (row,) = readers.read(path, source)
    assert isinstance(row, readers.CompanyRow)
    assert row.company.name == "Acme"
    assert "'data'" in source.why


def test_a_header_below_a_title_is_found_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    table = [[], ["Export of 2025"], [], [None, "name", "country"], [], [1, "Acme", "Atlantis"]]
    path = _workbook(tmp_path / "a.xlsx", {"Sheet1": table})
    (reject,) = readers.read(path, readers.open_source(path))
    assert (reject.row, reject.column, reject.value) == (6, "country", "Atlantis")


def test_a_table_that_starts_further_in_keeps_rows_and_columns(tmp_path: Path) -> None:
    table = [[], [], [None, None, "name", "country"], [None, None, "Acme", "Atlantis"]]
    path = _workbook(tmp_path / "a.xlsx", {"Sheet1": table})
    (reject,) = readers.read(path, readers.open_source(path))
    assert (reject.row, reject.column, reject.value) == (4, "country", "Atlantis")


def test_row_numbers_count_rows_not_lines(rows: Callable[..., Any]) -> None:
    found = rows('name,country,description\nA,DE,"one\ntwo\nthree"\n\nB,Nowhere,x\n')
    assert found[0].documents[0].row == 2
    assert found[0].documents[0].text == "one two three"
    assert found[1].row == 4


def test_json_lines_and_an_array_give_the_same(rows: Callable[..., Any], tmp_path: Path) -> None:
    items = [
        {"name": "Acme", "country": "DE", "aliases": ["A; C", "Acme Old"], "founded": 1998},
        {"name": "Bolt", "country": "IT", "description_it": "Fa ingranaggi.", "founded": None},
    ]
    lines = rows("\n".join(map(json.dumps, items)), "a.jsonl")
    array = rows(json.dumps(items), "a.json")
    plain = rows("\n".join(map(json.dumps, items)), "a.txt")
    assert "header" not in readers.open_source(tmp_path / "a.json").why
    assert [row.company.name for row in lines] == ["Acme", "Bolt"]
    assert lines[0].company.aliases == ("A", "C", "Acme Old")
    assert lines[1].documents[0].language.declared == "it"
    assert [r.company.founded for r in array] == [r.company.founded for r in plain] == [1998, None]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("{broken", "not JSON"),
        ('{"name": "A", "name": "B", "country": "DE"}', "key given twice: name"),
        ("[" * 100_000, "nested too deeply"),
        ('{"name": "A", "country": ' + "9" * 5_000 + "}", "not JSON"),
    ],
)
def test_a_bad_json_line_is_a_reject(line: str, reason: str, rows: Callable[..., Any]) -> None:
    good = '{"name": "Acme", "country": "DE"}'
    first, bad, last = rows(f"{good}\n{line}\n{good}", "a.jsonl")
    assert (first.company.name, last.company.name) == ("Acme", "Acme")
    assert bad.row == 2
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "a.csv", "is empty"),
        (b"\n \n", "a.csv", "holds no text"),
        (b"\xef\xbb\xbf", "a.csv", "holds no text"),
        (b"\xff\xfe", "a.csv", "holds no text"),
        (b"not a workbook", "a.xlsx", "not a workbook"),
        (b"PK\x03\x04 cut off", "a.xlsx", "not a workbook"),
        (b"PK\x03\x04 cut off", "a.csv", "not a workbook"),
        (bz2.compress(CHINESE.encode())[:-12], "a.bz2", "bz2 compression is damaged"),
        (gzip.compress(CHINESE.encode() * 99)[:-20], "a.gz", "gz compression is damaged"),
        (b"\x1f\x8b\x08\x00" + b"\x00" * 6 + b"\xff" * 40, "a.gz", "gz compression is damaged"),
        (bytes(range(1, 32)) * 100, "a.csv", "not a text file"),
        (b"[]", "a.json", "no header row"),
        (b"just a line of text\n", "a.csv", "no layout fits"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_error(
    content: bytes, name: str, message: str, write: Callable[..., Path]
) -> None:
    path = write(content, name)
    with pytest.raises(FileError, match=message) as caught:
        list(readers.read(path, readers.open_source(path)))
    assert str(path) in str(caught.value)


def test_a_path_that_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="is a folder"):
        readers.open_source(tmp_path)
    with pytest.raises(FileError, match="no such file"):
        readers.open_source(tmp_path / "missing.csv")
    with pytest.raises(FileError, match="not a regular file"):
        readers.open_source(Path("/dev/null"))


def test_damage_behind_the_first_rows_is_seen_at_once(write: Callable[..., Path]) -> None:
    body = "".join(f"Firm {i},DE,{i * 7919 % 1000003} makes {i**3} gears\n" for i in range(50_000))
    packed = gzip.compress(("name,country,description\n" + body).encode())
    path = write(packed[: len(packed) * 9 // 10], "a.csv.gz")
    with pytest.raises(FileError, match="damaged or cut off"):
        readers.open_source(path)


def test_a_container_describes_itself(write: Callable[..., Path]) -> None:
    (container,) = containers.sniff(write("name\tcountry\nA\tDE\n"))
    assert str(container) == "delimited, utf-8, delimiter tab"


@pytest.mark.parametrize(
    "sample", ["companies.xlsx", "incopat.xlsx", "orbis.xlsx", "patsnap.xlsx", "pitchbook.xlsx"]
)
def test_a_large_workbook_is_streamed_and_says_the_same(
    sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = assets.shipped("data", "samples", "exports", sample)
    held = list(readers.read(path, readers.open_source(path)))
    monkeypatch.setattr(workbooks, "_SMALL", 0)
    monkeypatch.setattr(workbooks, "_TIGHT", 0)
    streamed: list[str] = []
    whole = workbooks._streamed
    monkeypatch.setattr(
        workbooks, "_streamed", lambda *given: streamed.append("yes") or whole(*given)
    )
    assert list(readers.read(path, readers.open_source(path))) == held
    assert streamed


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_a_streamed_sheet_says_of_every_kind_of_cell_what_a_held_one_does(
    tmp_path: Path, epoch: int
) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path), {"date_1904": epoch == 1904})
    sheet = book.add_worksheet("S")
    day, time, lasting, share, year = (
        book.add_format({"num_format": form})
        for form in ("yyyy-mm-dd", "hh:mm:ss", "[h]:mm:ss", "0.0%", 'yyyy"年"m"月"')
    )
    numbers = (45_413, day), (45_413.5, day), (0.5, time), (1.5, lasting), (0.125, share)
    for column, (value, form) in enumerate((*numbers, (45_413, year))):
        sheet.write(2, 1 + column, value, form)
    sheet.write_row(3, 1, [True, False, 42, 1e21, 1e-7, 0.1 + 0.2, "007", "  a ", "a\tb", "中😀"])
    for column, shown in enumerate((2, "x", True, "", "#N/A", "#DIV/0!")):
        sheet.write_formula(4, 1 + column, "=A1", None, shown)
    sheet.write_rich_string(5, 1, "a ", book.add_format({"bold": True}), "bold", " c")
    sheet.merge_range(6, 1, 7, 3, "merged")
    book.close()
    kept = [_cut(row.cells) for row in workbooks.rows(path, "S")]
    assert [_cut(row.cells) for row in workbooks._streamed(path, "S")] == kept
    assert len(kept) == 7
    assert kept[2][1:3] == ["2024-05-01", "2024-05-01T12:00:00"] or epoch == 1904
    assert kept[4] == ["", "2", "x", "TRUE"]  # an error is as good as nothing


SHEET_XML = """<?xml version="1.0"?>
<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="secret"><Table><Row><Cell><Data ss:Type="String">name</Data></Cell>
<Cell><Data ss:Type="String">country</Data></Cell></Row></Table>
<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible>
</WorksheetOptions></Worksheet>
<Worksheet ss:Name="List"><Table>
<Row ss:Index="2"><Cell><Data ss:Type="String">Name</Data></Cell>
<Cell><Data ss:Type="String">Country</Data></Cell>
<Cell><Data ss:Type="String">Employees</Data></Cell>
<Cell><Data ss:Type="String">As of</Data></Cell>
<Cell><Data ss:Type="String">Description</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Müller &amp; Co</Data></Cell>
<Cell><Data ss:Type="String">DE</Data></Cell><Cell><Data ss:Type="Number">1200.0</Data></Cell>
<Cell><Data ss:Type="DateTime">2025-06-30T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="String">Makes <B>gears</B>.</Data></Cell></Row>
<Row ss:Index="5"><Cell><Data ss:Type="String">Bolt</Data></Cell>
<Cell><Data ss:Type="String">Atlantis</Data></Cell></Row>
</Table></Worksheet></Workbook>"""
HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>{meta}</head><body>
<table><tr><td colspan=5>Export</td></tr></table>
<table border=1><tr><td colspan=5>Companies</td></tr>
<tr><th>Name</th><th>Country</th><th>Employees</th><th>As of</th><th>Description</th></tr>
<tr><td>Müller &amp; Co</td><td rowspan=2>DE</td><td>1,200</td><td>2025-06-30</td>
<td>Makes <b>gears</b>.</td></tr><tr><td>Bolt</td></tr></table></body></html>"""


def _xlsx(tmp_path: Path) -> bytes:
    head = ["Name", "Country", "Employees", "As of", "Description"]
    table = [head, ["Müller & Co", "DE", 1200, date(2025, 6, 30), "Makes gears."]]
    return _workbook(tmp_path / "plain.xlsx", {"List": table}).read_bytes()


@pytest.mark.parametrize("suffix", ["xls", "xlsx", "csv", "txt"])
@pytest.mark.parametrize("kind", ["xlsx", "tsv", "utf-16", "html", "html-16", "sheetxml"])
def test_a_file_is_taken_by_what_is_in_it(kind: str, suffix: str, tmp_path: Path) -> None:
    lines = "Name\tCountry\tEmployees\tAs of\tDescription\nMüller & Co\tDE\t1200\t2025-06-30\t"
    html = HTML.format(meta='<meta charset="windows-1252">')
    content = {
        "xlsx": _xlsx(tmp_path),
        "tsv": f"{lines}Makes gears.\n".encode(),
        "utf-16": f"{lines}Makes gears.\n".encode("utf-16"),
        "html": html.encode("cp1252"),
        "html-16": html.encode("utf-16"),
        "sheetxml": SHEET_XML.encode(),
    }[kind]
    path = tmp_path / f"export.{suffix}"
    path.write_bytes(content)
    source = readers.open_source(path)
    first, *others = readers.read(path, source)
    assert isinstance(first, readers.CompanyRow)
    company = first.company
    assert (company.name, company.country, company.size.employees, company.as_of) == (
        "Müller & Co", "DE", 1200, "2025-06-30",
    )  # fmt: skip
    assert first.documents[0].text == "Makes gears."
    if kind == "sheetxml":
        assert [(one.row, one.value) for one in others] == [(5, "Atlantis")]
        assert "XML spreadsheet, sheet 'List'" in source.why
    elif kind.startswith("html"):
        (bolt,) = others
        assert (bolt.company.name, bolt.company.country) == ("Bolt", "DE")
        assert "web page, table 1" in source.why
    else:
        assert not others


def test_an_old_workbook_under_another_name_is_read(tmp_path: Path) -> None:
    sample = assets.shipped("data", "samples", "exports", "patentscope.xls")
    path = tmp_path / "export.xlsx"
    path.write_bytes(sample.read_bytes())
    assert readers.open_source(path).layout == "patentscope"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<html><body><p>A maker of gears.</p></body></html>", "a web page without a table"),
        (SHEET_XML[:-300], "not well-formed XML"),
        (SHEET_XML.replace('ss:Index="5"', 'ss:Index="5000000"'), "stands at 5,000,000"),
        (SHEET_XML.replace("1200.0", "many"), "could not convert"),
        (SHEET_XML.replace("<Workbook", '<!DOCTYPE a [<!ENTITY b "c">]><Workbook'), "entities"),
    ],
)
def test_a_page_or_xml_spreadsheet_without_a_table_is_one_clear_error(
    content: str, message: str, write: Callable[..., Path]
) -> None:
    path = write(content, "a.xls")
    with pytest.raises(FileError, match=message):
        list(readers.read(path, readers.open_source(path)))


@pytest.mark.parametrize("shown", [None, 0, "acme.example"])
def test_a_link_without_what_it_shows_is_given_as_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shown: Any
) -> None:
    path, link = tmp_path / "a.xlsx", '=HYPERLINK("https://acme.example","acme.example")'
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    sheet.write_row(0, 0, ["name", "website"])
    sheet.write(1, 0, "Acme")
    sheet.write_formula(1, 1, link, None, "" if shown is None else shown)
    book.close()
    told = [["name", "website"], ["Acme", shown or link]]
    assert [row.cells for row in workbooks.rows(path, "S")] == told
    assert [row.cells for row in workbooks._streamed(path, "S")] == told
    asked: list[bool] = []
    sheets = workbooks._sheet
    monkeypatch.setattr(
        workbooks, "_sheet", lambda *at, stored: asked.append(stored) or sheets(*at, stored=stored)
    )
    list(workbooks._streamed(path, "S"))
    assert asked == ([True] if shown else [True, False])  # read twice only where it must be


def _cut(cells: list[str]) -> list[str]:
    """A row without the empty cells at its end."""
    return cells[: max((k for k, cell in enumerate(cells, start=1) if cell), default=0)]


def test_a_large_workbook_that_is_damaged_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_SMALL", 0)
    monkeypatch.setattr(workbooks, "_TIGHT", 0)
    path = tmp_path / "a.xlsx"
    sample = assets.shipped("data", "samples", "exports", "patsnap.xlsx")
    with zipfile.ZipFile(sample) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            new.writestr(name, body[: len(body) // 2] if "worksheets/" in name else body)
    with pytest.raises(FileError, match="not a workbook that can be read"):
        list(workbooks.rows(path, "sheet1"))


def test_a_cell_far_from_all_others_takes_no_room(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["name", "country", "description"])
    sheet.append(["Acme", "DE", "It makes gears."])
    sheet.cell(1_048_576, 16_384).value = "x"
    path = tmp_path / "a.xlsx"
    book.save(path)
    first, *_ = readers.read(path, readers.open_source(path))
    assert isinstance(first, readers.CompanyRow)
    assert first.company.name == "Acme"


MANIFEST = """<manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
 manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""
ODS = """<office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>
<table:table table:name="a"><table:table-row table:number-rows-repeated="{rows}"><table:table-cell
 office:value-type="string" table:number-columns-repeated="{columns}"><text:p>name</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>
</office:document-content>"""


def test_a_workbook_that_asks_for_memory_without_end_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    for rows, columns, what in (
        (100, 3, "no layout fits"),
        (9_999, 9_999, "far more memory than a table"),
    ):
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", MANIFEST)
            archive.writestr("content.xml", ODS.format(rows=rows, columns=columns))
        with pytest.raises(FileError, match=what):
            readers.open_source(path)
