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
from screening.records import Reject

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


PRODUCTS = """<html><body><nav><ul><li>Home</li></ul></nav>
<div id="top"><ul><li><a href="/">Home</a></li><li><a href="/c">Contact us</a></li></ul></div>
<div class="content"><p>Our range</p><ul><li>Strain wave gears</li><li><b>Hollow shafts</b></li>
<li>谐波减速器</li><li>1</li></ul><table><tr><th>Series</th><th>Ratio</th></tr><tr><td>HD-20</td>
<td><div>1:100</div></td></tr></table></div>
<main><ul><li><a href="/g">Cycloidal gears</a></li><li><a href="/2">Next</a></li></ul></main>
</body></html>"""


def test_a_list_of_products_is_content_and_a_menu_is_not(write: Write) -> None:
    assert readers.read_page(write(PRODUCTS, "a.html")).text.splitlines() == [
        "Strain wave gears",
        "Hollow shafts",
        "谐波减速器",
        "Series, Ratio",
        "HD-20, 1:100",
        "Cycloidal gears",
    ]


SENTENCE = "Wir fertigen Zykloidgetriebe für Gelenke."
BODY = f"<body><p>{SENTENCE}</p></body></html>"


@pytest.mark.parametrize(
    "content",
    [
        f'<?xml version="1.0" encoding="iso-8859-1"?>\n<!DOCTYPE html>\n<html>{BODY}'.encode(
            "cp1252"
        ),
        f'<?xml version="1.0" encoding="utf-8"?><html xmlns="a">{BODY}'.encode(),
        f"<html>{BODY}".encode("utf-16"),
        f"<html>{BODY}".encode("utf-16-le"),
        f'<html><head><meta charset="utf-16"></head>{BODY}'.encode(),
        f'<html><head><meta charset="no-such"></head>{BODY}'.encode(),
        f"<html>{BODY}".replace("<p>", "<p>&#1;<ul><li>&#2;</li></ul>").encode(),
        f'<html><form id="aspnetForm"><input value="x">{BODY}</form>'.encode(),
    ],
    ids=["latin", "xhtml", "utf-16", "utf-16 bare", "wrong", "unknown", "control", "form"],
)
def test_a_web_page_is_read_however_it_is_written(content: bytes, write: Write) -> None:
    assert readers.read_page(write(content, "a.html")).text == SENTENCE


MHTML = """From: <Saved by Blink>
Snapshot-Content-Location: https://www.sample-drives.de/about
Subject: Sample Drives
Date: Mon, 3 Mar 2025 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----Boundary--A"


------Boundary--A
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: https://www.sample-drives.de/about

<!DOCTYPE html><html><head><meta http-equiv=3D"Content-Type" content=3D"text/ht=
ml; charset=3DUTF-8"></head><body><p>Wir fertigen Zykloidgetriebe f=C3=BCr Gele=
nke.</p></body></html>
------Boundary--A
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://www.sample-drives.de/logo.png

iVBORw0KGgo=
------Boundary--A--
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_page_saved_as_one_file_is_read(end: str, write: Write) -> None:
    page = readers.read_page(write(MHTML.replace("\n", end), "about.mhtml"))
    assert (page.text, page.address) == (SENTENCE, "https://www.sample-drives.de/about")
    with pytest.raises(FileError, match="without HTML in it"):
        readers.read_page(write(MHTML.replace("text/html\n", "text/css\n"), "b.mhtml"))


def test_a_pdf_may_begin_with_a_line_break(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "memo.pdf", ["Sample Drives makes gears."])
    path.write_bytes(b"\r\n" + path.read_bytes())
    assert readers.read_page(path).text == "Sample Drives makes gears."


def test_pages_of_a_website_that_cannot_be_read_are_named_and_the_others_read(
    tmp_path: Path,
) -> None:
    files = {
        "Sample Drives/index.aspx": HTML,
        "Sample Drives/app.html": "<html><body><div id='root'></div></body></html>",
        "Sample Drives/scan.pdf": "%PDF-1.4\n1 0 obj\n<< /Type",
        "Sample Drives/about": HTML,
        "Sample Drives/style.css": "p {color: red}",
        "Sample Vision/index.php?id=3": "<html><body><p>Cameras for robots of all kinds.</p>",
        "Sample Vision/company.toml": "name = Vision",
        "Sample Empty/logo.png": "x",
        "Thumbs.db": "x",
        ".DS_Store": "x",
    }
    for name, text in files.items():
        path = tmp_path / "sites" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    with readers.parts(tmp_path / "sites") as (part,):
        source = readers.open_source(part.path, name=part.name, unread=part.unread)
        found = list(readers.read(part.path, source))
    rejects = [one for one in found if isinstance(one, Reject)]
    assert {one.file for one in rejects} == {"sites"}
    assert sorted(one.value for one in rejects) == [
        "Sample Drives/app.html",
        "Sample Drives/scan.pdf",
        "Sample Empty",
        "Sample Vision/company.toml",
    ]
    assert "Sample Drives/app.html: holds no text; left out" in [one.reason for one in rejects]
    assert str(tmp_path) not in "".join(one.reason for one in rejects)
    texts = [one.documents[0].text for one in found if isinstance(one, readers.CompanyRow)]
    assert len(texts) == 2
    assert "cycloidal gears" in texts[0]
    assert "Cameras" in texts[1]


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
