"""One workbook in memory: its look, and the one way in which every table on it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from io import BytesIO
from typing import Any, Literal

from screening.errors import InputError
from screening.records import Screening
from screening.report.cells import cell, known, line, lines, short
from screening.report.view import View

Kind = Literal["text", "wrap", "bold", "integer", "score", "total", "share", "heat", "gap"]
Paper = Literal["list", "large", "single", "portrait"]
"""Landscape A4 or (large) A3, as many pages as it takes; landscape on one page; portrait A4."""
Value = str | float | None
"""What a cell holds: text, a number, or None for unknown; an empty text stays empty."""

BARE = "#B34700"
INK, HEAD, BAR, RULE, MUTED = "#1B2A3A", "#1F4E79", "#9DC3E6", "#D9E1E8", "#6B7785"
HEAT = ("#F7FBFF", "#BFD8EC", "#6BAED6")
HEADER = 3
"""The row (from 0) of the header of a list; above it stand title, one sentence and a gap."""
_LINE, _HIGHEST = 13, 409  # points: of one line of text, and of the highest row there can be
MOST_ROWS = 1_048_576
_FONTS = {"en": "Arial", "zh": "Microsoft YaHei"}
_A4, _A3 = 9, 8
_NUMBERS = {
    "integer": "#,##0",
    "score": "0.00",
    "total": "0.0",
    "share": "0.0%",
    "heat": "0.00",
    "gap": "0.00",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table: what it is called (``col.key``), how wide, and how it looks.

    ``title`` and ``note`` stand in for the fixed texts where they depend on the data; ``field``
    is the name in the field notes where that is not the title.
    """

    key: str
    width: float
    kind: Kind = "text"
    title: str = ""
    note: str = ""
    field: str = ""


@dataclass
class Book:
    """A workbook being written; ``fields`` collects its columns for the field notes."""

    view: View
    run: str
    mandate: str
    file: Any
    made: BytesIO
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    formats: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def unknown(self) -> str:
        """What a cell without a value says."""
        return self.view.word("unknown")

    @cached_property
    def missing(self) -> frozenset[str]:
        """What cells without a value say: that it is unknown, or was not read."""
        return frozenset((self.unknown, self.view.word("not_read")))

    @cached_property
    def bare(self) -> str:
        """What the cell of a target that covers no gap says: it shall be seen."""
        return self.view.word("covers_none")

    @cached_property
    def cut(self) -> str:
        """What a text too long for a cell ends with."""
        return self.view.word("cut")

    def style(self, name: str) -> Any:
        """A format by name: one of the kinds, ``unknown``, or one of the others in ``_LOOKS``."""
        if name not in self.formats:
            look = {"font_name": _FONTS[self.view.language], "font_size": 10, "font_color": INK}
            self.formats[name] = self.file.add_format(look | _look(name))
        return self.formats[name]

    def sheet(self, key: str, paper: Paper = "list") -> "Sheet":
        """A new sheet with its title and one sentence on what it shows."""
        name = self.view.word(f"sheet.{key}")
        sheet = Sheet(self, self.file.add_worksheet(name), name)
        sheet.paper(paper)
        sheet.write(0, 0, name, "title")
        sheet.write(1, 0, self.view.word(f"about.{key}"), "about")
        sheet.raw.set_row(0, 24)
        sheet.raw.set_row(HEADER - 1, 8)
        return sheet

    def bytes(self) -> bytes:
        """Close the workbook and give it back."""
        self.file.close()
        return self.made.getvalue()


@dataclass
class Sheet:
    """A sheet of a Book; rows and columns count from 0."""

    book: Book
    raw: Any
    name: str

    def paper(self, paper: Paper) -> None:
        """How it prints: one page wide, with the run at the foot of every page."""
        self.raw.hide_gridlines(2)
        if paper == "portrait":
            self.raw.set_portrait()
        else:
            self.raw.set_landscape()
        self.raw.set_paper(_A3 if paper == "large" else _A4)
        self.raw.fit_to_pages(1, 1 if paper == "single" else 0)
        self.raw.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        left = f"{short(self.book.mandate, 60)} · {short(self.book.run, 30)}".replace("&", "&&")
        self.raw.set_footer(f"&L&8{cell(left, '')}&C&8&A&R&8&P / &N")

    def write(self, row: int, column: int, value: Value, kind: str = "text") -> None:
        """Write a value as what it is: text is never a formula or a link, None is unknown."""
        word = self.book.unknown
        missing = f"unknown_{kind}" if kind in _NUMBERS else "unknown"
        if isinstance(value, str):
            style = (
                missing
                if value in self.book.missing
                else "bare"
                if value.startswith(self.book.bare)
                else kind
            )
            text = cell(value, self.book.cut)
            if text:
                self.raw.write_string(row, column, text, self.book.style(style))
            else:
                self.raw.write_blank(row, column, None, self.book.style(style))
        elif known(value) is None:
            self.raw.write_string(row, column, word, self.book.style(missing))
        else:
            self.raw.write_number(row, column, value, self.book.style(kind))

    def header(self, top: int, columns: Sequence[Column]) -> None:
        """Titles of columns at row ``top``, each kept for the field notes."""
        view = self.book.view
        for place, column in enumerate(columns):
            title = column.title or view.word(f"col.{column.key}")
            self.write(top, place, line(title), _HEADERS.get(column.kind, "header_number"))
            note = column.note or view.word(f"note.{column.key}")
            self.book.fields.append((self.name, column.field or line(title), note))
        self.raw.set_row(top, 32)

    def rows(self, top: int, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> int:
        """Write rows from ``top`` on; gives back the last row written (top - 1 for none)."""
        kinds = [column.kind for column in columns]
        last, unwritten = top - 1, 0
        for row in rows:
            if last + 2 >= MOST_ROWS:
                unwritten += 1
                continue
            last += 1
            for place, (value, kind) in enumerate(zip(row, kinds, strict=True)):
                self.write(last, place, value, kind)
            self._heighten(last, columns, row)
        self._bars(columns, top, last)
        if unwritten:
            text = self.book.view.word("more_rows").format(count=unwritten)
            self.write(last + 1, 0, text, "about")
        return last

    def _heighten(self, row: int, columns: Sequence[Column], values: Sequence[Value]) -> None:
        """Make room for wrapped text: not every program does so by itself on opening a file."""
        needed = max(
            (
                lines(value, column.width - 2)
                for column, value in zip(columns, values, strict=True)
                if column.kind in {"wrap", "bold"} and isinstance(value, str)
            ),
            default=1,
        )
        if needed > 1:
            self.raw.set_row(row, min(_LINE * needed + 3, _HIGHEST))

    def _bars(self, columns: Sequence[Column], top: int, last: int) -> None:
        whole = {"total": 100, "gap": 1, "share": 1}
        for place, column in enumerate(columns):
            if column.kind in whole and last >= top:
                self.bar(top, place, last, place, whole[column.kind])

    def bar(self, top: int, left: int, last: int, right: int, whole: float) -> None:
        """Data bars in one hue over a block of cells, from 0 to ``whole``."""
        rule = {"type": "data_bar", "bar_color": BAR, "bar_solid": True, "data_bar_2010": True}
        limits = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": whole}
        self.raw.conditional_format(top, left, last, right, rule | limits)

    def list(
        self, columns: Sequence[Column], rows: Iterable[Sequence[Value]], *, frozen: int = 0
    ) -> int:
        """The one table of a sheet: header kept in sight and on every page, with filters.

        ``frozen`` columns stay in sight as well; gives back the last row written.
        """
        self.widths(columns)
        self.header(HEADER, columns)
        last = self.rows(HEADER + 1, columns, rows)
        self.raw.freeze_panes(HEADER + 1, frozen)
        self.raw.autofilter(HEADER, 0, max(last, HEADER), len(columns) - 1)
        self.raw.repeat_rows(HEADER)
        return last

    def widths(self, columns: Sequence[Column]) -> None:
        """Set the widths of columns, in characters."""
        for place, column in enumerate(columns):
            self.raw.set_column(place, place, column.width)


def open_book(screening: Screening, language: str, when: str) -> Book:
    """An empty workbook whose bytes depend on nothing but what is written to it and ``when``."""
    import xlsxwriter

    view, made = View(language, screening), BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    file = xlsxwriter.Workbook(made, options)
    title = f"{view.word('title')}{view.word('colon')}{line(screening.mandate.name)}"
    file.set_properties(
        {
            "title": cell(short(title, 200), ""),
            "subject": cell(short(screening.mandate.purpose, 200), ""),
            "author": "screening",
            "comments": cell(short(screening.run.id, 100), ""),
            "created": _instant(when),
        }
    )
    return Book(view, screening.run.id, screening.mandate.name, file, made)


def _instant(when: str) -> datetime:
    try:
        found = datetime.fromisoformat(when)
    except ValueError:
        raise InputError(
            f"when = {when!r} is not a date; give one in ISO 8601, such as 2026-11-23T09:00:00Z"
        ) from None
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


_TOP = {"valign": "top", "bottom": 1, "bottom_color": RULE, "align": "left", "indent": 1}
_HEADER = {
    "indent": 1,
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": HEAD,
    "text_wrap": True,
    "valign": "vcenter",
}
_HEADERS = dict.fromkeys(("text", "wrap", "bold"), "header") | {"heat": "header_heat"}
_MISSING = {"italic": True, "font_color": MUTED}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 15, "font_color": HEAD, "valign": "vcenter"},
    "large": {"bold": True, "font_size": 20, "font_color": HEAD, "valign": "vcenter"},
    "about": {"font_color": MUTED},
    "section": {
        "bold": True,
        "font_size": 12,
        "font_color": HEAD,
        "bottom": 2,
        "bottom_color": HEAD,
    },
    "heading": {"bold": True, "font_size": 12, "font_color": HEAD},
    "group": {"bold": True, "font_color": HEAD, "font_size": 9},
    "label": {**_TOP, "font_color": MUTED},
    "link": {**_TOP, "font_color": HEAD, "underline": 1},
    "header": _HEADER,
    "header_number": {**_HEADER, "align": "right"},
    "header_heat": {**_HEADER, "align": "center", "indent": 0},
    "unknown": {**_TOP, **_MISSING},
    "text": _TOP,
    "wrap": {**_TOP, "text_wrap": True},
    "bare": {**_TOP, "text_wrap": True, "bold": True, "font_color": BARE},
    "bold": {**_TOP, "text_wrap": True, "bold": True},
}


def _look(name: str) -> dict[str, Any]:
    if name in _LOOKS:
        return _LOOKS[name]
    kind = name.removeprefix("unknown_")
    look: dict[str, Any] = {**_TOP, "num_format": _NUMBERS[kind], "align": "right"}
    if kind == "heat":
        look |= {"align": "center", "indent": 0}
    if kind == "total":
        look |= {"bold": True}
    return look | (_MISSING | {"bold": False} if kind != name else {})
