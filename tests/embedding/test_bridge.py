"""What the second encoder may be expected to make of a text, from the first one's vector of it."""

import csv
from dataclasses import replace

import numpy as np

from screening import assets, embedding

FROM, TO = embedding.card("use-multilingual-v3"), embedding.card("minilm-l6-v2")


def test_the_shipped_map_leads_near_to_what_is_read() -> None:
    over = embedding.bridge(FROM, TO)
    assert over is not None
    path = assets.shipped("data", "reference", "overseas.csv")
    with path.open(encoding="utf-8", newline="") as file:
        texts = [row["description_en"] for row in csv.DictReader(file)][:60]
    expected = over(embedding.load(FROM.id).encode(texts, "passage"))
    read = embedding.load(TO.id).encode(texts, "passage")
    near = expected @ read.T
    np.testing.assert_allclose(np.linalg.norm(expected, axis=1), 1)
    assert near.diagonal().mean() > 0.55
    assert np.mean(near.argmax(axis=1) == np.arange(len(texts))) > 0.6


def test_nothing_is_expected_of_no_text() -> None:
    over = embedding.bridge(FROM, TO)
    assert over is not None
    assert not over(np.zeros((2, FROM.dimension), np.float32)).any()


def test_a_map_for_other_weights_or_encoders_is_none() -> None:
    assert embedding.bridge(replace(FROM, revision="0.2.2"), TO) is None
    assert embedding.bridge(TO, FROM) is None
