"""From signals to a total and an order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FLOOR = 0.01
"""A signal of 0 counts as this, so that one zero does not hide all other differences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorer:
    """A released set of weights and constants (``models/scorers/*.toml``).

    ``weights`` sum to 100; ``centre``, ``width`` (towards strangers) and ``narrow`` (towards
    copies) shape relatedness; ``covered`` is the fill from which a gap counts as covered;
    ``reader`` is the id of the encoder that reads the ``read_again`` best once more.
    """

    id: str
    weights: Mapping[str, float]
    centre: float
    width: float
    narrow: float
    covered: float
    reader: str
    read_again: int


def combine(signals: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    """Weighted geometric mean of the signals, times 100: AND-logic, no signal buys off another.

    Each signal has shape (targets,) in [0, 1]; NaN (unknown) is left out and its weight shared
    among the others; a target with no known signal is NaN. Sums run in the order of the names.

    >>> both = {"a": np.array([0.25, 1.0], np.float32), "b": np.array([1.0, np.nan], np.float32)}
    >>> combine(both, {"a": 1, "b": 1}).tolist()
    [50.0, 100.0]
    """
    return combine_each(signals, [weights])[0]


def combine_each(
    signals: Mapping[str, Floats], several: Sequence[Mapping[str, float]]
) -> list[Floats]:
    """``combine`` under each of several weights."""
    names = sorted(signals)
    scores = np.stack([signals[name].astype(np.float64) for name in names])
    known = ~np.isnan(scores)
    logs = np.log(np.maximum(scores, FLOOR), out=np.zeros_like(scores), where=known)
    found = []
    for weights in several:
        weight = np.array([one if (one := weights.get(name, 0)) > 0 else 0.0 for name in names])
        total, share = (np.einsum("s,sn->n", weight, one) for one in (logs, known))
        found.append(_mean(total, share))
    return found


def _mean(total: NDArray[np.float64], share: NDArray[np.float64]) -> Floats:
    mean = np.divide(total, share, out=np.full(len(total), np.nan), where=share > 0)
    totals: Floats = np.round(100 * np.exp(mean), 4).astype(np.float32)
    return totals


def order(totals: Floats, ids: Sequence[str] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Row numbers, best first; equal totals in order of id; rows without a total left out."""
    found = np.lexsort((np.asarray(ids), -totals))
    return found[~np.isnan(totals[found])]


def ranks(totals: Sequence[float]) -> list[int]:
    """Competition ranks of totals in descending order: ties share the better rank.

    >>> ranks([90.0, 80.0, 80.0, 70.0])
    [1, 2, 2, 4]
    """
    found: list[int] = []
    for place, total in enumerate(totals, start=1):
        tied = place > 1 and total == totals[place - 2]
        found.append(found[-1] if tied else place)
    return found
