"""The dated rules of investment screening, from a CSV table."""

import csv
from dataclasses import fields
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from screening.errors import FileError
from screening.records import Rule

_MANY = ("deal_modes", "investor_class", "technologies")
_RULE = TypeAdapter(Rule)


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Every rule of the table; FileError names the row and the column of the first fault."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        missing = {f.name for f in fields(Rule)} - set(reader.fieldnames or ())
        if missing:
            raise FileError(f"{path.name}: missing column(s) {', '.join(sorted(missing))}")
        return tuple(_rule(path, number, row) for number, row in enumerate(reader, start=2))


def _rule(path: Path, number: int, row: dict[str, Any]) -> Rule:
    many = {name: tuple(filter(None, row[name].split(";"))) for name in _MANY}
    given = {f.name: row[f.name] for f in fields(Rule)} | many
    try:
        return _RULE.validate_python(given | {"stake": row["stake"] or None})
    except ValidationError as error:
        fault = error.errors()[0]
        raise FileError(
            f"{path.name}, row {number}, column {fault['loc'][0]}: {fault['input']!r}:"
            f" {fault['msg']}"
        ) from None
