"""What the second encoder may be expected to make of a text, by its words and another's vector."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from screening import assets, embedding

FROM, TO = embedding.card("use-multilingual-v3"), embedding.card("minilm-l6-v2")


def _known(count: int = 60) -> list[str]:
    path = assets.shipped("data", "reference", "overseas.csv")
    with path.open(encoding="utf-8", newline="") as file:
        return [row["description_en"] for row in csv.DictReader(file)][:count]


@pytest.mark.parametrize(("told", "near", "first"), [(True, 0.7, 0.9), (False, 0.55, 0.6)])
def test_the_shipped_map_leads_near_to_what_is_read(told: bool, near: float, first: float) -> None:
    over = embedding.bridge(FROM, TO)
    assert over is not None
    texts = _known()
    vectors = embedding.load(FROM.id).encode(texts, "passage")
    expected = over(vectors, texts if told else [""] * len(texts))
    read = embedding.load(TO.id).encode(texts, "passage")
    cosines = expected @ read.T
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1, rtol=1e-5)
    assert cosines.diagonal().mean() > near
    assert np.mean(cosines.argmax(axis=1) == np.arange(len(texts))) > first


def test_nothing_is_expected_of_no_text() -> None:
    over = embedding.bridge(FROM, TO)
    assert over is not None
    assert not over(np.zeros((2, FROM.dimension), np.float32), ["", ""]).any()
    assert over(np.zeros((0, FROM.dimension), np.float32), []).shape == (0, TO.dimension)


def test_what_is_expected_of_a_text_does_not_hang_on_those_beside_it() -> None:
    over = embedding.bridge(FROM, TO)
    assert over is not None
    texts = [*_known(5), "", "\U0001f9be"]
    vectors = embedding.load(FROM.id).encode([one or "x" for one in texts], "passage")
    every = over(vectors, texts)
    for place, text in enumerate(texts):
        alone = over(vectors[[place]], [text])[0]
        np.testing.assert_allclose(alone, every[place], atol=1e-6)


def test_a_map_for_other_weights_or_encoders_is_none() -> None:
    assert embedding.bridge(replace(FROM, revision="0.2.2"), TO) is None
    assert embedding.bridge(TO, FROM) is None
