import hypothesis.strategies as st
import numpy as np
from hypothesis import given

from screening.scoring import emerging


def around(middle: list[float], count: int, seed: int) -> np.ndarray:
    rows = np.array(middle) + np.random.default_rng(seed).normal(0, 0.05, (count, len(middle)))
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_what_lies_together_is_one_group_and_the_largest_comes_first() -> None:
    rows = np.concatenate(
        [around([1, 0, 0], 4, 1), around([0, 1, 0], 7, 2), around([0, 0, 1], 1, 3)]
    )
    found = emerging.groups(rows)
    assert [set(one.tolist()) for one in found] == [{*range(4, 11)}, {*range(4)}, {11}]


def test_none_one_and_many_alike() -> None:
    assert emerging.groups(np.zeros((0, 3))) == []
    assert [one.tolist() for one in emerging.groups(np.ones((1, 3)))] == [[0]]
    assert [len(one) for one in emerging.groups(np.ones((5, 3)))] == [5]


@given(st.integers(1, 25), st.integers(0, 5))
def test_every_patent_is_in_one_group_and_order_does_not_matter(count: int, seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(count, 4))
    found = emerging.groups(rows)
    assert sorted(np.concatenate(found).tolist()) == list(range(count))
    back = emerging.groups(rows[::-1])
    turned = {frozenset(count - 1 - k for k in one.tolist()) for one in back}
    assert turned == {frozenset(one.tolist()) for one in found}


def test_words_set_groups_apart_and_none_are_made_up() -> None:
    walks, skins = emerging.terms(
        [["LEGGED ROBOT GAIT", "System and method for gait of a robot"], ["robot skin", ""]]
    )
    assert walks[0] == "gait"
    assert "method" not in walks
    assert skins[0] == "skin"
    assert emerging.terms([["机器人"], [""]]) == [(), ()]
    assert emerging.terms([]) == []
