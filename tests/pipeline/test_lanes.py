"""Targets of which little is known are ranked among their like and keep their places."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from screening import pipeline
from screening.pipeline import Workspace
from screening.records import Mandate, Screening, StatedGap
from screening.report.view import shortlist

Open = Callable[..., Workspace]
LONG = (
    "The company designs and makes precision reducers for the joints of industrial robots. Its"
    " cycloidal gearboxes run without backlash for many thousand hours, and its strain wave gears"
    " go into light arms and wafer handling. Hollow shafts, integrated bearings and encoders make"
    " compact joint modules. Customers in Europe and Japan build welding, painting and assembly"
    " robots with them. A laboratory measures stiffness, lost motion and wear of every series."
)
SHORT = "The family firm makes cycloidal reducers for robots."
MANDATE = Mandate(
    name="m",
    gaps=(StatedGap(technology="precision-reducers", en="cycloidal precision reducers"),),
    shortlist=4,
)


@pytest.fixture
def found(tmp_path: Path, open_at: Open) -> Screening:
    rows = [f'Long {k},DE,"{LONG} Works {k}."' for k in range(6)]
    rows += [f'Short {k},IT,"{SHORT} Works {k}."' for k in range(3)]
    path = tmp_path / "some.csv"
    path.write_text("\n".join(["name,country,description", *rows]), encoding="utf-8")
    place = open_at(tmp_path / "data")
    pipeline.ingest(place, path)
    pipeline.embed(place)
    made = pipeline.score(place, MANDATE)
    assert pipeline.score(place, MANDATE) == made
    return made


def test_to_say_it_again_makes_no_text_longer(tmp_path: Path, open_at: Open) -> None:
    place, thin = open_at(tmp_path / "data"), f"{SHORT} It makes strain wave gears as well."
    files = {"a": ("Once", thin), "b": ("Again", thin), "c": ("Again", thin)}
    files["d"] = ("Thrice", " ".join([thin] * 6))
    for name, (company, text) in files.items():
        path = tmp_path / f"{name}.csv"
        path.write_text(f'name,country,description\n{company},IT,"{text}"\n', encoding="utf-8")
        pipeline.ingest(place, path)
    pipeline.embed(place)
    made = pipeline.score(place, MANDATE)
    found = {made.companies[fit.company_id].name: fit for fit in made.fits}
    assert {fit.lane for fit in found.values()} == {"desk-research"}
    assert found["Again"].total == found["Once"].total
    assert abs(found["Thrice"].total - found["Once"].total) < 5


def test_each_lane_has_its_own_ranks(found: Screening) -> None:
    lanes = [(fit.lane, found.companies[fit.company_id].name[0]) for fit in found.fits]
    assert lanes == [("", "L")] * 6 + [("desk-research", "S")] * 3
    assert found.fits[0].rank == found.fits[6].rank == 1
    assert found.fits[6].rank_low == 1


def test_what_is_missing_is_named(found: Screening) -> None:
    missing = found.fits[6].missing
    assert missing[0].startswith("text:1")
    assert {"patents", "owner", "employees", "website", "city"} <= set(missing)
    assert found.fits[0].missing == ()


@pytest.mark.parametrize(("share", "thin"), [(0.0, 0), (0.25, 1), (0.5, 2)])
def test_a_share_of_the_shortlist_is_theirs(found: Screening, share: float, thin: int) -> None:
    told = replace(found, mandate=replace(found.mandate, desk_share=share))
    assert [bool(fit.lane) for fit in shortlist(told)] == [False] * (4 - thin) + [True] * thin


def test_places_that_nobody_takes_go_to_the_others(found: Screening) -> None:
    known = tuple(fit for fit in found.fits if not fit.lane)
    thin = tuple(fit for fit in found.fits if fit.lane)
    assert len(shortlist(replace(found, fits=known))) == 4
    assert len(shortlist(replace(found, fits=(*known[:1], *thin)))) == 4
