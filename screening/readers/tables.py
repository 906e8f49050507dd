"""Tables of the reference folder that are read as they stand: rules, suppliers, priorities."""

import csv
from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from screening.errors import FileError
from screening.records import Priority, Rule, Supplier

T = TypeVar("T", Rule, Supplier, Priority)
_RULE, _SUPPLIER = TypeAdapter(Rule), TypeAdapter(Supplier)
_PRIORITY = TypeAdapter(Priority)


def read_rules(path: Path) -> tuple[Rule, ...]:
    """The dated rules of investment screening.

    FileError names the row and the column of the first fault.
    """
    many = ("deal_modes", "investor_class", "technologies")
    return tuple(_rows(path, Rule, _RULE, many))


def read_suppliers(path: Path) -> tuple[Supplier, ...]:
    """The suppliers at home, by technology; FileError as for rules.

    A table of one's own may lack the Chinese note, which older ones do not have.
    """
    return tuple(_rows(path, Supplier, _SUPPLIER, later=("note_zh",)))


def read_priorities(path: Path) -> tuple[Priority, ...]:
    """The countries that the policy names for a field; FileError as for rules."""
    return tuple(_rows(path, Priority, _PRIORITY))


def _rows(
    path: Path,
    record: type[T],
    kind: TypeAdapter[T],
    many: Collection[str] = (),
    later: Collection[str] = (),
) -> Iterator[T]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        names = [one.name for one in fields(record)]
        missing = set(names) - set(reader.fieldnames or ()) - set(later)
        if missing:
            raise FileError(f"{path.name}: missing column(s) {', '.join(sorted(missing))}")
        for number, row in enumerate(reader, start=2):
            given: dict[str, Any] = {name: row[name] for name in names if name in row}
            given |= {name: tuple(filter(None, row[name].split(";"))) for name in many}
            yield _validated(kind, given, f"{path.name}, row {number}")


def _validated(kind: TypeAdapter[T], given: dict[str, Any], place: str) -> T:
    empty = {"stake": None} if given.get("stake") == "" else {}
    try:
        return kind.validate_python(given | empty)
    except ValidationError as error:
        fault = error.errors()[0]
        raise FileError(
            f"{place}, column {fault['loc'][0]}: {fault['input']!r}: {fault['msg']}"
        ) from None
