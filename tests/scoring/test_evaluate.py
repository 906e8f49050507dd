import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.scoring import evaluate
from screening.scoring.lexical import Lexicon


def test_metrics_on_an_example_computed_by_hand() -> None:
    found = evaluate.metrics([1, 4, 60, 200], 0.5)
    assert found["mrr"] == pytest.approx((1 + 1 / 4 + 1 / 60 + 1 / 200) / 4, abs=1e-4)
    assert (found["hit_1"], found["hit_5"], found["hit_10"]) == (0.25, 0.5, 0.5)
    assert (found["recall_50"], found["recall_100"]) == (0.5, 0.75)
    assert (found["median_rank"], found["auc_pr"]) == (32.0, 0.5)


def test_those_left_out_stand_above_nobody() -> None:
    scores = np.array([0.9, 0.8, 0.7, math.nan])
    out = np.array([True, False, False, False])
    assert evaluate.place(scores, 2, out) == 2
    assert evaluate.place(scores, 2, ~np.ones(4, bool)) == 3
    assert evaluate.place(scores, 3, ~np.ones(4, bool)) == 4


@given(st.lists(st.integers(0, 5), min_size=2, max_size=30), st.data())
def test_a_rank_lies_in_the_pool_and_ties_share_the_middle(
    values: list[int], data: st.DataObject
) -> None:
    scores = np.array(values, float)
    nobody = np.zeros(len(values), bool)
    ranks = [evaluate.place(scores, k, nobody) for k in range(len(values))]
    assert sum(ranks) == pytest.approx(len(values) * (len(values) + 1) / 2)
    one = data.draw(st.integers(0, len(values) - 1))
    higher = scores.copy()
    higher[one] += 1
    assert evaluate.place(higher, one, nobody) <= ranks[one]


def test_precision_over_all_deals_on_an_example_computed_by_hand() -> None:
    standing = [np.array([0.1, 0.2, 0.9]), np.array([0.3, 0.5, 0.6])]
    # Thresholds 0.9 (1 hit of 1) and 0.3 (2 hits of 4: 0.9, 0.3, 0.5, 0.6)
    assert evaluate.pooled_precision(standing, [0.9, 0.3]) == pytest.approx((1 + 2 / 4) / 2)


def test_a_clear_difference_is_no_chance_and_a_lucky_one_is() -> None:
    assert evaluate.chance([1.0] * 30, [50.0] * 30) < 0.001
    assert evaluate.chance([1, 50, 1, 50], [50, 1, 50, 1]) > 0.5


def test_scores_that_are_all_alike_say_nothing() -> None:
    assert evaluate.standard(np.ones(4)).tolist() == [0, 0, 0, 0]
    assert evaluate.standard(np.array([1.0, 3.0])).tolist() == [-1, 1]


def test_words_find_the_text_that_shares_them_whatever_their_form() -> None:
    lexicon = Lexicon(["It makes strain wave gears.", "It sells insurance.", ""])
    scores = lexicon.scores("gearing by a strain wave gear")
    assert scores.argmax() == 0
    assert scores[1] == scores[2] == 0
    assert lexicon.scores("").tolist() == [0, 0, 0]
    assert lexicon.scores("谐波减速器").tolist() == [0, 0, 0]
