"""What one encoder would make of a text, told from another's vector of it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening import assets
from screening.embedding.cards import Card
from screening.errors import ScreeningError


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """A linear map between two encoders, learned by ridge regression on texts that both have read
    (after Mikolov, Le & Sutskever 2013); ``weights`` (from, to), ``origin`` and ``end`` the means.
    """

    weights: NDArray[np.float64]
    origin: NDArray[np.float64]
    end: NDArray[np.float64]

    def __call__(self, vectors: NDArray[np.floating]) -> NDArray[np.float32]:
        """Expected vectors of length 1; zeros (no text) stay zeros."""
        found = (vectors.astype(np.float64) - self.origin) @ self.weights + self.end
        found /= np.linalg.norm(found, axis=1, keepdims=True)
        found[~vectors.any(axis=1)] = 0
        return found.astype(np.float32)


def bridge(start: Card, end: Card) -> Bridge | None:
    """The map shipped for two encoders; None where there is none for them as they are now."""
    try:
        file = assets.shipped("models", "bridges", f"{start.id}--{end.id}.npz")
    except ScreeningError:
        return None
    with np.load(file, allow_pickle=False) as stored:
        if stored["keys"].tolist() != [start.key, end.key]:
            return None
        parts = {name: stored[name].astype(np.float64) for name in ("weights", "origin", "end")}
    return Bridge(**parts)
