"""A file about one company (PDF, DOCX, HTML, plain text) → its text; what it is, its content says.

A folder of saved websites, one company a folder, → a table of companies.
"""

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

from screening.errors import FileError
from screening.readers import encodings, workbooks
from screening.text import clean, domain

SUFFIXES = frozenset((".html", ".htm", ".pdf", ".docx", ".txt", ".md"))
_MOST_PAGES = 2_000
_LONGEST = 5_000_000  # characters
_WANTED = "a PDF, a Word document (.docx), a web page or plain text"
_SAMPLE, _STRANGE_SHARE, _SPACE = 100_000, 0.02, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\ufeff"
_STRANGE = frozenset(("Cc", "Cn", "Co", "Cs"))  # control, unassigned, private, surrogates
_MARKUP = re.compile(rb"<!doctype html|<html|<head|<body", re.IGNORECASE)
_DECLARED = re.compile(rb"charset\s*=|^\xef\xbb\xbf|^\xff\xfe|^\xfe\xff", re.IGNORECASE)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_ASIDE = ("script", "style", "noscript", "nav", "footer", "aside", "form", "svg", "button",
          "select", "iframe", "template", "head")  # fmt: skip
_BLOCKS = ("p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6",
           "section", "article", "dt", "dd", "blockquote")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The text of a file, a paragraph a line; ``address`` where a saved page says it is from."""

    title: str = ""
    text: str
    address: str = ""
    notes: tuple[str, ...] = ()


def read_page(path: Path) -> Page:
    """The text of a file about one company. FileError when there is none to be had."""
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    if head.startswith(b"%PDF"):
        found = _pdf(path)
    elif head.startswith(b"PK\x03\x04"):
        found = _docx(path)
    elif _MARKUP.search(head):
        found = _html(path)
    else:
        found = Page(text=_plain(path))
    if not found.text.strip():
        raise FileError(f"{path} holds no text{_why(found)}")
    return found


def _why(page: Page) -> str:
    return f" ({'; '.join(page.notes)})" if page.notes else ""


def _plain(path: Path) -> str:
    if not path.stat().st_size:
        return ""
    with encodings.text(path, "", encodings.detect(path, "", _WANTED)) as stream:
        found = stream.read(_LONGEST)
    if not legible(found):
        raise FileError(f"{path} is not a text; give {_WANTED}")
    return _lines(found.splitlines())


def legible(text: str) -> bool:
    """Whether a text is more than bytes read as one: hardly any of it stands for no character.

    >>> legible("A maker of gears.\\n"), legible("\\x01\\x02gears\\ue000"), legible("")
    (True, False, True)
    """
    sample = text[:_SAMPLE]
    strange = sum(category(one) in _STRANGE and one not in _SPACE for one in sample)
    return strange <= _STRANGE_SHARE * len(sample)


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(line for line in map(clean, lines) if line)[:_LONGEST]


def _pdf(path: Path) -> Page:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).casefold()
        remedy = "remove its password first" if locked else "it is damaged; fetch it again"
        raise FileError(f"{path}: the PDF cannot be opened ({error}); {remedy}") from None
    with document:
        pages = [_pdf_page(page) for page, _ in zip(document, range(_MOST_PAGES), strict=False)]
    empty = sum(not page for page in pages)
    notes = (
        (f"{empty} of {len(pages)} pages hold no text: scanned, run OCR first",) if empty else ()
    )
    return Page(text=_lines(list(_body(pages))), notes=notes)


def _pdf_page(page: Any) -> list[str]:
    found = page.get_textpage().get_text_bounded()
    return [
        line
        for line in re.sub(r"(?<=\w)[-\u00ad\ufffe]\r?\n(?=[a-zäöüß])", "", found).splitlines()
        if line.strip()
    ]


def _body(pages: Sequence[Sequence[str]]) -> Iterator[str]:
    """The lines of all pages without those that come on more than half of them."""
    times = Counter(re.sub(r"\d+", "", line) for page in pages for line in set(page))
    for page in pages:
        for line in page:
            if len(pages) < 3 or times[re.sub(r"\d+", "", line)] <= len(pages) / 2:
                yield line


def _docx(path: Path) -> Page:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table
    from lxml.etree import XMLSyntaxError

    workbooks.unpackable(path)
    try:
        document = Document(str(path))
        lines: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                lines += [" ".join(dict.fromkeys(c.text for c in row.cells)) for row in block.rows]
            else:
                lines.append(block.text)
    except (PackageNotFoundError, KeyError, ValueError, XMLSyntaxError, RecursionError) as error:
        raise FileError(
            f"{path}: not a Word document that can be read ({error}); save it as .docx or PDF"
        ) from None
    return Page(text=_lines(lines))


def _html(path: Path) -> Page:
    from lxml import etree, html

    data = path.read_bytes()[: 8 * _LONGEST]
    told = bool(_DECLARED.search(data[:4096]))
    markup = data if told else data.decode(encodings.detect(path, ""), "replace")
    try:
        tree: Any = html.document_fromstring(markup, parser=html.HTMLParser(huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise FileError(f"{path}: not a web page that can be read ({error})") from None
    title = clean(tree.findtext(".//title") or "")
    address = _address(tree, data)
    etree.strip_elements(tree, *_ASIDE, etree.Comment, with_tail=False)
    for block in tree.iter(*_BLOCKS):
        block.text = "\n" + (block.text or "")
        block.tail = "\n" + (block.tail or "")
    lines = (clean(line) for line in str(tree.text_content()).splitlines())
    return Page(title=title, text=_lines([line for line in lines if _says(line)]), address=address)


def _says(line: str) -> bool:
    """Whether a line is more than a word of a menu."""
    return len(line.split()) >= 4 or len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", line)) >= 8


def _address(tree: Any, data: bytes) -> str:
    saved = _SAVED_FROM.search(data[:2048].decode("ascii", "ignore"))
    links = tree.xpath("//link[@rel='canonical']/@href")
    found = saved[1] if saved else str(links[0]) if links else ""
    return found if domain(found) else ""


def is_websites(folder: Path) -> bool:
    """Whether a folder holds folders with pages, and no files of its own."""
    inner = [one for one in folder.iterdir() if not one.name.startswith(".")]
    return bool(inner) and all(one.is_dir() for one in inner) and any(map(_pages, inner))


def websites(folder: Path, target: Path) -> None:
    """Write the companies of a folder of saved websites to ``target`` as JSON Lines.

    A folder's name is the company's name, unless ``company.toml`` in it says otherwise (name,
    country, website). Paragraphs that come again, such as menus, count once. FileError names
    what cannot be read.
    """
    with target.open("w", encoding="utf-8") as file:
        for inner in sorted(one for one in folder.iterdir() if not one.name.startswith(".")):
            if _pages(inner):
                file.write(json.dumps(_company(inner), ensure_ascii=False) + "\n")


def _pages(folder: Path) -> list[Path]:
    root = folder.resolve()
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and path.resolve().is_relative_to(root)
    )


def _company(folder: Path) -> dict[str, str]:
    told = _told(folder / "company.toml")
    paragraphs: dict[str, None] = {}
    address = ""
    for path in _pages(folder):
        page = read_page(path)
        address = address or page.address
        paragraphs |= dict.fromkeys(page.text.splitlines())
    website = told.get("website") or address
    return {
        "name": told.get("name") or folder.name,
        "country": told.get("country") or _seat(website),
        "website": website,
        "description": "\n".join(paragraphs),
        "source": f"saved website {folder.name}",
    }


def _told(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    try:
        return {key: str(value) for key, value in tomllib.loads(path.read_text("utf-8")).items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FileError(f'{path}: not TOML in UTF-8 ({error}); write name = "…"') from None


def _seat(website: str) -> str:
    """The country of an address's top-level domain, where that is one."""
    end = domain(website).rpartition(".")[2].upper()
    return {"UK": "GB"}.get(end, end if re.fullmatch("[A-Z]{2}", end) else "")
