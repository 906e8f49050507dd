"""What a target closes: the share of each gap, and of the gaps that it closes best."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FULL = 0.9
"""Coverage that counts as closing a gap in full where no leader shows more (ours)."""
CLOSES = 2
"""Gaps that one acquisition is asked to close, where there are more (ours)."""
_HALF, _SPREAD = 2.0, 0.6


def fill(coverage: Floats, goal: Floats) -> Floats:
    """Share of the goal that a target reaches in each technology, shape (targets, gaps).

    ``coverage`` (targets, gaps), NaN without text; ``goal`` (gaps,) the strength to be reached:
    the best leader's, at least ``FULL``. After Kaul & Wu 2016 (strong targets in new contexts):
    only strength in the gap technologies counts.

    >>> fill(np.array([[0.35, 0.9]], np.float32), np.array([0.7, 0.8], np.float32)).tolist()
    [[0.5, 1.0]]
    """
    share: Floats = np.clip(coverage / goal, 0, 1).astype(np.float32)
    return share


def gap_fill(filled: Floats, importance: Floats) -> Floats:
    """How far the target closes its best gap, and its best ``CLOSES`` gaps, by how they press.

    ``importance`` (gaps,) is size times wanted, scaled so that the most pressing gap is 1. The
    geometric mean of two: the gap closed best, and the weighted power mean with exponent 1/2 over
    the best few, for which a gap closed in full does not make up for one left open (compensation
    in part, Grabisch et al. 2009). So a specialist in one gap is not lost among generalists.

    >>> gap_fill(np.array([[0.64, 0.04, 0.0]], np.float32), np.ones(3, np.float32))
    array([0.4], dtype=float32)
    >>> gap_fill(np.array([[1.0, 0.0]], np.float32), np.array([1.0, 0.25], np.float32))
    array([0.8], dtype=float32)
    """
    best = (filled.astype(np.float64) * importance).max(axis=1)
    weighted = np.sqrt(filled.astype(np.float64)) * importance
    few = np.sort(weighted, axis=1)[:, ::-1][:, :CLOSES].sum(axis=1)
    most = np.sort(importance.astype(np.float64))[::-1][:CLOSES].sum()
    result: Floats = np.round(np.sqrt(best) * few / most, 5).astype(np.float32)
    return result


def closed_best(filled: Floats, importance: Floats) -> NDArray[np.int64]:
    """The ``CLOSES`` gaps that each target closes best, by how they press, best first.

    Numbers of gaps, (targets, at most ``CLOSES``); equal ones in their order.

    >>> filled = np.array([[0.2, 0.9, 0.5]], np.float32)
    >>> closed_best(filled, np.array([1, 0.5, 1], np.float32)).tolist()
    [[2, 1]]
    """
    pressing = filled.astype(np.float64) * importance.astype(np.float64)
    return np.argsort(-pressing, axis=1, kind="stable")[:, :CLOSES]


def strength(evidence: Floats, filled: Floats, importance: Floats) -> Floats:
    """How strong a target is in the ``CLOSES`` gaps that it closes best, beyond what closes them.

    ``evidence`` (targets, gaps) is that behind the coverage, without an upper end; its mean over
    those gaps, by how they press, on a logistic scale that stays far from its end (0.5 at 2, where
    coverage is 0.95). Among targets that all close the gap it tells the strongest, and the one that
    answers both needs from the one that answers one. What counts is strength in the gap's own field
    (Kaul & Wu 2016); in gaps that press less than others it counts as much less.

    >>> e = np.array([[2.6, 1.4], [2.6, -0.4]], np.float32)
    >>> strength(e, np.array([[1, 0.8], [1, 0.05]], np.float32), np.ones(2, np.float32)).round(3)
    array([0.5  , 0.182], dtype=float32)
    >>> pressing, open_ = np.array([1, 1, 0.5], np.float32), np.array([[0, 0.9, 0.9]], np.float32)
    >>> strength(np.full((1, 3), 2, np.float32), open_, pressing).tolist()  # 0.5 of 1.5 in 2
    [0.375]
    """
    best = closed_best(filled, importance)
    few = importance.astype(np.float64)[best]
    mean = (np.take_along_axis(evidence.astype(np.float64), best, axis=1) * few).sum(axis=1)
    share = 1 / (1 + np.exp((_HALF - mean / few.sum(axis=1)) / _SPREAD))
    most = np.sort(importance.astype(np.float64))[::-1][:CLOSES].sum()
    rounded: Floats = np.round(share * few.sum(axis=1) / most, 5).astype(np.float32)
    return rounded
