"""Workbooks (xlsx, xlsm, xlsb, xls, ods) → rows, through calamine."""

import datetime
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.errors import FileError
from screening.readers.delimited import Row

_MOST_PACKED = 100  # times
_ALWAYS = 1 << 27  # bytes that may be unpacked in any case
ARCHIVE_FAULTS = (
    zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError,
    struct.error, zlib.error, lzma.LZMAError,
)  # fmt: skip
"""What the zip library raises on damaged archives."""
MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SUFFIXES = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"))


def sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets that a user sees, in order; FileError when it is no workbook."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    unpackable(path)
    with _opened(path) as book:
        return tuple(
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        )


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """Every row of a sheet, from row 1 on, each cell as text (dates in ISO 8601).

    Formulas are never evaluated: what was stored with them counts. A HYPERLINK that was stored
    without what it shows is given as it is written.
    """
    links = _links(path, sheet)
    with _opened(path) as book:
        try:
            table = book.get_sheet_by_name(sheet)
        except BaseException as error:
            _reraise(error)
            raise FileError(f"{path}: sheet {sheet!r} cannot be read: {error}") from None
        left = [""] * (table.start or (0, 0))[1]  # iter_rows gives empty rows above, no columns
        for number, values in enumerate(table.iter_rows(), start=1):
            cells = left + [as_text(value) for value in values]
            for column, formula in links.get(number, ()):
                if column < len(cells) and cells[column] in ("", "0"):
                    cells[column] = formula
            yield Row(number, cells)


def as_text(value: Any) -> str:
    """A cell's value as a user would type it.

    >>> as_text(12.0), as_text(datetime.datetime(2024, 5, 1)), as_text(True)
    ('12', '2024-05-01', 'TRUE')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return "" if value is None else str(value)


def unpackable(path: Path) -> None:
    """FileError when an archive unpacks to far more than a table, or not to what it says."""
    if not zipfile.is_zipfile(path):
        return
    most = max(_ALWAYS, _MOST_PACKED * path.stat().st_size)
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


def _links(path: Path, sheet: str) -> dict[int, list[tuple[int, str]]]:
    """Row → (column, formula) of the HYPERLINK formulas of a sheet; empty where it has none."""
    if not zipfile.is_zipfile(path):
        return {}
    with zipfile.ZipFile(path) as archive:
        sheets = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        if not any(_holds(archive, name, b"HYPERLINK(") for name in sheets):
            return {}
    from openpyxl import load_workbook

    found: dict[int, list[tuple[int, str]]] = {}
    try:
        book = load_workbook(path, read_only=True)
        for row in book[sheet].iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=HYPERLINK("):
                    found.setdefault(cell.row, []).append((cell.column - 1, cell.value))
        book.close()
    except Exception as error:
        raise _unreadable(path, error) from None
    return found


def _holds(archive: zipfile.ZipFile, name: str, wanted: bytes) -> bool:
    """Whether a member holds these bytes, read piece by piece."""
    end = b""
    with archive.open(name) as member:
        while piece := member.read(1 << 20):
            if wanted in end + piece:
                return True
            end = piece[-len(wanted) :]
    return False


def _opened(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(path)
    except BaseException as error:
        _reraise(error)
        raise _unreadable(path, error) from None


def _reraise(error: BaseException) -> None:
    """Let through what is no fault of the file; a panic of calamine, written in Rust, is one."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        raise error


def _unreadable(path: Path, error: BaseException) -> FileError:
    return FileError(
        f"{path}: not a workbook that can be read ({error}); open it in a spreadsheet program"
        " and save it again as .xlsx or as CSV UTF-8"
    )
