"""The date of an official list itself: told ahead of its rows, beside each, damaged, not at all."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from screening import assets, readers
from screening.errors import FileError
from screening.records import Reject

SAMPLES = assets.shipped("data", "samples", "exports")
TOLD = {
    "ofac-sdn.xml": ("01/15/2025", "publshInformation.Publish_Date", 0),
    "eu-sanctions.xml": ("2025-01-15T10:00:00.000+01:00", "generationDate", 0),
    "uk-sanctions.csv": ("15/01/2025", "Last Updated", 1),
    "uk-sanctions-list.csv": ("21-Sep-2026", "Report Date", 1),
}
Write = Callable[..., Path]
Rows = Callable[..., list[readers.CompanyRow | readers.DocumentRow | Reject]]


def _sample(name: str, date: str | None = None) -> str:
    """The sample with another date of its list."""
    text = (SAMPLES / name).read_text("utf-8")
    given = TOLD[name][0]
    assert given in text
    return text if date is None else text.replace(given, date, 1)


def _dates(found: list[readers.CompanyRow | readers.DocumentRow | Reject]) -> set[str]:
    documents = [one.document for one in found if isinstance(one, readers.DocumentRow)]
    return {one.listing.as_of for one in documents if one.listing}


@pytest.mark.parametrize("name", TOLD)
def test_the_date_of_a_list_is_that_of_each_entry(name: str, write: Write, rows: Rows) -> None:
    date = "2026-09-21" if name == "uk-sanctions-list.csv" else "2025-01-15"
    assert readers.open_source(SAMPLES / name).issued == date
    assert _dates(rows(_sample(name), name)) == {date}
    assert _dates(rows(gzip.compress(_sample(name).encode()), name)) == {date}


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("nothing", ["", " ", "-"])
def test_a_list_that_tells_no_date_has_none(name: str, nothing: str, rows: Rows) -> None:
    found = rows(_sample(name, nothing), name)
    assert _dates(found) == {""}
    assert not [one for one in found if isinstance(one, Reject)]


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("ofac-sdn.xml", "<Publish_Date>01/15/2025</Publish_Date>"),
        ("eu-sanctions.xml", ' generationDate="2025-01-15T10:00:00.000+01:00"'),
        ("uk-sanctions.csv", "Last Updated,15/01/2025\n"),
        ("uk-sanctions.csv", ",15/01/2025"),
    ],
)
def test_a_list_without_the_place_of_its_date_has_none(name: str, line: str, rows: Rows) -> None:
    text = _sample(name)
    assert line in text
    found = rows(text.replace(line, "", 1), name)
    assert _dates(found) == {""}
    assert not [one for one in found if isinstance(one, Reject)]


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize("date", ["31/31/2025", "soon", "2025-13-01", "0", "9" * 5000])
def test_a_damaged_date_is_one_reject_and_the_list_is_read(
    name: str, date: str, rows: Rows
) -> None:
    found = rows(_sample(name, date), name)
    first, *others = found
    assert isinstance(first, Reject)
    assert (first.file, first.row, first.column) == (name, TOLD[name][2], TOLD[name][1])
    assert first.value == date[:200]
    assert first.reason.startswith("date of the file itself is not a date")
    assert not [one for one in others if isinstance(one, Reject)]
    assert _dates(others) == {""}
    assert len(others) == len(rows(_sample(name), name))


@pytest.mark.parametrize("name", TOLD)
def test_a_date_still_to_come_is_one_reject_and_the_list_is_read(name: str, rows: Rows) -> None:
    first, *others = rows(_sample(name, "2999-12-31"), name)
    assert isinstance(first, Reject)
    assert first.reason.startswith("date of the file itself is later than today")
    assert _dates(others) == {""}
    assert len(others) == len(rows(_sample(name), name))


@pytest.mark.parametrize("name", TOLD)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(date=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters='<&"')))
def test_no_date_breaks_a_list(name: str, date: str, rows: Rows) -> None:
    documents = [r for r in rows(_sample(name, date), name) if isinstance(r, readers.DocumentRow)]
    assert len(documents) >= 2


def test_bytes_that_are_no_text_are_a_damaged_date(rows: Rows) -> None:
    text = _sample("uk-sanctions.csv").encode()
    first, *_ = rows(text.replace(b"15/01/2025", b"15/\xff\xfe1/2025"), "uk.csv")
    assert isinstance(first, Reject)
    assert first.column == "Last Updated"


def test_a_date_below_the_first_record_is_not_that_of_the_list(rows: Rows) -> None:
    entry = "<sdnEntry><uid>{}</uid><lastName>SAMPLE</lastName><sdnType>Entity</sdnType></sdnEntry>"
    date = "<publshInformation><Publish_Date>01/15/2025</Publish_Date></publshInformation>"
    one, deep = entry.format(1), "<a>" * 500 + "</a>" * 500
    assert _dates(rows(f'<?xml version="1.0"?><l>{deep}{date}{one}</l>', "a.xml")) == {"2025-01-15"}
    assert _dates(rows(f'<?xml version="1.0"?><l>{one}{date}</l>', "b.xml")) == {""}
    assert _dates(rows(f'<?xml version="1.0"?><l><a>{date}</a>{one}</l>', "c.xml")) == {""}


def test_a_workbook_tells_its_date_as_the_text_does(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    for line in _sample("uk-sanctions.csv").splitlines():
        book.active.append(line.split(","))
    path = tmp_path / "uk.xlsx"
    book.save(path)
    assert readers.open_source(path).issued == "2025-01-15"


def test_a_table_gives_the_date_of_its_lists_beside_each_name(rows: Rows) -> None:
    head = "list,name,listed on,as of\n"
    found = rows(head + "L,A,2024-01-02,2025-01-15\nL,B,2024-01-02,\nL,C,2024-01-02,soon\n")
    refused = [one for one in found if isinstance(one, Reject)]
    assert _dates(found) == {"2025-01-15", ""}
    assert [(one.row, one.column, one.value) for one in refused] == [(4, "as of", "soon")]
    assert len(found) == 4


def test_a_list_that_breaks_off_is_an_error_as_before(write: Write) -> None:
    with pytest.raises(FileError):
        readers.open_source(write(_sample("ofac-sdn.xml")[:200], "ofac-sdn.xml"))
