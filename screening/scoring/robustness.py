"""How firm a ranking stands: under other weights, other quotes and the encoder's noise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.records import Sensitivity
from screening.scoring import scorers, signals
from screening.scoring.profile import Axis, Strengths, behind, coverage
from screening.scoring.ranking import Ranking

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

DEEP = 1_000
"""Places from the top that are drawn; who stands lower has no interval."""
DRAWS = 200
STEADY = 50
"""Concentration of the Dirichlet draws: a weight of 0.3 then varies by 0.06 (ours)."""
NOISE = 0.02
"""Standard deviation of a cosine when a sentence is put in other words (ours)."""
STEP = 0.2
"""By how much one weight alone is lowered and raised, as a part of it."""
_FIRST = 10
_SEED = 20261124
_INTERVAL = (5, 95)


@dataclass(frozen=True, slots=True, kw_only=True)
class Robustness:
    """For the first D places: ``low`` and ``high`` (D,) enclose the rank, ``top_10`` (D,) is the
    share of draws among the first ten."""

    low: Ints
    high: Ints
    top_10: Floats


def robustness(
    ranking: Ranking, strengths: Strengths, axes: Sequence[Axis], weights: Mapping[str, float]
) -> Robustness:
    """Ranks of the first ``DEEP`` places in ``DRAWS`` draws, and without their best passages.

    Each draw takes weights from a Dirichlet distribution around those in use and disturbs the
    evidence of each target in each gap as if its quote were put in other words. The interval holds
    nine draws of ten; a target that falls lower when its best passage of each gap is left out,
    while all others keep theirs, has that place as its lower end.
    """
    top = ranking.first(DEEP)
    if not len(top.rows):
        return Robustness(low=top.rows, high=top.rows, top_10=top.totals)
    names = [name for name in sorted(top.counted) if weights.get(name, 0) > 0]
    logs = np.stack([_log(top.counted[name]) for name in names], axis=1)
    whole = np.array([weights[name] for name in names], np.float64)
    spans = np.array([axes[k].high - axes[k].low for k in top.gaps], np.float64)
    moving: dict[str, int] = {
        name: names.index(name) for name in ("gap_fill", "strength") if name in names
    }
    evidence = behind(strengths.coverage[top.rows][:, top.gaps])
    draw = np.random.default_rng(_SEED)
    ranks = np.empty((DRAWS, len(top.rows)), np.int64)
    for number in range(DRAWS):
        changed = logs.copy()
        if moving:
            shift = draw.normal(0, NOISE, evidence.shape) / spans
            _move(changed, moving, top, evidence + shift)
        share = draw.dirichlet(np.maximum(STEADY * whole / whole.sum(), 1e-3))
        ranks[number] = _ranks(_mean(changed, share))
    low, high = np.percentile(ranks, _INTERVAL, axis=0, method="nearest").astype(np.int64)
    place = np.array(scorers.ranks(top.totals.tolist()), np.int64)
    if moving:
        without = logs.copy()
        _move(without, moving, top, evidence + _lost(top, strengths, axes))
        high = np.maximum(high, _alone(_mean(logs, whole), _mean(without, whole)))
    return Robustness(
        low=np.minimum(low, place),
        high=np.maximum(high, place),
        top_10=np.round((ranks <= 10).mean(axis=0), 3).astype(np.float32),
    )


def one_at_a_time(
    ranking: Ranking, ids: Sequence[str], weights: Mapping[str, float]
) -> tuple[Sensitivity, ...]:
    """The first ten when one weight alone is lowered and raised by ``STEP``, heaviest first.

    ``ids`` are those of the company rows; the first ``DEEP`` places are looked at, and who is
    read again stays the same. Equal totals keep their order. Empty without a target.
    """
    top = ranking.first(DEEP)
    if not len(top.rows):
        return ()
    names = [name for name in sorted(top.counted) if weights.get(name, 0) > 0]
    logs = np.stack([_log(top.counted[name]) for name in names], axis=1)
    whole = np.array([weights[name] for name in names], np.float64)
    before = range(min(_FIRST, len(top.rows)))
    found = []
    for k in sorted(range(len(names)), key=lambda k: (-whole[k], names[k])):
        for change in (-STEP, STEP):
            moved = whole.copy()
            moved[k] *= 1 + change
            after = np.argsort(-_mean(logs, moved), kind="stable")[:_FIRST].tolist()
            found.append(
                Sensitivity(
                    signal=names[k],
                    change=change,
                    kept=len({*before} & {*after}),
                    entered=tuple(ids[top.rows[n]] for n in after if n not in before),
                    gone=tuple(ids[top.rows[n]] for n in before if n not in after),
                    first=ids[top.rows[after[0]]],
                )
            )
    return tuple(found)


def seconds(ranking: Ranking, count: int, among: int) -> list[int]:
    """For each of the first ``count`` places the place that best closes what it leaves open.

    Greedy cover: what is left of each gap, as pressing as it was, times the absorbability of the
    other; the first ``among`` places are looked at. -1 where nothing is left or nobody else is.
    """
    top = ranking.first(among)
    absorbed = np.nan_to_num(top.signals["absorbability"].astype(np.float64), nan=0.5)
    filled = top.filled.astype(np.float64)
    found = []
    for place in range(min(count, len(top.rows))):
        left = top.importance * (1 - filled[place])
        gain = np.round((filled * left).sum(axis=1) * absorbed, 6)
        gain[place] = -1
        best = int(gain.argmax())
        found.append(best if gain[best] > 0 else -1)
    return found


def _move(
    logs: NDArray[np.float64],
    moving: Mapping[str, int],
    top: Ranking,
    evidence: NDArray[np.float64],
) -> None:
    """Write what the gaps make of the targets by other evidence into the columns ``moving``."""
    shown = evidence.astype(np.float32)
    filled = signals.fill(coverage(shown), top.goal)
    found = {
        "gap_fill": signals.gap_fill(filled, top.importance),
        "strength": signals.strength(shown, filled, top.importance),
    }
    for name, column in moving.items():
        logs[:, column] = _log(found[name])


def _lost(top: Ranking, strengths: Strengths, axes: Sequence[Axis]) -> NDArray[np.float64]:
    """What evidence loses without the best passage: the step to the second, or to nothing."""
    near = strengths.similarity[top.rows][:, top.gaps].astype(np.float64)
    low = np.array([axes[k].low for k in top.gaps])
    high = np.array([axes[k].high for k in top.gaps])
    second = np.where(np.isnan(near[:, :, 1]), np.minimum(low, near[:, :, 0]), near[:, :, 1])
    lost: NDArray[np.float64] = np.nan_to_num((second - near[:, :, 0]) / (high - low))
    return lost


def _log(values: Floats) -> NDArray[np.float64]:
    found: NDArray[np.float64] = np.log(np.maximum(values.astype(np.float64), scorers.FLOOR))
    return found


def _mean(logs: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Totals as by ``scorers.combine``, up to a scale: unknown signals share their weight."""
    known = ~np.isnan(logs)
    total = np.where(known, logs, 0) @ weights
    share = known @ weights
    mean = np.divide(total, share, out=np.full(len(logs), -np.inf), where=share > 0)
    rounded: NDArray[np.float64] = np.round(mean, 6)
    return rounded


def _ranks(totals: NDArray[np.float64]) -> Ints:
    order = np.sort(-totals)
    return np.searchsorted(order, -totals, side="left").astype(np.int64) + 1


def _alone(totals: NDArray[np.float64], changed: NDArray[np.float64]) -> Ints:
    """Where each would stand with its changed total among the others' own ones."""
    order = np.sort(-totals)
    above = np.searchsorted(order, -changed, side="left")
    return (above - (totals > changed) + 1).astype(np.int64)
