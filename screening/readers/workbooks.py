"""Workbooks (xlsx, xlsm, xlsb, xls, ods) → rows, through calamine."""

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.errors import FileError
from screening.readers.delimited import Row

MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SUFFIXES = frozenset((".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"))


def sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets that a user sees, in order; FileError when it is no workbook."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    with _opened(path) as book:
        return tuple(
            sheet.name
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        )


def rows(path: Path, sheet: str) -> Iterator[Row]:
    """Every row of a sheet, from row 1 on, each cell as text (dates in ISO 8601)."""
    with _opened(path) as book:
        try:
            table = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except Exception as error:
            raise FileError(f"{path}: sheet {sheet!r} cannot be read: {error}") from None
    for number, values in enumerate(table, start=1):
        yield Row(number, [as_text(value) for value in values])


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


def _opened(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    try:
        return CalamineWorkbook.from_path(path)
    except Exception as error:
        raise FileError(
            f"{path}: not a workbook that can be read ({error}); open it in a spreadsheet program"
            " and save it again as .xlsx or as CSV UTF-8"
        ) from None
