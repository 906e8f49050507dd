"""The best candidates, found by the other signals, are read again by a second encoder.

Which ones are the best is told by the other signals and, where it can be had, by what the second
encoder may be expected to find. Those not read stand behind all that are read.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.scoring import scorers, signals
from screening.scoring.profile import cosines

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
NAME = "close_reading"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A second encoder's vectors, of length 1, or zeros where there is no text that it reads.

    ``gaps`` (K, d) in the order of the technologies, ``firms`` (F, d) in the order of the firms;
    ``read`` gives (n, d) for n company rows; ``most`` is how many companies it is asked for.
    ``likely`` gives what ``read`` may be expected to, as another encoder's vectors tell it.
    """

    gaps: Floats
    firms: Floats
    read: Callable[[Ints], Floats]
    most: int
    likely: Callable[[Ints], Floats] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What there is to read of T targets, and against what.

    ``rows`` (T,) company rows; ``totals`` (T,) by which the best are told; ``gaps`` (T, c) numbers
    of the technologies that each closes best and ``importance`` (T, c) how they press; ``firm``
    (T,) number of the nearest firm, -1 for none.
    """

    rows: Ints
    totals: Floats
    gaps: Ints
    importance: Floats
    firm: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``shown`` (T,): the signal, NaN where nothing was read. ``counted`` (T,): what enters the
    total. There an unknown among those read counts as the middle of the others, so that no text
    stands high or low for its language, and those not read count as the lowest.
    """

    shown: Floats
    counted: Floats


def guess(look: Look, reader: Reader) -> Floats | None:
    """The signal as it may be expected, (T,), NaN where nothing is; None without any such thing."""
    if reader.likely is None:
        return None
    return _signal(reader.likely(look.rows), slice(None), look, reader)


def again(look: Look, ids: Sequence[str] | Ints, reader: Reader) -> Found:
    """Read the ``reader.most`` best of ``look``; equal totals in order of ``ids``."""
    best = scorers.order(look.totals, ids)[: reader.most]
    shown = np.full(len(look.rows), np.nan, np.float32)
    shown[best] = _signal(reader.read(look.rows[best]), best, look, reader)
    counted = np.where(np.isnan(look.totals), np.float32(np.nan), _counted(shown, best))
    return Found(shown=shown, counted=counted)


def _signal(vectors: Floats, rows: Ints | slice, look: Look, reader: Reader) -> Floats:
    """The signal of some rows of ``look`` by the vectors of their texts."""
    gap = _mean(_each(vectors, reader.gaps, look.gaps[rows]), look.importance[rows])
    firm = _each(vectors, reader.firms, look.firm[rows][:, None])[:, 0]
    return signals.close_reading(gap, firm)


def _counted(shown: Floats, best: Ints) -> Floats:
    known = shown[best][~np.isnan(shown[best])]
    if not len(known):
        return shown
    counted = np.full_like(shown, known.min())
    middle = np.float32(np.sort(known)[len(known) // 2])
    counted[best] = np.where(np.isnan(shown[best]), middle, shown[best])
    return counted


def _each(vectors: Floats, queries: Floats, chosen: Ints) -> Floats:
    """Cosine of each row with the queries chosen for it, (n, c); NaN without a text."""
    if not len(queries):
        return np.full(chosen.shape, np.nan, np.float32)
    every = cosines(vectors, queries)
    every[~vectors.any(axis=1)] = np.nan
    every[:, ~queries.any(axis=1)] = np.nan
    taken = np.take_along_axis(every, np.maximum(chosen, 0), axis=1)
    found: Floats = np.where(chosen < 0, np.float32(np.nan), taken)
    return found


def _mean(values: Floats, importance: Floats) -> Floats:
    weights = np.where(np.isnan(values), 0, importance.astype(np.float64))
    total = weights.sum(axis=1)
    sums = (np.nan_to_num(values) * weights).sum(axis=1)
    mean = np.divide(sums, total, out=np.full(len(values), np.nan), where=total > 0)
    rounded: Floats = mean.astype(np.float32)
    return rounded
