"""One behaviour for every encoder: run on both whose weights ship in packages."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from screening.embedding import SentenceEncoder
from screening.embedding.encoder import load
from screening.errors import EncoderError
from screening.protocols import Encoder


def cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = (left * right).sum(axis=1)
    return found


def test_keeps_the_protocol(encoder: SentenceEncoder) -> None:
    promised: Encoder = encoder
    assert promised.key == encoder.card.key
    assert promised.dimension == encoder.card.dimension


def test_rows_are_of_length_one(encoder: SentenceEncoder, texts: list[str]) -> None:
    vectors = encoder.encode(texts, "passage")
    assert vectors.shape == (len(texts), encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_rows_follow_the_order_of_the_texts(encoder: SentenceEncoder, texts: list[str]) -> None:
    forward = encoder.encode(texts, "passage")
    backward = encoder.encode(texts[::-1], "passage")[::-1]
    assert cosines(forward, backward).min() >= 0.9999
    shifted = np.roll(forward, 1, axis=0)
    assert np.median(cosines(shifted, backward)) < 0.9  # other texts have other vectors


def test_same_texts_same_bytes(encoder: SentenceEncoder, texts: list[str]) -> None:
    once, again = (encoder.encode(texts[::3], "passage").tobytes() for _ in range(2))
    assert once == again


def test_a_vector_does_not_depend_on_its_neighbours(
    encoder: SentenceEncoder, texts: list[str]
) -> None:
    together = encoder.encode(texts, "passage")
    some = range(0, len(texts), 7)
    alone = np.concatenate([encoder.encode([texts[i]], "passage") for i in some])
    assert cosines(alone, together[list(some)]).min() >= 0.9999


@pytest.mark.parametrize("nothing", [[], ()])
def test_no_texts(encoder: SentenceEncoder, nothing: Sequence[str]) -> None:
    vectors = encoder.encode(nothing, "query")
    assert vectors.shape == (0, encoder.dimension)
    assert vectors.dtype == np.float32


@pytest.mark.parametrize("text", ["", " \u3000\n", "\x00", "\ud800 Getriebe", "🤖🤖", "<s>"])
def test_odd_texts_have_vectors_too(encoder: SentenceEncoder, text: str) -> None:
    assert encoder.encode([text], "passage").shape == (1, encoder.dimension)


def test_long_texts_are_cut_and_counted(encoder: SentenceEncoder) -> None:
    limit = encoder.card.max_tokens
    head = "robot " * limit
    before = encoder.cut
    long, longer = encoder.encode([head, head + "减速器 " * limit], "passage")
    assert encoder.cut - before == 2
    assert long @ longer == pytest.approx(1, abs=1e-5)
    encoder.encode(["robot " * (limit - 2)], "passage")
    assert encoder.cut - before == 2


def test_prefix_is_part_of_the_text(universal: SentenceEncoder) -> None:
    card = replace(universal.card, query_prefix="query: ")
    prefixed = SentenceEncoder(card, universal._model, universal._tokens, 1)
    asked = prefixed.encode(["reducer"], "query")
    written = universal.encode(["query: reducer"], "passage")
    assert asked.tobytes() == written.tobytes()
    plain = universal.encode(["reducer"], "passage")
    assert prefixed.encode(["reducer"], "passage").tobytes() == plain.tobytes()


def test_a_model_that_is_not_as_registered(universal: SentenceEncoder) -> None:
    wrong = SentenceEncoder(
        replace(universal.card, dimension=100), universal._model, universal._tokens, 1
    )
    with pytest.raises(EncoderError, match=r"\(1, 512\) instead of \(1, 100\)"):
        wrong.encode(["robot"], "query")


def test_vectors_that_are_not_finite() -> None:
    broken = load("use-multilingual-v3")
    broken._model[0].weights["d3"][0, 0] = float("nan")
    with pytest.raises(EncoderError, match="1 vectors that are not finite"):
        broken.encode(["robot"], "query")


def test_a_thread_begun_while_torch_is_held_to_one_computes_on_all(
    encoder: SentenceEncoder,
) -> None:
    import torch

    every = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(encoder.encode, ["robot"], "passage").result()
            assert pool.submit(torch.get_num_threads).result() == every
    finally:
        torch.set_num_threads(every)


def test_two_threads_at_once(universal: SentenceEncoder, texts: list[str]) -> None:
    import torch

    expected = universal.encode(texts, "passage")
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: universal.encode(texts, "passage"), range(2)))
    assert all(cosines(vectors, expected).min() >= 0.9999 for vectors in found)
    with ThreadPoolExecutor(1) as fresh:
        assert fresh.submit(torch.get_num_threads).result() == 2  # as loaded


def test_chinese_is_nearer_to_its_translation_than_to_another_field(
    universal: SentenceEncoder,
) -> None:
    chinese, same, other = universal.encode(
        [
            "该公司生产用于工业机器人关节的精密减速器。",
            "The company makes precision reducers for the joints of industrial robots.",
            "The company sells life and health insurance to private customers.",
        ],
        "passage",
    )
    assert chinese @ same > chinese @ other + 0.2
