"""XML → rows: each element of a given tag is a row, flattened as JSON objects are.

Read as a stream by expat under defusedxml: no entity is expanded and nothing is fetched.
"""

from collections.abc import Iterator, Sequence
from typing import IO, Any
from xml.etree.ElementTree import Element, ParseError

from screening.readers.delimited import LONGEST_CELL, Row
from screening.readers.jsonlines import cells, flat

_LONGEST_RECORD = 16 * LONGEST_CELL
_MOST_ELEMENTS = 100_000
_FORGOTTEN = 1_000
_MOST_ATTRIBUTES = 1_000
_DEEPEST = 1_000
_DEEPEST_RECORD = 100
"""Elements in one record (a patent of two megabytes has 30,000), ended ones outside of any after
which they are forgotten, attributes of one element and elements within each other: more would take
many times the file in memory."""


def record_tag(file: IO[bytes], tags: Sequence[str]) -> str:
    """The first of ``tags`` that occurs as an element; empty when none does."""
    return next((_name(e.tag) for e in _elements(file, "start") if _name(e.tag) in tags), "")


def columns(file: IO[bytes], tag: str) -> tuple[str, ...]:
    """Every column of every record, in order of first appearance."""
    found: dict[str, None] = {}
    for record in _records(file, tag):
        found.update(dict.fromkeys(flat(record)))
    return tuple(found)


def rows(file: IO[bytes], tag: str, columns: tuple[str, ...]) -> Iterator[Row]:
    """A header (row 0), then one row per record, counted from 1."""
    yield Row(0, list(columns))
    for number, record in enumerate(_records(file, tag), start=1):
        yield Row(number, cells(flat(record), columns))


def told(file: IO[bytes], tag: str, name: str) -> str:
    """The text of an element or attribute ahead of the first record; empty where there is none.

    ``name`` is its path below the root, such as ``head.date``.
    """
    *above, last = name.split(".")
    path: list[str] = []
    for event, element in _events(file, tag):
        own = _name(element.tag)
        if event == "start" and own == tag:
            break
        if event == "start":
            path.append(own)
            texts = {_name(key): value for key, value in element.attrib.items()}
        else:
            path.pop()
            texts = {own: element.text or ""}
        if last in texts and len(path) == len(above) + 1 and path[1:] == above:
            return texts[last]
    return ""


def _records(file: IO[bytes], tag: str) -> Iterator[dict[str, Any]]:
    for event, element in _events(file, tag):
        if event == "end" and _name(element.tag) == tag:
            yield _plain(element)


def _elements(file: IO[bytes], wanted: str) -> Iterator[Element]:
    return (element for event, element in _events(file) if event == wanted)


def _events(file: IO[bytes], tag: str = "") -> Iterator[tuple[str, Element]]:
    """Starts and ends; what does not stand in an element of ``tag`` is forgotten once it ended.

    ValueError when it is no well-formed XML, declares entities or holds more than a record can.
    """
    path: list[Element] = []
    ended = [0]  # children of each of them that are empty by now, and of the last one's parent
    records: list[int] = []  # how deep the records stand that have begun
    held = 0
    for event, element in _parsed(file):
        if event == "start":
            path.append(element)
            ended.append(0)
            held += 1
            if _name(element.tag) == tag:
                records.append(len(path))
            _check(element, held, len(path), records)
        yield event, element
        if event == "end":
            if records and records[-1] == len(path):
                records.pop()
            path.pop()
            ended.pop()
            if not records:
                held = 0
                element.clear()
                ended[-1] += 1
            if path and ended[-1] == _FORGOTTEN:
                del path[-1][:_FORGOTTEN]
                ended[-1] = 0


def _check(element: Element, held: int, depth: int, records: Sequence[int]) -> None:
    if records and held > _MOST_ELEMENTS:
        raise ValueError(f"one record holds more than {_MOST_ELEMENTS:,} elements")
    if len(element.attrib) > _MOST_ATTRIBUTES:
        raise ValueError(f"one element has more than {_MOST_ATTRIBUTES:,} attributes")
    if depth > _DEEPEST or (records and depth - records[0] > _DEEPEST_RECORD):
        raise ValueError("elements are nested too deeply for a record")


def _parsed(file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        yield from iterparse(file, events=("start", "end"))
    except DefusedXmlException as error:
        raise ValueError(f"XML that declares entities is not read: {error}") from None
    except (ParseError, LookupError, ValueError) as error:
        raise ValueError(f"not well-formed XML: {error}") from None


def _plain(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {"@" + _name(key): value for key, value in element.attrib.items()}
    if element.text and element.text.strip():
        found["$"] = element.text.strip()[:_LONGEST_RECORD]
    for child in element:
        found.setdefault(_name(child.tag), []).append(_plain(child))
        if child.tail and child.tail.strip():
            found["$"] = " ".join((found.get("$", ""), child.tail.strip())).strip()
    return found


def _name(tag: str) -> str:
    return tag.rpartition("}")[2]
