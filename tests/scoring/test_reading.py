"""The best are read again; those not read never overtake them."""

import numpy as np
import pytest

from screening.scoring import reading, signals
from screening.scoring.reading import Look, Reader

IDS = ["a", "b", "c", "d"]
GAP = np.array([[1.0, 0.0]], np.float32)


def look(totals: list[float], firm: int = 0) -> Look:
    count = len(totals)
    return Look(
        rows=np.arange(count),
        totals=np.array(totals, np.float32),
        gaps=np.zeros((count, 1), np.int64),
        importance=np.ones((count, 1), np.float32),
        firm=np.full(count, firm),
    )


def reader(texts: list[list[float]], most: int, firm: list[float] | None = None) -> Reader:
    vectors = np.array(texts, np.float32)
    firms = np.array([firm], np.float32) if firm else np.zeros((0, 2), np.float32)
    return Reader(gaps=GAP, firms=firms, read=lambda rows: vectors[rows], most=most)


def test_two_parts_gap_and_one_part_firm() -> None:
    found = reading.again(look([50.0]), ["a"], reader([[0.6, 0.8]], 1, [0.0, 1.0]))
    assert found.shown[0] == signals.close_reading(
        np.array([0.6], np.float32), np.array([0.8], np.float32)
    )
    assert found.shown[0] == pytest.approx(1 / (1 + np.exp((0.45 - 2 / 3) / 0.1)), abs=1e-5)


def test_only_the_best_are_read_and_the_others_count_as_the_lowest_of_them() -> None:
    texts = [[0.9, 0.4], [0.2, 0.9], [1.0, 0.0], [1.0, 0.0]]
    found = reading.again(look([40.0, 30.0, 20.0, 10.0]), IDS, reader(texts, 2))
    assert np.isnan(found.shown).tolist() == [False, False, True, True]
    assert found.shown[0] > found.shown[1]
    assert found.counted[2] == found.counted[3] == found.shown[1]


def test_a_text_in_another_language_counts_as_the_middle_of_those_read() -> None:
    texts = [[0.9, 0.4], [0.0, 0.0], [0.5, 0.8], [0.2, 0.9]]
    found = reading.again(look([40.0, 30.0, 20.0, 10.0]), IDS, reader(texts, 4))
    assert np.isnan(found.shown[1])
    assert found.counted[1] == found.shown[2]


def test_nothing_to_read_leaves_the_signal_unknown() -> None:
    found = reading.again(look([40.0, 30.0]), IDS[:2], reader([[0.0, 0.0]] * 2, 2))
    assert np.isnan(found.shown).all()
    assert np.isnan(found.counted).all()


def test_a_target_without_a_total_gets_none_by_reading() -> None:
    found = reading.again(look([40.0, np.nan]), IDS[:2], reader([[0.9, 0.4]] * 2, 2))
    assert np.isnan(found.counted[1])
    assert not np.isnan(found.counted[0])


def test_no_firm_leaves_the_gap_alone() -> None:
    found = reading.again(look([40.0], firm=-1), ["a"], reader([[0.45, 0.9]], 1, [0.0, 1.0]))
    assert found.shown[0] == pytest.approx(0.5, abs=1e-4)


def test_what_reading_may_be_expected_to_give_is_the_signal_as_it_then_would_be() -> None:
    near = np.array([[0.6, 0.2], [0, 0], [0.3, 0.5]], np.float32)
    seen = Look(
        rows=np.arange(3),
        totals=np.zeros(3, np.float32),
        gaps=np.array([[0, 1], [0, 1], [1, 0]]),
        importance=np.ones((3, 2), np.float32),
        firm=np.array([-1, -1, -1]),
    )
    two = np.eye(2, dtype=np.float32)
    again = Reader(
        gaps=two, firms=two[:0], read=lambda rows: two[rows], most=1, likely=lambda rows: near[rows]
    )
    found = reading.guess(seen, again)
    assert found is not None
    nobody = np.array([np.nan], np.float32)
    for place in (0, 2):
        assert found[place] == signals.close_reading(np.array([0.4], np.float32), nobody)[0]
    assert np.isnan(found[1])
    assert reading.guess(seen, reader([[1.0, 0.0]] * 3, 1)) is None
