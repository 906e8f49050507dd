"""Rank intervals hold the rank, and say who stands firm."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from screening.records import Gap
from screening.scoring import ranking, robustness
from screening.scoring.profile import Axis, Strengths
from screening.scoring.scorers import Scorer

WEIGHTS = {"gap_fill": 45.0, "absorbability": 40.0, "relatedness": 15.0}
SCORER = Scorer(
    id="t",
    weights=WEIGHTS,
    centre=0.5,
    width=0.2,
    narrow=0.05,
    covered=0.5,
    reader="none",
    read_again=1,
)
AXES = [
    Axis(technology=name, query=np.zeros(2, np.float32), low=0.1, high=0.6) for name in ("a", "b")
]
GAPS = [
    Gap(technology=name, size=1.0, wanted=1.0, stated=False, own=0.0, leader=0.9)
    for name in ("a", "b")
]


def strengths(coverage: list[list[float]], second: float = 0.5) -> Strengths:
    cover = np.array([[0.0, 0.0], *coverage], np.float32)
    shape = (*cover.shape, 3)
    near = np.full(shape, second, np.float32)
    near[:, :, 0] = 0.5
    turned = np.linspace(0.2, 0.9, len(cover))
    centre = np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)
    return Strengths(
        coverage=cover,
        passage=np.zeros(shape, np.int64),
        similarity=near,
        centre=centre,
        shared=np.full((len(cover), 1), np.nan, np.float32),
        base=cover,
        areas=np.zeros(cover.shape[1], np.int64),
        quality=np.full_like(cover, np.nan),
        talent=np.full_like(cover, np.nan),
        families=np.full(len(cover), np.nan, np.float32),
    )


def ranked(measured: Strengths) -> ranking.Ranking:
    rows = list(range(1, len(measured.coverage)))
    ids = [f"c{row:03}" for row in rows]
    return ranking.rank(measured, rows, ids, [0], GAPS, SCORER, WEIGHTS)


@given(arrays(np.float32, (8, 2), elements=st.floats(0, 1, width=32)))
def test_the_interval_holds_the_rank(coverage: np.ndarray) -> None:
    measured = strengths(coverage.tolist())
    found = robustness.robustness(ranked(measured), measured, AXES, WEIGHTS)
    places = np.arange(1, 9)
    assert (found.low <= places).all()
    assert (found.high <= 8).all()
    assert (found.low >= 1).all()
    assert ((found.top_10 >= 0) & (found.top_10 <= 1)).all()


def test_the_same_every_time() -> None:
    measured = strengths([[0.9, 0.8], [0.7, 0.6], [0.3, 0.6]])
    one, two = (robustness.robustness(ranked(measured), measured, AXES, WEIGHTS) for _ in range(2))
    assert one.low.tolist() == two.low.tolist()
    assert one.high.tolist() == two.high.tolist()


def test_who_is_far_ahead_stands_firm_and_neighbours_do_not() -> None:
    many = [[0.95, 0.95], *[[0.30 + k / 500, 0.30] for k in range(20)]]
    measured = strengths(many)
    measured = replace(measured, centre=np.tile(measured.centre[:1], (22, 1)))
    found = robustness.robustness(ranked(measured), measured, AXES, WEIGHTS)
    assert (found.low[0], found.high[0]) == (1, 1)
    assert found.high[5] - found.low[5] > 5


def test_one_lucky_sentence_is_seen() -> None:
    others = [[0.79 - k / 100, 0.79 - k / 100] for k in range(12)]
    sound = strengths([[0.8, 0.8], *others])
    sound = replace(sound, centre=np.tile(sound.centre[:1], (14, 1)))
    lucky = replace(sound, similarity=sound.similarity.copy())
    lucky.similarity[1, :, 1:] = 0.0
    firm, shaky = (robustness.robustness(ranked(one), one, AXES, WEIGHTS) for one in (sound, lucky))
    assert shaky.high[0] > firm.high[0]


def test_the_second_target_closes_what_the_first_leaves_open() -> None:
    measured = strengths([[0.95, 0.1], [0.9, 0.1], [0.1, 0.7]])
    measured = replace(measured, centre=np.tile(measured.centre[:1], (4, 1)))
    found = ranked(measured)
    second = robustness.seconds(found, 1, 10)[0]
    assert found.rows[second] == 3


def test_nobody_is_second_to_a_lone_target() -> None:
    assert robustness.seconds(ranked(strengths([[0.9, 0.1]])), 1, 10) == [-1]


def test_one_weight_at_a_time_moves_who_lives_on_it() -> None:
    """Eleven alike but for two: by hand, the eleventh is strong where a raised weight counts."""
    gap_fill = np.array([0.8] * 9 + [0.9, 0.5], np.float32)
    absorbed = np.array([0.8] * 9 + [0.5, 0.9], np.float32)
    found = ranked(strengths([[0.5, 0.5]] * 11))
    counted = {"gap_fill": gap_fill, "absorbability": absorbed}
    lines = robustness.one_at_a_time(
        replace(found, rows=np.arange(1, 12), counted=counted),
        [f"c{row}" for row in range(12)],
        {"gap_fill": 51.0, "absorbability": 49.0},
    )
    assert [(one.signal, one.change) for one in lines[:2]] == [
        ("gap_fill", -0.2),
        ("gap_fill", 0.2),
    ]
    assert (lines[0].kept, lines[0].entered, lines[0].gone) == (9, ("c11",), ("c10",))
    assert (lines[1].kept, lines[1].entered, lines[1].first) == (10, (), "c1")


def test_without_targets_nothing_is_sensitive() -> None:
    found = ranked(strengths([[0.5, 0.5]]))
    assert robustness.one_at_a_time(found.first(0), ["a", "b"], WEIGHTS) == ()
