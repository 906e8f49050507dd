"""From a target abroad to the firms of Zhejiang that it complements."""

import pytest

from screening import pipeline
from screening.errors import FileError, InputError
from screening.pipeline import Workspace

REDUCERS = (
    "The company develops strain wave gears and cycloidal precision reducers without backlash for"
    " the joints of industrial robots, and servo motors with matching drives."
)


def test_a_maker_of_reducers_is_offered_to_makers_of_machines_and_gears(shipped: Workspace) -> None:
    found = pipeline.match(shipped, "Harmonic Drive SE")
    assert found.target.country == "DE"
    totals = [one.total for one in found.matches]
    assert totals == sorted(totals, reverse=True)
    assert all(0 <= total <= 100 for total in totals)
    assert all(one.firm.province == "Zhejiang" for one in found.matches)
    known = {document.full_text for document in shipped.corpus.snapshot().documents().values()}
    assert all(any(one.quote.quote in text for text in known) for one in found.matches[:3])
    assert len(found.matches) + found.ahead >= 130


def test_a_text_alone_is_matched_and_nothing_is_stored(shipped: Workspace) -> None:
    runs, version = len(shipped.ledger.runs()), shipped.version()
    found = pipeline.match(shipped, "Muster", text=REDUCERS)
    closes = {technology.id for technology, _ in found.matches[0].closes}
    assert closes & {"precision-reducers", "servo-drives"}
    assert found.matches[0].quote.quote in REDUCERS
    assert (len(shipped.ledger.runs()), shipped.version()) == (runs, version)
    bank = pipeline.match(shipped, "Bank", text="The bank takes deposits and grants loans.")
    assert bank.matches[0].total < found.matches[0].total / 2


def test_another_name_of_the_target_will_do(shipped: Workspace) -> None:
    named = [
        [one.firm.id for one in pipeline.match(shipped, name).matches]
        for name in ("Nabtesco", "ナブテスコ", "nabtesco")
    ]
    assert named[0] == named[1] == named[2]


def test_who_is_not_there_or_says_nothing_is_an_error(shipped: Workspace) -> None:
    with pytest.raises(InputError, match="no company of the corpus is called 'Nobody'"):
        pipeline.match(shipped, "Nobody")
    with pytest.raises(FileError, match="no word"):
        pipeline.match(shipped, "x", text=" … ")
    with pytest.raises(FileError, match="in Finnish"):
        pipeline.match(
            shipped,
            "x",
            text="Yhtiö valmistaa teollisuusrobottien tarkkuusvaihteita ja moottoreita.",
        )
    with pytest.raises(FileError, match="no mandate file, sample or field 'arms'"):
        pipeline.match(shipped, "Nabtesco", field="arms")


def test_a_firm_is_not_matched_with_itself(shipped: Workspace) -> None:
    found = pipeline.match(shipped, "Laifual")
    assert found.target.id not in {one.firm.id for one in found.matches}


def test_a_pair_has_the_total_that_a_screening_for_the_firm_gives(shipped: Workspace) -> None:
    screening = pipeline.score(shipped, pipeline.mandate("robots-firm"))
    (firm,) = screening.firms
    companies = shipped.corpus.snapshot().companies()
    for fit in screening.fits[:3]:
        found = pipeline.match(shipped, companies[fit.company_id].name)
        (same,) = [one for one in found.matches if one.firm.id == firm]
        assert same.total == pytest.approx(fit.total, abs=1e-3)
        assert same.signals["close_reading"] is not None
