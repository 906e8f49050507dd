"""The gap of a firm (or a province) in each technology, measured against its leaders."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from screening.records import Confidence, Gap, StatedGap

STATED_FLOOR = 0.5
"""A gap that the client states is at least this large, whatever the texts say (ours)."""
SHOWS = 0.2
"""A leader's coverage from which it shows any evidence (the middle firm of other trades: 0.13)."""
FEW, ENOUGH = 3, 60
"""Firms, or words of them, from which their own strength is more than a guess (ours)."""
IN_FIELD = 0.5
"""Coverage of any technology from which a firm counts as one of the field (ours)."""


def own_strength(shown: NDArray[np.float32]) -> float | None:
    """Strength of a firm: its coverage. Of several: the median of those that are in the field.

    ``shown`` (firms, technologies), NaN where a firm has no text, the first column being the
    technology in question; a firm is in the field when it reaches ``IN_FIELD`` in any column.
    The median is what a typical firm of the chain can draw on, not what its best one does.
    None when no firm has text.

    >>> own_strength(np.array([[0.2, 0.9], [0.6, 0.1], [0.4, 0.5], [0.9, 0.0], [0.1, 0.1]]))
    0.5
    """
    known = shown[~np.isnan(shown[:, 0])]
    if len(known) > 1:
        inside = known.max(axis=1) >= IN_FIELD
        known = known[inside] if inside.any() else known
    return round(float(np.median(known[:, 0])), 4) if len(known) else None


def size(own: float | None, leader: float | None, *, stated: bool) -> float | None:
    """Relative distance to the best leader: ``max(0, 1 - own / leader)`` (after Ernst).

    None when no leader shows evidence (``SHOWS``) or nothing is known of the firm, unless the
    gap is stated: then at least ``STATED_FLOOR``.

    >>> size(0.3, 0.6, stated=False), size(0.7, 0.6, stated=False), size(None, 0.6, stated=False)
    (0.5, 0.0, None)
    >>> size(0.7, 0.6, stated=True), size(0.7, 0.0, stated=False)
    (0.5, None)
    """
    measured = None
    if leader is not None and leader >= SHOWS and own is not None:
        measured = round(max(0.0, 1 - own / leader), 4)
    return max(measured or 0.0, STATED_FLOOR) if stated else measured


def confidence(
    size: float | None, *, stated: bool, leaders: int, firms: int, words: int
) -> Confidence:
    """How sure the size of a gap is, by how much there is to go by (ours).

    ``leaders`` that show the technology (``SHOWS``): two or more are enough for their side, one
    may be alone in what it does. ``firms`` that the gap is measured for and how many ``words``
    they say in all: ``FEW`` firms or ``ENOUGH`` words are enough for theirs. Both: high; one of
    them, or a client who says so: medium.

    >>> confidence(0.4, stated=False, leaders=3, firms=1, words=80)
    'high'
    >>> confidence(0.4, stated=False, leaders=1, firms=1, words=20)
    'low'
    >>> confidence(0.5, stated=True, leaders=0, firms=0, words=0)
    'medium'
    """
    sides = (leaders >= 2) + (firms >= FEW or words >= ENOUGH)
    if size is None:
        return "low"
    if sides == 2:
        return "high"
    return "medium" if sides or stated else "low"


def ledger(
    technologies: Sequence[str],
    own: Mapping[str, float | None],
    leaders: Mapping[str, Mapping[str, float | None]],
    stated: Sequence[StatedGap],
) -> tuple[Gap, ...]:
    """One Gap per technology, in the order given.

    ``leaders`` maps technology to {leader name: strength or None}. Where the mandate states
    gaps, those are wanted by their own weight and the others by a quarter of it.
    """
    wanted = {gap.technology: gap.wanted for gap in stated}
    gaps = []
    for technology in technologies:
        known = {n: s for n, s in leaders.get(technology, {}).items() if s is not None}
        best = max(known, key=lambda name: (known[name], name), default="")
        is_stated = technology in wanted
        gaps.append(
            Gap(
                technology=technology,
                size=size(own[technology], known.get(best), stated=is_stated),
                wanted=wanted.get(technology, 0.25 if wanted else 1.0),
                stated=is_stated,
                own=own[technology],
                leader=known.get(best),
                best_leader=best,
            )
        )
    return tuple(gaps)
