"""A file of any kind → plain rows of text with their row numbers."""

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Literal

from screening.errors import FileError
from screening.readers import delimited, encodings, jsonlines, workbooks
from screening.readers.delimited import Row

_JSON_SUFFIXES = frozenset((".json", ".jsonl", ".ndjson"))
_SNIFFED = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """How the rows of a file are packed: one sheet of a workbook, or text in some encoding."""

    format: Literal["delimited", "workbook", "json"]
    compression: encodings.Compression = ""
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.format == "workbook":
            return f"workbook, sheet {self.sheet!r}"
        mark = {"\t": "tab", "": ""}.get(self.delimiter, repr(self.delimiter))
        parts = (self.format, self.compression, self.encoding, mark and f"delimiter {mark}")
        return ", ".join(part for part in parts if part)


def sniff(path: Path) -> tuple[Container, ...]:
    """How the file is packed: one Container, or one for each visible sheet of a workbook.

    What counts is the content, not the suffix. FileError when nothing can be read.
    """
    head = _head(path)
    if head.startswith(workbooks.MAGIC) or path.suffix.lower() in workbooks.SUFFIXES:
        names = workbooks.sheets(path)
        if not names:
            raise FileError(f"{path}: the workbook has no visible sheet with cells")
        return tuple(Container(format="workbook", sheet=name) for name in names)
    packed = encodings.compression(head)
    try:
        return (_text_container(path, packed),)
    except (OSError, EOFError, zlib.error) as error:
        raise _damaged(path, packed, error) from None


def rows(path: Path, container: Container) -> Iterator[Row]:
    """The rows of the file, the header among them; FileError when it breaks off."""
    if container.format == "workbook":
        yield from workbooks.rows(path, container.sheet)
        return
    try:
        with encodings.text(path, container.compression, container.encoding) as stream:
            if container.format == "json":
                yield from jsonlines.rows(stream, container.columns)
            else:
                yield from delimited.rows(stream, container.delimiter)
    except (OSError, EOFError, UnicodeError, zlib.error) as error:
        raise _damaged(path, container.compression, error) from None


def _head(path: Path) -> bytes:
    if path.is_dir():
        raise FileError(f"{path} is a folder, not a file; name the files in it one by one")
    if not path.exists():
        raise FileError(f"{path}: there is no such file")
    if not path.is_file():
        raise FileError(f"{path} is not a regular file")
    try:
        with path.open("rb") as file:
            head = file.read(16)
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


def _is_json(sample: str, path: Path) -> bool:
    if _JSON_SUFFIXES & {suffix.lower() for suffix in path.suffixes}:
        return True
    first = next(iter(islice(filter(str.strip, sample.splitlines()), 1)), "")
    if not first.lstrip().startswith("{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False


def _damaged(path: Path, packed: str, error: Exception) -> FileError:
    what = f"the {packed} compression is damaged or cut off" if packed else "reading broke off"
    return FileError(f"{path}: {what} ({error}); fetch the file again")
