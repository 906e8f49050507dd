"""The insider list of a mandate (内幕信息知情人登记) as a table and as a workbook."""

from collections.abc import Sequence
from datetime import date, datetime, time
from io import BytesIO

import xlsxwriter

from screening.records import Insider
from screening.report.cells import cell
from screening.report.view import Reader

_COLUMNS = (
    ("person", 20),
    ("account_role", 12),
    ("on_team", 10),
    ("first_at", 18),
    ("last_at", 18),
    ("ways", 36),
    ("targets", 12),
    ("addresses", 24),
    ("id_number", 22),
    ("deal_stage", 18),
)
"""Key and width in characters; the last two are left to be filled in by hand."""


def register_table(insiders: Sequence[Insider], language: str) -> tuple[list[str], list[list[str]]]:
    """The titles of the columns, and a row for each person; empty cells are for the hand."""
    reader = Reader(language)
    return [reader.word(f"insider.{key}") for key, _ in _COLUMNS], [
        [
            one.account or reader.word("unknown"),
            reader.named("account_role", one.role or ""),
            reader.word("insider.yes" if one.on_team else "insider.no"),
            _moment(one.first_at) or reader.word("insider.never"),
            _moment(one.last_at),
            reader.join([f"{reader.named('act', act)} × {n}" for act, n in one.ways]),
            str(len(one.companies)),
            reader.join(one.addresses),
            "",
            "",
        ]
        for one in insiders
    ]


def register(insiders: Sequence[Insider], code: str, language: str, day: str) -> bytes:
    """The list as an Excel workbook, dated ``day`` (ISO 8601), under the mandate's code name."""
    reader, out = Reader(language), BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    title = f"{reader.word('insider.title')} · {code} · {day}"
    book.set_properties(
        {"title": title, "created": datetime.combine(date.fromisoformat(day), time())}
    )
    sheet = book.add_worksheet(reader.word("insider.sheet"))
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    titles, rows = register_table(insiders, language)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, titles[column], bold)
    for number, row in enumerate(rows, 3):
        for column, value in enumerate(row):
            sheet.write_string(number, column, cell(value, "…"), wrap)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    book.close()
    return out.getvalue()


def _moment(at: str) -> str:
    return at[:16].replace("T", " ")
