"""JSON → rows: JSON Lines, one array, or the records in the answer of a service.

Row 1 is the first line (or object). An object within an object gives columns with dotted names
(``biblio.parties.applicants``), a list of objects one cell with the values of each.
"""

import io
import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from screening.readers.delimited import LONGEST_CELL, Row
from screening.readers.workbooks import as_text

JOINT = "\x1f"
"""Stands between the items of a list within one cell."""
_LONGEST_LINE = 16 * LONGEST_CELL
_LONGEST_FILE = 256 * LONGEST_CELL
_PIECE = LONGEST_CELL
_MOST_COLUMNS = 5_000
_MOST_CELLS = 100_000
"""Values of one record, the empty ones that keep its columns in step among them."""
_DENSE, _SMALL = 12, 1_000_000
"""Characters for each bracket, and of a text that is read in any case: what is more brackets than
values takes many times its size in memory."""
_PARAGRAPH = "p"
_OPENINGS = ("{", "{}")
_ENVELOPES = frozenset(("data", "results", "records", "exchange-document"))
_WRAPPERS = frozenset(("world-patent-data", "exchange-documents", "search-result", "biblio-search"))


def rows(stream: io.TextIOBase, columns: tuple[str, ...]) -> Iterator[Row]:
    """A header (row 0), then one row per object; a line that is not an object is a fault."""
    yield Row(0, list(columns))
    for number, item in _objects(stream):
        if isinstance(item, str):
            yield Row(number, [], item)
        else:
            yield Row(number, cells(item, columns))


def columns(stream: io.TextIOBase) -> tuple[str, ...]:
    """Every column of every object, in order of first appearance.

    ValueError when there are too many, or there is no object but what is wrong.
    """
    found: dict[str, None] = {}
    fault = ""
    for _, item in _objects(stream):
        if isinstance(item, dict):
            found.update(dict.fromkeys(item))
        else:
            fault = fault or str(item)
        if len(found) > _MOST_COLUMNS:
            raise ValueError(f"more than {_MOST_COLUMNS:,} different keys: not a table")
    if fault and not found:
        raise ValueError(fault)
    return tuple(found)


def cells(found: Mapping[str, list[str]], columns: Sequence[str]) -> list[str]:
    """The cells of a row in the order of ``columns``; those of a list joined by ``JOINT``."""
    return [JOINT.join(found.get(column, ())) for column in columns]


def flat(value: Mapping[str, Any]) -> dict[str, list[str]]:
    """Column → texts, of an object however deep; lists of objects keep their columns in step.

    Name space, ``@`` and ``$`` of XML written as JSON are left off; paragraphs (``p``) side by side
    are one text. ValueError when it holds more
    than a record can.

    >>> flat({"ops:a": {"@kind": "A1", "$": "x"}, "b": [{"c": 1}, {"d": 2.5}], "e": ["f", None]})
    {'a.kind': ['A1'], 'a': ['x'], 'b.c': ['1', ''], 'b.d': ['', '2.5'], 'e': ['f', '']}
    """
    found: dict[str, list[str]] = {}
    held = 0
    for name, inner in value.items():
        own = name.rpartition(":")[2].lstrip("@") if "://" not in name else name
        own = "" if own == "$" else own
        for path, texts in _below(inner).items():
            one_text = own == _PARAGRAPH and not path
            key = ".".join(part for part in (own, path) if part)
            found.setdefault(key, []).extend([" ".join(filter(None, texts))] if one_text else texts)
            held = _bounded(held + len(texts))
    return found


def _below(value: Any) -> dict[str, list[str]]:
    if isinstance(value, dict):
        return flat(value)
    if not isinstance(value, list):
        return {"": [_cell(value)]}
    _bounded(len(value))
    items: list[dict[str, list[str]]] = []
    held = 0
    for item in value:
        items.append(_below(item))
        held = _bounded(held + sum(map(len, items[-1].values())))
    paths = dict.fromkeys(path for item in items for path in item)
    _bounded(held + sum(len(paths) - len(item) for item in items))
    return {path: [text for item in items for text in item.get(path, [""])] for path in paths}


def _bounded(held: int) -> int:
    if held > _MOST_CELLS:
        raise ValueError(f"one record holds more than {_MOST_CELLS:,} values")
    return held


Item = Mapping[str, list[str]] | str
"""The flat columns of an object, or what is wrong."""


def _objects(stream: io.TextIOBase) -> Iterator[tuple[int, Item]]:
    """(row, object) or (row, what is wrong); blank lines are left out."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if number == 1 and (whole := _whole(line, stream)) is not None:
            found = _parsed(whole)
            items = [found] if isinstance(found, str) else _inside(found)
            yield from enumerate(map(_item, items), start=1)
            return
        if len(line) == _LONGEST_LINE:
            while line and not line.endswith(("\n", "\r")):
                line = stream.readline(_LONGEST_LINE)
            yield number, f"line is longer than {_LONGEST_LINE:,} characters"
        elif line.strip():
            found = _parsed(line)
            items = _inside(found) if isinstance(found, dict) else [found]
            yield from ((number, _item(item)) for item in items)


def _whole(line: str, stream: io.TextIOBase) -> str | None:
    """The text of a file that is one array, or one object over several lines; else None."""
    start = line.lstrip("\ufeff \t\r\n")
    if start.startswith("[") or (start.startswith("{") and start.strip() in _OPENINGS):
        # at once it would take the room of the longest file
        pieces = iter(lambda: stream.read(_PIECE), "")
        return "".join((line, *islice(pieces, _LONGEST_FILE // _PIECE)))
    return None


def _item(value: Any) -> Item:
    """An object flattened; of anything else, what is wrong (a string says so itself)."""
    if isinstance(value, str):
        return value if value.startswith(("not ", "JSON ")) else "not a JSON object"
    try:
        return flat(value) if isinstance(value, dict) else "not a JSON object"
    except RecursionError:
        return "JSON nested too deeply"
    except ValueError as error:
        return f"not a record: {error}"


def _inside(found: dict[str, Any] | list[Any]) -> list[Any]:
    """The records in the answer of a service (its pages wrap them), else what was given."""
    if isinstance(found, list):
        return [record for one in found for record in _unwrapped(one)]
    for name, value in found.items():
        own = name.rpartition(":")[2]
        if own in _ENVELOPES and isinstance(value, list) and any(map(_is_object, value)):
            return value
        if own in _WRAPPERS and isinstance(value, dict | list):
            return _inside(value)
        if own == "exchange-document":
            return [value]
    return [found]


def _unwrapped(one: Any) -> list[Any]:
    """The exchange documents of OPS stand in an object of their own each, other records do not."""
    inner = one.get("exchange-document") if isinstance(one, dict) else None
    return [one] if inner is None else inner if isinstance(inner, list) else [inner]


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _parsed(text: str) -> Any:
    """The value, or what is wrong as a string."""
    brackets = text.count("{") + text.count("[") if len(text) > _SMALL else 0
    if brackets * _DENSE > len(text):
        return f"not records: {brackets:,} brackets in {len(text):,} characters"
    try:
        value = json.loads(text, object_pairs_hook=_once)
    except RecursionError:
        return "JSON nested too deeply"
    except ValueError as error:
        return f"not JSON: {error}"
    return value if isinstance(value, dict | list) else "not a JSON object"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > _MOST_CELLS:
        raise ValueError(f"one object holds more than {_MOST_CELLS:,} keys")
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        twice = sorted(name for name, times in counted.items() if times > 1)
        raise ValueError(f"key given twice: {', '.join(twice)}")
    return found


def _cell(value: Any) -> str:
    return "" if isinstance(value, float) and math.isnan(value) else as_text(value)
