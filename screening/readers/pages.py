"""A file about one company (PDF, DOCX, HTML, plain text) → its text; what it is, its content says.

A folder of saved websites, one company a folder, → a table of companies.
"""

import email
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any
from unicodedata import category

from screening.errors import FileError
from screening.readers import encodings, markup, workbooks
from screening.records import Reject
from screening.text import clean, domain

_WEB = frozenset((".html", ".htm", ".xhtml", ".shtml", ".php", ".asp", ".aspx", ".jsp", ".mht",
                  ".mhtml"))  # fmt: skip
SUFFIXES = _WEB | {".pdf", ".docx", ".txt", ".md"}
_ASSETS = frozenset((".css", ".js", ".map", ".json", ".xml", ".rss", ".svg", ".png", ".jpg",
                     ".jpeg", ".gif", ".webp", ".avif", ".ico", ".woff", ".woff2", ".ttf", ".otf",
                     ".eot", ".mp3", ".mp4", ".webm"))  # fmt: skip
_TABLES = frozenset((".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".jsonl", ".zip",
                     ".gz", ".bz2"))  # fmt: skip
LITTER = frozenset(("thumbs.db", "desktop.ini", "__macosx"))  # what file managers leave behind
_MOST_PAGES = 2_000
_LONGEST = 5_000_000  # characters
_WANTED = "a PDF, a Word document (.docx), a web page or plain text"
_HEAD = 4096
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?[\s\0]*%PDF")
_MAIL = re.compile(rb"\s*[\w-]+:(?=.*^mime-version:)(?=.*^content-type:)", re.I | re.M | re.S)
_SAMPLE, _STRANGE_SHARE, _SPACE = 100_000, 0.02, "\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\ufeff"
_STRANGE = frozenset(("Cc", "Cn", "Co", "Cs"))  # control, unassigned, private, surrogates
_MARKUP = re.compile(rb"<!doctype html|<html|<head|<body", re.IGNORECASE)
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")
_ASIDE = ("script", "style", "noscript", "nav", "footer", "aside", "svg", "button",
          "select", "iframe", "template", "head")  # fmt: skip
_BLOCKS = ("p", "div", "li", "br", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6",
           "section", "article", "dt", "dd", "blockquote")  # fmt: skip
_KEPT = "\ue000"  # begins a line that counts however short it is
_MENU = re.compile(r"menu|nav|breadcrumb|social|share|pagination|pager|cookie|lang", re.IGNORECASE)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WORD = re.compile(r"[^\W\d_]{2}")


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
            head = file.read(_HEAD)
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}") from None
    if _PDF.match(head):
        found = _pdf(path)
    elif head.startswith(b"PK\x03\x04"):
        found = _docx(path)
    elif _MAIL.match(head):
        found = _mail(path)
    elif _MARKUP.search(head[:1024].replace(b"\0", b"")):
        found = _html(path.read_bytes()[: 8 * _LONGEST], path)
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


def _mail(path: Path) -> Page:
    """A web page saved as one file (MHTML): the first of its parts that is a page."""
    with path.open("rb") as file:
        message = email.message_from_bytes(file.read(8 * _LONGEST))
    for part in message.walk():
        data = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and data:
            assert isinstance(data, bytes)
            page = _html(data, path, str(part.get_content_charset("")))
            place = message["Snapshot-Content-Location"] or part["Content-Location"]
            saved = str(place or "").strip()
            return replace(page, address=saved if domain(saved) else page.address)
    raise FileError(f"{path}: a saved page (MHTML) without HTML in it; save it again")


def _html(data: bytes, path: Path, charset: str = "") -> Page:
    from lxml import etree

    tree = markup.tree(data, path, charset)
    title = clean(tree.findtext(".//title") or "")
    address = _address(tree, data)
    etree.strip_elements(tree, *_ASIDE, etree.Comment, with_tail=False)
    _strip_forms(tree)
    for row in list(tree.iter("tr")):
        _join(row)
    for item in tree.iter("li", "dt", "dd"):
        if _is_item(item):
            _keep(item)
    for block in tree.iter(*_BLOCKS):
        block.text = "\n" + _writable(block.text or "")
        block.tail = "\n" + _writable(block.tail or "")
    lines = str(tree.text_content()).splitlines()
    told = [clean(line.replace(_KEPT, "")) for line in lines if _KEPT in line or _says(clean(line))]
    return Page(title=title, text=_lines(told), address=address)


def _writable(text: str) -> str:
    """A text without the characters that XML has no place for (a page may name them: &#1;)."""
    return _NO_XML.sub("", text)


def _strip_forms(tree: Any) -> None:
    """Take the forms out, but for one that holds the page (as ASP.NET writes it)."""
    whole = len("".join(tree.text_content().split()))
    for form in list(tree.iter("form")):
        if 2 * len("".join(form.text_content().split())) > whole:
            form.tag = "div"
        else:
            form.drop_tree()


def _join(row: Any) -> None:
    """A row of a table, not of a layout, as one line."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if not cells or row.xpath(".//table|.//ul|.//ol|.//h1|.//h2|.//h3|.//p[2]"):
        return
    texts = [clean(cell.text_content()) for cell in cells]
    if _is_item(row):
        for cell in cells:
            row.remove(cell)
        row.text = _KEPT + _writable(", ".join(filter(None, texts)))


def _is_item(element: Any) -> bool:
    """Whether a list item or row is content, not part of a menu: more than links, or within the
    main part of the page and more than a word."""
    text = clean(element.text_content())
    if not _WORD.search(text) or any(map(_is_menu, element.iterancestors())):
        return False
    linked = "".join(link.text_content() for link in element.iter("a"))
    if len("".join(linked.split())) < len("".join(text.split())):
        return True
    inside = next(element.iterancestors("main", "article"), None) is not None
    return inside and (" " in text or len(re.findall(r"[\u3040-\u9fff\uac00-\ud7af]", text)) > 2)


def _is_menu(element: Any) -> bool:
    named = " ".join(element.get(name, "") for name in ("class", "id", "role"))
    return element.tag not in ("html", "body") and _MENU.search(named) is not None


def _keep(element: Any) -> None:
    """Mark the first text within an element as the beginning of a line that counts."""
    first = element.xpath("(.//text()[normalize-space()])[1]")[0]
    holder, marked = first.getparent(), _writable(first if _KEPT in first else _KEPT + first)
    if first.is_tail:
        holder.tail = marked
    else:
        holder.text = marked


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
    inner = [one for one in folder.iterdir() if not is_litter(one.name)]
    if not inner or not all(one.is_dir() for one in inner):
        return False
    return are_websites([path.relative_to(folder) for one in inner for path in _files(one)])


def are_websites(paths: Sequence[PurePath]) -> bool:
    """Whether files (paths below the root) are saved websites: pages in folders, and not tables
    with a document beside them."""
    suffixes = {_suffix(path) for path in paths}
    if not paths or any(len(path.parts) < 2 for path in paths):
        return False
    return bool(suffixes & _WEB) or (bool(suffixes & SUFFIXES) and not suffixes & _TABLES)


def is_litter(name: str) -> bool:
    """Whether a file is none that a user put there."""
    return name.startswith((".", "~")) or name.casefold() in LITTER


def may_be_page(path: PurePath) -> bool:
    """Whether a file of a saved website may hold a page, by its name."""
    return path.name == "company.toml" or _suffix(path) not in _ASSETS


def websites(folder: Path, target: Path) -> tuple[Reject, ...]:
    """Write the companies of a folder of saved websites to ``target`` as JSON Lines.

    A folder's name is the company's name, unless ``company.toml`` in it says otherwise (name,
    country, website). Paragraphs that come again, such as menus, count once. Gives back the pages
    that cannot be read, with the reason.
    """
    unread: list[Reject] = []
    with target.open("w", encoding="utf-8") as file:
        for inner in sorted(one for one in folder.iterdir() if not is_litter(one.name)):
            if _pages(inner):
                file.write(json.dumps(_company(inner, unread), ensure_ascii=False) + "\n")
            else:
                unread.append(_unread(inner, inner, "holds no page that can be read"))
    return tuple(unread)


def _unread(path: Path, company: Path, reason: str) -> Reject:
    """A page as a Reject, under its path from the folder of websites on."""
    name = str(path.relative_to(company.parent))
    return Reject(file="", row=0, column="page", value=name, reason=f"{name}: {reason}; left out")


def _files(folder: Path) -> list[Path]:
    """The files below a folder in order; links out of it are not followed."""
    root = folder.resolve()
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not is_litter(path.name) and path.resolve().is_relative_to(root)
    )


def _pages(folder: Path) -> list[Path]:
    return [path for path in _files(folder) if _suffix(path) in SUFFIXES or _is_page(path)]


def _suffix(path: PurePath) -> str:
    """The suffix, without what a download tool writes behind it (``index.php?id=3``)."""
    return re.split(r"[?@]", path.suffix.lower(), maxsplit=1)[0]


def _is_page(path: Path) -> bool:
    """Whether a file without a known suffix is a page."""
    if not may_be_page(path) or path.name == "company.toml":
        return False
    with path.open("rb") as file:
        return markup.begins(file.read(_HEAD))


def _company(folder: Path, unread: list[Reject]) -> dict[str, str]:
    """The record of a company; pages that cannot be read are added to ``unread``."""
    told: dict[str, str] = {}
    paragraphs: dict[str, None] = {}
    address = ""
    for path in (folder / "company.toml", *_pages(folder)):
        try:
            if path.name == "company.toml":
                told = _told(path)
                continue
            page = read_page(path)
        except FileError as error:
            unread.append(_unread(path, folder, str(error).replace(str(path), "").lstrip(": ")))
            continue
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
