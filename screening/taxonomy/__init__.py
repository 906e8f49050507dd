"""The shared taxonomy: fields, their technologies, and what unrelated texts sound like."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.errors import FileError, MandateError, unknown
from screening.records import Field, Technology
from screening.text import digest

_FIELD = ("id", "name_en", "name_zh", "scope")
_TECHNOLOGY = ("id", "field", "parent", "name_en", "name_zh", "description_en", "description_zh")
_CODES = ("cpc", "cpc_not")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """Fields and technologies by id, in file order; ``background`` are sentences of other trades.

    ``version`` is a hash over all three, so that a Run names exactly what it was measured with.
    """

    fields: Mapping[str, Field]
    technologies: Mapping[str, Technology]
    background: tuple[str, ...]
    version: str

    @property
    def screened(self) -> tuple[str, ...]:
        """Ids of the fields that a mandate may name: all but those that are for the map only."""
        return tuple(one.id for one in self.fields.values() if one.scope == "screen")

    def field(self, name: str) -> Field:
        """The field of a mandate; MandateError when there is none such or it is only mapped."""
        if name not in self.fields:
            raise MandateError(f"field: {unknown('field', name, self.screened)}")
        if name not in self.screened:
            raise MandateError(
                f"field: {name!r} stands on the map only and is not screened for targets;"
                f" fields to screen: {', '.join(self.screened)}"
            )
        return self.fields[name]

    def axes(self, field: str, stated: Sequence[str] = ()) -> tuple[Technology, ...]:
        """What a mandate is measured on: its field's technologies of the first level, and those
        that it states a gap in, wherever they stand in the taxonomy."""
        self.field(field)
        first = [t.id for t in self.technologies.values() if t.field == field and not t.parent]
        return tuple(self.technologies[one] for one in dict.fromkeys([*first, *stated]))


def load(folder: Path) -> Taxonomy:
    """Read ``fields.csv``, ``technologies.csv`` and ``background.csv`` of a reference folder."""
    fields = _rows(folder / "fields.csv", _FIELD)
    technologies = _rows(folder / "technologies.csv", (*_TECHNOLOGY, *_CODES))
    texts = _rows(folder / "background.csv", ("id", "text_en", "text_zh"))
    background = tuple(row[f"text_{code}"] for code in ("en", "zh") for row in texts)
    return Taxonomy(
        fields={row["id"]: _field(row) for row in fields},
        technologies={row["id"]: _technology(row) for row in technologies},
        background=background,
        version=digest([fields, technologies, background])[:12],
    )


def _field(row: Mapping[str, Any]) -> Field:
    return Field(**row)


def _technology(row: Mapping[str, str]) -> Technology:
    facts: dict[str, Any] = {name: row[name] for name in _TECHNOLOGY}
    for name in _CODES:
        facts[name] = tuple(filter(None, map(str.strip, row[name].split(";"))))
    return Technology(**facts)


def _rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or [])]
        if missing:
            raise FileError(f"{path.name}: missing column(s) {', '.join(missing)}")
        return [{name: row[name] or "" for name in needed} for row in reader]
