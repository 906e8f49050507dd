import csv
import re
from pathlib import Path

import pytest

from screening import pipeline, report
from screening.pipeline import Workspace
from screening.records import Field, Screening

PAGE = Path(__file__).resolve().parents[2] / "docs" / "fields.md"
SAME = 7
"""Of ten: a change of an encoder's build or of one description may move the others."""


def _sections(page: str) -> dict[str, set[str]]:
    """The companies (second column) under each heading of a page."""
    found: dict[str, set[str]] = {}
    for heading, body in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.M | re.S):
        rows = [line.split("|") for line in body.splitlines() if re.match(r"\| *\d", line)]
        found[heading] = {row[2].strip() for row in rows}
    return found


@pytest.fixture
def every_field(shipped: Workspace) -> list[tuple[Field, Screening]]:
    """Zhejiang scored in each field on the shipped data."""
    screened = [one.field for one in pipeline.fields() if one.field.scope == "screen"]
    return [(one, pipeline.score(shipped, pipeline.mandate(one.id))) for one in screened]


def test_companies_are_found_at_work_in_the_fields_that_they_are_known_to_be_in(
    shipped: Workspace,
) -> None:
    """The labels are those of the technologies in the reference data; not all that is so is told
    there, so that what is found beside them need not be wrong."""
    measured = pipeline.profile(shipped, pipeline.mandate("robots"))
    ids = {one.name: key for key, one in measured.companies.items()}
    known, found, both = 0, 0, 0
    for name in ("overseas", "zhejiang", "leaders"):
        with (shipped.reference / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                told = [one for one in row["technologies"].split(";") if one]
                if row["name"] in ids and told:
                    labels = {measured.taxonomy.technologies[one].field for one in told}
                    shown = set(measured.fields_of(ids[row["name"]]))
                    known, found = known + len(labels), found + len(shown)
                    both += len(labels & shown)
    assert known > 500
    assert both / known > 0.8
    assert both / found > 0.65


def test_the_page_of_all_fields_holds_what_the_shipped_data_give(
    every_field: list[tuple[Field, Screening]],
) -> None:
    now = _sections(report.fields_page(every_field, "en"))
    written = _sections(PAGE.read_text("utf-8"))
    assert list(now) == list(written)
    assert len(now) == len(every_field)
    for field, companies in now.items():
        assert len(companies) == 10
        assert len(companies & written[field]) >= SAME, field


def test_the_page_of_regions_holds_what_the_shipped_data_give(
    every_field: list[tuple[Field, Screening]],
) -> None:
    now = _countries(report.regions_page(every_field, "en"))
    written = _countries(PAGE.with_name("regions.md").read_text("utf-8"))
    assert len(set(now[:10]) & set(written[:10])) >= SAME
    assert now[0] == written[0] == "Germany"
    assert "| 德国 |" in report.regions_page(every_field, "zh")


def _countries(page: str) -> list[str]:
    rows = [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| ")]
    return rows[2:]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_field_without_targets_is_said_to_be_unknown(shipped: Workspace, language: str) -> None:
    (robots,) = (one.field for one in pipeline.fields() if one.field.id == "robots")
    found = pipeline.score(shipped, pipeline.mandate("robots"))
    page = report.fields_page([(robots, found)], language, top=0)
    assert ("unknown" if language == "en" else "未知") in page
