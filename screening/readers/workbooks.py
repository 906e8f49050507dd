"""Workbooks (xlsx, xlsm, xlsb, xls, ods) → rows, through calamine.

Calamine is fast and holds a whole sheet, two to four times what it unpacks to; an .xlsx that is
packed tightly is streamed by openpyxl instead, which takes twice the time and next to no memory.
"""

import datetime
import lzma
import re
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path
from typing import Any

from screening.errors import FileError, ScreeningError
from screening.readers import packing
from screening.readers.delimited import Row

_ALWAYS = 1 << 27  # bytes that may be unpacked in any case
_TIGHT = 5  # times; calamine's memory stays below twenty times the file up to here
_CELLS = 1_000_000  # that a sheet may span in any case
_WIDEST = 1_000  # columns up to which a short row is filled up
_SPARSE = 20  # times the cells it holds
_CELL = re.compile(rb' r="([A-Z]{1,3})(\d{1,7})"')
_MEMORY, _TIMES = 2 << 30, 50  # bytes, and times the file, that opening may take
_PATIENCE = 120  # seconds
_EXACT = 10**15
_GROUPED = re.compile(r"-?\d{1,3}\.\d{3}")
_ERRORS = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA")
)
"""What Excel shows where a formula fails (ECMA-376, 18.18.11); nobody's name or text."""
_PROBE = """
import resource, sys
from python_calamine import CalamineWorkbook
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
book = CalamineWorkbook.from_filelike(open(sys.argv[1], "rb"))
for name in book.sheet_names:
    book.get_sheet_by_name(name)
"""
_SMALL = 1 << 21  # bytes unpacked that are held without a second thought: 8 MB with calamine
_BARE = re.compile(rb"HYPERLINK\([^<]*</(?:\w+:)?f>\s*(?:</|<(?:\w+:)?v(?:\s*/>|>0?<))")
_LONGEST = 1 << 14  # bytes of a formula: Excel takes 8,192 characters
ARCHIVE_FAULTS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
    struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What the zip library raises on damaged archives."""
MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SUFFIXES = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"))
_XLSX = frozenset((".xlsx", ".xlsm"))


def sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets that a user sees, in order; FileError when it is no workbook."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    unpackable(path)
    if _is_other_archive(path):
        raise FileError(f"{path} is an archive within another, or damaged; unpack it first")
    with _opened(path) as book:
        return tuple(
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        )


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """Every row of a sheet, from row 1 on, each cell as text (dates in ISO 8601).

    Formulas are never evaluated: what was stored with them counts. A HYPERLINK that was stored
    without what it shows is given as it is written; an error (#N/A) is an empty cell.
    """
    if _tight(path):
        yield from _streamed(path, sheet)
        return
    links = _links(path, sheet)
    with _opened(path) as book:
        try:
            table = book.get_sheet_by_name(sheet)
        except BaseException as error:
            _reraise(error)
            raise FileError(f"{path}: sheet {sheet!r} cannot be read: {error}") from None
        if table.total_height * table.total_width > max(_CELLS, path.stat().st_size):
            raise FileError(
                f"{path}: sheet {sheet!r} spans far more cells than it holds; open it in a"
                " spreadsheet program, copy what is there into a new workbook and save that"
            )
        left = [""] * (table.start or (0, 0))[1]  # iter_rows gives empty rows above, no columns
        for number, values in enumerate(table.iter_rows(), start=1):
            cells = left + [as_text(value) for value in values]
            for column, formula in links.get(number, ()):
                if column < len(cells) and cells[column] in ("", "0"):
                    cells[column] = formula
            yield Row(number, cells)


def as_text(value: Any) -> str:
    """A cell's value as a user would type it.

    A number of three decimals gets a fourth, so that nobody takes it for grouped thousands; one
    above the 15 digits that spreadsheets keep is written as they show it, by its power of ten.

    >>> as_text(12.0), as_text(datetime.datetime(2024, 5, 1)), as_text(True)
    ('12', '2024-05-01', 'TRUE')
    >>> as_text(12.345), as_text(482.5), as_text(9.13301e17)
    ('12.3450', '482.5', '9.13301E+17')
    """
    if isinstance(value, str):
        return "" if value in _ERRORS else value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _figure(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def _figure(value: float) -> str:
    if value.is_integer():
        return str(int(value)) if abs(value) < _EXACT else f"{value:.15G}"
    written = repr(value)
    return f"{written}0" if _GROUPED.fullmatch(written) else written


def unpackable(path: Path) -> None:
    """FileError when an archive unpacks to far more than a table, or not to what it says."""
    if not zipfile.is_zipfile(path):
        return
    most = max(_ALWAYS, packing.most(path))
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if "/media/" not in one.filename]
            if sum(one.file_size for one in members) > most:
                raise FileError(f"{path} unpacks to far more than a table; not read")
            for member in members:
                with archive.open(member) as packed:
                    while packed.read(1 << 20):
                        pass
    except ARCHIVE_FAULTS as error:
        raise _unreadable(path, error) from None


def _tight(path: Path) -> bool:
    """Whether an .xlsx is not to be held: it unpacks to much, or has cells far from all others."""
    if not _is_xlsx(path):
        return False
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        unpacked = sum(member.file_size for member in members)
        return unpacked > max(_SMALL, _TIGHT * path.stat().st_size) or any(
            _scattered(archive, member.filename)
            for member in members
            if member.filename.startswith("xl/worksheets/")
        )


def _scattered(archive: zipfile.ZipFile, name: str) -> bool:
    """Whether a sheet spans far more cells than it holds: calamine makes room for them all."""
    columns: set[bytes] = set()
    rows = held = 0
    for piece in _pieces(archive, name, 16):
        for column, row in _CELL.findall(piece):
            columns.add(column)
            rows = max(rows, int(row))
            held += 1
    wide = max((_column(letters) for letters in columns), default=0)
    return rows * wide > max(_CELLS, _SPARSE * held)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _streamed(path: Path, sheet: str) -> Iterator[Row]:
    """The rows of a sheet, one held at a time, as wide as the widest of those before."""
    width = 0
    for number, (values, formulas) in enumerate(_pairs(path, sheet), start=1):
        cells = [as_text(value) for value in values]
        for column, formula in enumerate(formulas):
            if _is_link(formula) and column < len(cells) and cells[column] in ("", "0"):
                cells[column] = formula
        width = min(max(width, len(cells)), _WIDEST)
        yield Row(number, cells + [""] * (width - len(cells)))


def _pairs(path: Path, sheet: str) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Each row's stored values, and its formulas where links lack what they show."""
    try:
        values = _sheet(path, sheet, stored=True)
        formulas = _sheet(path, sheet, stored=False) if _has_bare_links(path) else repeat(())
        yield from zip(values, formulas, strict=False)
    except ScreeningError:
        raise
    except Exception as error:
        raise _unreadable(path, error) from None


def _sheet(path: Path, sheet: str, *, stored: bool) -> Iterator[tuple[Any, ...]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:  # by its name, openpyxl would look at the suffix
        book = load_workbook(file, read_only=True, data_only=stored, keep_links=False)
        try:
            table = book[sheet]
            table.reset_dimensions()
            yield from table.iter_rows(values_only=True)
        finally:
            book.close()


def _is_link(value: Any) -> bool:
    return isinstance(value, str) and value.startswith("=HYPERLINK(")


def _has_bare_links(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(
            _BARE.search(piece) for name in sheets for piece in _pieces(archive, name, _LONGEST)
        )


def _links(path: Path, sheet: str) -> dict[int, list[tuple[int, str]]]:
    """Row → (column, formula) of the HYPERLINK formulas of a sheet; empty where all links of the
    workbook were stored with what they show."""
    if not zipfile.is_zipfile(path) or not _has_bare_links(path):
        return {}
    found: dict[int, list[tuple[int, str]]] = {}
    try:
        for number, values in enumerate(_sheet(path, sheet, stored=False), start=1):
            links = [(place, value) for place, value in enumerate(values) if _is_link(value)]
            if links:
                found[number] = links
    except Exception as error:
        raise _unreadable(path, error) from None
    return found


def _pieces(archive: zipfile.ZipFile, name: str, overlap: int) -> Iterator[bytes]:
    """A member piece by piece, each beginning with the last bytes of the one before."""
    end = b""
    with archive.open(name) as member:
        while piece := member.read(1 << 20):
            yield end + piece
            end = piece[-overlap:]


def _opened(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    if not _is_xlsx(path) and _runs_away(path):
        raise _unreadable(path, MemoryError("it asks for far more memory than a table"))
    try:
        if path.suffix.lower() in SUFFIXES and _is_xlsx(path) == (path.suffix.lower() in _XLSX):
            return CalamineWorkbook.from_path(path)
        with path.open("rb") as file:
            return CalamineWorkbook.from_filelike(file)  # by what it is, not by its suffix
    except BaseException as error:
        _reraise(error)
        raise _unreadable(path, error) from None


def _is_other_archive(path: Path) -> bool:
    """Whether this is a zip archive without what every workbook in one has."""
    with path.open("rb") as file:
        if file.read(4) != MAGIC[0] or not zipfile.is_zipfile(path):
            return False
    with zipfile.ZipFile(path) as archive:
        return not {"[Content_Types].xml", "mimetype"} & set(archive.namelist())


def _is_xlsx(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except ARCHIVE_FAULTS:
        return False


def _runs_away(path: Path) -> bool:
    """Whether a workbook asks for memory without end, tried in a process that has little.

    A few bytes of an .xls, .xlsb or .ods can say that the sheet is huge, and calamine then makes
    room for it; Rust ends the process where there is none. Only tried on Linux and macOS.
    """
    if sys.platform == "win32":
        return False
    most = str(_MEMORY + _TIMES * path.stat().st_size)
    command = [sys.executable, "-c", _PROBE, str(path), most]
    try:
        tried = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return True
    return tried.returncode < 0 or b"MemoryError" in tried.stderr


def _reraise(error: BaseException) -> None:
    """Let through what is no fault of the file; a panic of calamine, written in Rust, is one."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error


def _unreadable(path: Path, error: BaseException) -> FileError:
    return FileError(
        f"{path}: not a workbook that can be read ({error}); open it in a spreadsheet program"
        " and save it again as .xlsx or as CSV UTF-8"
    )
