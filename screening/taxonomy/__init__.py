"""The shared taxonomy: fields, their technologies, and what unrelated texts sound like."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screening.errors import FileError
from screening.records import Technology
from screening.text import digest

_COLUMNS = ("id", "field", "name_en", "name_zh", "description_en", "description_zh", "cpc")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxonomy:
    """Technologies by id, in the order of the file; ``background`` are sentences of other trades.

    ``version`` is a hash over both, so that a Run names exactly what it was measured with.
    """

    technologies: Mapping[str, Technology]
    background: tuple[str, ...]
    version: str

    def of_field(self, field: str) -> tuple[Technology, ...]:
        """The technologies of one field; FileError lists the fields when there is none such."""
        found = tuple(t for t in self.technologies.values() if t.field == field)
        if not found:
            fields = sorted({t.field for t in self.technologies.values()})
            raise FileError(f"unknown field {field!r}; known: {', '.join(fields)}")
        return found


def load(folder: Path) -> Taxonomy:
    """Read ``technologies.csv`` and ``background.csv`` of a reference folder."""
    technologies = {}
    rows = _rows(folder / "technologies.csv", _COLUMNS)
    for row in rows:
        facts = {name: row[name] for name in _COLUMNS if name != "cpc"}
        codes = tuple(code.strip() for code in row["cpc"].split(";") if code.strip())
        technologies[row["id"]] = Technology(**facts, cpc=codes)
    texts = _rows(folder / "background.csv", ("id", "text_en", "text_zh"))
    background = tuple(row[f"text_{code}"] for code in ("en", "zh") for row in texts)
    return Taxonomy(
        technologies=technologies,
        background=background,
        version=digest([rows, background])[:12],
    )


def _rows(path: Path, needed: tuple[str, ...]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = [name for name in needed if name not in (reader.fieldnames or [])]
        if missing:
            raise FileError(f"{path.name}: missing column(s) {', '.join(missing)}")
        return [{name: value or "" for name, value in row.items() if name} for row in reader]
