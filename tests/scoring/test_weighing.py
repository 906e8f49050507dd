"""What a stored total was made of can be taken apart and put together again."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.scoring import scorers, weighing

SCORES = st.lists(st.one_of(st.none(), st.floats(0.02, 1)), min_size=3, max_size=3)
WEIGHTS = {"gap_fill": 3.0, "close_reading": 2.0, "novelty": 1.0}


def named(scores: list[float | None]) -> dict[str, float | None]:
    return dict(zip(WEIGHTS, scores, strict=True))


@given(SCORES, SCORES)
def test_the_parts_add_up_to_the_difference(
    one: list[float | None], other: list[float | None]
) -> None:
    rows = np.array([one, other], np.float32)
    totals = scorers.combine({name: rows[:, k] for k, name in enumerate(WEIGHTS)}, WEIGHTS)
    if not np.isnan(totals).any():
        parts = weighing.apart(named(one), named(other), WEIGHTS)
        assert sum(parts.values()) == pytest.approx(float(totals[0] - totals[1]), abs=0.05)


@given(st.lists(st.tuples(*[st.floats(0.05, 1)] * 3, st.booleans()), min_size=2, max_size=20))
def test_a_reading_that_is_not_shown_is_found_again(rows: list[tuple[float, ...]]) -> None:
    real = {name: np.array([row[k] for row in rows], np.float32) for k, name in enumerate(WEIGHTS)}
    totals = scorers.combine(real, WEIGHTS)
    hidden = np.array([row[3] for row in rows], bool)
    hidden[0] = False
    reading = np.where(hidden, np.nan, real["close_reading"]).astype(np.float32)
    found = weighing.counted({**real, "close_reading": reading}, totals, WEIGHTS)
    assert found["close_reading"] == pytest.approx(real["close_reading"], rel=2e-3)
    assert scorers.combine(found, WEIGHTS) == pytest.approx(totals, rel=1e-4)


def test_where_nothing_was_read_again_nothing_is_made_up() -> None:
    shown = {"gap_fill": np.array([0.5], np.float32), "close_reading": np.full(1, np.nan, "f4")}
    found = weighing.counted(shown, np.array([50.0], np.float32), WEIGHTS)
    assert np.isnan(found["close_reading"]).all()
