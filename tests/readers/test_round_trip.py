"""Arbitrary tables survive every container; arbitrary bytes never do worse than a FileError."""

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from screening import readers
from screening.errors import FileError
from screening.readers import containers
from screening.records import Reject
from screening.text import clean

# What a cell may hold in every container: workbooks refuse other control characters, and JOINT
# (U+001F) stands between the items of a JSON list.
CELL = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\ufffe\uffff"),
    max_size=20,
)
CELLS = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=6)
HEADER = ["name", "country", "description"]
QUICK = settings(
    deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60
)


def _rows(path: Path) -> list[list[str]]:
    (container,) = containers.sniff(path)
    return [list(row.cells) for row in containers.rows(path, container)]


def _padded(rows: list[list[str]]) -> list[list[str]]:
    return [row + [""] * (3 - len(row)) for row in rows]


@QUICK
@given(table=CELLS, mark=st.sampled_from(",;\t"))
def test_delimited_text_gives_back_its_cells(
    table: list[list[str]], mark: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=mark, quoting=csv.QUOTE_ALL).writerows([HEADER, *table])
    assert _rows(path) == [HEADER, *table]


@QUICK
@given(table=CELLS)
def test_json_lines_give_back_their_cells(table: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(dict(zip(HEADER, row, strict=True))) for row in table]
    path.write_text("\n".join(lines), encoding="utf-8")
    assert _rows(path) == [HEADER, *table]


@settings(QUICK, max_examples=25)
@given(table=CELLS)
@example(table=[["=1+1", "007", "'a"]])
def test_a_workbook_gives_back_its_cells(table: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate([HEADER, *table], start=1):
        for place, cell in enumerate(row, start=1):
            if cell:
                sheet.cell(number, place).value = cell
                sheet.cell(number, place).data_type = "s"
    book.save(path)
    found = _padded(_rows(path))
    expected = [HEADER, *table]
    while not any(expected[-1]):
        expected.pop()
    assert [[clean(c) for c in row] for row in found] == [[clean(c) for c in r] for r in expected]


@QUICK
@given(table=CELLS)
def test_every_row_becomes_a_record_or_a_reject(table: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADER, *table])
    found = list(readers.read(path, readers.open_source(path)))
    filled = [row for row in table if any(cell.strip() for cell in row)]
    assert len(found) == len(filled)
    for row in found:
        if isinstance(row, readers.CompanyRow):
            assert row.company.name == clean(row.company.name) != ""
            assert all(document.text for document in row.documents)


def _all(content: bytes, path: Path) -> list[Any]:
    path.write_bytes(content)
    try:
        return list(readers.read(path, readers.open_source(path)))
    except FileError:
        return []


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx", "a.jsonl", "a.csv.gz", "a.bz2"])
@QUICK
@given(content=st.binary(max_size=400))
@example(content=b"\xff\xfe\xff\xff")
@example(content=b"\xff\xfe\x00\x00\xff\xff\xff\xff")
def test_arbitrary_bytes(name: str, content: bytes, tmp_path: Path) -> None:
    _all(content, tmp_path / name)


@pytest.mark.parametrize("head", [b"name,country,description\n", b'{"name":"A","country":"DE"}\n'])
@QUICK
@given(body=st.binary(max_size=300))
def test_arbitrary_bytes_under_a_good_header(head: bytes, body: bytes, tmp_path: Path) -> None:
    for row in _all(head + body, tmp_path / "a.csv"):
        assert isinstance(row, readers.CompanyRow | Reject)


def _sample_workbook() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0].append(HEADER)
    book.worksheets[0].append(["Acme", "DE", "Makes gears."])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@QUICK
@given(cut=st.integers(0, 4_000), place=st.integers(0, 4_000), put=st.binary(max_size=30))
def test_a_damaged_workbook(cut: int, place: int, put: bytes, tmp_path: Path) -> None:
    whole = _sample_workbook()
    _all(whole[:place] + put + whole[place + cut :], tmp_path / "a.xlsx")


@QUICK
@given(place=st.integers(0, 120), put=st.binary(min_size=1, max_size=8))
def test_a_damaged_gzip(place: int, put: bytes, tmp_path: Path) -> None:
    whole = gzip.compress(b"name,country,description\nAcme,DE,Makes gears of every kind.\n")
    _all(whole[:place] + put + whole[place + len(put) :], tmp_path / "a.csv.gz")
