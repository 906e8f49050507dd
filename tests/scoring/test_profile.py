from types import SimpleNamespace

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


def measured(
    stored: np.ndarray,
    passage: np.ndarray,
    company: np.ndarray,
    count: int,
    language: np.ndarray | None = None,
) -> SimpleNamespace:
    """What is shown, and the centres of the companies' texts."""
    spoken = np.zeros_like(passage) if language is None else language
    links = profile.Links(passage=passage, company=company, language=spoken)
    known = profile.ground(stored, links, count, unit(np.random.default_rng(3).normal(size=(5, 8))))
    silent = np.full((count, 2), np.nan, np.float32)
    found = profile.shown(axes(), stored, links, known, silent)
    told = {name: getattr(found, name) for name in ("coverage", "passage", "similarity")}
    return SimpleNamespace(**told, centre=known.centre)


def test_the_definition_itself_is_covered_and_unrelated_text_is_not() -> None:
    definition = unit(np.array([[1, 0.2, 0, 0], [1, 0, 0.2, 0]]))
    background = unit(np.array([[0, 0, 0, 1], [0, 0, 0.1, 1]]))
    one = profile.axis("t", definition, definition, background)
    text = np.vstack([definition[0], background[0]])
    similar = profile.similarities([one], text.astype(np.float16))[:, 0]
    known = profile.Ground(centre=text, best=np.zeros(2, np.float32), whole=np.zeros(2, np.float32))
    silent = np.full(2, np.nan, np.float32)
    found = profile.coverage(profile.evidence(similar, similar, silent, known, one))
    assert found[0] > 0.95
    assert found[1] < 0.15


def test_best_passages_come_first_and_a_company_without_text_is_unknown() -> None:
    stored = vectors(6)
    passage, company = np.arange(6), np.array([0, 0, 0, 0, 2, 2])
    found = measured(stored, passage, company, 3)
    similar = profile.similarities(axes(), stored)
    for k in range(2):
        best = sorted(range(4), key=lambda p: -similar[p, k])[:3]
        assert found.passage[0, k].tolist() == best
        assert np.isnan(found.coverage[1, k])
        assert found.passage[1, k].tolist() == [-1, -1, -1]
        assert found.passage[2, k, 2] == -1
    assert not found.centre[1].any()


@given(st.permutations(range(6)))
def test_the_order_of_passages_does_not_matter(order: list[int]) -> None:
    stored = vectors(6)
    company = np.array([0, 0, 0, 1, 1, 1])
    plain = measured(stored, np.arange(6), company, 2)
    mixed = measured(stored, np.array(order), company[order], 2)
    for name in ("coverage", "passage", "similarity", "centre"):
        np.testing.assert_array_equal(getattr(plain, name), getattr(mixed, name))


@settings(max_examples=50)
@given(arrays(np.float32, (5, 8), elements=st.floats(-1, 1, width=32)))
def test_coverage_stays_in_bounds(rows: np.ndarray) -> None:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    rows = np.divide(rows, length, out=np.zeros_like(rows), where=length > 0)
    found = measured(rows.astype(np.float16), np.arange(5), np.zeros(5, np.int64), 1)
    assert ((found.coverage >= 0) & (found.coverage <= 1)).all()


def test_a_passage_shared_by_two_companies_counts_for_both() -> None:
    stored = vectors(1)
    found = measured(stored, np.array([0, 0]), np.array([0, 1]), 2)
    np.testing.assert_array_equal(found.coverage[0], found.coverage[1])


def test_a_longer_text_that_repeats_itself_is_not_stronger() -> None:
    stored = vectors(3)
    passage, company = np.array([0, 1, 2, 0, 1, 2, 0, 1, 2]), np.array([0, 0, 0, 1, 1, 1, 1, 1, 1])
    found = measured(stored, passage, company, 2)
    np.testing.assert_allclose(found.coverage[0], found.coverage[1], atol=1e-4)


def test_what_is_near_to_everything_counts_less() -> None:
    one = axes(1)[0]
    value = np.array([0.4, 0.4], np.float32)
    common = np.array([0.0, 0.3], np.float32)
    known = profile.Ground(centre=np.zeros((2, 8), np.float32), best=common, whole=common)
    plain, hub = profile.evidence(value, value, np.zeros(2, np.float32), known, one)
    assert hub < plain


def test_a_company_without_english_counts_as_others_like_it_do() -> None:
    one = axes(1)[0]
    value = np.linspace(one.low, one.high, 5, dtype=np.float32)
    nothing = np.zeros(5, np.float32)
    known = profile.Ground(centre=np.zeros((5, 8), np.float32), best=nothing, whole=nothing)
    silent = profile.evidence(value, value, np.full(5, np.nan, np.float32), known, one)
    wordless = profile.evidence(value, value, nothing, known, one)
    full = profile.evidence(value, value, np.full(5, 1.5, np.float32), known, one)
    assert (silent > wordless).all()
    assert (silent <= full).all()
    assert (np.diff(silent) > 0).all()


def test_a_company_is_in_the_fields_of_its_leading_technologies() -> None:
    """Worked out by hand: coverage 1 / (1 + exp(-(passage + text + words - 0.8) / 0.4))."""
    e = np.eye(4, dtype=np.float32)
    made = [profile.Axis(technology=f"t{k}", query=e[k], low=0.0, high=1.0) for k in range(3)]
    texts = unit(np.array([[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0.2, 1.0], [1, 0, 1, 0.3]]))
    every = np.arange(4)
    links = profile.Links(passage=every, company=every, language=np.zeros(4, np.int64))
    known = profile.Ground(
        centre=texts, best=np.zeros(5, np.float32)[:4], whole=np.zeros(4, np.float32)
    )
    words = np.zeros((4, 3), np.float32)
    base = profile.bases(made, texts.astype(np.float16), links, known, words)
    found = profile.at_work(base, np.array([0, 0, 1]), 3)
    # cosines: 1 | 0.71 twice | 0.20 | 0.69 twice, so that coverage is 0.95 | 0.82 | 0.27 | 0.81
    assert found.tolist() == [
        [True, False, False],
        [True, False, False],
        [False, False, False],
        [True, True, False],
    ]


def test_to_say_it_in_two_languages_is_not_to_say_it_better() -> None:
    """Coverage lies between that of the one text and that of the other; each counts by length."""
    stored = vectors(5)
    passage = np.array([0, 1, 2, 3, 4, 0, 1, 2, 3, 4])
    company = np.array([0, 0, 1, 1, 1, 2, 2, 2, 2, 2])
    language = np.array([0, 0, 1, 1, 1, 0, 0, 1, 1, 1])
    found = measured(stored, passage, company, 3, language)
    for k in range(2):
        one, other, both = found.coverage[:, k]
        assert min(one, other) <= both <= max(one, other)
    query = axes()[0].query
    parts = found.centre[:2] @ query
    assert abs(found.centre[2] @ query - (0.4 * parts[0] + 0.6 * parts[1])) < 1e-5


def test_the_best_cosine_is_the_same_without_the_passages() -> None:
    stored = vectors(6)
    passage, company = np.arange(6), np.array([0, 0, 0, 0, 2, 2])
    spoken = np.array([0, 0, 1, 1, 0, 1])
    full = measured(stored, passage, company, 3, spoken)
    links = profile.Links(passage=passage, company=company, language=spoken)
    known = profile.ground(stored, links, 3, unit(np.random.default_rng(3).normal(size=(5, 8))))
    silent = np.full((3, 2), np.nan, np.float32)
    plain = profile.shown(axes(), stored, links, known, silent, passages=False)
    assert np.array_equal(plain.coverage, full.coverage, equal_nan=True)
    assert np.array_equal(plain.similarity[:, :, 0], full.similarity[:, :, 0], equal_nan=True)
