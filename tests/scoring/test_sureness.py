"""How sure a total is, on hand-computed shares of the weight."""

import pytest

from screening.records import Confidence
from screening.scoring.sureness import sureness

WEIGHTS = {"gap_fill": 60.0, "close_reading": 25.0, "relatedness": 10.0, "quality": 5.0}
WHOLE: dict[str, float | None] = dict.fromkeys(WEIGHTS, 0.5)


@pytest.mark.parametrize(
    ("unknown", "words", "found"),
    [
        ([], 60, "high"),
        ([], 59, "medium"),
        (["quality"], 60, "high"),
        (["relatedness"], 60, "high"),  # nine tenths exactly
        (["quality", "relatedness"], 60, "medium"),
        (["close_reading"], 60, "medium"),
        (["close_reading"], 59, "low"),
        (["gap_fill"], 5000, "low"),
    ],
)
def test_what_is_unknown_and_unread_makes_a_total_less_sure(
    unknown: list[str], words: int, found: Confidence
) -> None:
    signals = {**WHOLE, **dict.fromkeys(unknown)}
    assert sureness(signals, WEIGHTS, words) == found
    left = {name: score for name, score in signals.items() if score is not None}
    assert sureness(left, WEIGHTS, words) == found


def test_a_signal_without_weight_does_not_count() -> None:
    weights = {**WEIGHTS, "close_reading": 0.0}
    assert sureness({**WHOLE, "close_reading": None}, weights, 60) == "high"
    assert sureness(WHOLE, {}, 60) == "low"


def test_zero_is_known() -> None:
    assert sureness(dict.fromkeys(WEIGHTS, 0.0), WEIGHTS, 60) == "high"
