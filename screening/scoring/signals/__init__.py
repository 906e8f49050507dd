"""One pure function per reason for a score; each gives (targets,) scores in [0, 1] or NaN."""

from screening.scoring.signals.closing import FULL, breadth, fill, gap_fill, strength
from screening.scoring.signals.related import relatedness

NAMES = ("gap_fill", "strength", "relatedness", "breadth")

__all__ = ["FULL", "NAMES", "breadth", "fill", "gap_fill", "relatedness", "strength"]
