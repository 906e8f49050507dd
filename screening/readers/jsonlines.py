"""JSON Lines, or one JSON array of objects → rows. Row 1 is the first line (or object)."""

import io
import json
import math
from collections.abc import Iterator
from typing import Any

from screening.readers.delimited import LONGEST_CELL, Row
from screening.readers.workbooks import as_text

JOINT = "\x1f"
"""Stands between the items of a list within one cell."""
_LONGEST_LINE = 16 * LONGEST_CELL


def rows(stream: io.TextIOBase, columns: tuple[str, ...]) -> Iterator[Row]:
    """A header (row 0), then one row per object; a line that is not an object is a fault."""
    yield Row(0, list(columns))
    for number, item in _objects(stream):
        if isinstance(item, str):
            yield Row(number, [], item)
        else:
            yield Row(number, [_cell(item.get(column)) for column in columns])


def columns(stream: io.TextIOBase) -> tuple[str, ...]:
    """Every key of every object, in order of first appearance."""
    found: dict[str, None] = {}
    for _, item in _objects(stream):
        if isinstance(item, dict):
            found.update(dict.fromkeys(item))
    return tuple(found)


def _objects(stream: io.TextIOBase) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """(row, object) or (row, what is wrong); blank lines are left out."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if number == 1 and line.lstrip().startswith("["):
            yield from _array(line + stream.read())
            return
        if len(line) == _LONGEST_LINE:
            while line and not line.endswith(("\n", "\r")):
                line = stream.readline(_LONGEST_LINE)
            yield number, f"line is longer than {_LONGEST_LINE:,} characters"
        elif line.strip():
            yield number, _object(line)


def _array(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    found = _parsed(text)
    if isinstance(found, str):
        yield 1, found
        return
    for number, item in enumerate(found, start=1):
        yield number, item if isinstance(item, dict) else "not a JSON object"


def _object(line: str) -> dict[str, Any] | str:
    found = _parsed(line)
    if isinstance(found, str | dict):
        return found
    return "not a JSON object"


def _parsed(text: str) -> Any:
    """The value, or what is wrong as a string."""
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except RecursionError:
        return "JSON nested too deeply"
    except ValueError as error:
        return f"not JSON: {error}"
    return value if isinstance(value, dict | list) else "not a JSON object"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return found


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return JOINT.join(_cell(item) for item in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and math.isnan(value):
        return ""
    return as_text(value)
