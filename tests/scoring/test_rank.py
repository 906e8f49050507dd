from dataclasses import replace

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra.numpy import arrays

from screening.records import Gap
from screening.scoring import ranking, scorers, signals
from screening.scoring.profile import Strengths
from screening.scoring.reading import Reader
from screening.scoring.scorers import Scorer

SCORER = Scorer(
    id="test",
    weights={
        "gap_fill": 45,
        "absorbability": 40,
        "relatedness": 5,
        "private_synergy": 5,
        "novelty": 2,
        "redundancy": 1,
        "differentiation": 2,
    },
    centre=0.5,
    width=0.2,
    narrow=0.05,
    covered=0.5,
    reader="none",
    read_again=2,
)
unit_floats = st.floats(0, 1, width=32)


def gap(technology: str, size: float | None, wanted: float = 1.0) -> Gap:
    return Gap(technology=technology, size=size, wanted=wanted, stated=False, own=0.1, leader=0.6)


def strengths(coverage: list[list[float]], centre: list[list[float]]) -> Strengths:
    cover = np.array(coverage, np.float32)
    rows = np.array(centre, np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    shape = (*cover.shape, 3)
    return Strengths(
        coverage=cover,
        passage=np.zeros(shape, np.int64),
        similarity=np.zeros(shape, np.float32),
        centre=rows,
        shared=np.full((len(cover), 1), np.nan, np.float32),
        base=cover,
        areas=np.zeros(cover.shape[1], np.int64),
        quality=np.full_like(cover, np.nan),
        talent=np.full_like(cover, np.nan),
        families=np.full(len(cover), np.nan, np.float32),
    )


def ranked(
    measured: Strengths, gaps: list[Gap], rows: list[int], others: tuple[int, ...] = ()
) -> ranking.Ranking:
    ids = [f"c{row}" for row in rows]
    return ranking.rank(measured, rows, ids, [0], gaps, SCORER, SCORER.weights, others)


FIRM = [1.0, 0.0]
KIN = [0.5, 0.866]
COPY = [1.0, 0.01]
STRANGER = [-0.2, 0.98]


def test_a_complement_stands_above_a_near_copy_and_a_stranger() -> None:
    measured = strengths(
        [[0.1, 0.1], [0.7, 0.1], [0.15, 0.1], [0.7, 0.1]], [FIRM, KIN, COPY, STRANGER]
    )
    found = ranked(measured, [gap("a", 0.8), gap("b", 0.1)], [1, 2, 3])
    assert found.rows.tolist()[0] == 1
    assert found.totals[0] > 1.2 * found.totals[1]


def test_a_gap_of_no_or_unknown_size_does_not_count() -> None:
    measured = strengths([[0.1, 0.1], [0.0, 0.9], [0.5, 0.0]], [FIRM, KIN, KIN])
    found = ranked(measured, [gap("a", 0.5), gap("b", None)], [1, 2])
    assert found.gaps.tolist() == [0]
    assert found.rows.tolist() == [2, 1]
    assert len(ranked(measured, [gap("a", 0.0), gap("b", None)], [1, 2]).rows) == 0


def test_without_a_firm_relatedness_is_unknown_and_its_weight_is_shared() -> None:
    measured = strengths([[0.1], [0.5]], [FIRM, KIN])
    found = ranking.rank(measured, [1], ["c1"], [], [gap("a", 1.0)], SCORER, SCORER.weights)
    assert np.isnan(found.signals["relatedness"][0])
    assert found.nearest.tolist() == [-1]
    assert found.totals[0] > 0


def test_ties_go_by_id_and_share_a_rank() -> None:
    measured = strengths([[0.1], [0.5], [0.5]], [FIRM, KIN, KIN])
    assert ranked(measured, [gap("a", 1.0)], [2, 1]).rows.tolist() == [1, 2]
    assert scorers.ranks([5.0, 5.0, 1.0]) == [1, 1, 3]


@given(arrays(np.float32, (6, 2), elements=unit_floats), st.permutations(range(1, 6)))
def test_totals_are_bounded_and_do_not_depend_on_order(depth: np.ndarray, order: list[int]) -> None:
    measured = strengths(depth.tolist(), [FIRM, KIN, KIN, COPY, STRANGER, KIN])
    gaps = [gap("a", 0.5), gap("b", 0.25)]
    plain, mixed = ranked(measured, gaps, [1, 2, 3, 4, 5]), ranked(measured, gaps, list(order))
    assert ((plain.totals >= 0) & (plain.totals <= 100)).all()
    assert plain.rows.tolist() == mixed.rows.tolist()
    np.testing.assert_array_equal(plain.totals, mixed.totals)


@given(unit_floats, unit_floats, unit_floats)
def test_more_of_a_gap_never_lowers_the_total(low: float, high: float, other: float) -> None:
    low, high = sorted((low, high))
    gaps = [gap("a", 0.5), gap("b", 0.5)]
    totals = []
    for depth in (low, high):
        measured = strengths([[0.1, 0.1], [depth, other]], [FIRM, KIN])
        found = ranked(measured, gaps, [1])
        totals.append(float(found.signals["gap_fill"][0]))
    assert totals[1] >= totals[0]


def test_relatedness_is_highest_at_its_centre_and_falls_on_both_sides() -> None:
    x = np.array([0.1, 0.5, 0.95, np.nan], np.float32)
    low, centre, high, unknown = signals.relatedness(x, 0.5, 0.2, 0.1)
    assert centre == 1
    assert low < 0.2
    assert high < 0.001
    assert np.isnan(unknown)


@pytest.mark.parametrize("name", sorted(SCORER.weights))
def test_every_signal_matters(name: str) -> None:
    high = {n: np.array([0.5], np.float32) for n in SCORER.weights}
    low = {**high, name: np.array([0.1], np.float32)}
    assert scorers.combine(low, SCORER.weights)[0] < scorers.combine(high, SCORER.weights)[0]


def test_only_keeps_one_row() -> None:
    measured = strengths([[0.1], [0.5], [0.7]], [FIRM, KIN, KIN])
    found = ranked(measured, [gap("a", 1.0)], [1, 2])
    one = found.only(1)
    assert one.rows.tolist() == [1]
    assert one.totals.tolist() == found.totals[1:].tolist()
    assert replace(one).gaps.tolist() == [0]


def test_what_only_this_firm_can_use_stands_above_what_any_can() -> None:
    rival = [0.4, 0.9]
    measured = strengths([[0.1], [0.6], [0.6], [0.1]], [FIRM, [0.8, -0.6], [0.8, 0.6], rival])
    found = ranked(measured, [gap("a", 1.0)], [1, 2], others=(3,))
    assert found.rows.tolist() == [1, 2]
    assert found.signals["private_synergy"][0] > found.signals["private_synergy"][1]
    assert found.signals["differentiation"][0] > found.signals["differentiation"][1]


def test_several_firms_have_no_synergy_of_their_own() -> None:
    measured = strengths([[0.1], [0.6], [0.2]], [FIRM, KIN, COPY])
    wide = replace(measured, shared=np.full((3, 2), np.nan, np.float32))
    found = ranking.rank(wide, [1], ["c1"], [0, 2], [gap("a", 1.0)], SCORER, SCORER.weights, (2,))
    assert np.isnan(found.signals["private_synergy"][0])
    assert found.totals[0] > 0


def test_a_gap_left_open_counts_and_the_third_does_not() -> None:
    filled = np.array([[1.0, 0.0, 0.0], [1.0, 1.0, 0.0], [1.0, 1.0, 1.0]], np.float32)
    one, two, three = signals.gap_fill(filled, np.ones(3, np.float32))
    assert (one, two, three) == (0.5, 1.0, 1.0)


@given(
    arrays(np.float32, (4, 3), elements=unit_floats),
    arrays(np.float32, (4, 3), elements=unit_floats),
    arrays(np.int64, 3, elements=st.integers(0, 2)),
)
def test_overlaps_are_bounded_or_unknown(
    target: np.ndarray, firm: np.ndarray, areas: np.ndarray
) -> None:
    for found in (
        signals.novelty(target, firm),
        signals.redundancy(target, firm),
        signals.complementarity(target, firm, areas),
    ):
        assert (np.isnan(found) | ((found >= 0) & (found <= 1))).all()


def test_a_copy_adds_nothing_and_a_neighbour_complements() -> None:
    firm = np.array([[0.8, 0.6, 0.0, 0.0]], np.float32)
    copy, neighbour, stranger, silent = np.array(
        [[0.8, 0.6, 0, 0], [0.8, 0, 0.7, 0], [0, 0, 0, 0.9], [0, 0, 0, 0]], np.float32
    )
    every = np.stack([copy, neighbour, stranger, silent])
    areas = np.array([0, 0, 0, 1])
    found = signals.complementarity(every, firm, areas)
    assert found[0] == found[2] == 0
    assert found[1] > 0.3
    assert np.isnan(found[3])
    assert signals.novelty(every, firm)[0] == signals.redundancy(every, firm)[0] == 0


@given(arrays(np.float32, (4, 3), elements=unit_floats), st.integers(0, 2000))
def test_what_patents_tell_is_bounded_or_unknown(filled: np.ndarray, count: int) -> None:
    told = filled[::-1].copy()
    told[0] = np.nan
    found = signals.in_gaps(told, filled, np.ones(3, np.float32))
    assert np.isnan(found[0])
    assert ((found[1:] >= 0) & (found[1:] <= 1)).all()
    base = np.full(4, count or np.nan, np.float32)
    size = signals.size(base, np.array([0.0, 1, np.nan, 9999], np.float32))
    assert (np.isnan(size) | ((size >= 0) & (size <= 1))).all()


def test_without_english_words_the_vectors_decide() -> None:
    cosine = np.array([-0.2, 0.4, 0.4], np.float32)
    near = signals.nearness(cosine, np.array([np.nan, np.nan, 1.5], np.float32))
    assert near.round(2).tolist() == np.array([-0.2, 0.7, 1.0], np.float32).tolist()


@given(arrays(np.float32, (5, 2), elements=st.floats(-1, 1, width=32)))
def test_who_is_not_read_again_never_overtakes_who_is(texts: np.ndarray) -> None:
    vectors = texts / np.maximum(np.linalg.norm(texts, axis=1, keepdims=True), 1e-9)
    measured = strengths([[0.1], [0.9], [0.7], [0.5], [0.3]], [FIRM, KIN, KIN, KIN, KIN])
    again = Reader(
        gaps=np.array([FIRM], np.float32),
        firms=np.array([FIRM], np.float32),
        read=lambda rows: vectors[rows].astype(np.float32),
        most=2,
    )
    weights = {**SCORER.weights, "close_reading": 40}
    rows = [1, 2, 3, 4]
    ids = [f"c{row}" for row in rows]
    found = ranking.rank(measured, rows, ids, [0], [gap("a", 1.0)], SCORER, weights, (), again)
    assert set(found.rows[:2].tolist()) == {1, 2}
    assert found.rows[2:].tolist() == [3, 4]


def test_who_is_read_is_told_by_what_reading_may_be_expected_to_give() -> None:
    measured = strengths([[0.1], [0.5], [0.45], [0.4]], [FIRM, KIN, KIN, KIN])
    asked: list[int] = []

    def read(rows: np.ndarray) -> np.ndarray:
        asked.extend(rows.tolist())
        return np.ones((len(rows), 1), np.float32)

    one = np.ones((1, 1), np.float32)
    near = np.array([[0.0], [0.1], [0.1], [0.9]], np.float32)
    weights = {**SCORER.weights, "close_reading": 40}
    for likely, best in ((None, {1, 2}), (lambda rows: near[rows], {1, 3})):
        asked.clear()
        again = Reader(gaps=one, firms=one, read=read, most=2, likely=likely)
        ids = ["c1", "c2", "c3"]
        ranking.rank(measured, [1, 2, 3], ids, [0], [gap("a", 1.0)], SCORER, weights, (), again)
        assert set(asked) == best
