import hypothesis.strategies as st
import numpy as np
from hypothesis import given, settings
from hypothesis.extra.numpy import arrays

from screening.scoring import profile


def unit(rows: np.ndarray) -> np.ndarray:
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def axes(count: int = 2, dimension: int = 8) -> tuple[profile.Axis, ...]:
    made = np.random.default_rng(1).normal(size=(count, 2, dimension))
    background = unit(np.random.default_rng(2).normal(size=(20, dimension)))
    return tuple(
        profile.axis(f"t{k}", unit(pair), unit(pair), background) for k, pair in enumerate(made)
    )


def vectors(count: int, seed: int = 0, dimension: int = 8) -> np.ndarray:
    return unit(np.random.default_rng(seed).normal(size=(count, dimension))).astype(np.float16)


def test_the_definition_itself_has_full_depth_and_unrelated_text_none() -> None:
    definition = unit(np.array([[1, 0.2, 0, 0], [1, 0, 0.2, 0]]))
    background = unit(np.array([[0, 0, 0, 1], [0, 0, 0.1, 1]]))
    one = profile.axis("t", definition, definition, background)
    text = np.vstack([definition[0], background[0]])
    similar = profile.similarities([one], text.astype(np.float16))
    assert profile.to_depth(similar[:, 0], one).round(2).tolist() == [1.0, 0.0]


def test_best_passages_come_first_and_a_company_without_text_is_unknown() -> None:
    stored = vectors(6)
    passage, company = np.arange(6), np.array([0, 0, 0, 0, 2, 2])
    found = profile.strengths(axes(), stored, passage, company, 3)
    similar = profile.similarities(axes(), stored)
    for k in range(2):
        best = sorted(range(4), key=lambda p: -similar[p, k])[:3]
        assert found.passage[0, k].tolist() == best
        assert np.isnan(found.depth[1, k]).all()
        assert found.passage[1, k].tolist() == [-1, -1, -1]
        assert found.passage[2, k, 2] == -1
    assert not found.centre[1].any()


@given(st.permutations(range(6)))
def test_the_order_of_passages_does_not_matter(order: list[int]) -> None:
    stored = vectors(6)
    company = np.array([0, 0, 0, 1, 1, 1])
    plain = profile.strengths(axes(), stored, np.arange(6), company, 2)
    mixed = profile.strengths(axes(), stored, np.array(order), company[order], 2)
    for name in ("depth", "passage", "similarity", "centre"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(mixed, name))


@settings(max_examples=50)
@given(arrays(np.float32, (5, 8), elements=st.floats(-1, 1, width=32)))
def test_depth_stays_in_bounds(rows: np.ndarray) -> None:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    found = profile.strengths(
        axes(), rows.astype(np.float16), np.arange(5), np.zeros(5, np.int64), 1
    )
    assert ((found.depth >= 0) & (found.depth <= 1)).all()


def test_a_passage_shared_by_two_companies_counts_for_both() -> None:
    stored = vectors(1)
    found = profile.strengths(axes(), stored, np.array([0, 0]), np.array([0, 1]), 2)
    np.testing.assert_array_equal(found.depth[0], found.depth[1])
