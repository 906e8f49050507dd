"""What a firm's own texts say that it lacks tells its stated needs in the words of its trade."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from screening import pipeline
from screening.pipeline import Workspace, lacking
from screening.pipeline.masks import masked
from screening.report.view import said_by
from screening.scoring.gaps import SHOWS
from screening.text import lacks

_PLACES = {"gears": (1, 0), "lasers": (0, 1), "The gearbox is bought in.": (0.8, 0.6)}


def _vectors(texts: object) -> NDArray[np.float32]:
    return np.array([_PLACES[text] for text in texts], np.float32)  # type: ignore[attr-defined]


def test_a_sentence_joins_the_need_that_it_is_nearest_to() -> None:
    said = lacking.said(
        [("en", "It makes motors. The gearbox is bought in."), ("en", "The gearbox is bought in.")]
    )
    assert said == [("en", "The gearbox is bought in.")]
    needs = [{"en": "lasers"}, {"zh": "齿轮", "en": "gears"}, {"zh": "激光"}]
    anchors = [["lasers"], ["gears"], ["lasers"]]
    places = lacking.nearest(anchors, said, _vectors)
    assert places == [1]
    found = lacking.joined(needs, said, places)
    assert found[1] == {"zh": "齿轮", "en": "gears The gearbox is bought in."}
    assert [found[0], found[2]] == [needs[0], needs[2]]
    assert needs[1]["en"] == "gears"
    (only,) = lacking.joined([{"zh": "激光"}], said, lacking.nearest([["lasers"]], said, _vectors))
    assert only == {"zh": "激光", "en": "The gearbox is bought in."}


def test_without_a_need_or_such_a_sentence_nothing_changes() -> None:
    said = lacking.said([("en", "It makes motors."), ("zh", "公司生产电机。")])
    assert lacking.nearest([["gears"]], said, _vectors) == []
    assert lacking.joined([{"en": "gears"}], said, []) == [{"en": "gears"}]
    assert lacking.nearest([], [("en", "The gearbox is bought in.")], _vectors) == []
    assert lacking.joined([], [("en", "The gearbox is bought in.")], []) == []


def test_a_stated_gap_of_a_firm_is_told_in_its_own_words_too(
    shipped: Workspace, tmp_path: Path
) -> None:
    def axes(firm: str) -> dict[str, NDArray[np.float32]]:
        path = tmp_path / "m.toml"
        path.write_text(
            f'firm = "{firm}"\nfield = "manufacturing-equipment"\n'
            '[[gaps]]\ntechnology = "laser-processing"\nen = "Industrial fibre lasers."\n'
            '[[gaps]]\ntechnology = "precision-metrology"\nzh = "三坐标测量机。"\n',
            encoding="utf-8",
        )
        measured = pipeline.profile(shipped, pipeline.mandate(path))
        return {one.technology: one.query for one in measured.axes}

    own, other = axes("Penta Laser"), axes("Laifual")  # the first buys its laser sources outside
    changed = {name for name, query in own.items() if not np.array_equal(query, other[name])}
    assert changed == {"laser-processing"}


def test_the_gap_quotes_what_the_firm_says_that_it_lacks(
    shipped: Workspace, tmp_path: Path
) -> None:
    path = tmp_path / "m.toml"
    path.write_text(
        'firm = "Penta Laser"\nfield = "manufacturing-equipment"\nleaders = ["TRUMPF"]\n'
        '[[gaps]]\ntechnology = "laser-processing"\nen = "Industrial fibre lasers."\n',
        encoding="utf-8",
    )
    found = pipeline.score(shipped, pipeline.mandate(path))
    (firm,) = found.firms
    own = {
        gap.technology: [
            one for one in gap.evidence if one.company_id == firm and said_by(one, found) == "lacks"
        ]
        for gap in found.gaps
    }
    assert own["laser-processing"]
    assert not any(quotes for name, quotes in own.items() if name != "laser-processing")
    documents = shipped.snapshot(shipped.version()).documents()
    for quote in own["laser-processing"]:
        assert lacking.said([(quote.language, quote.quote)])
        assert documents[quote.document_id].full_text[quote.start : quote.end] == quote.quote
    has = {
        gap.technology: [one.quote for one in gap.evidence if said_by(one, found) == "has"]
        for gap in found.gaps
    }
    assert {name for name, quotes in has.items() if quotes} == {
        gap.technology for gap in found.gaps if (gap.own or 0) >= SHOWS
    }
    assert not any(lacks(quote) for quotes in has.values() for quote in quotes)
    hidden = masked(found, "Heron 1")
    assert not any(one.company_id in hidden.firms for gap in hidden.gaps for one in gap.evidence)
