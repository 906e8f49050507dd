"""The readers on real exports, where they are at hand; and on the shipped reference data."""

from collections import Counter
from pathlib import Path

import pytest

from screening import assets, readers
from screening.records import Reject


def _shared(*parts: str) -> Path:
    root = assets.checkout()
    path = (root.parent if root else Path()).joinpath("shared", "data", *parts)
    if not path.is_file():
        pytest.skip(f"real data not at hand: ../shared/data/{'/'.join(parts)}")
    return path


def _read(path: Path) -> tuple[readers.Source, list[readers.CompanyRow], list[Reject]]:
    source = readers.open_source(path)
    companies: list[readers.CompanyRow] = []
    rejects: list[Reject] = []
    for row in readers.read(path, source):
        if isinstance(row, Reject):
            rejects.append(row)
        elif isinstance(row, readers.CompanyRow):
            companies.append(row)
    return source, companies, rejects


def test_financedatabase_every_row_is_accounted_for() -> None:
    source, companies, rejects = _read(_shared("financedatabase", "equities.bz2"))
    assert (source.layout, source.unmapped) == ("financedatabase", ())
    assert len(companies) + len(rejects) == 69_152
    assert Counter(reject.reason for reject in rejects) == {
        "not a company: no summary, sector or website": 6_457,
        "name is missing": 8,
    }
    assert rejects[0].row == 2
    countries = Counter(row.company.country for row in companies)
    assert "" in countries  # not known, and kept
    assert countries["US"] > 10_000
    harmonic = [row for row in companies if row.company.name == "Harmonic Drive Systems Inc."]
    assert harmonic
    assert all(row.company.country == "JP" and row.documents for row in harmonic)


@pytest.mark.parametrize(
    ("name", "rows", "first"),
    [
        ("robot-ai-lens.csv", 14_373, "US 2025/0100135 A1"),
        ("drones-lens-older-layout.csv", 5_884, "AT 399980 B"),
    ],
)
def test_lens_exports_of_two_ages(name: str, rows: int, first: str) -> None:
    path = _shared("patents", name)
    source = readers.open_source(path)
    found = list(readers.read(path, source))
    patents = [row.document.patent for row in found if isinstance(row, readers.DocumentRow)]
    assert source.layout == "lens"
    assert len(patents) == len(found) == rows
    assert patents[0] is not None
    assert patents[0].publication_number == first
    assert all(patent and patent.jurisdiction and patent.publication_date for patent in patents)


@pytest.mark.parametrize(
    ("name", "rows"), [("smoothnlp-10k.csv", 10_000), ("a-share-sichuan-chongqing.csv", 224)]
)
def test_chinese_company_tables(name: str, rows: int) -> None:
    source, companies, rejects = _read(_shared("companies-zh", name))
    assert source.layout == "companies-cn"
    assert len(companies) == rows
    counted = Counter(reject.column for reject in rejects)
    assert set(counted) <= {"网址", "统一信用代码"}  # "http：www…", a full-width colon
    assert counted["网址"] <= 3
    assert counted["统一信用代码"] <= 24  # check characters that do not fit, lost digits
    assert {row.company.country for row in companies} == {"CN"}


@pytest.mark.parametrize("name", ["leaders.csv", "zhejiang.csv", "overseas.csv", "patents.csv"])
def test_the_shipped_reference_tables_have_no_rejects(name: str) -> None:
    path = assets.shipped("data", "reference", name)
    source = readers.open_source(path)
    found = list(readers.read(path, source))
    assert source.layout == ("patents" if path.name == "patents.csv" else "companies")
    assert source.unmapped == ()
    assert [row for row in found if isinstance(row, Reject)] == []
    assert found
