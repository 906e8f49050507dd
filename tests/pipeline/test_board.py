"""A run as columns: what is asked for comes back, in order, and nothing of it changes."""

from dataclasses import replace

import numpy as np
import pytest

from screening import pipeline
from screening.errors import InputError, NotReadyError
from screening.pipeline import Ask, Board, Room, Said, Workspace
from screening.records import Judged, Judgement, Screening, Verdict


@pytest.fixture
def found(shipped: Workspace) -> Screening:
    """A run of a mandate of its own, so that what is said here is said nowhere else."""
    return pipeline.score(shipped, replace(pipeline.mandate("robots"), name="board"))


@pytest.fixture
def board(found: Screening) -> Board:
    return Board(found)


def judged(company: str, judgement: Judgement, author: str) -> Judged:
    verdict = Verdict(
        run_id="r", company_id=company, judgement=judgement, reason="why", author=author
    )
    return Judged(verdict=verdict, carried=False, changed=False)


def test_without_limits_every_fit_stands_in_its_order(board: Board) -> None:
    assert board.find(Ask(), Said()).tolist() == list(range(len(board.fits)))


def test_filters_and_search_leave_what_they_name(board: Board) -> None:
    companies = board.screening.companies
    rows = board.find(Ask(countries=("JP", "DE"), bands=("filing", "review_likely")), Said())
    assert len(rows)
    for row in rows:
        fit = board.fits[row]
        assert companies[fit.company_id].country in {"JP", "DE"}
        assert fit.band in {"filing", "review_likely"}
    one = board.find(Ask(search="nabtesco"), Said())
    assert [companies[board.fits[row].company_id].name for row in one] == ["Nabtesco"]
    covering = board.find(Ask(gaps=("precision-reducers",)), Said())
    assert all("precision-reducers" in board.fits[row].covered for row in covering)
    assert not len(board.find(Ask(search="no such company"), Said()))


def test_an_owner_is_found_by_any_of_its_names_up_to_the_last(board: Board) -> None:
    companies, held = board.screening.companies, board.screening.holders
    names = board.owners
    assert names
    for name in (names[0], names[-1]):
        rows = board.find(Ask(owner=name.upper()), Said())
        assert len(rows)
        for row in rows:
            one = board.fits[row].company_id
            owners = [o.owner for o in held.get(one) or (companies[one].ownership,)]
            assert any(name.casefold() in owner.casefold() for owner in owners)
    chain = next(key for key, found in held.items() if len(found) > 1 and key in board.row)
    last = held[chain][-1].owner
    assert board.row[chain] in board.find(Ask(owner=last), Said())
    assert not len(board.find(Ask(owner="no such owner"), Said()))


def test_a_target_is_found_in_every_field_that_it_is_at_work_in(board: Board) -> None:
    counts = board.choices["fields"]
    assert max(counts, key=lambda name: counts[name]) == "robots"
    assert len(counts) > 5
    for name, count in counts.items():
        rows = board.find(Ask(fields=(name,)), Said())
        assert len(rows) == count
        assert all(name in board.fits[row].fields for row in rows)
    both = board.find(Ask(fields=("robots", "new-displays")), Said())
    assert len(both) < counts["robots"] + counts["new-displays"]
    assert len(both) > counts["robots"]


@pytest.mark.parametrize("name", ["name", "country", "total", "band", "employees", "gap_fill"])
def test_sorting_keeps_every_row_and_puts_the_unknown_last(board: Board, name: str) -> None:
    for descending in (False, True):
        rows = board.find(Ask(sort=name, descending=descending), Said())
        assert sorted(rows.tolist()) == list(range(len(board.fits)))
    heads = [
        board.screening.companies[board.fits[row].company_id].size.employees
        for row in board.find(Ask(sort="employees", descending=True), Said())
    ]
    known = [one for one in heads if one is not None]
    assert heads[: len(known)] == sorted(known, reverse=True)


def test_a_column_that_is_not_there_is_named(board: Board) -> None:
    with pytest.raises(InputError, match="'beauty'; known: absorbability"):
        board.find(Ask(sort="beauty"), Said())
    with pytest.raises(NotReadyError, match="c_nobody"):
        board.fit("c_nobody")


def test_verdicts_filter_by_the_last_word_of_each(board: Board) -> None:
    first, second = (board.fits[n].company_id for n in (0, 1))
    said = Said(
        verdicts=(
            judged(first, "hold", "Li"),
            judged(first, "pursue", "Li"),
            judged(second, "pursue", "Li"),
            judged(second, "reject", "Wang"),
        )
    )
    assert board.find(Ask(statuses=("pursue",)), said).tolist() == [0, 1]
    assert board.find(Ask(statuses=("disagree",)), said).tolist() == [1]
    assert board.find(Ask(statuses=("hold",)), said).tolist() == []
    assert len(board.find(Ask(statuses=("none",)), said)) == len(board.fits) - 2


def test_the_same_weights_give_the_stored_order_again(board: Board) -> None:
    found = board.weigh(board.weights)
    stored = np.array([fit.total for fit in board.fits])
    assert found.totals == pytest.approx(stored, abs=0.02)
    lane = [n for n, fit in enumerate(board.fits) if not fit.lane]
    assert np.abs(found.places[lane] - np.arange(1, len(lane) + 1)).max() <= 1


def test_other_weights_change_the_order_and_nothing_that_is_stored(board: Board) -> None:
    before = board.screening.fits
    found = board.weigh({"relatedness": 1})
    related = [next(s.score for s in fit.signals if s.name == "relatedness") for fit in before]
    lane = [n for n, fit in enumerate(before) if not fit.lane and related[n] is not None]
    best = min(lane, key=lambda n: found.places[n])
    assert related[best] == max(related[n] for n in lane)
    assert board.screening.fits is before
    for wrong in ({"beauty": 1.0}, {"gap_fill": 0.0}, {"gap_fill": -1.0, "novelty": 1.0}):
        with pytest.raises(InputError):
            board.weigh(wrong)


def test_it_is_told_why_one_stands_above_the_next(board: Board) -> None:
    after, parts = board.above(0)
    assert after == 1
    assert sum(parts.values()) == pytest.approx(board.fits[0].total - board.fits[1].total, abs=0.1)
    assert board.above(len(board.fits) - 1) is None


def test_a_run_against_itself_has_no_changes_and_another_mandate_names_its_entries(
    shipped: Workspace, found: Screening
) -> None:
    assert pipeline.changes(found, found, 20).lines == ()
    fewer = replace(
        found.mandate,
        filters=replace(found.mandate.filters, exclude_countries=("CN", "HK", "JP")),
    )
    other = pipeline.score(shipped, fewer)
    told = pipeline.changes(found, other, 20)
    assert told.mandate == ("filters",)
    assert told.stamps == ("mandate_hash",)
    gone = [one for one in told.lines if one.after is None]
    assert gone
    assert {one.rule for one in gone} == {"country"}
    kinds = [(one.before or 21) > 20 for one in told.lines]
    assert kinds == sorted(kinds, reverse=True)


def test_the_room_keeps_boards_and_sees_what_others_say(
    shipped: Workspace, found: Screening
) -> None:
    room = Room(shipped)
    assert room.board(found.run.id) is room.board(found.run.id)
    before = room.said(found.run.id)
    assert room.said(found.run.id) is before
    pipeline.judge(shipped, "SPG", "hold", reason="why", author="Li", run_id=found.run.id)
    after = room.screening(found.run.id)
    assert len(after.verdicts) == len(before.verdicts) + 1
    assert room.profile(found.mandate) is room.profile(found.mandate)


def test_the_room_shows_evidence_in_its_source(shipped: Workspace, found: Screening) -> None:
    room, evidence = Room(shipped), found.fits[0].evidence[0]
    document = room.documents(found.run.id, {evidence.document_id})[evidence.document_id]
    assert document.full_text[evidence.start : evidence.end] == evidence.quote
    held = [one for fit in found.fits[:60] for one in room.patents(found.run.id, fit.company_id)]
    assert held
    assert all(one.patent for one in held)
