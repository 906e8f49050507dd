"""Who stands on an official list: by name, country and owner."""

from collections.abc import Callable
from pathlib import Path

import pytest

from screening import assets, pipeline, report
from screening.pipeline import Workspace, identity
from screening.pipeline.flags import flags
from screening.records import Company, Document, Listing, Ownership

Open = Callable[..., Workspace]
Table = Callable[..., Path]
SAMPLES = assets.shipped("data", "samples", "exports")
TODAY = "2026-11-27"


def _entry(name: str, country: str = "", *aliases: str, as_of: str = "") -> Document:
    facts = Listing(list="UK", name=name, aliases=aliases, country=country, as_of=as_of)
    return Document(kind="listing", date="2022-03-24", source="OFSI", listing=facts)


@pytest.mark.parametrize(
    ("company", "expected"),
    [
        (Company(id="c", name="Sample Optics GmbH", country="DE"), [("company", True)]),
        (Company(id="c", name="SAMPLE OPTICS", country="FR"), []),
        (Company(id="c", name="Sample Optics"), [("company", False)]),
        (Company(id="c", name="X", name_zh="示例光学", country="DE"), [("company", True)]),
        (
            Company(
                id="c", name="X", ownership=Ownership(owner="Sample Optics", owner_country="DE")
            ),
            [("owner", True)],
        ),
        (Company(id="c", name="Sample Optics Service", country="DE"), []),
    ],
)
def test_a_flag_needs_the_name_and_no_other_country(
    company: Company, expected: list[tuple[str, bool]]
) -> None:
    found = flags([_entry("Sample Optics", "DE", "示例光学")], [company], today=TODAY)
    assert [(one.role, one.sure) for one in found] == expected


@pytest.mark.parametrize("listed", ["Ivan Petrovich IVANOV", "IVANOV, Ivan Petrovich"])
@pytest.mark.parametrize(
    ("owner", "flagged"),
    [
        ("Ivan Petrovich Ivanov", True),
        ("Ivanov Ivan Petrovich", True),
        ("Ivanov, Ivan Petrovich", True),
        ("Ivanov", False),
        ("Ivan Ivanov", False),
    ],
)
def test_an_owner_is_known_in_any_order_of_his_names_and_not_by_the_surname(
    listed: str, owner: str, flagged: bool
) -> None:
    company = Company(id="c", name="X", ownership=Ownership(owner=owner))
    found = flags([_entry(listed)], [company], today=TODAY)
    assert [one.role for one in found] == (["owner"] if flagged else [])


def test_a_company_is_known_in_the_order_of_its_name_only() -> None:
    company = Company(id="c", name="Trading Sample")
    assert flags([_entry("Sample Trading")], [company], today=TODAY) == ()


@pytest.mark.parametrize(("until", "flagged"), [("2026-11-28", True), ("2026-11-27", False)])
def test_an_entry_that_has_ended_flags_nobody(until: str, flagged: bool) -> None:
    facts = Listing(list="DPL", name="Sample Optics", until=until)
    company = Company(id="c", name="Sample Optics", country="DE")
    entry = Document(kind="listing", listing=facts)
    assert bool(flags([entry], [company], today=TODAY)) is flagged


@pytest.mark.parametrize(("country", "expected"), [("KP", [True]), ("CN", [True]), ("DE", [])])
def test_an_entry_of_several_countries_flags_in_each(country: str, expected: list[bool]) -> None:
    one, two = _entry("Sample Trading", "KP"), _entry("Sample Trading", "CN")
    entry = identity.listed(identity.listed(one, two), _entry("Sample Trading", "KP"))
    assert entry.listing is not None
    assert entry.listing.countries == ("KP", "CN")
    company = Company(id="c", name="Sample Trading", country=country)
    assert [found.sure for found in flags([entry], [company], today=TODAY)] == expected


@pytest.mark.parametrize(
    ("as_of", "en", "zh"),
    [
        (
            "2025-01-15",
            "UK (list of 2025-01-15): Sample Optics, listed on 2022-03-24",
            "UK（2025-01-15版）：Sample Optics，2022-03-24列入",
        ),
        (
            "",
            "UK (date of the list unknown): Sample Optics, listed on 2022-03-24",
            "UK（名单日期未知）：Sample Optics，2022-03-24列入",
        ),
    ],
)
def test_a_flag_says_of_which_day_its_list_is(as_of: str, en: str, zh: str) -> None:
    company = Company(id="c", name="Sample Optics", country="DE")
    (found,) = flags([_entry("Sample Optics", "DE", as_of=as_of)], [company], today=TODAY)
    assert report.flag_line(found, "en") == en
    assert report.flag_line(found, "zh") == zh


def test_rows_of_one_entry_keep_the_later_date_of_their_list() -> None:
    one, two = _entry("A", as_of="2025-01-15"), _entry("B", as_of="2025-02-01")
    for first, second in ((one, two), (two, one)):
        merged = identity.listed(first, second).listing
        assert merged is not None
        assert merged.as_of == "2025-02-01"


def test_a_list_flags_a_ranked_target_and_its_buyer(
    tmp_path: Path, open_at: Open, table: Table
) -> None:
    place = open_at(tmp_path / "data")
    for name in ("ofac-sdn.xml", "eu-sanctions.xml", "uk-sanctions.csv", "csl.csv", "listings.csv"):
        assert pipeline.ingest(place, SAMPLES / name).rejects == 0
    found = place.corpus.snapshot().documents_of("listing")
    assert len(found) == 11
    optics = [d.listing for d in found.values() if d.listing and d.listing.entry == "19001"]
    assert optics[0].names == ("SAMPLE OPTICS PLANT", "示例光学厂", "SAMPLE OPTO")
    assert {d.date for d in found.values() if d.source == "OFSI"} == {"2022-03-24", "2022-05-13"}
    dates = {
        d.listing.list.partition(" (")[0]: d.listing.as_of for d in found.values() if d.listing
    }
    assert dates == {
        "OFAC SDN": "2025-01-15",
        "EU": "2025-01-15",
        "UK": "2025-01-15",
        "Entity List": "",
        "Specially Designated Nationals": "",
        "Denied Persons List": "",
        "不可靠实体清单": "2025-03-10",
        "出口管制管控名单": "",
    }
    again = pipeline.ingest(place, SAMPLES / "uk-sanctions.csv")
    assert again.unchanged
    pipeline.ingest(place, SAMPLES / "uk-sanctions-list.csv")
    stored = place.corpus.snapshot().documents_of("listing").values()
    british = [d.listing for d in stored if d.listing and d.source == "OFSI"]
    assert {one.entry: one.names for one in british} == {
        "XXS0001": ("SAMPLE OPTICS PLANT", "示例光学厂", "SAMPLE OPTO"),
        "XXS0002": ("Boris Sampleevich SAMPLOV", "Boris Sampleevich SAMPLOFF"),
    }
