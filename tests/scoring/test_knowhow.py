"""What patents say of a target, on examples that are worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import Patent, Technology
from screening.scoring.knowhow import know_how
from screening.scoring.patents import Cohorts, cohorts, speaks, years_left

TODAY = "2026-07-01"
NOTHING = Cohorts(citations={}, sizes={})
GEARS = Technology(
    id="gears", field="robots", name_en="", name_zh="", description_en="", description_zh="",
    cpc=("F16H 1", "F16H49/00"), cpc_not=("F16H1/20",),
)  # fmt: skip
PATENTS = (
    Patent(publication_number="A", application_date="2016-07-01", cpc=("F16H49/001",),
           inventors=("Ito", "Abe"), cited_by=6, members=("A", "A2", "A3")),
    Patent(publication_number="B", application_date="2016-03-01", cpc=("B25J9/16",),
           inventors=("Ito",), cited_by=0, members=("B",)),
    Patent(publication_number="C", application_date="2021-07-01", ipc=("F16H1/32",),
           inventors=("Sato", "Kato"), legal_status="ACTIVE"),
    Patent(publication_number="D", application_date="2003-01-01", inventors=("Mori",)),
)  # fmt: skip


def test_a_portfolio_worked_out_by_hand() -> None:
    # Cohort of 2016: (6 + 0) / 2 = 3, so that A counts 2 and B 0: 1 on average.
    # In force: A 10, B 9.67, C 15 years; D was filed 23 years ago. Three of four.
    # Key inventors: Ito (2), then Abe and Kato by name; D has none of them.
    found = know_how(PATENTS, [GEARS], cohorts(PATENTS), TODAY)
    assert found is not None
    assert (found.families, found.in_gap) == (4, 2)
    assert found.cited == 1.0
    assert found.size == 2.0
    assert found.key_inventors == 0.75
    assert found.in_force == 0.75
    assert found.years_left == pytest.approx((10 + 9.67 + 15) / 3, abs=0.01)
    assert found.last_filed == "2021-07-01"


def test_what_no_patent_tells_is_unknown_and_not_zero() -> None:
    found = know_how([Patent(publication_number="X")], [GEARS], NOTHING, TODAY)
    assert found is not None
    assert (found.cited, found.size, found.key_inventors) == (None, None, None)
    assert (found.in_force, found.years_left, found.last_filed) == (None, None, "")
    assert know_how([], [GEARS], NOTHING, TODAY) is None
    uncited = [replace(one, cited_by=0) for one in PATENTS]
    told = know_how(uncited, [], cohorts(uncited), TODAY)
    assert told is not None
    assert told.cited is None  # nobody of those years is cited: there is nothing to compare with


@pytest.mark.parametrize(
    ("code", "in_gap"),
    [("F16H1/32", True), ("F16H 1/32", True), ("F16H49/00", True), ("F16H1/20", False),
     ("F16H10/00", False), ("F16H", False), ("B25J9/16", False), ("", False)],
)  # fmt: skip
def test_the_longest_class_counts(code: str, in_gap: bool) -> None:
    assert speaks(Patent(publication_number="x", cpc=(code,)), GEARS) is in_gap
    assert speaks(Patent(publication_number="x", ipc=(code,)), GEARS) is in_gap


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        ({"application_date": "2016-07-01"}, 10.0),
        ({"application_date": "2016"}, 9.5),
        ({"priority_date": "2015-07-01", "application_date": "2016-07-01"}, 10.0),
        ({"expiry_date": "2030-07-01", "application_date": "2016-07-01"}, 4.0),
        ({"application_date": "1990-01-01"}, 0.0),
        ({"application_date": "2020-01-01", "legal_status": "Lapsed"}, 0.0),
        ({"application_date": "2020-01-01", "legal_status": "失效"}, 0.0),
        ({"legal_status": "ACTIVE"}, None),
        ({"application_date": "2020-99-01"}, None),
    ],
)
def test_how_long_a_patent_may_stand(facts: dict[str, str], left: float | None) -> None:
    found = years_left(Patent(publication_number="x", **facts), TODAY)  # type: ignore[arg-type]
    assert found == (None if left is None else pytest.approx(left, abs=0.02))


@given(st.permutations(PATENTS))
def test_order_does_not_matter(patents: list[Patent]) -> None:
    cohort = cohorts(PATENTS)
    assert know_how(patents, [GEARS], cohort, TODAY) == know_how(PATENTS, [GEARS], cohort, TODAY)
