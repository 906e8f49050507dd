"""Every candidate's signals, total and place, as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from screening.records import Gap
from screening.scoring import scorers, signals
from screening.scoring.profile import Strengths
from screening.scoring.scorers import Scorer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Shapes: T targets in ranked order, G gaps that count.

    ``rows`` (T,) numbers of the companies in the Strengths; ``gaps`` (G,) numbers of the
    technologies; ``filled`` (T, G) share of each gap; ``chosen`` (T,) the gap that each closes
    best, as a column of ``filled``; ``nearest`` (T,) number of the nearest firm, -1 for none.
    """

    rows: Ints
    totals: Floats
    signals: Mapping[str, Floats]
    gaps: Ints
    goal: Floats
    filled: Floats
    chosen: Ints
    nearness: Floats
    nearest: Ints

    def only(self, place: int) -> "Ranking":
        """The ranking with the target at ``place`` alone."""
        one = slice(place, place + 1)
        return replace(
            self,
            rows=self.rows[one],
            totals=self.totals[one],
            signals={name: values[one] for name, values in self.signals.items()},
            filled=self.filled[one],
            chosen=self.chosen[one],
            nearness=self.nearness[one],
            nearest=self.nearest[one],
        )


def rank(
    strengths: Strengths,
    rows: Sequence[int],
    ids: Sequence[str],
    firms: Sequence[int],
    gaps: Sequence[Gap],
    scorer: Scorer,
    weights: Mapping[str, float],
) -> Ranking:
    """Rank the companies ``rows`` (with their ``ids``, for ties) by how well they close ``gaps``.

    ``gaps`` are in the order of the technologies of ``strengths``; those of unknown or zero size
    are left out. With none left, every total is unknown and the ranking is empty.
    """
    targets = np.asarray(rows, np.int64)
    counted = np.array([k for k, gap in enumerate(gaps) if (gap.size or 0) * gap.wanted > 0], int)
    if not len(counted) or not len(targets):
        return _empty(counted, targets[:0])
    depth = strengths.depth[targets][:, counted]
    pressing = np.array([(gaps[k].size or 0) * gaps[k].wanted for k in counted], np.float32)
    importance = pressing / pressing.max()
    leaders = [max(gaps[k].leader or 0, gaps[k].own or 0, signals.FULL) for k in counted]
    goal = np.array(leaders, np.float32)
    filled = signals.fill(depth[:, :, 0], goal)
    chosen = np.nan_to_num(filled * importance).argmax(axis=1)
    nearness, nearest = _nearness(strengths.centre[targets], strengths.centre, firms)
    scores = {
        "gap_fill": signals.gap_fill(filled, importance),
        "strength": signals.strength(depth, chosen),
        "relatedness": signals.relatedness(nearness, scorer.centre, scorer.width),
        "breadth": signals.breadth(filled, importance),
    }
    totals = scorers.combine(scores, weights)
    order = scorers.order(totals, ids)
    return Ranking(
        rows=targets[order],
        totals=totals[order],
        signals={name: values[order] for name, values in scores.items()},
        gaps=counted,
        goal=goal,
        filled=filled[order],
        chosen=chosen[order],
        nearness=nearness[order],
        nearest=nearest[order],
    )


def _nearness(targets: Floats, centres: Floats, firms: Sequence[int]) -> tuple[Floats, Ints]:
    known = np.array([f for f in firms if centres[f].any()], np.int64)
    if not len(known):
        return np.full(len(targets), np.nan, np.float32), np.full(len(targets), -1)
    cosines = np.round(targets.astype(np.float64) @ centres[known].T.astype(np.float64), 5)
    return cosines.max(axis=1).astype(np.float32), known[cosines.argmax(axis=1)]


def _empty(gaps: Ints, rows: Ints) -> Ranking:
    none = np.zeros(0, np.float32)
    return Ranking(
        rows=rows,
        totals=none,
        signals=dict.fromkeys(signals.NAMES, none),
        gaps=gaps,
        goal=np.zeros(len(gaps), np.float32),
        filled=np.zeros((0, len(gaps)), np.float32),
        chosen=rows,
        nearness=none,
        nearest=rows,
    )
