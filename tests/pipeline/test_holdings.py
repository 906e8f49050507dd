"""Patents make a company strong in what their classes name and their texts speak of."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from screening import pipeline
from screening.pipeline import Workspace, holdings
from screening.records import Mandate, StatedGap

MANDATE = Mandate(
    name="gears",
    field="robots",
    gaps=(StatedGap(technology="precision-reducers", en="strain wave gears for robot joints"),),
)
SAYS = "The company has five plants and exports to forty countries; its people are its strength."
GEAR = "Strain wave gearing with a flexspline and a circular spline for a robot joint."
HEAD = "publication_number,applicants,title,cpc,application_date,cited_by,type"


@pytest.fixture
def place(filled: Callable[..., Workspace]) -> Workspace:
    """Five makers that say the same of themselves and hold different patents."""
    names = ("Many GmbH", "One GmbH", "Other class GmbH", "Other text GmbH", "None GmbH")
    makers = "\n".join(f'{name},DE,"{SAYS}"' for name in names)
    rows = [
        *(f"DE{n}A1,Many GmbH,{GEAR},F16H49/00,2024-01-1{n},{n},invention" for n in range(6)),
        f"DE21A1,One GmbH,{GEAR},F16H49/00,2024-01-11,2,invention",
        f"DE31A1,Other class GmbH,{GEAR},A01B1/00,2024-01-11,2,invention",
        "DE41A1,Other text GmbH,A pension fund invoice form,F16H49/00,2024-01-11,2,invention",
    ]
    return filled(
        makers=f"name,country,description_en\n{makers}\n",
        patents="\n".join([HEAD, *rows]) + "\n",
    )


def test_classes_and_text_speak_together(place: Workspace) -> None:
    measured = pipeline.profile(place, MANDATE)
    k = [one.id for one in measured.technologies].index("precision-reducers")
    snapshot = measured.snapshot
    passages = snapshot.passages(["hash", "document_id"])
    told = holdings.holdings(
        snapshot.documents_of("patent"),
        passages["document_id"].to_pylist(),
        snapshot.get(place.encoder_key, passages["hash"].to_pylist()),
        measured.axes,
        measured.technologies,
        measured.row,
    )
    rows = {measured.companies[key].name: row for key, row in measured.row.items()}
    shown = {name: told.coverage[row, k] for name, row in rows.items()}
    assert shown["Many GmbH"] > shown["One GmbH"] > 0.5
    assert shown["Other text GmbH"] < 0.2
    assert shown["Other class GmbH"] == shown["None GmbH"] == 0
    assert told.families[rows["Many GmbH"]] == 6
    assert np.isnan(told.families[rows["None GmbH"]])
    assert 0 < told.quality[rows["One GmbH"], k] < 1
    assert np.isnan(told.quality[rows["Other class GmbH"], k])
    assert np.isnan(told.talent).all()  # no inventors in the file


def test_patents_raise_coverage_and_their_want_lowers_nothing(place: Workspace) -> None:
    measured = pipeline.profile(place, MANDATE)
    ids = {one.name: key for key, one in measured.companies.items()}
    k = [one.id for one in measured.technologies].index("precision-reducers")
    many, one, none = (
        measured.coverage(ids[name], k) or 0 for name in ("Many GmbH", "One GmbH", "None GmbH")
    )
    assert many > one > none
    assert measured.words[ids["None GmbH"]] == len(SAYS.split())


def test_the_same_corpus_gives_the_same_strengths_on_any_day(place: Workspace) -> None:
    before = pipeline.profile(place, MANDATE).strengths.coverage
    later = replace(place, clock=lambda: "2031-01-01T00:00:00Z")
    for file in (place.settings.data_dir / "profiles").iterdir():
        file.unlink()
    assert (pipeline.profile(later, MANDATE).strengths.coverage == before).all()
