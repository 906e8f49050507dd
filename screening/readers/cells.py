"""The cells of one row by field, cleaned and converted; what is wrong with them, as Rejects."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import TypeVar

from screening.readers import encodings, values
from screening.readers.delimited import LONGEST_CELL, Row
from screening.readers.jsonlines import JOINT
from screening.readers.layout import TEXT, Plan
from screening.readers.measures import Measure
from screening.records import Reject
from screening.text import clean

T = TypeVar("T")
_SHOWN = 200
_LONGEST_MARKER = 20
_SUBJECTS = ("name", "company", "publication_number", "lei", "uscc", "bvd", "isin")
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
_APOSTROPHE = re.compile(r"'(?=\d\S*$|[=\u3040-\u9fff\uac00-\ud7af])")
"""What makes spreadsheets take a cell for text; not the one of a name such as 't Hooft."""
_NOTE = re.compile(
    r"©|\(c\) |copyright\b|(downloaded|exported|created|generated)\b.{0,12}:"
    r"|(sources?|notes?|disclaimer|quellen?|stand|hinweis|(数据|资料)?来源|注|备注|说明)\s*[:：]"
    r"|((grand )?total|合计|总计|共计?)\s*[:：]?\s*\d",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the language that is declared for it."""

    text: str
    language: str = ""


@dataclass(slots=True)
class Cells:
    """One row under a plan. ``faults`` gathers cells that could not be used; ``short`` is how many
    cells the row had where it lacked some at its end, else 0."""

    file: str
    header: Sequence[str]
    plan: Plan
    row: Row
    faults: list[Reject] = field(default_factory=list)
    short: int = 0
    _cleaned: dict[int, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The field's text, cleaned; else the layout's fixed value; else empty."""
        index = self.where(name)
        if index is not None:
            return self.at(index)
        made = next(self._made(name), "")
        return made or self.plan.layout.fixed.get(name, "")

    def where(self, name: str) -> int | None:
        """The first column of the field that is filled."""
        for index in self.plan.fields.get(name, ()):
            if self.at(index):
                return index
        return None

    def unit(self, name: str) -> Measure:
        """What the field's number is counted in, as header or layout say."""
        index = self.where(name)
        return Measure() if index is None else self.plan.measures.get(index, Measure())

    def at(self, index: int) -> str:
        """The text of the cell in a column, cleaned; empty where missing."""
        known = self._cleaned.get(index)
        if known is None:
            known = self._cleaned[index] = self._clean(self._one(self.row.cells[index]))
        return known

    def preferred(self, name: str) -> "Written":
        """Of a text given in several languages the English one, else the first."""
        found = [
            Written(text, _language(code))
            for text, code in self.rows(name, f"{name}_language")
            if text
        ]
        if len(found) < 2 or not any(one.language for one in found):
            return Written(self.text(name), found[0].language if found else "")
        english = [one for one in found if one.language == "en"]
        return (english or found)[0]

    def rows(self, *names: str) -> Iterator[tuple[str, ...]]:
        """The fields side by side, for each row of a record that spans several."""
        places = [self.plan.fields.get(name, ())[:1] for name in names]
        columns = [self.row.cells[i[0]].split(JOINT) if i else [] for i in places]
        for found in zip_longest(*columns, fillvalue=""):
            yield tuple(map(self._clean, found))

    def many(self, name: str) -> tuple[str, ...]:
        """The field's values, each once, from all its columns."""
        separators = self.plan.layout.separators
        found: dict[str, None] = {}
        for index in self.plan.fields.get(name, ()):
            for part in _split(self.row.cells[index], separators):
                if value := self._clean(part):
                    found[value] = None
        return tuple(found | dict.fromkeys(self._made(name)))

    def _made(self, name: str) -> Iterator[str]:
        yield from self._joined(name)
        yield from self._composed(name)

    def _joined(self, name: str) -> Iterator[str]:
        """The values that several columns give side by side, of each those that are filled."""
        lists = [self.row.cells[index].split(JOINT) for index in self.plan.joined.get(name, ())]
        for pieces in zip_longest(*lists, fillvalue=""):
            if filled := " ".join(filter(None, map(self._clean, pieces))):
                yield filled

    def _composed(self, name: str) -> Iterator[str]:
        """The values that a template makes of several columns, those with an empty one left out."""
        parts = self.plan.composed.get(name, ())
        lists = [[p] if isinstance(p, str) else self.row.cells[p].split(JOINT) for p in parts]
        for number in range(max(map(len, lists), default=0)):
            pieces = [
                one[number if len(one) > 1 else 0] if len(one) > number or len(one) == 1 else ""
                for one in lists
            ]
            given = zip(parts, pieces, strict=True)
            if all(isinstance(part, str) or self._clean(piece) for part, piece in given):
                yield clean("".join(piece.strip() for piece in pieces))

    def get(self, name: str, convert: Callable[[str], T], default: T) -> T:
        """The field's value; a cell that cannot be converted is a fault, and gives ``default``."""
        given = self.text(name)
        if not given:
            return default
        given = self.plan.layout.values.get(name, {}).get(given.casefold(), given)
        given = _dated(given, self.plan.layout.formats.get(name, ""))
        if not given:
            return default
        try:
            return convert(given)
        except ValueError as error:
            self.faults.append(self.reject(str(error), name))
            return default

    def reject(self, reason: str, name: str = "") -> Reject:
        """This row (or one field of it) as a Reject."""
        places = self.plan.fields.get(name) or self.plan.joined.get(name, ()) if name else ()
        index = self.where(name) if name else None
        return self.reject_at(next(iter(places), None) if index is None else index, reason)

    def reject_at(self, index: int | None, reason: str) -> Reject:
        """This row (or one cell of it) as a Reject."""
        cells = self.row.cells
        value = "" if index is None or index >= len(cells) else clean(cells[index][: 4 * _SHOWN])
        return Reject(
            file=self.file,
            row=self.row.number,
            column="" if index is None else self.header[index],
            value=value[:_SHOWN],
            reason=reason,
            about=self._about(),
        )

    def _about(self) -> str:
        for name in _SUBJECTS:
            for index in self.plan.fields.get(name, ()):
                given = self.row.cells[index] if index < len(self.row.cells) else ""
                if found := clean(given[: 4 * _SHOWN]):
                    return found[:_SHOWN]
        return ""

    def unusable(self, encoding: str) -> Reject | None:
        """Why the row as a whole cannot be read, or None."""
        cells, width = self.row.cells, len(self.header)
        for index in self.plan.used:
            if index < len(cells) and (why := _unreadable(cells[index], encoding)):
                return self.reject_at(index, why)
        if self.row.fault:
            return self.reject(self.row.fault)
        if (len(cells) < width and not self._ends_early()) or any(map(str.strip, cells[width:])):
            return self.misfit()
        if len(cells) < width:
            self.short = len(cells)
            self.row = replace(self.row, cells=cells + [""] * (width - len(cells)))
        return self._refused()

    def misfit(self, why: str = "") -> Reject:
        """This row as a Reject for its number of cells; ``why`` says more."""
        many = any("\n" in cell for cell in self.row.cells)
        hint = "; a quotation mark may be missing" if many else why and f"; {why}"
        given = self.short or len(self.row.cells)
        return self.reject(f"the row has {given} cells, the header {len(self.header)}{hint}")

    def _ends_early(self) -> bool:
        """Whether a short row may lack empty cells alone, which spreadsheets drop at its end.

        What the layout requires must be there, and no line break in the last cell, which would
        speak for a quotation mark gone astray.
        """
        cells, fields = self.row.cells, self.plan.fields
        texts = tuple(column.index for column in self.plan.texts)
        required = (
            fields.get(name, texts if name == TEXT else ()) for name in self.plan.layout.required
        )
        return not any("\n" in cell for cell in cells[-1:]) and all(
            any(index < len(cells) for index in places) for places in required
        )

    def _refused(self) -> Reject | None:
        layout = self.plan.layout
        filled = [index for index, cell in enumerate(self.row.cells) if cell.strip()]
        alone = len(filled) == 1 or self.short
        if alone and len(self.header) > 1 and _NOTE.match(self.row.cells[filled[0]].strip()):
            return self.reject_at(filled[0], "a note, not a row of the table")
        for rule in layout.rejects:
            if not any(self._given(name) for name in rule.empty):
                return self.reject(rule.reason)
        for name in layout.filled:
            if not self._given(name):
                return self.reject(f"{name.replace('_', ' ')} is missing", name)
        return None

    def _one(self, cell: str) -> str:
        if not self.plan.layout.continued or JOINT not in cell:
            return cell
        return next((part for part in cell.split(JOINT) if self._clean(part)), "")

    def _clean(self, cell: str) -> str:
        if not cell:
            return ""
        if cell.startswith(("=HYPERLINK(", "=hyperlink(")):
            cell = _linked(cell)
        elif cell.startswith(('="', "'")):
            cell = _bare(cell)
        found = clean(cell.replace(JOINT, "; ") if JOINT in cell else cell)
        short = len(found) <= _LONGEST_MARKER
        return "" if short and values.is_missing(found, self.plan.layout.missing) else found

    def _given(self, name: str) -> bool:
        if name == TEXT:
            return any(self.at(column.index) for column in self.plan.texts)
        return bool(self.text(name))


def _unreadable(cell: str, encoding: str) -> str:
    if cell.isascii() and len(cell) <= LONGEST_CELL:
        return ""
    if len(cell) > LONGEST_CELL:
        return f"the cell is longer than {LONGEST_CELL:,} characters"
    if encodings.broken(cell, encoding):
        return f"the cell holds bytes that are not {encoding}; save the file as UTF-8"
    return ""


def _language(code: str) -> str:
    try:
        return values.language(code) if code else ""
    except ValueError:
        return ""


def _dated(given: str, written: str) -> str:
    """A date that is written as the layout says, in ISO 8601; anything else as it is."""
    try:
        return datetime.strptime(given, written).date().isoformat() if written else given
    except ValueError:
        return given


def _bare(cell: str) -> str:
    """A cell without what tells spreadsheets that it is text: ``="0012"`` and ``'0012``."""
    quoted = _AS_TEXT.fullmatch(cell.strip())
    return quoted[1].replace('""', '"') if quoted else _APOSTROPHE.sub("", cell, count=1)


def _linked(formula: str) -> str:
    """What a HYPERLINK formula shows, else its address; the formula is never evaluated."""
    quoted = [part.replace('""', '"') for part in _QUOTED.findall(formula)]
    return next((part for part in reversed(quoted[:2]) if part.strip()), "")


def _split(cell: str, separators: Sequence[str]) -> list[str]:
    parts = [cell]
    for separator in (JOINT, *separators):
        parts = [piece for part in parts for piece in part.split(separator)]
    return parts
