"""What patents weigh and how a gap moves by them, on examples worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.records import Patent, Technology
from screening.scoring import patents

TODAY = "2026-07-01"
GEARS = Technology(
    id="gears", field="robots", name_en="", name_zh="", description_en="", description_zh="",
    cpc=("F16H49/00",),
)  # fmt: skip


def filed(count: int, year: int, cpc: str = "F16H49/00") -> list[Patent]:
    return [
        Patent(publication_number=f"{year}-{k}", application_date=f"{year}-07-01", cpc=(cpc,))
        for k in range(count)
    ]


def test_a_patent_is_weighed_beside_those_of_its_year() -> None:
    # 2016: 6 and 2 citations, 4 on average; families of 8 and 2, 5 on average; half a term is left.
    first, second = (
        Patent(publication_number=name, application_date="2016-07-01", cited_by=cited,
               members=tuple(map(str, range(size))))
        for name, cited, size in (("a", 6, 8), ("b", 2, 2))
    )  # fmt: skip
    usual = patents.cohorts([first, second])
    assert patents.worth(first, usual, TODAY) == pytest.approx(1.25 * 1.6**0.5 * 0.5)
    assert patents.worth(second, usual, TODAY) == pytest.approx(0.75 * 0.4**0.5 * 0.5)


def test_what_has_ended_and_what_is_a_design_weighs_nothing() -> None:
    none = patents.cohorts([])
    ended = Patent(publication_number="a", application_date="2020-07-01", legal_status="Lapsed")
    design = Patent(publication_number="b", application_date="2020-07-01", type="design")
    undated = Patent(publication_number="c")
    assert [patents.worth(one, none, TODAY) for one in (ended, design, undated)] == [0, 0, 0.5]


def test_a_utility_model_stands_for_ten_years() -> None:
    given = {"publication_number": "a", "application_date": "2020-07-01"}
    assert patents.years_left(Patent(**given, type="utility-model"), TODAY) == 4.0
    assert patents.years_left(Patent(**given, type="invention"), TODAY) == 14.0


def test_a_gap_widens_where_the_leaders_come_to_file_more_of_it() -> None:
    # Before: 6 of 10 are the leaders'. In the last five years: 9 of 10.
    ours = filed(4, 2018) + filed(1, 2023)
    theirs = filed(6, 2019) + filed(9, 2024) + filed(50, 2024, "B25J9/16")
    assert patents.trend(ours, theirs, GEARS, TODAY) == 0.3
    assert patents.trend(theirs, ours, GEARS, TODAY) == -0.3


def test_too_few_patents_tell_no_trend() -> None:
    theirs = filed(6, 2019) + filed(9, 2024)
    assert patents.trend([], theirs, GEARS, TODAY) is None
    assert patents.trend(filed(1, 2023), filed(3, 2019) + filed(9, 2024), GEARS, TODAY) is None


@given(st.lists(st.floats(0, 100), min_size=2, max_size=6))
def test_strength_by_patents_is_bounded_and_rises(given: list[float]) -> None:
    found = patents.coverage(np.array(sorted(given), np.float32))
    assert (found >= 0).all()
    assert (found <= 1).all()
    assert (np.diff(found) >= 0).all()
