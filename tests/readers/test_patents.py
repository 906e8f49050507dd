import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from screening import readers
from screening.records import Language, Patent

LENS = (
    '"#",Jurisdiction,Kind,Display Key,Lens ID,Publication Date,Publication Year,Title,Abstract,'
    "Applicants,Inventors,CPC Classifications,IPCR Classifications,Legal Status\n"
    "1,US,A1,US 2025/0100135 A1,000-000-000-000-001,2025-03-27,2025,A Gear,About gears.,"
    "ACME CORP;;Bolt & Sons,DOE J;;ROE R,F16H49/00;;B25J9/10,F16H49/00,PENDING\n"
)


def test_a_lens_row(rows: Callable[..., Any]) -> None:
    (row,) = rows(LENS)
    document = row.document
    assert document.patent == Patent(
        publication_number="US 2025/0100135 A1",
        kind="A1",
        type="invention",
        jurisdiction="US",
        applicants=("ACME CORP", "Bolt & Sons"),
        inventors=("DOE J", "ROE R"),
        publication_date="2025-03-27",
        cpc=("F16H49/00", "B25J9/10"),
        ipc=("F16H49/00",),
        legal_status="PENDING",
    )
    assert (document.kind, document.title, document.text) == ("patent", "A Gear", "About gears.")
    assert (document.date, document.source, document.row) == ("2025-03-27", "Lens", 2)
    assert (document.id, document.company_ids, document.language) == ("", (), Language())


def test_columns_may_stand_in_any_order(rows: Callable[..., Any]) -> None:
    head, line = (part.split(",") for part in LENS.splitlines())
    turned = ",".join(head[::-1]) + "\n" + ",".join(line[::-1]) + "\n"
    assert rows(turned) == rows(LENS)


def test_office_and_kind_come_from_the_number_where_they_have_no_column(
    rows: Callable[..., Any],
) -> None:
    head = "publication_number,title,applicants,publication_date,language,cpc\n"
    line = "ep1234567b1,Roboter,KUKA GmbH; ABB AB,20200131,DE,B25J 9/16; F16H 1/32\n"
    (row,) = rows(head + line)
    patent = row.document.patent
    assert (patent.publication_number, patent.jurisdiction, patent.kind) == (
        "EP 1234567 B1",
        "EP",
        "B1",
    )
    assert patent.applicants == ("KUKA GmbH", "ABB AB")
    assert (patent.publication_date, patent.cpc) == ("2020-01-31", ("B25J9/16", "F16H1/32"))
    assert row.document.language == Language(declared="de")


def test_bad_cells_of_a_patent(rows: Callable[..., Any]) -> None:
    head = "publication_number,title,applicants,application_date,jurisdiction\n"
    row, *rejects = rows(head + "US 1234567 A,Robot,ACME,yesterday,Atlantis\n,Robot,ACME,,\n")
    assert isinstance(row, readers.DocumentRow)
    assert row.document.patent is not None
    assert row.document.patent.jurisdiction == "US"
    assert [(r.row, r.column) for r in rejects] == [
        (2, "jurisdiction"),
        (2, "application_date"),
        (3, "publication_number"),
    ]


def test_every_column_that_the_documentation_names_is_read() -> None:
    root = Path(__file__).parents[2]
    text = (root / "docs" / "formats.md").read_text(encoding="utf-8")
    table = text.partition("## Patent tables")[2].partition("\n## ")[0]
    named = {
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line.split(" | ")[0])
    }
    layout = tomllib.loads(
        (root / "screening/readers/layouts/patents.toml").read_text(encoding="utf-8")
    )
    assert len(named) > 15
    assert named <= set(layout["columns"])


def test_two_publication_numbers_in_a_cell_are_one_patent(rows: Callable[..., Any]) -> None:
    head = "No,Title,Applicants,Publication number,Earliest publication,Family number\n"
    line = (
        '1,Reducer,SAMPLE AG [DE],"US2014000001A1\nUS9000001B2","2014-01-02\n2015-04-07",90000001\n'
    )
    (row,) = rows(head + line)
    patent = row.document.patent
    assert (patent.publication_number, patent.kind) == ("US 2014/0000001 A1", "A1")
    assert patent.members == ("US 2014/0000001 A1", "US 9000001 B2")
    assert (patent.family, patent.publication_date) == ("90000001", "2014-01-02")
