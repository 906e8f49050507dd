"""What a target closes: the share of each gap, of the most pressing one, of all of them."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FULL = 0.7
"""Depth that counts as closing a gap in full where no leader is deeper (ours)."""


def fill(depth: Floats, goal: Floats) -> Floats:
    """Share of the goal that a target reaches in each technology, shape (targets, gaps).

    ``depth`` (targets, gaps) best depth, NaN without text; ``goal`` (gaps,) the strength to be
    reached: the best leader's, at least ``FULL``. After Kaul & Wu 2016 (strong targets in new
    contexts): only strength in the gap technologies counts.

    >>> fill(np.array([[0.35, 0.9]], np.float32), np.array([0.7, 0.8], np.float32)).tolist()
    [[0.5, 1.0]]
    """
    share: Floats = np.clip(depth / goal, 0, 1).astype(np.float32)
    return share


def gap_fill(filled: Floats, importance: Floats) -> Floats:
    """How far the target closes the gap that it closes best, in proportion to how pressing it is.

    ``importance`` (gaps,) is size times wanted, scaled so that the most pressing gap is 1.

    >>> gap_fill(np.array([[0.5, 0.9]], np.float32), np.array([1.0, 0.5], np.float32)).tolist()
    [0.5]
    """
    result: Floats = (filled * importance).max(axis=1)
    return result


def breadth(filled: Floats, importance: Floats) -> Floats:
    """Share of all gaps that the target closes: ``sum(importance * fill) / sum(importance)``.

    >>> breadth(np.array([[0.5, 1.0]], np.float32), np.array([1.0, 0.5], np.float32)).round(4)
    array([0.6667], dtype=float32)
    """
    weights = importance.astype(np.float64)
    share: Floats = (filled.astype(np.float64) @ weights / weights.sum()).astype(np.float32)
    return share


def strength(depth: Floats, chosen: NDArray[np.int64]) -> Floats:
    """Depth over the target's best passages in the technology that it closes best.

    ``depth`` (targets, gaps, passages) best first, NaN where there is none; ``chosen``
    (targets,) the gap. The mean over the passages there are, so that a short text is not
    punished for being short.

    >>> d = np.array([[[0.8, 0.4, np.nan]]], np.float32)
    >>> strength(d, np.array([0])).round(2)
    array([0.6], dtype=float32)
    """
    own = np.take_along_axis(depth, chosen[:, None, None], axis=1)[:, 0]
    there = ~np.isnan(own)
    total = np.where(there, own, 0).sum(axis=1)
    count = there.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan).astype(np.float32)
