"""What is filed abroad in no technology of the taxonomy, and hardly at home."""

from collections.abc import Callable

import pytest

from screening import pipeline
from screening.pipeline import Workspace
from screening.records import Mandate

MANDATE = Mandate(name="new", province="Zhejiang", leaders=("Lead Corp",), field="robots")
COMPANIES = """name,country,province,description_en
Lead Corp,US,,"Robots and controllers for factories."
Abroad GmbH,DE,,"Controllers for robots."
Heim AG,DE,,"Robots for workshops."
Hangzhou Robot,CN,Zhejiang,"Robots for factories in Zhejiang."
"""
HEAD = "publication_number,applicants,title,cpc,application_date"
CHEESE = "Ripening hard cheese in a cave with {} bacteria and brine washing"
GEARS = "Strain wave gearing with a flexspline and a circular spline, variant {}"


def patents(start: int, title: str, applicants: list[str], year: int) -> list[str]:
    return [
        f'US{start + k}A1,{one},"{title.format(k)}",A01B1/00,{year}-01-0{k + 1}'
        for k, one in enumerate(applicants)
    ]


@pytest.fixture
def place(filled: Callable[..., Workspace]) -> Workspace:
    """Leaders and others that file on cheese, all on gears, and home on umbrellas."""
    home = ["Hangzhou Robot"] * 5
    rows = [
        *patents(10, CHEESE, ["Lead Corp", "Lead Corp", "Abroad GmbH", "Heim AG"], 2024),
        *patents(20, CHEESE, ["Abroad GmbH"], 2015),
        *patents(30, GEARS, ["Lead Corp", "Abroad GmbH", "Heim AG", "Abroad GmbH"], 2024),
        *patents(40, "Folding umbrella canopy rib number {} against rain", home, 2024),
        *patents(50, "Baking sourdough bread loaf number {}", ["Abroad GmbH"] * 4, 2024),
    ]
    return filled(companies=COMPANIES, patents="\n".join([HEAD, *rows]) + "\n")


def test_a_group_far_from_all_technologies_is_found_with_who_holds_it(place: Workspace) -> None:
    [one] = pipeline.emerging(place, MANDATE)
    assert "cheese" in one.title
    assert "cheese" in one.terms
    assert (one.leaders, one.abroad, one.home) == (2, 3, 0)
    assert one.recent == 0.8
    assert {company.name for company in one.holders} == {"Lead Corp", "Abroad GmbH", "Heim AG"}
    assert one.near < 0.5
    # gears are a technology of the taxonomy, umbrellas are home's, bread has one holder
    assert len(one.documents) == 5


def test_without_patents_there_is_none(
    shipped: Workspace, filled: Callable[..., Workspace]
) -> None:
    assert pipeline.emerging(filled(companies=COMPANIES), MANDATE) == ()
    for one in pipeline.emerging(shipped, pipeline.mandate("robots")):
        assert one.leaders + one.abroad >= 4
