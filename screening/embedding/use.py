"""The multilingual Universal Sentence Encoder v3 as a sentence-transformers module, in torch.

A deep averaging network over n-gram features (Yang et al. 2020, "Multilingual Universal Sentence
Encoder for Semantic Retrieval"; Cer et al. 2018). Each token is embedded, projected to three
branches of 256 and normalised; branch n looks at windows of n tokens twice (a rectified linear
map of the window, added to what came in); embedding and branches are normalised together, summed
over the text, divided by the root of its length, and sent through a small residual network.

Two things make it fast. All that depends on one token alone, the first window map included
(linear, so it splits into one map per place in the window), is computed once per distinct token
and gathered. And the tokens of all texts lie flat, one text after the other, so that nothing is
padded to the longest; a place of a window outside its own text is silent, that is zero.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import sentencepiece
import torch
from sentence_transformers.sentence_transformer.modules import InputModule
from torch import Tensor
from torch.nn import functional as F

UNKNOWN, START, END = 0, 1, 2
WIDTHS = (2, 3, 5)
BEFORE = (0, 1, 2)
BRANCH = 256
SHARED = 16384  # tokens whose distinct ones are worked out together: bounds the memory
AT_ONCE = 1024  # tokens gone through in one step: fits into the processor's cache


class UseModule(InputModule):
    """Texts in, ``sentence_embedding`` of shape (n, 512) and length 1 out.

    ``resources`` is the folder with ``weights.npz`` (embedding table in 17 quantised chunks, the
    rest in float32) and ``sp.model``; ``max_seq_length`` counts start and end too. It runs on
    the CPU, on ``threads`` threads (0: as many as torch has).
    """

    def __init__(self, resources: Path, max_seq_length: int = 512, threads: int = 0) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.max_seq_length = max_seq_length
        self.threads = threads or torch.get_num_threads()
        self.factors = _factors()
        self.pieces = sentencepiece.SentencePieceProcessor(model_file=str(resources / "sp.model"))
        with np.load(resources / "weights.npz", allow_pickle=False) as stored:
            self._quantised(stored)
            self.weights = _weights(stored, self.factors)
            self.eps = float(stored["eps"])

    def _quantised(self, stored: Any) -> None:
        """Keep the table as bytes: row ``id`` stands in chunk ``id % n`` at row ``id // n``."""
        chunks = len(stored["scale"])
        rows, width = stored["q1"].shape
        table = np.empty((rows, chunks, width), dtype=np.uint8)
        for chunk in range(chunks):
            table[:, chunk] = stored[f"q{chunk + 1}"]
        self.register_buffer("table", torch.from_numpy(table.reshape(-1, width)))
        self.register_buffer("scale", torch.from_numpy(stored["scale"]))
        self.register_buffer("low", torch.from_numpy(stored["lo"]))

    def get_embedding_dimension(self) -> int:
        return int(self.weights["d3"].shape[1])

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """The ids of each text between start and end; a text of nothing is one unknown token."""
        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        return [[START, *(ids or [UNKNOWN]), END] for ids in self.pieces.encode(readable)]

    def preprocess(
        self, inputs: Sequence[Any], prompt: str | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        """All tokens of all texts in one row, and how many each text has."""
        texts = [f"{prompt or ''}{text}" for text in inputs]
        ids = [found[: self.max_seq_length] for found in self.token_ids(texts)]
        flat = np.fromiter((i for text in ids for i in text), dtype=np.int64)
        return {
            "input_ids": torch.from_numpy(flat),
            "lengths": torch.tensor([len(text) for text in ids], dtype=torch.int64),
        }

    def forward(self, features: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
        ids, lengths = features["input_ids"], features["lengths"]

        def run(part: _Part) -> Tensor:
            return self._sums(ids[part.tokens], lengths[part.texts])

        share = min(max(-(-len(ids) // self.threads), AT_ONCE), SHARED)
        with _single_threaded_workers(self.threads) as pool:
            sums = list(pool.map(run, _parts(lengths, share)))
        features["sentence_embedding"] = self._finish(torch.cat(sums), lengths)
        return features

    @torch.inference_mode()
    def _sums(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """The sum over each text of its normalised features, shape (texts, 1280)."""
        distinct, places = torch.unique(ids, return_inverse=True)
        tokens = self._tokens(F.pad(distinct, (0, 1 + _missing(len(distinct) + 1))))
        parts = _parts(lengths, AT_ONCE)
        return torch.cat(
            [self._sum(tokens, places[part.tokens], lengths[part.texts]) for part in parts]
        )

    def _tokens(self, ids: Tensor) -> list[Tensor]:
        """What depends on one token alone; the last row is silent (zero) whatever its id.

        Embeddings (n, 512); projected branches (n, 768); and per branch of width w the first
        window map of every place in the window, (n * w, 256).
        """
        w = self.weights
        chunk = ids % len(self.scale)
        embedded = self.table[ids] * self.scale[chunk, None] + self.low[chunk, None]
        projected = _product(embedded, w["proj"]).add_(w["proj_b"])
        projected = F.layer_norm(
            projected, projected.shape[-1:], w["proj_g"], w["proj_beta"], self.eps
        )
        embedded[-1] = projected[-1] = 0
        maps = [
            _product(own, w[f"w1_{width}"]).view(-1, BRANCH)
            for width, own in zip(WIDTHS, projected.chunk(len(WIDTHS), dim=1), strict=True)
        ]
        return [embedded, projected, *maps]

    def _sum(self, tokens: list[Tensor], places: Tensor, lengths: Tensor) -> Tensor:
        """As ``_sums``, for as many tokens as fit into the processor's cache."""
        embedded, projected, *maps = tokens
        w, n = self.weights, len(places)
        texts = torch.repeat_interleave(lengths)
        windows = F.pad(_windows(texts), (0, 0, 0, _missing(n)), value=n)
        rows = F.pad(places, (0, 1), value=len(embedded) - 1)
        features = torch.cat([embedded[places], projected[places]], dim=1)
        h = torch.zeros(n + 1, BRANCH)
        branches = features[:, embedded.shape[1] :].chunk(len(WIDTHS), dim=1)
        for width, before, table, x in zip(WIDTHS, BEFORE, maps, branches, strict=True):
            window = windows[:, max(BEFORE) - before :][:, :width]
            index = rows[window[:n]] * width + torch.arange(width)
            first = F.embedding_bag(index, table, mode="sum").add_(w[f"b1_{width}"])
            torch.add(first.relu_(), x, out=h[:n])
            wide = h.to(self.factors)[window.reshape(-1)].view(-1, width * BRANCH)
            second = _product(wide, w[f"w2_{width}"])[:n].add_(w[f"b2_{width}"]).relu_()
            torch.add(second, h[:n], out=x)
        features = F.layer_norm(features, features.shape[-1:], w["ln_g"], w["ln_b"], self.eps)
        return torch.zeros(len(lengths), features.shape[1]).index_add_(0, texts, features)

    def _finish(self, sums: Tensor, lengths: Tensor) -> Tensor:
        """From sums over tokens to unit vectors: projection, then the residual network."""
        w = self.weights
        count = lengths[:, None].to(sums.dtype)
        mean = (sums @ w["cnn_W"] + count * w["cnn_b"]) / count.sqrt()
        first = torch.relu(torch.relu(mean @ w["d0"]) @ w["d1"] + mean @ w["p1"])
        second = torch.relu(first @ w["d2"]) @ w["d3"] + first @ w["p3"]
        return F.normalize(torch.tanh(second), dim=1)

    def save(self, output_path: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError("the weights stay in the package that they came in")


def _factors() -> torch.dtype:
    """The type in which the large matrices are multiplied (sums are float32 in any case).

    bfloat16 where the processor multiplies it in hardware, three times as fast; on company
    descriptions it moves a vector by 1e-6 in cosine on average and by 2e-5 at most.
    """
    return torch.bfloat16 if torch.cpu.get_capabilities().get("avx512_bf16") else torch.float32


def _product(left: Tensor, right: Tensor) -> Tensor:
    return (left.to(right.dtype) @ right).float()


def _weights(stored: Any, factors: torch.dtype) -> torch.nn.ParameterDict:
    """The weights, those of the three branches side by side where they are used together.

    ``w1_n`` has one map of (256, 256) per place in the window, side by side.
    """
    arrays = {
        "proj": np.concatenate([stored[f"proj{n}"] for n in WIDTHS], axis=1),
        "proj_b": np.concatenate([stored[f"proj_b{n}"] for n in WIDTHS]),
        "proj_g": np.concatenate([stored[f"ln_g{n}"] for n in WIDTHS]),
        "proj_beta": np.concatenate([stored[f"ln_b{n}"] for n in WIDTHS]),
    }
    for n in WIDTHS:
        arrays[f"w1_{n}"] = np.concatenate(np.split(stored[f"w1_{n}"], n), axis=1)
        arrays |= {name: stored[name] for name in (f"b1_{n}", f"w2_{n}", f"b2_{n}")}
    for name in ("ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "d2", "d3", "p1", "p3"):
        arrays[name] = stored[name]
    tensors = {name: torch.from_numpy(array) for name, array in arrays.items()}
    tensors |= {k: v.to(factors) for k, v in tensors.items() if k[:2] in ("w1", "w2")}
    return torch.nn.ParameterDict(
        {name: torch.nn.Parameter(t, requires_grad=False) for name, t in tensors.items()}
    )


def _missing(rows: int) -> int:
    """Rows up to the next multiple of 256: bfloat16 code is generated and kept per shape."""
    return -rows % 256


def _windows(texts: Tensor) -> Tensor:
    """Places of the tokens around each token, shape (n, 5), two before to two after.

    ``texts`` says which text a token belongs to; a place outside of it is n, the silent one.
    """
    n, reach = len(texts), max(BEFORE)
    places = torch.arange(n)[:, None] + torch.arange(-reach, max(WIDTHS) - reach)
    same = texts[places.clamp(0, n - 1)] == texts[:, None]
    return torch.where(same & (places >= 0) & (places < n), places, n)


class _Part(NamedTuple):
    """A run of texts in a batch and the run of their tokens."""

    texts: slice
    tokens: slice


def _parts(lengths: Tensor, limit: int) -> Iterator[_Part]:
    """Runs of texts with at most ``limit`` tokens, or one text that alone has more."""
    low = first = last = 0
    for text, length in enumerate(lengths.tolist()):
        if text > low and last - first + length > limit:
            yield _Part(slice(low, text), slice(first, last))
            low, first = text, last
        last += length
    yield _Part(slice(low, len(lengths)), slice(first, last))


@contextmanager
def _single_threaded_workers(count: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that each compute alone, so that none waits for another at every small step.

    torch keeps one number of threads for the process, so it is set back afterwards.
    """
    try:
        with ThreadPoolExecutor(
            count, "use", initializer=torch.set_num_threads, initargs=(1,)
        ) as pool:
            yield pool
    finally:
        torch.set_num_threads(count)
