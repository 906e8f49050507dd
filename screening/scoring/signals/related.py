"""How near a target stands to what the firm already does."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def relatedness(nearness: Floats, centre: float, width: float) -> Floats:
    """Inverted U over nearness: neither a stranger nor a copy (Ahuja & Katila 2001).

    ``exp(-(x - centre)^2 / (2 width^2))`` with ``nearness`` x (targets,) the cosine between the
    firm's texts and the target's (the nearest firm's, for a province); NaN stays NaN.

    >>> relatedness(np.array([0.4, 0.6], np.float32), 0.4, 0.2).round(3)
    array([1.   , 0.607], dtype=float32)
    """
    x = nearness.astype(np.float64)
    return np.exp(-((x - centre) ** 2) / (2 * width**2)).astype(np.float32)
