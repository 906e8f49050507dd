"""How sure a total is: how much of it is known, and how much was read for it."""

from collections.abc import Mapping

from screening.records import Confidence
from screening.scoring.gaps import ENOUGH

NEARLY_ALL = 0.9
"""Share of the weight from which a total is as good as whole, as without patents (ours)."""
HALF = 0.5
"""Share of the weight below which a total is a guess, whatever was read (ours)."""


def sureness(
    signals: Mapping[str, float | None], weights: Mapping[str, float], words: int
) -> Confidence:
    """How sure a total is, by what its weights stand for and by how many words were read (ours).

    A signal that is unknown is left out of the total and its weight goes to the others: the less
    weight is known, the less sure the total. A close reading that was not made is unknown here,
    though it counts as something in the total. High: nearly all of the weight is known
    (``NEARLY_ALL``) and the texts have ``ENOUGH`` words; medium: one of the two; low: neither, or
    less than half of the weight is known.

    >>> weights = {"gap_fill": 6, "close_reading": 3, "quality": 1}
    >>> sureness({"gap_fill": 0.9, "close_reading": 0.4, "quality": None}, weights, 80)
    'high'
    >>> sureness({"gap_fill": 0.9, "close_reading": None, "quality": None}, weights, 80)
    'medium'
    >>> sureness({"gap_fill": 0.9, "close_reading": None, "quality": None}, weights, 20)
    'low'
    >>> sureness({"gap_fill": None, "close_reading": 0.4, "quality": 0.2}, weights, 80)
    'low'
    """
    whole = sum(weights.values())
    known = sum(weight for name, weight in weights.items() if signals.get(name) is not None)
    if not whole or known < HALF * whole:
        return "low"
    sides = (round(known / whole, 9) >= NEARLY_ALL) + (words >= ENOUGH)
    return ("low", "medium", "high")[sides]
