"""Spreadsheets as XML (Excel 2003, SpreadsheetML) → rows, read as a stream under defusedxml."""

from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from screening.readers.workbooks import as_text

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384  # what Excel takes


def begins(head: bytes) -> bool:
    """Whether a file that begins so is such a spreadsheet."""
    return _MARK in head.replace(b"\0", b"")


def sheets(file: IO[bytes]) -> tuple[str, ...]:
    """The names of the visible sheets in order; ValueError when it is damaged."""
    found: list[str] = []
    hidden = False
    for event, element in _events(file):
        if event == "start" and element.tag == f"{_SPACE}Worksheet":
            hidden = False
        elif event == "end" and element.tag.endswith("}Visible"):
            hidden = True
        elif event == "end" and element.tag == f"{_SPACE}Worksheet" and not hidden:
            found.append(element.get(f"{_SPACE}Name", ""))
    return tuple(found)


def rows(file: IO[bytes], sheet: str) -> Iterator[list[str]]:
    """Every row of a sheet, from row 1 on; ValueError when it is damaged."""
    inside, number = False, 0
    for event, element in _events(file):
        if element.tag == f"{_SPACE}Worksheet":
            inside = event == "start" and element.get(f"{_SPACE}Name", "") == sheet
        elif inside and event == "end" and element.tag == f"{_SPACE}Row":
            place = _index(element, number + 1, _MOST_ROWS)
            for _ in range(number + 1, place):
                yield []
            number = place
            yield _cells(element)


def _cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_SPACE}Cell"):
        place = _index(cell, len(cells) + 1, _MOST_COLUMNS)
        cells += [""] * (place - 1 - len(cells))
        data = cell.find(f"{_SPACE}Data")
        cells.append("" if data is None else _text(data))
        cells += [""] * min(int(cell.get(f"{_SPACE}MergeAcross", "0")), _MOST_COLUMNS)
    return cells


def _index(element: Element, usual: int, most: int) -> int:
    """The place that a row or cell names, else the next one."""
    told = int(element.get(f"{_SPACE}Index", str(usual)))
    if not usual <= told <= most:
        raise ValueError(f"a row or cell stands at {told:,}")
    return told


def _text(data: Element) -> str:
    told, kind = "".join(data.itertext()), data.get(f"{_SPACE}Type", "String")
    if kind == "Number":
        return as_text(float(told))
    if kind == "Boolean":
        return as_text(told == "1")
    if kind == "DateTime":
        return told.removesuffix(".000").removesuffix("T00:00:00")
    return "" if kind == "Error" else told


def _events(file: IO[bytes]) -> Iterator[tuple[str, Element]]:
    """Begin and end of each element; a row is let go once it is read."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    above: list[Element] = []
    try:
        for event, element in iterparse(file, events=("start", "end")):
            if event == "end":
                above.pop()
            parent = above[-1] if above else None
            yield event, element
            if event == "start":
                above.append(element)
            elif element.tag == f"{_SPACE}Row" and parent is not None:
                parent.remove(element)
    except DefusedXmlException as error:
        raise ValueError(f"XML that declares entities is not read: {error}") from None
    except (ParseError, LookupError) as error:
        raise ValueError(f"not well-formed XML: {error}") from None
