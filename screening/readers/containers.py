"""A file of any kind → plain rows of text with their row numbers."""

import json
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from screening.errors import FileError
from screening.readers import (
    delimited,
    encodings,
    jsonlines,
    markup,
    packing,
    sheetxml,
    workbooks,
    xmlfiles,
)
from screening.readers.delimited import Row
from screening.records import Reject

_JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))
_SNIFFED = 1 << 16
_HEAD = 4096
_WIDEST = 1_000  # columns up to which a short row is filled up
_MARKS = b"\xef\xbb\xbf \t\r\n"
_UTF_16 = dict.fromkeys((b"\xff\xfe", b"\xfe\xff"), "utf-16")
_UTF_16 |= {b"<\x00": "utf-16-le", b"\x00<": "utf-16-be"}
# A declaration, or the root of a file that is read, which may stand without one
_XML = re.compile(
    rb"<\?xml|<ops:|<(?:\w+:)?(?:exchange-documents|world-patent-data|export|sdnList)[\s>]"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One file to be read, and the name to show for it (``export.zip/firms.csv``).

    ``fault`` says why it cannot be read at all; ``unread`` what of it was left out.
    """

    name: str
    path: Path
    fault: str = ""
    unread: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """How the rows of a file are packed: one sheet of a workbook (or table of a web page), or text
    in some encoding.

    ``record`` is the XML element that makes a row.
    """

    format: Literal["delimited", "workbook", "json", "xml", "html", "sheetxml"]
    compression: encodings.Compression = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    record: str = ""
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.format == "workbook":
            return f"workbook, sheet {self.sheet!r}"
        if self.format == "sheetxml":
            return f"XML spreadsheet, sheet {self.sheet!r}"
        if self.format == "html":
            return f"web page, {self.sheet}"
        if self.format == "xml":
            return f"XML, element {self.record}"
        mark = {"\t": "tab", "": ""}.get(self.delimiter, repr(self.delimiter))
        parts = (self.format, self.compression, self.encoding, mark and f"delimiter {mark}")
        return ", ".join(part for part in parts if part)


def sniff(path: Path, records: Sequence[str] = ()) -> tuple[Container, ...]:
    """How the file is packed: one Container, or one for each visible sheet of a workbook.

    What counts is the content, not the suffix; ``records`` are the XML elements that may make
    rows. FileError when nothing can be read.
    """
    if found := sheets(path):
        return found
    head = _head(path)
    packed = encodings.compression(head)
    try:
        if packed:
            with encodings.binary(path, packed) as file:
                packing.bounded(path, file)
        if _is_xml(path, packed):
            return (_xml_container(path, packed, records),)
        return (_text_container(path, packed),)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _damaged(path, packed, error) from None


def sheets(path: Path) -> tuple[Container, ...]:
    """The visible sheets of a workbook, or tables of a web page; empty for any other file."""
    head = _head(path)
    if head.startswith(workbooks.MAGIC):
        names = workbooks.sheets(path)
        if not names:
            raise FileError(f"{path}: the workbook has no visible sheet with cells")
        return tuple(Container(format="workbook", sheet=name) for name in names)
    if sheetxml.begins(head):
        try:
            with path.open("rb") as file:
                names = sheetxml.sheets(file)
        except ValueError as error:
            raise _damaged(path, "", error) from None
        return tuple(Container(format="sheetxml", sheet=name) for name in names)
    if markup.begins(head):
        count = len(markup.tables(markup.tree(path.read_bytes(), path)))
        if not count:
            raise FileError(
                f"{path} is a web page without a table; a saved website is a folder, in a folder"
                " of such folders, one for each company"
            )
        return tuple(Container(format="html", sheet=f"table {n}") for n in range(1, count + 1))
    return ()


def rows(path: Path, container: Container) -> Iterator[Row]:
    """The rows of the file, the header among them; FileError when it breaks off."""
    if container.format == "workbook":
        yield from workbooks.rows(path, container.sheet)
        return
    if container.format == "html":
        found = markup.tables(markup.tree(path.read_bytes(), path))
        yield from _filled(markup.rows(found[int(container.sheet.split()[1]) - 1]))
        return
    try:
        if container.format == "sheetxml":
            with path.open("rb") as file:
                yield from _filled(sheetxml.rows(file, container.sheet))
            return
        if container.format == "xml":
            with encodings.binary(path, container.compression) as file:
                yield from xmlfiles.rows(file, container.record, container.columns)
            return
        with encodings.text(path, container.compression, container.encoding) as stream:
            if container.format == "json":
                yield from jsonlines.rows(stream, container.columns)
            else:
                yield from delimited.rows(stream, container.delimiter)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _damaged(path, container.compression, error) from None


def _filled(rows: Iterator[list[str]]) -> Iterator[Row]:
    """The rows, each as wide as the widest of those before: empty cells at the end are left off."""
    width = 0
    for number, cells in enumerate(rows, start=1):
        width = max(width, len(cells))
        yield Row(number, cells + [""] * (min(width, _WIDEST) - len(cells)))


def told(path: Path, container: Container, name: str, header_row: int) -> Row:
    """What the file says under ``name`` ahead of its rows, as the one cell of a row.

    In XML an element or attribute by its path below the root; else what stands beside the first
    cell of that name above the header, or in it behind a colon. An empty cell where there is none.
    """
    if container.format == "xml":
        with encodings.binary(path, container.compression) as file:
            return Row(0, [xmlfiles.told(file, container.record, name)])
    for row in rows(path, container):
        if row.number >= header_row:
            break
        first = row.cells[0] if row.cells else ""
        label, colon, beside = first.partition(":")
        if label.strip().casefold() == name.casefold() and (colon or len(row.cells) > 1):
            return Row(row.number, [beside] if colon else row.cells[1:2])
    return Row(0, [""])


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise FileError(f"{path} is a folder, not a file; name the files in it one by one")
    if not path.exists():
        raise FileError(f"{path}: there is no such file")
    if not path.is_file():
        raise FileError(f"{path} is not a regular file")
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    if not head:
        raise FileError(f"{path} is empty (0 bytes); nothing to read")
    return head


def _text_container(path: Path, packed: encodings.Compression) -> Container:
    encoding = encodings.detect(path, packed)
    with encodings.text(path, packed, encoding) as stream:
        sample = stream.read(_SNIFFED)
    if not sample.strip("\ufeff\x00 \t\r\n"):
        raise FileError(f"{path} holds no text; nothing to read")
    if _is_json(sample, path):
        with encodings.text(path, packed, encoding) as stream:
            columns = jsonlines.columns(stream)
        return Container(format="json", compression=packed, encoding=encoding, columns=columns)
    return Container(
        format="delimited",
        compression=packed,
        encoding=encoding,
        delimiter=delimited.delimiter(sample, whole=len(sample) < _SNIFFED),
    )


def _is_xml(path: Path, packed: encodings.Compression) -> bool:
    with encodings.binary(path, packed) as file:
        head = file.read(_HEAD)
    if wide := _UTF_16.get(head[:2]):
        head = head.decode(wide, "ignore").encode("utf-8", "ignore")
    return _XML.match(head.lstrip(_MARKS)) is not None


def _xml_container(path: Path, packed: encodings.Compression, records: Sequence[str]) -> Container:
    with encodings.binary(path, packed) as file:
        record = xmlfiles.record_tag(file, records)
    if not record:
        raise FileError(f"{path}: XML without any of the elements {', '.join(records)}")
    with encodings.binary(path, packed) as file:
        columns = xmlfiles.columns(file, record)
    return Container(format="xml", compression=packed, record=record, columns=columns)


def _is_json(sample: str, path: Path) -> bool:
    if _JSON_SUFFIXES & {suffix.lower() for suffix in path.suffixes}:
        return True
    first = next(iter(islice(filter(str.strip, sample.splitlines()), 1)), "")
    if not first.lstrip().startswith("{"):
        return False
    if first.strip() == "{":
        return True
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _damaged(path: Path, packed: str, error: Exception) -> FileError:
    what = f"the {packed} compression is damaged or cut off" if packed else "reading broke off"
    return FileError(f"{path}: {what} ({error}); fetch the file again")
