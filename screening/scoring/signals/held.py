"""What a target's patents say: how good those in the gaps are, how many in all, and whose."""

import numpy as np
from numpy.typing import NDArray

from screening.scoring.signals.closing import closed_best

Floats = NDArray[np.float32]

LARGEST = 1000
"""Families from which a base counts as large in full (ours)."""


def in_gaps(told: Floats, filled: Floats, importance: Floats) -> Floats:
    """The mean of what is told of the ``CLOSES`` gaps that a target closes best, by how they press.

    ``told`` and ``filled`` (targets, gaps), ``importance`` (gaps,); an unknown (NaN) is left out.
    Only patents in the gaps count: strength elsewhere is no help here (Kaul & Wu 2016).

    >>> told = np.array([[0.8, np.nan, 0.1], [np.nan, np.nan, 0.9]], np.float32)
    >>> filled = np.array([[0.9, 0.8, 0.1], [0.9, 0.8, 0.1]], np.float32)
    >>> in_gaps(told, filled, np.ones(3, np.float32)).tolist()
    [0.800000011920929, nan]
    """
    best = closed_best(filled, importance)
    values = np.take_along_axis(told.astype(np.float64), best, axis=1)
    few = np.where(np.isnan(values), 0, importance.astype(np.float64)[best])
    total, share = (few * np.nan_to_num(values)).sum(axis=1), few.sum(axis=1)
    mean = np.divide(total, share, out=np.full(len(total), np.nan), where=share > 0)
    found: Floats = np.round(mean, 5).astype(np.float32)
    return found


def size(target: Floats, firm: Floats) -> Floats:
    """How large a base of knowledge comes with the target, less where it is the larger of the two.

    ``log(1 + T) / log(1 + LARGEST)``, at most 1, times ``sqrt(A / T)`` where T is larger than A;
    ``target`` and ``firm`` (targets,) are numbers of patent families, NaN where there are none. A
    firm without patents lowers nothing, since it is not known to know less. The absolute size of
    an acquired base helps invention, its relative size hinders (Ahuja & Katila 2001; Cloodt 2006).

    >>> size(np.array([1000, 1000, np.nan], np.float32), np.array([2000, 250, 9], np.float32))
    array([1. , 0.5, nan], dtype=float32)
    """
    count = target.astype(np.float64)
    share = np.minimum(np.log1p(count) / np.log1p(LARGEST), 1)
    larger = np.sqrt(np.minimum(firm.astype(np.float64) / count, 1))
    found: Floats = np.round(share * np.where(np.isnan(larger), 1, larger), 5).astype(np.float32)
    return found
