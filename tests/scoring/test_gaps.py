import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from screening.records import StatedGap
from screening.scoring import gaps

strength = st.none() | st.floats(0, 1)


@given(strength, strength, st.booleans())
def test_a_gap_is_bounded_or_unknown(own: float | None, leader: float | None, stated: bool) -> None:
    size = gaps.size(own, leader, stated=stated)
    if size is None:
        assert not stated
        assert leader is None or leader < gaps.SHOWS or own is None
    else:
        assert 0 <= size <= 1
        assert not stated or size >= gaps.STATED_FLOOR


def test_no_leader_with_evidence_means_unknown_not_zero() -> None:
    [gap] = gaps.ledger(["t"], {"t": 0.4}, {"t": {"ABB": None}}, [])
    assert gap.size is None
    assert gap.best_leader == ""


def test_the_best_leader_sets_the_mark_and_stated_gaps_weigh_more() -> None:
    found = gaps.ledger(
        ["a", "b"],
        {"a": 0.3, "b": 0.3},
        {"a": {"ABB": 0.4, "FANUC": 0.6}, "b": {"ABB": 0.6, "FANUC": 0.6}},
        [StatedGap(technology="b", zh="减速器", wanted=2.0)],
    )
    assert [(g.best_leader, g.size, g.wanted, g.stated) for g in found] == [
        ("FANUC", 0.5, 0.25, False),
        ("FANUC", 0.5, 2.0, True),
    ]


def test_a_province_is_measured_by_the_median_of_its_firms_in_the_field() -> None:
    firms = np.array([[0.5, 0.1], [0.3, 0.6], [0.1, 0.7], [0.0, 0.1], [np.nan, np.nan]], np.float32)
    assert gaps.own_strength(firms) == 0.3
    assert gaps.own_strength(firms[3:4]) == 0.0
    assert gaps.own_strength(firms[4:]) is None
