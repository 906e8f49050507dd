"""The cells of one row by field, cleaned and converted; what is wrong with them, as Rejects."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from screening.readers import encodings
from screening.readers.delimited import LONGEST_CELL, Row
from screening.readers.jsonlines import JOINT
from screening.readers.layout import TEXT, Plan
from screening.records import Reject
from screening.text import clean

T = TypeVar("T")
_SHOWN = 200
_LONGEST_MARKER = 20


@dataclass(slots=True)
class Cells:
    """One row under a plan. ``faults`` gathers cells that could not be used."""

    file: str
    header: Sequence[str]
    plan: Plan
    row: Row
    faults: list[Reject] = field(default_factory=list)
    _cleaned: dict[int, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The field's text, cleaned; else the layout's fixed value; else empty."""
        indices = self.plan.fields.get(name)
        found = self.at(indices[0]) if indices else ""
        return found or self.plan.layout.fixed.get(name, "")

    def at(self, index: int) -> str:
        """The text of the cell in a column, cleaned; empty where missing."""
        known = self._cleaned.get(index)
        if known is None:
            known = self._cleaned[index] = self._clean(self.row.cells[index])
        return known

    def many(self, name: str) -> tuple[str, ...]:
        """The field's values, each once, from all its columns."""
        separators = self.plan.layout.separators
        found: dict[str, None] = {}
        for index in self.plan.fields.get(name, ()):
            for part in _split(self.row.cells[index], separators):
                if value := self._clean(part):
                    found[value] = None
        return tuple(found)

    def get(self, name: str, convert: Callable[[str], T], default: T) -> T:
        """The field's value; a cell that cannot be converted is a fault, and gives ``default``."""
        given = self.text(name)
        if not given:
            return default
        try:
            return convert(given)
        except ValueError as error:
            self.faults.append(self.reject(str(error), name))
            return default

    def reject(self, reason: str, name: str = "") -> Reject:
        """This row (or one field of it) as a Reject."""
        indices = self.plan.fields.get(name, ()) if name else ()
        return self.reject_at(indices[0] if indices else None, reason)

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
        )

    def unusable(self, encoding: str) -> Reject | None:
        """Why the row as a whole cannot be read, or None."""
        cells, width = self.row.cells, len(self.header)
        for index in self.plan.used:
            if index < len(cells) and (why := _unreadable(cells[index], encoding)):
                return self.reject_at(index, why)
        if self.row.fault:
            return self.reject(self.row.fault)
        if len(cells) < width or (len(cells) > width and any(map(str.strip, cells[width:]))):
            hint = "; a quotation mark may be missing" if any("\n" in c for c in cells) else ""
            return self.reject(f"the row has {len(cells)} cells, the header {width}{hint}")
        return self._refused()

    def _refused(self) -> Reject | None:
        layout = self.plan.layout
        for rule in layout.rejects:
            if not any(self._given(name) for name in rule.empty):
                return self.reject(rule.reason)
        for name in layout.filled:
            if not self._given(name):
                return self.reject(f"{name.replace('_', ' ')} is missing", name)
        return None

    def _clean(self, cell: str) -> str:
        if not cell:
            return ""
        found = clean(cell.replace(JOINT, "; ") if JOINT in cell else cell)
        short = len(found) <= _LONGEST_MARKER
        return "" if short and found.casefold() in self.plan.layout.missing else found

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


def _split(cell: str, separators: Sequence[str]) -> list[str]:
    parts = [cell]
    for separator in (JOINT, *separators):
        parts = [piece for part in parts for piece in part.split(separator)]
    return parts
