import bz2
import gzip
import io
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screening import assets, readers
from screening.errors import FileError, InputError
from screening.records import Reject

HEAD = "name,country,description\n"
GOOD = "Acme,DE,Makes gears.\n"
XLS = (assets.shipped("data", "samples", "exports") / "patentscope.xls").read_bytes()


def _huge(path: Path, cell_start: str, cell_end: str, megabytes: int = 200) -> Path:
    """A table: good row, a row with a huge cell, good row."""
    with path.open("wb") as file:
        file.write((HEAD + GOOD + cell_start).encode())
        piece = b"gears, motors; drives " * 50_000
        for _ in range(megabytes * 1_000_000 // len(piece)):
            file.write(piece)
        file.write((cell_end + GOOD).encode())
    return path


@pytest.mark.parametrize(
    ("start", "end"),
    [('Huge,DE,"', '"\n'), ('Huge,DE,"first line\nsecond ', '\nlast"\n')],
    ids=["one line", "three lines"],
)
def test_a_cell_of_200_mb_is_a_reject_and_never_held_whole(
    start: str, end: str, tmp_path: Path
) -> None:
    path = _huge(tmp_path / "huge.csv", start, end)
    source = readers.open_source(path)
    tracemalloc.start()
    first, huge, last = readers.read(path, source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(first, readers.CompanyRow)
    assert isinstance(last, readers.CompanyRow)
    assert isinstance(huge, Reject)
    assert (huge.row, huge.column) == (3, "description")
    assert "1,000,000" in huge.reason
    assert len(huge.value) <= 200
    assert peak < 60e6


def test_a_huge_cell_without_quotation_marks(tmp_path: Path) -> None:
    path = _huge(tmp_path / "huge.csv", "Huge,DE,", "\n", megabytes=20)
    found = list(readers.read(path, readers.open_source(path)))
    assert [type(row).__name__ for row in found] == ["CompanyRow", "Reject", "CompanyRow"]


@pytest.mark.parametrize("length", [131_073, 1_000_000])
def test_a_long_cell_within_the_limit_is_read(length: int, rows: Callable[..., Any]) -> None:
    (row,) = rows(f"{HEAD}Acme,DE,{'x' * length}\n")
    assert len(row.documents[0].text) == length


def _zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", data)
    return buffer.getvalue()


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, _zipped])
def test_a_small_file_that_unpacks_to_millions_of_rows_is_refused_at_once(
    pack: Callable[[bytes], bytes], write: Callable[..., Path]
) -> None:
    table = HEAD.encode() + b"Acme,DE,\n" * 3_000_000
    path, began = write(pack(table), "a.csv.packed"), time.monotonic()
    with pytest.raises(FileError, match=r"unpacks to far more .* unpack it yourself"):
        _opened(path)
    assert time.monotonic() - began < 10
    small = write(pack(table[:2_000_000]), "b.csv.packed")  # a repetitive export, 2 MB unpacked
    assert _opened(small) == "companies"
    real = "".join(f"Firm {n},DE,It makes part {n**5 % 99991} of gears.\n" for n in range(60_000))
    assert _opened(write(pack(f"{HEAD}{real}".encode()), "c.csv.packed")) == "companies"


def _opened(path: Path) -> str:
    with readers.parts(path) as (part,):
        return readers.open_source(part.path).layout


def test_no_cell_is_cut_short_in_silence(rows: Callable[..., Any]) -> None:
    wide = ",".join(f"extra{i}" for i in range(5))
    cells = ",".join("x" * 500_000 for _ in range(5))
    (reject,) = rows(f"name,country,{wide}\nAcme,DE,{cells}\n")
    assert reject.reason == "the row is longer than 2,000,000 characters"
    (row,) = rows(f"name,country,{wide}\nAcme,DE,{cells[:1_900_000]},,\n")
    assert row.company.name == "Acme"


def test_a_quote_that_is_never_closed_takes_only_its_rows(rows: Callable[..., Any]) -> None:
    found = rows(f'{HEAD}{GOOD}Bolt,DE,"Makes bolts\n{GOOD}{GOOD}')
    assert found[0].company.name == "Acme"
    assert (found[1].row, found[1].reason) == (
        3,
        "a quotation mark is opened and never closed",
    )


def test_an_inch_mark_is_no_quotation_mark(rows: Callable[..., Any]) -> None:
    found = rows(f'{HEAD}5" Pipe,DE,Makes 5" and 6" pipes and a 7" one.\n{GOOD}')
    assert found[0].company.name == '5" Pipe'
    assert len(found) == 2


def test_zero_bytes_are_cleaned_away(rows: Callable[..., Any]) -> None:
    (row,) = rows(f"{HEAD}Ac\0me,D\0E,Makes\0 gears.\0\n")
    assert (row.company.name, row.company.country) == ("Acme", "DE")
    assert row.documents[0].text == "Makes gears."


@pytest.mark.parametrize(("line", "cells"), [("Bolt\n", 1), ("Bolt,DE,Makes bolts,nuts,pins\n", 5)])
def test_a_row_of_wrong_width_is_a_reject(line: str, cells: int, rows: Callable[..., Any]) -> None:
    first, bad, last = rows(HEAD + GOOD + line + GOOD)
    assert (bad.row, bad.column) == (3, "")
    assert bad.reason == f"the row has {cells} cells, the header 3"
    assert first.company == last.company


def test_a_row_may_lack_empty_cells_at_its_end(rows: Callable[..., Any]) -> None:
    head = "name,country,city,website,founded\n"
    found = rows(f"{head}Acme,DE,Ulm,www.acme.example\nBolt,DE\nnuts,Ulm,DE\nPin,DE,Ulm,nowhere\n")
    assert [one.company.name for one in found[:2]] == ["Acme", "Bolt"]
    assert found[0].company.website == "www.acme.example"
    assert [one.reason.split(";")[0] for one in found[2:]] == [
        "the row has 3 cells, the header 5",
        "the row has 4 cells, the header 5",
    ]
    assert "country: not a country" in found[2].reason


def test_a_short_row_with_a_line_break_at_its_end_is_a_reject(rows: Callable[..., Any]) -> None:
    (reject,) = rows('name,country,description,city\nBolt,DE,"Makes\nnuts"\n')
    assert reject.reason.endswith("4; a quotation mark may be missing")


@pytest.mark.parametrize(
    "note",
    ["© PitchBook Data, Inc.", "Total: 1", "Source: VDMA 2026", "数据来源：某某", "共 12 家"],
)
def test_a_note_below_the_table_is_no_company(note: str, rows: Callable[..., Any]) -> None:
    head = 'Companies,Description,HQ Location\nAcme,Makes gears.,"Delft, Netherlands"\n'
    for line in (f'"{note}"', f'"{note}",,'):
        first, reject = rows(f"{head},,\n{line}\nTotal Gears,,\n")[:2]
        assert first.company.name == "Acme"
        assert isinstance(reject, Reject)
        assert reject.row == 4
    assert reject.reason == "a note, not a row of the table"


def test_a_note_with_a_comma_is_no_company(rows: Callable[..., Any]) -> None:
    head = "Companies,Description,Website,HQ Location\nAcme,Gears.,,Singapore\n"
    _, reject = rows(f"{head}© PitchBook Data, Inc.\n")
    assert reject.reason == "a note, not a row of the table"


def test_a_company_of_which_the_name_alone_is_known_is_kept(rows: Callable[..., Any]) -> None:
    first, second = rows(f"{HEAD}Total,,\nSource Robotics,,\n")
    assert (first.company.name, second.company.name) == ("Total", "Source Robotics")


def test_empty_cells_beyond_the_header_do_no_harm(rows: Callable[..., Any]) -> None:
    (row,) = rows(f"{HEAD}Acme,DE,Makes gears.,,\n")
    assert row.company.name == "Acme"


def test_bytes_of_another_encoding_refuse_their_row_only(rows: Callable[..., Any]) -> None:
    many = "".join(f"Müller {i},DE,Fräst Zahnräder.\n" for i in range(50))
    found = rows(f"{HEAD}{many}".encode() + "Böhm,DE,Dreht.\n".encode("latin-1") + GOOD.encode())
    rejects = [row for row in found if isinstance(row, Reject)]
    assert [(r.row, r.column) for r in rejects] == [(52, "name")]
    assert "not utf-8" in rejects[0].reason
    assert len(found) == 52


def test_bytes_that_do_not_fit_gb18030_refuse_their_row_only(rows: Callable[..., Any]) -> None:
    many = "".join(f"减速器公司{i},中国,公司主营谐波减速器的研发和生产\n" for i in range(50))
    broken = f"企业名称,国家,简介\n{many}".encode("gb18030") + b"\xff\xff,CN,\xb9\xab\xcb\xbe\n"
    found = rows(broken)
    assert [row.row for row in found if isinstance(row, Reject)] == [52]


@pytest.mark.parametrize(
    "header", ["name,country,Name\n", "name,country,name\n", "name,country,description,NAME\n"]
)
def test_columns_of_one_name_are_an_error(header: str, write: Callable[..., Path]) -> None:
    with pytest.raises(FileError, match=r"same name: 'name', '(name|Name|NAME)'"):
        readers.open_source(write(header + "A,DE,B,C\n"))


def test_missing_columns_name_what_was_found_and_what_is_needed(
    write: Callable[..., Path],
) -> None:
    with pytest.raises(FileError) as caught:
        readers.open_source(write("betrieb,country,text\nA,DE,B\n"))
    message = str(caught.value)
    assert "columns found in row 1: betrieb, country, text" in message
    assert "companies (generic company table) lacks name (name, company" in message
    assert all(name in message for name in readers.layouts())


def test_a_layout_that_was_asked_for_must_fit(write: Callable[..., Path]) -> None:
    path = write(HEAD + GOOD)
    assert readers.open_source(path, layout="companies").layout == "companies"
    with pytest.raises(FileError, match="lens") as caught:
        readers.open_source(path, layout="lens")
    assert "companies (" not in str(caught.value)
    with pytest.raises(InputError, match=r"unknown layout 'orbit'; known: cninfo, "):
        readers.open_source(path, layout="orbit")


def test_a_company_without_text_is_kept(rows: Callable[..., Any]) -> None:
    (row,) = rows(f"{HEAD}Acme,DE,\n")
    assert row.company.name == "Acme"
    assert row.documents == ()


def test_a_row_without_a_name_is_a_reject(rows: Callable[..., Any]) -> None:
    (reject,) = rows(f"{HEAD} - ,DE,Makes gears.\n")
    assert (reject.column, reject.reason) == ("name", "name is missing")


def test_a_header_alone_gives_nothing(rows: Callable[..., Any]) -> None:
    assert rows(HEAD) == []


def test_a_workbook_at_which_the_library_panics_is_one_clear_error(tmp_path: Path) -> None:
    sample = assets.shipped("data", "samples", "exports", "patentscope.xls").read_bytes()
    for cut in (549, 646, 743):
        path = tmp_path / "cut.xls"
        path.write_bytes(sample[:cut])
        with pytest.raises(FileError, match="not a workbook that can be read"):
            readers.open_source(path)


def test_an_archive_with_a_name_in_no_encoding_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    sample = assets.shipped("data", "samples", "exports", "patsnap.xlsx").read_bytes()
    broken = sample.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sh\xddet1.xml")
    data = bytearray(broken)
    start = 0
    while (start := data.find(b"PK\x01\x02", start)) >= 0:
        data[start + 9] |= 8  # says that names are UTF-8
        start += 4
    path.write_bytes(data)
    with pytest.raises(FileError, match="not a workbook"):
        readers.open_source(path)


@settings(max_examples=40, deadline=None)
@given(
    changed=st.dictionaries(st.integers(0, len(XLS) - 1), st.integers(0, 255), max_size=12),
    length=st.just(len(XLS)) | st.integers(1, len(XLS)),
)
def test_a_damaged_xls_is_read_or_said(changed: dict[int, int], length: int) -> None:
    damaged = bytearray(XLS)
    for place, byte in changed.items():
        damaged[place] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "patentscope.xls")
        path.write_bytes(damaged[:length])
        with suppress(FileError):
            found = list(readers.read(path, readers.open_source(path)))
            assert all(isinstance(one, readers.DocumentRow | Reject) for one in found)
