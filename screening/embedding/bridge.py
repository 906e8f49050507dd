"""What one encoder would make of a text, told from another's vector of it and from its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from screening import assets
from screening.embedding.cards import Card
from screening.embedding.encoder import inside
from screening.errors import ScreeningError

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from tokenizers import Tokenizer

Floats = NDArray[np.float32]
LONGEST = 250  # word pieces of a text that are looked at
_AT_ONCE = 4096  # texts: bounds the memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The expected vector is a weighted mean of the vectors of a text's word pieces (as in Arora,
    Liang & Ma 2017, here learned), and a linear map of the other encoder's vector of it (Mikolov,
    Le & Sutskever 2013) on top.

    ``weights`` (V,) of the word pieces that ``tokenizer`` finds, ``pieces`` (V, r) their vectors
    times those, ``usual`` (r,) what stands in where a text has none; ``back`` (r, d) leads from r
    to the encoder's d; ``linear`` (from, d) and ``shift`` (d,) are the map. ``mark`` names all that
    was learned.
    """

    mark: str
    tokenizer: "Tokenizer"
    pieces: Floats
    weights: Floats
    usual: Floats
    back: Floats
    linear: Floats
    shift: Floats

    def __call__(self, vectors: NDArray[np.floating], texts: Sequence[str]) -> Floats:
        """Expected vectors of length 1, (n, d), of n texts and the other encoder's vectors of them.

        A text may be "" where there is none that the expected encoder reads: then the vector alone
        tells. Where the vector is zero nothing is known, and the row is zero.
        """
        found = np.zeros((len(texts), self.back.shape[1]), np.float32)
        for first in range(0, len(texts), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            found[part] = self._expected(vectors[part], texts[part])
        return found

    def _expected(self, vectors: NDArray[np.floating], texts: Sequence[str]) -> Floats:
        """In double precision, so that the order of sums does not show."""
        found = self.said(texts).astype(np.float64) @ self.back.astype(np.float64)
        found += vectors.astype(np.float64) @ self.linear.astype(np.float64) + self.shift
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        found[~vectors.any(axis=1)] = 0
        return found.astype(np.float32)

    def said(self, texts: Sequence[str]) -> Floats:
        """The weighted means of the word pieces, (n, r)."""
        counts = _counts(self.tokenizer, texts, len(self.pieces))
        weight = counts @ self.weights
        mean: Floats = counts @ self.pieces / np.maximum(weight, np.finfo(np.float32).tiny)[:, None]
        mean[weight == 0] = self.usual
        return mean


@cache
def bridge(start: Card, end: Card) -> Bridge | None:
    """The map shipped for two encoders; None where there is none for them as they are now. Read
    once."""
    try:
        file = assets.shipped("models", "bridges", f"{start.id}--{end.id}.npz")
    except ScreeningError:
        return None
    with np.load(file, allow_pickle=False) as stored:
        if stored["keys"].tolist() != [start.key, end.key]:
            return None
        names = ("weights", "usual", "back", "linear", "shift")
        parts = {name: stored[name].astype(np.float32) for name in names}
        pieces = stored["pieces"] * stored["scale"][:, None] * parts["weights"][:, None]
    mark = sha256(file.read_bytes()).hexdigest()
    return Bridge(mark=mark, tokenizer=tokenizer(end), pieces=pieces, **parts)


def tokenizer(card: Card) -> "Tokenizer":
    """What an encoder of a package cuts texts into, without its model."""
    from tokenizers import Tokenizer

    found = Tokenizer.from_file(str(inside(card) / "tokenizer.json"))
    found.no_padding()
    found.enable_truncation(LONGEST)
    return found


def _counts(tokenizer: "Tokenizer", texts: Sequence[str], size: int) -> "csr_matrix":
    """How often each text has each word piece, (n, size)."""
    from scipy.sparse import csr_matrix

    ids = [one.ids for one in tokenizer.encode_batch(list(texts), add_special_tokens=False)]
    ends = np.cumsum([0, *map(len, ids)])
    flat = np.fromiter((one for row in ids for one in row), np.int32, int(ends[-1]))
    return csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=(len(texts), size))
