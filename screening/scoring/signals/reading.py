"""What a second encoder finds when it reads the best candidates again."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_GAP = 2 / 3
_HALF, _SPREAD = 0.45, 0.1


def close_reading(gap: Floats, firm: Floats) -> Floats:
    """How well a target's text, read closely, answers the gap and the firm's own products.

    ``gap`` and ``firm`` (targets,) are cosines of the second encoder; two parts gap and one part
    firm on a logistic scale with 0.5 at 0.45, which few of those read reach. An
    unknown part is left out; NaN where both are. Two encoders err on different texts, so a second
    one that looks at the best few corrects the first (cascade ranking, Wang, Lin & Metzler 2011).

    >>> close_reading(np.array([0.45, 0.3], np.float32), np.array([0.45, np.nan], np.float32))
    array([0.5    , 0.18243], dtype=float32)
    """
    parts = np.stack([gap, firm]).astype(np.float64)
    weights = np.where(np.isnan(parts), 0, np.array([[_GAP], [1 - _GAP]]))
    share = weights.sum(axis=0)
    x = np.divide(
        (weights * np.nan_to_num(parts)).sum(axis=0),
        share,
        out=np.full(len(gap), np.nan),
        where=share > 0,
    )
    score: Floats = np.round(1 / (1 + np.exp((_HALF - x) / _SPREAD)), 5).astype(np.float32)
    return score
