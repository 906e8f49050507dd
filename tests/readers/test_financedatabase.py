import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from screening import readers
from screening.errors import FileError, InputError
from screening.readers.remote import financedatabase

TABLE = pd.DataFrame(
    {
        "name": ["Acme, Inc.", "Bolt"],
        "summary": ['Makes "gears".', None],
        "sector": ["Industrials", "Industrials"],
        "exchange": ["AMS", "AMS"],
        "mic": ["XAMS", "XAMS"],
        "country": ["Netherlands", None],
        "market_cap": ["Nano Cap", None],
        "isin": [None, None],
    },
    index=pd.Index(["A.AS", "B.AS"], name="symbol"),
)


def _package(monkeypatch: pytest.MonkeyPatch, table: pd.DataFrame | Exception) -> None:
    """Stand in for the package, which is an extra and would fetch 20 MB."""

    class Equities:
        def __init__(self) -> None:
            if isinstance(table, Exception):
                raise table
            self.data = table

    module = ModuleType("financedatabase")
    module.Equities = Equities  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "financedatabase", module)


def test_what_is_fetched_can_be_read_and_is_always_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _package(monkeypatch, TABLE)
    path = financedatabase.download(tmp_path / "new")
    first = path.read_bytes()
    assert financedatabase.download(tmp_path / "new").read_bytes() == first
    source = readers.open_source(path)
    assert source.layout == "financedatabase"
    acme, bolt = readers.read(path, source)
    assert isinstance(acme, readers.CompanyRow)
    assert isinstance(bolt, readers.CompanyRow)
    assert (acme.company.name, acme.company.country) == ("Acme, Inc.", "NL")
    assert acme.documents[0].text == 'Makes "gears".'
    assert (bolt.company.country, bolt.documents) == ("", ())
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_without_the_package_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "financedatabase", None)
    with pytest.raises(InputError, match=r'pip install "screening\[financedatabase\]"'):
        financedatabase.download(tmp_path)


def test_without_a_network_an_older_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _package(monkeypatch, TABLE)
    before = financedatabase.download(tmp_path).read_bytes()
    _package(monkeypatch, ValueError("Failed to load data"))
    with pytest.raises(FileError, match="Failed to load data; try again later"):
        financedatabase.download(tmp_path)
    (file,) = tmp_path.iterdir()
    assert file.read_bytes() == before


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _package(monkeypatch, TABLE)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FileError, match="cannot be written"):
        financedatabase.download(tmp_path / "file")
