"""Folders, zip archives and sets of files that are joined."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening import assets, readers
from screening.errors import FileError
from screening.records import Reject

TABLE = "name,country,description\nAcme,DE,Makes gears.\n"


def _zip(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def _names(path: Path) -> list[str]:
    with readers.parts(path) as found:
        return [part.name for part in found]


def test_a_file_is_itself(write: Callable[..., Path]) -> None:
    path = write(TABLE)
    with readers.parts(path) as (part,):
        assert (part.name, part.path) == ("table.csv", path)


def test_a_missing_file_is_said_when_it_is_opened(tmp_path: Path) -> None:
    with readers.parts(tmp_path / "no.csv") as (part,), pytest.raises(FileError, match="no such"):
        readers.open_source(part.path)


def test_an_archive_is_read_file_by_file_and_its_paths_never_escape(tmp_path: Path) -> None:
    files = {"b.csv": TABLE, "../../evil.csv": TABLE, "__MACOSX/b.csv": "x", ".hidden": "x"}
    path = _zip(tmp_path / "export.zip", {**files, "folder/a.csv": TABLE})
    with readers.parts(path) as found:
        names = {part.name for part in found}
        assert names >= {"export.zip/b.csv", "export.zip/a.csv"}
        assert all("/" not in name.removeprefix("export.zip/") for name in names)
        folders = {part.path.parent for part in found}
        assert len(folders) == 1
        for part in found:
            source = readers.open_source(part.path, name=part.name)
            (row,) = readers.read(part.path, source)
            assert isinstance(row, readers.CompanyRow)
            assert row.documents[0].file == part.name
    assert not (tmp_path.parent / "evil.csv").exists()
    assert not folders.pop().exists()


def test_a_folder_is_read_in_order_of_name_and_hidden_files_are_not(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".c.csv", "~lock.csv"):
        (tmp_path / name).write_text(TABLE)
    assert [Path(name).name for name in _names(tmp_path)] == ["a.csv", "b.csv"]


def test_the_folders_in_a_folder_are_read_and_one_bad_archive_harms_no_other(
    tmp_path: Path,
) -> None:
    root = tmp_path / "root"
    (root / "2024" / "deep").mkdir(parents=True)
    for place in ("a.csv", "2024/b.csv", "2024/deep/c.csv", "Thumbs.db", "2024/desktop.ini"):
        (root / place).write_text(TABLE)
    (root / "loop").symlink_to(root)
    _zip(root / "locked.zip", {"d.csv": TABLE})
    data = bytearray((root / "locked.zip").read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    (root / "locked.zip").write_bytes(data)
    with readers.parts(root) as found:
        assert [(part.name, bool(part.fault)) for part in found] == [
            ("root/2024/b.csv", False),
            ("root/2024/deep/c.csv", False),
            ("root/a.csv", False),
            ("root/locked.zip", True),
        ]
        assert "password" in found[-1].fault


def test_every_sheet_with_a_layout_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Report"])
    for title, header, cells in (
        ("Makers", ["name", "country", "description"], ["Acme", "DE", "Makes gears;\nlarge ones."]),
        ("Users", ["Company", "Country"], ["Bolt", "Atlantis"]),
        ("Patents", ["Publication number", "Title", "Applicant"], ["EP 1 A1", "Gear", "Acme"]),
        ("Twins", ["name", "country", "Name"], ["A", "DE", "B"]),
        ("Notes", ["made by hand"], ["in 2025"]),
    ):
        sheet = book.create_sheet(title)
        sheet.append([])
        sheet.append(header)
        sheet.append(cells)
    book.save(tmp_path / "book.xlsx")
    with readers.parts(tmp_path / "book.xlsx") as found:
        names = [part.name for part in found]
        assert names == ["book.xlsx", *(f"book.xlsx/{n}" for n in ("Users", "Patents", "Twins"))]
        assert "same name: 'name', 'Name'" in found[-1].fault
        opened = [readers.open_source(part.path, name=part.name) for part in found[:-1]]
        assert "other sheets: 'Sheet', 'Users', 'Patents', 'Twins', 'Notes'" in opened[0].why
        assert [one.layout for one in opened] == ["companies", "companies", "patents"]
        (user,) = readers.read(found[1].path, opened[1])
        assert isinstance(user, Reject)
        assert (user.file, user.row, user.value) == ("book.xlsx/Users", 3, "Atlantis")


def test_an_archive_of_saved_websites_is_a_table_of_companies(tmp_path: Path) -> None:
    page = "<html><body><p>A maker of strain wave gears for robots.</p></body></html>"
    files: dict[str, str | bytes] = {
        "sites/Sample Drives/index.html": page,
        "sites/Sample Drives/img/logo.png": b"\x89PNG",
        "sites/Sample Vision/index.php?id=3": page,
        "sites/Sample Vision/company.toml": 'country = "FI"',
        "sites/Sample Vision/app.html": "<html><body></body></html>",
        "sites/../../evil/index.html": page,
    }
    path = _zip(tmp_path / "export.zip", files)
    with readers.parts(path) as (part,):
        source = readers.open_source(part.path, name=part.name, unread=part.unread)
        unread, first, second = readers.read(part.path, source)
    assert isinstance(unread, Reject)
    assert unread.file == "export.zip"
    assert unread.reason.endswith("app.html: holds no text; left out")
    assert isinstance(first, readers.CompanyRow)
    assert isinstance(second, readers.CompanyRow)
    assert [one.company.name for one in (first, second)] == ["Sample Drives", "Sample Vision"]
    assert second.company.country == "FI"
    plain = _zip(tmp_path / "b.zip", {"Sample Drives/a.html": page, "Sample Vision/b.html": page})
    assert _names(plain) == ["b.zip"]
    tables = _zip(tmp_path / "c.zip", {"2024/a.csv": TABLE, "2024/README.txt": "Of 2024."})
    assert _names(tables) == ["c.zip/README.txt", "c.zip/a.csv"]


def test_an_empty_folder_or_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="holds no file"), readers.parts(tmp_path):
        pass
    with (
        pytest.raises(FileError, match="holds no file"),
        readers.parts(_zip(tmp_path / "e.zip", {})),
    ):
        pass


def test_a_workbook_is_no_archive() -> None:
    path = assets.shipped("data", "samples", "exports", "companies.xlsx")
    assert _names(path) == ["companies.xlsx"]


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    path = _zip(tmp_path / "bomb.zip", {"zeros.csv": b"0" * (300 << 20)})
    with pytest.raises(FileError, match="unpacks to far more"), readers.parts(path):
        pass
    sheet = {"[Content_Types].xml": "<x/>", "xl/worksheets/sheet1.xml": b" " * (200 << 20)}
    with pytest.raises(FileError, match="unpacks to far more"):
        readers.open_source(_zip(tmp_path / "bomb.xlsx", sheet))


def test_a_locked_archive_is_said(tmp_path: Path) -> None:
    path = _zip(tmp_path / "locked.zip", {"a.csv": TABLE})
    data = bytearray(path.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    path.write_bytes(data)
    with pytest.raises(FileError, match="password"), readers.parts(path):
        pass


def test_a_damaged_stream_of_any_packing_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("a.csv", TABLE * 50)
    data = bytearray(path.read_bytes())
    data[data.index(b"BZh") + 4] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(FileError, match="is damaged"), readers.parts(path):
        pass


@given(st.integers(0, 2000), st.binary(max_size=4))
def test_a_damaged_archive_is_read_or_said(cut: int, put: bytes) -> None:
    import tempfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", TABLE * 50)
    data = buffer.getvalue()
    place = cut % len(data)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.zip")
        path.write_bytes(data[:place] + put + data[place + len(put) :])
        try:
            with readers.parts(path) as found:
                for part in found:
                    source = readers.open_source(part.path, name=part.name)
                    list(readers.read(part.path, source))
        except FileError:
            pass


def test_the_tables_of_patentsview_are_joined_also_when_zipped_one_by_one(tmp_path: Path) -> None:
    tables = assets.shipped("data", "samples", "exports", "patentsview")
    for table in tables.iterdir():
        _zip(tmp_path / f"{table.name}.zip", {table.name: table.read_bytes()})
    with readers.parts(tmp_path) as (part,):
        source = readers.open_source(part.path, name=part.name)
        first, _ = readers.read(part.path, source)
    assert isinstance(first, readers.DocumentRow)
    patent = first.document.patent
    assert patent is not None
    assert patent.applicants == ("Sample Getriebebau GmbH", "Sample Foundry KG")
    assert patent.cpc == ("F16H1/32", "B25J9/10")


def test_a_table_of_patentsview_without_its_columns_is_said(tmp_path: Path) -> None:
    (tmp_path / "g_patent.tsv").write_text("patent_id\tpatent_title\n1\tx\n")
    (tmp_path / "g_cpc_current.tsv").write_text("patent_id\tgroup\n1\tx\n")
    with pytest.raises(FileError, match="cannot be joined"), readers.parts(tmp_path):
        pass
