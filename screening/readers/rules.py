"""The dated rules of investment screening, from a CSV table."""

import csv
from pathlib import Path

from screening.errors import FileError
from screening.records import Rule

BANDS = ("open", "filing", "review_likely", "near_closed", "prohibitive", "not_researched")


def read_rules(path: Path) -> tuple[Rule, ...]:
    """Every rule of the table; FileError names the row and the column of the first fault."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rules = []
    for number, row in enumerate(rows, start=2):
        if row.get("band") not in BANDS:
            raise FileError(
                f"{path.name}, row {number}, column band: {row.get('band')!r} is not one of"
                f" {', '.join(BANDS)}"
            )
        try:
            rules.append(Rule(**row))
        except TypeError as error:
            raise FileError(f"{path.name}, row {number}: wrong columns ({error})") from None
    return tuple(rules)
