"""A stored ranking under other weights, and why one total stands above another."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from screening.scoring import reading, scorers

Floats = NDArray[np.float32]


def counted(
    shown: Mapping[str, Floats], totals: Floats, weights: Mapping[str, float]
) -> dict[str, Floats]:
    """The signals as they entered stored totals, each of shape (targets,).

    A close reading that was not made counts as something all the same; what it counted is worked
    out from the total and the other signals, so that the same weights give the same order again.
    """
    name, found = reading.NAME, dict(shown)
    if not weights.get(name, 0) > 0 or name not in shown or np.isnan(shown[name]).all():
        return found
    others = [one for one in sorted(shown) if weights.get(one, 0) > 0 and one != name]
    total, share = np.zeros(len(totals)), np.zeros(len(totals))
    for one in others:
        score = shown[one].astype(np.float64)
        known = ~np.isnan(score)
        logs = np.log(np.maximum(np.nan_to_num(score, nan=1.0), scorers.FLOOR))
        total += np.where(known, weights[one] * logs, 0)
        share += np.where(known, weights[one], 0)
    whole = np.log(np.maximum(totals.astype(np.float64), 1e-6) / 100) * (share + weights[name])
    hidden = np.exp((whole - total) / weights[name])
    found[name] = np.where(np.isnan(shown[name]), hidden, shown[name]).astype(np.float32)
    return found


def apart(
    one: Mapping[str, float | None],
    other: Mapping[str, float | None],
    weights: Mapping[str, float],
) -> dict[str, float]:
    """By how many points of the total each signal sets ``one`` above (below: negative) ``other``.

    The parts add up to the difference of the two totals: the additive LMDI decomposition of a
    product (B. W. Ang, Energy Policy 32, 2004). A signal that is unknown takes no part.

    >>> apart({"a": 0.5, "b": 1.0}, {"a": 0.25, "b": 1.0}, {"a": 1, "b": 1})
    {'a': 20.71, 'b': 0.0}
    """
    mine, theirs = _logs(one, weights), _logs(other, weights)
    first, second = 100 * np.exp(sum(mine.values())), 100 * np.exp(sum(theirs.values()))
    same = np.isclose(first, second)
    scale = first if same else (first - second) / (np.log(first) - np.log(second))
    names = sorted({*mine, *theirs})
    return {
        name: round(float(scale * (mine.get(name, 0) - theirs.get(name, 0))), 2) + 0.0
        for name in names
    }


def _logs(signals: Mapping[str, float | None], weights: Mapping[str, float]) -> dict[str, float]:
    known = {
        name: weights[name] * float(np.log(max(score, scorers.FLOOR)))
        for name, score in signals.items()
        if score is not None and weights.get(name, 0) > 0
    }
    share = sum(weights[name] for name in known)
    return {name: part / share for name, part in known.items()}
