"""Every candidate's signals, total and place, as arrays."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from screening.records import Gap
from screening.scoring import reading, scorers, signals
from screening.scoring.gaps import IN_FIELD
from screening.scoring.profile import Strengths, behind
from screening.scoring.reading import Look, Reader
from screening.scoring.scorers import Scorer

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """Shapes: T targets in ranked order, G gaps that count.

    ``rows`` (T,) numbers of the companies in the Strengths; ``gaps`` (G,) numbers of the
    technologies, ``importance`` (G,) how they press; ``counted`` are the signals as they enter the
    total; ``filled`` (T, G) share of each gap; ``chosen`` (T,) the gap that each closes
    best, as a column of ``filled``; ``nearest`` (T,) number of the nearest firm, -1 for none.
    """

    rows: Ints
    totals: Floats
    signals: Mapping[str, Floats]
    counted: Mapping[str, Floats]
    gaps: Ints
    importance: Floats
    goal: Floats
    filled: Floats
    chosen: Ints
    nearness: Floats
    nearest: Ints

    def only(self, place: int) -> "Ranking":
        """The ranking with the target at ``place`` alone."""
        return self._part(slice(place, place + 1))

    def first(self, count: int) -> "Ranking":
        """The first ``count`` places."""
        return self._part(slice(0, count))

    def _part(self, one: slice) -> "Ranking":
        return replace(
            self,
            rows=self.rows[one],
            totals=self.totals[one],
            signals={name: values[one] for name, values in self.signals.items()},
            counted={name: values[one] for name, values in self.counted.items()},
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
    others: Sequence[int] = (),
    reader: Reader | None = None,
) -> Ranking:
    """Rank the companies ``rows`` (with their ``ids``, for ties) by how well they close ``gaps``.

    ``gaps`` are in the order of the technologies of ``strengths``; those of unknown or zero size
    are left out. With none left, every total is unknown and the ranking is empty. ``firms`` are
    rows in the order of ``strengths.shared``; ``others`` are rows of firms that might buy as well.
    ``reader`` reads the best again, where ``close_reading`` has a weight.
    """
    targets = np.asarray(rows, np.int64)
    if not len(targets) or not any(map(_counts, gaps)):
        return _empty(np.zeros(0, int), targets[:0])
    found = measure(strengths, targets, firms, gaps, scorer, others)
    if reader and weights.get(reading.NAME, 0) > 0:
        found = read_again(found, look(found, weights, reader), ids, reader)
    totals = scorers.combine(found.counted, weights)
    order = scorers.order(totals, ids)
    return Ranking(
        rows=targets[order],
        totals=totals[order],
        signals={name: values[order] for name, values in found.signals.items()},
        counted={name: values[order] for name, values in found.counted.items()},
        gaps=found.gaps,
        importance=found.importance,
        goal=found.goal,
        filled=found.filled[order],
        chosen=found.chosen[order],
        nearness=found.beside.cosine[order],
        nearest=found.beside.firm[order],
    )


def _counts(gap: Gap) -> bool:
    return (gap.size or 0) * gap.wanted > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The signals of targets in the order given, and what they were made from, as in Ranking.

    ``counted`` are the signals as they enter the total; ``importance`` (G,) is how gaps press.
    """

    rows: Ints
    signals: Mapping[str, Floats]
    counted: Mapping[str, Floats]
    importance: Floats
    gaps: Ints
    goal: Floats
    filled: Floats
    chosen: Ints
    beside: "_Beside"


def measure(
    strengths: Strengths,
    targets: Ints,
    firms: Sequence[int],
    gaps: Sequence[Gap],
    scorer: Scorer,
    others: Sequence[int],
) -> Measured:
    """Every signal of the companies ``targets`` (rows); at least one gap must count."""
    counted = np.array([k for k, gap in enumerate(gaps) if _counts(gap)], int)
    pressing = np.array([(gaps[k].size or 0) * gaps[k].wanted for k in counted], np.float32)
    importance = pressing / pressing.max()
    leaders = [max(gaps[k].leader or 0, gaps[k].own or 0, signals.FULL) for k in counted]
    goal = np.array(leaders, np.float32)
    shown = strengths.coverage[targets][:, counted]
    filled = signals.fill(shown, goal)
    beside = _beside(strengths, targets, firms)
    found = {
        "gap_fill": signals.gap_fill(filled, importance),
        "strength": signals.strength(behind(shown).astype(np.float32), filled, importance),
        "absorbability": signals.absorbability(beside.near),
        reading.NAME: np.full(len(targets), np.nan, np.float32),
        "relatedness": signals.relatedness(
            beside.cosine, scorer.centre, scorer.width, scorer.narrow
        ),
        **_overlaps(strengths, targets, beside.firm),
        **_held(strengths, targets, beside.firm, counted, filled, importance),
        **_against(strengths, targets, firms, others, beside.cosine),
    }
    return Measured(
        rows=targets,
        signals=found,
        counted=found,
        importance=importance,
        gaps=counted,
        goal=goal,
        filled=filled,
        chosen=np.nan_to_num(filled * importance).argmax(axis=1),
        beside=beside,
    )


def look(found: Measured, weights: Mapping[str, float], reader: Reader) -> Look:
    """What there is to read, the best told by the other signals and by what may be expected."""
    closed = signals.closed_best(found.filled, found.importance)
    totals = scorers.combine(found.signals, weights)
    every = Look(
        rows=found.rows,
        totals=totals,
        gaps=found.gaps[closed],
        importance=found.importance[closed],
        firm=found.beside.place,
    )
    expected = reading.guess(every, reader)
    if expected is None:
        return every
    guessed = scorers.combine({**found.signals, reading.NAME: expected}, weights)
    return replace(every, totals=np.where(np.isnan(totals), totals, guessed))


def read_again(found: Measured, look: Look, ids: Sequence[str] | Ints, reader: Reader) -> Measured:
    """With the close reading of the best of ``look``."""
    read = reading.again(look, ids, reader)
    return replace(
        found,
        signals={**found.signals, reading.NAME: read.shown},
        counted={**found.signals, reading.NAME: read.counted},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """Each target beside the firm that is nearest to it: nearness, cosine, the firm's row and
    its place among the firms."""

    near: Floats
    cosine: Floats
    firm: Ints
    place: Ints


def _beside(strengths: Strengths, targets: Ints, firms: Sequence[int]) -> _Beside:
    places = _in_field(strengths, firms)
    if not places:
        unknown = np.full(len(targets), np.nan, np.float32)
        none = np.full(len(targets), -1)
        return _Beside(near=unknown, cosine=unknown, firm=none, place=none)
    known = np.array([firms[k] for k in places], np.int64)
    cosine = strengths.near(targets, known)
    near = signals.nearness(cosine, strengths.shared[targets][:, places])
    best = near.argmax(axis=1)
    row = np.arange(len(targets))
    return _Beside(
        near=near[row, best],
        cosine=cosine[row, best],
        firm=known[best],
        place=np.array(places, np.int64)[best],
    )


def _in_field(strengths: Strengths, firms: Sequence[int]) -> list[int]:
    """Which of several firms can absorb at all: those of the field, else all that have text."""
    known = [k for k, firm in enumerate(firms) if strengths.centre[firm].any()]
    inside = [k for k in known if strengths.coverage[firms[k]].max() >= IN_FIELD]
    return inside if inside and len(firms) > 1 else known


def _overlaps(strengths: Strengths, targets: Ints, firm: Ints) -> dict[str, Floats]:
    """What the bases of each target and its nearest firm have in common, and what not."""
    base = strengths.base
    beside = firm[:1] if (firm == firm[:1]).all() else firm  # one firm: one row stands for all
    ours = np.where((beside >= 0)[:, None], base[beside], np.float32(0))
    theirs = base[targets]
    return {
        "complementarity": signals.complementarity(theirs, ours, strengths.areas),
        "novelty": np.where(firm >= 0, signals.novelty(theirs, ours), np.float32(np.nan)),
        "redundancy": signals.redundancy(theirs, ours),
    }


def _held(
    strengths: Strengths,
    targets: Ints,
    firm: Ints,
    gaps: Ints,
    filled: Floats,
    importance: Floats,
) -> dict[str, Floats]:
    """What the patents of each target tell; unknown without one."""
    quality, talent = strengths.quality[targets][:, gaps], strengths.talent[targets][:, gaps]
    ours = np.where(firm >= 0, strengths.families[firm], np.float32(np.nan))
    return {
        "quality": signals.in_gaps(quality, filled, importance),
        "size": signals.size(strengths.families[targets], ours),
        "talent": signals.in_gaps(talent, filled, importance),
    }


def _against(
    strengths: Strengths,
    targets: Ints,
    firms: Sequence[int],
    others: Sequence[int],
    cosine: Floats,
) -> dict[str, Floats]:
    """What compares one firm with others; unknown for a group of firms, or without others."""
    rows = np.array([one for one in others if strengths.centre[one].any()], np.int64)
    if len(firms) != 1 or not len(rows) or np.isnan(cosine).all():
        unknown = np.full(len(targets), np.nan, np.float32)
        return {"differentiation": unknown, "private_synergy": unknown}
    reach = strengths.near(targets, rows)
    kin = strengths.near(rows, np.array(firms, np.int64))[:, 0]
    rivals = np.lexsort((rows, -kin))[: signals.RIVALS]
    return {
        "differentiation": signals.differentiation(cosine, reach[:, rivals]),
        "private_synergy": signals.private_synergy(cosine, reach),
    }


def _empty(gaps: Ints, rows: Ints) -> Ranking:
    none = np.zeros(0, np.float32)
    return Ranking(
        rows=rows,
        totals=none,
        signals=dict.fromkeys(signals.NAMES, none),
        counted=dict.fromkeys(signals.NAMES, none),
        gaps=gaps,
        importance=np.ones(len(gaps), np.float32),
        goal=np.zeros(len(gaps), np.float32),
        filled=np.zeros((0, len(gaps)), np.float32),
        chosen=rows,
        nearness=none,
        nearest=rows,
    )
