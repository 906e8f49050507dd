"""HTML in any encoding → its tree, and the rows of its tables."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from screening.errors import FileError
from screening.readers import encodings

_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b"
    rb"|(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta)\b)",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(r"\s*<\?xml[^>]*>")
_ALIKE = {
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-1": "cp1252",
    "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "shift_jis": "cp932",
    "shift-jis": "cp932", "x-sjis": "cp932", "euc-kr": "cp949", "ks_c_5601-1987": "cp949",
    "utf-16": "utf-8", "utf-16le": "utf-8",
}  # fmt: skip
"""What browsers read for the encodings that pages declare (WHATWG, Encoding Standard)."""
_WIDEST = 1_000  # columns and rows that a cell may span


def begins(head: bytes) -> bool:
    """Whether a file that begins so is HTML, whatever its encoding."""
    return _BEGINS.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")) is not None


def tree(data: bytes, path: Path, charset: str = "") -> Any:
    """The document; ``charset`` is what a mail header declares. FileError when it is none."""
    from lxml import etree, html

    text = _XML.sub("", _decoded(data, path, charset).lstrip("\ufeff"), count=1)
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False)
    try:
        found = html.document_fromstring(
            text.replace("\0", "").encode("utf-8", "replace"), parser=parser
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FileError(f"{path}: not a web page that can be read ({error})") from None
    return found


def tables(document: Any) -> list[Any]:
    """The tables of several rows in order, but not those that only lay out others."""
    found = document.iter("table")
    return [one for one in found if not one.xpath(".//table") and one.xpath("(.//tr)[2]")]


def rows(table: Any) -> Iterator[list[str]]:
    """The cells of each row as text; one that spans several rows stands in each of them."""
    below: dict[int, tuple[int, str]] = {}
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is table:
            yield _cells(row, below)


def _cells(row: Any, below: dict[int, tuple[int, str]]) -> list[str]:
    """The cells of a row; ``below`` holds what hangs down: column → (rows left, text)."""
    cells: list[str] = []

    def hang() -> None:
        while len(cells) in below:
            left, text = below.pop(len(cells))
            if left > 1:
                below[len(cells)] = left - 1, text
            cells.append(text)

    for cell in row.iter("td", "th"):
        if next(cell.iterancestors("tr")) is not row:
            continue
        hang()
        text = " ".join(str(cell.text_content()).split())
        for number in range(_span(cell, "colspan")):
            if (deep := _span(cell, "rowspan")) > 1:
                below[len(cells)] = deep - 1, "" if number else text
            cells.append("" if number else text)
    hang()
    return cells


def _span(cell: Any, name: str) -> int:
    told = str(cell.get(name, "1")).strip()
    return min(max(int(told), 1), _WIDEST) if told.isascii() and told.isdigit() else 1


def _decoded(data: bytes, path: Path, charset: str) -> str:
    sample = data[: encodings.SAMPLE]
    declared = _DECLARED.search(data[:4096])
    names = (encodings.marked(sample), charset, declared[1].decode("ascii") if declared else "")
    for name in filter(None, names):
        known = name if name == names[0] else _ALIKE.get(name.casefold(), name)
        try:
            codecs.lookup(known)
            return data.decode(known)
        except (LookupError, ValueError):
            continue
    return data.decode(encodings.of(sample, path), "replace")
