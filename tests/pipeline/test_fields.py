import re
from pathlib import Path

import pytest

from screening import pipeline, report
from screening.pipeline import Workspace

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


def test_the_page_of_all_fields_holds_what_the_shipped_data_give(shipped: Workspace) -> None:
    screened = [one.field for one in pipeline.fields() if one.field.scope == "screen"]
    made = report.fields_page(
        [(one, pipeline.score(shipped, pipeline.mandate(one.id))) for one in screened], "en"
    )
    now, written = _sections(made), _sections(PAGE.read_text("utf-8"))
    assert list(now) == list(written)
    assert len(now) == len(screened)
    for field, companies in now.items():
        assert len(companies) == 10
        assert len(companies & written[field]) >= SAME, field


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_field_without_targets_is_said_to_be_unknown(shipped: Workspace, language: str) -> None:
    (robots,) = (one.field for one in pipeline.fields() if one.field.id == "robots")
    found = pipeline.score(shipped, pipeline.mandate("robots"))
    page = report.fields_page([(robots, found)], language, top=0)
    assert ("unknown" if language == "en" else "未知") in page
