"""One pure function per reason for a score; each gives (targets,) scores in [0, 1] or NaN."""

from screening.scoring.signals.closing import CLOSES, FULL, closed_best, fill, gap_fill, strength
from screening.scoring.signals.held import in_gaps, size
from screening.scoring.signals.reading import close_reading
from screening.scoring.signals.related import (
    RIVALS,
    absorbability,
    complementarity,
    differentiation,
    nearness,
    novelty,
    private_synergy,
    redundancy,
    relatedness,
)

NAMES = (
    "gap_fill",
    "strength",
    "absorbability",
    "close_reading",
    "relatedness",
    "complementarity",
    "novelty",
    "redundancy",
    "differentiation",
    "private_synergy",
    "quality",
    "size",
    "talent",
)
BY_PATENTS = frozenset({"quality", "size", "talent"})
"""Those that only patents tell."""

__all__ = [
    "BY_PATENTS",
    "CLOSES",
    "FULL",
    "NAMES",
    "RIVALS",
    "absorbability",
    "close_reading",
    "closed_best",
    "complementarity",
    "differentiation",
    "fill",
    "gap_fill",
    "in_gaps",
    "nearness",
    "novelty",
    "private_synergy",
    "redundancy",
    "relatedness",
    "size",
    "strength",
]
