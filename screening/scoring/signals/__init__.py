"""One pure function per reason for a score; each gives (targets,) scores in [0, 1] or NaN."""

from screening.scoring.signals.closing import CLOSES, FULL, fill, gap_fill, strength
from screening.scoring.signals.reading import close_reading
from screening.scoring.signals.related import (
    RIVALS,
    absorbability,
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
    "novelty",
    "redundancy",
    "differentiation",
    "private_synergy",
)

__all__ = [
    "CLOSES",
    "FULL",
    "NAMES",
    "RIVALS",
    "absorbability",
    "close_reading",
    "differentiation",
    "fill",
    "gap_fill",
    "nearness",
    "novelty",
    "private_synergy",
    "redundancy",
    "relatedness",
    "strength",
]
