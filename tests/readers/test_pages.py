"""Files about one company: what they say, whatever they are, and what becomes of bad ones."""

import contextlib
import json
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from screening import readers
from screening.errors import FileError, ScreeningError
from screening.readers import pages

Write = Callable[..., Path]
HTML = """<!DOCTYPE html><html><head><title>Sample Drives</title>
<link rel="canonical" href="https://www.sample-drives.de/about"><style>p {color: red}</style></head>
<body><nav>Home About Contact Imprint Menu</nav><script>var evil = "script text here now";</script>
<h1>About us</h1><p>We build cycloidal gears for robot joints.</p>
<div>Our works stand in Esslingen since 1987.<br>机器人关节用精密减速器的制造商</div>
<footer>Copyright of somebody and all the rest</footer></body></html>"""


def _pdf(path: Path, lines: list[str]) -> Path:
    """A small PDF, one line a page, written by hand: there is no writer among our packages."""
    count = len(lines)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n, line in enumerate(lines):
        body = f"BT /F1 12 Tf 72 720 Td ({line}) Tj ET" if line else ""
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * n} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(body)} >>\nstream\n{body}\nendstream",
        ]
    text, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(text))
        text += f"{number} 0 obj\n{content}\nendobj\n"
    start = len(text)
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    text += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    text += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    path.write_bytes(text.encode("latin-1"))
    return path


def test_a_web_page_gives_what_it_says_and_not_its_menus(write: Write) -> None:
    page = readers.read_page(write(HTML, "about.html"))
    assert page.title == "Sample Drives"
    assert page.address == "https://www.sample-drives.de/about"
    assert page.text.splitlines() == [
        "We build cycloidal gears for robot joints.",
        "Our works stand in Esslingen since 1987.",
        "机器人关节用精密减速器的制造商",
    ]


def test_a_web_page_in_another_encoding_is_read_by_what_it_declares(write: Write) -> None:
    text = '<html><head><meta charset="gb18030"></head><body><p>机器人关节用精密减速器的制造商</p>'
    assert readers.read_page(write(text.encode("gb18030"), "a.htm")).text.startswith("机器人关节")


def test_a_pdf_gives_the_text_of_its_pages_and_says_which_have_none(tmp_path: Path) -> None:
    page = readers.read_page(_pdf(tmp_path / "memo.pdf", ["Sample Drives makes gears.", ""]))
    assert page.text == "Sample Drives makes gears."
    assert page.notes == ("1 of 2 pages hold no text: scanned, run OCR first",)
    with pytest.raises(FileError, match="run OCR first"):
        readers.read_page(_pdf(tmp_path / "scan.pdf", ["", ""]))


def test_a_cut_or_locked_pdf_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "cut.pdf").write_bytes(b"%PDF-1.4\n1 0 obj\n<< /Type")
    with pytest.raises(FileError, match=r"the PDF cannot be opened .*fetch it again"):
        readers.read_page(tmp_path / "cut.pdf")


def test_a_word_document_gives_paragraphs_and_tables_in_order(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Sample Drives makes gears.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Staff", "312"
    document.add_paragraph("It sits in Esslingen.")
    document.save(str(tmp_path / "memo.docx"))
    assert readers.read_page(tmp_path / "memo.docx").text.splitlines() == [
        "Sample Drives makes gears.",
        "Staff 312",
        "It sits in Esslingen.",
    ]


def test_a_bomb_in_a_word_document_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (200 << 20))
    with pytest.raises(FileError, match="unpacks to far more"):
        readers.read_page(path)


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", "holds no text"),
        (b"\x00\x01\x02" * 400, "a.txt", "not a text file"),
        (bytes(range(256)) * 20, "a.txt", "not a text; give a PDF"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(1, 32)) * 99, "a.png", "a Word document"),
        (b"PK\x03\x04nonsense", "a.docx", "not a W|not a workbook"),
        (b"<html><body></body></html>", "a.html", "holds no text"),
    ],
)
def test_what_holds_no_text_is_said(write: Write, content: bytes, name: str, reason: str) -> None:
    with pytest.raises(FileError, match=reason):
        readers.read_page(write(content, name))


def test_deeply_nested_markup_does_not_hang(write: Write) -> None:
    text = "<html><body>" + "<div>" * 200_000 + "A maker of gears for robots."
    with contextlib.suppress(FileError):
        assert "gears" in readers.read_page(write(text, "deep.html")).text


@given(st.sampled_from([b"", b"%PDF-1.4\n", b"PK\x03\x04", b"<html>"]), st.binary(max_size=300))
def test_any_bytes_give_a_page_or_an_error_of_ours(head: bytes, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.bin")
        path.write_bytes(head + data)
        with contextlib.suppress(ScreeningError):
            assert readers.read_page(path).text


def test_a_folder_of_saved_websites_is_a_table_of_companies(tmp_path: Path) -> None:
    for name, text in (
        ("Sample Drives", HTML),
        ("Sample Vision", "Cameras for robots of all kinds."),
    ):
        (tmp_path / "sites" / name).mkdir(parents=True)
        suffix = "html" if text is HTML else "txt"
        for copy in ("index", "again"):
            (tmp_path / "sites" / name / f"{copy}.{suffix}").write_text(text, encoding="utf-8")
    (tmp_path / "sites" / "Sample Vision" / "company.toml").write_text(
        'name = "Sample Vision Oy"\ncountry = "FI"\n', encoding="utf-8"
    )
    with readers.parts(tmp_path / "sites") as (part,):
        source = readers.open_source(part.path, name=part.name)
        first, second = readers.read(part.path, source)
    assert isinstance(first, readers.CompanyRow)
    assert isinstance(second, readers.CompanyRow)
    assert (first.company.name, first.company.country) == ("Sample Drives", "DE")
    assert first.documents[0].text.count("cycloidal gears") == 1
    assert (second.company.name, second.company.country) == ("Sample Vision Oy", "FI")


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Nobody should ever read this here.")
    inner = tmp_path / "sites" / "Sample"
    inner.mkdir(parents=True)
    (inner / "a.txt").write_text("A maker of sample gears.")
    (inner / "b.txt").symlink_to(secret)
    target = tmp_path / "out.jsonl"
    pages.websites(tmp_path / "sites", target)
    assert "Nobody" not in json.loads(target.read_text("utf-8"))["description"]


def test_the_library_closes_what_it_opens(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf", ["Gears for robots."])
    for _ in range(3):
        readers.read_page(path)
    with pypdfium2.PdfDocument(path) as document:
        assert len(document) == 1
