"""How well scores find what was really bought: ranks, metrics, and whether a difference is chance.

One target is right for each deal; the whole pool is ranked, no negatives are sampled (Krichene &
Rendle 2020). Differences by a paired randomization test on reciprocal ranks (Smucker, Allan &
Carterette 2007), Holm-corrected.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
HITS = (1, 5, 10)
RECALLS = (50, 100)
DRAWS = 10_000
_SEED = 20260101


def place(scores: Floats, target: int, out: NDArray[np.bool_]) -> float:
    """Rank of ``target`` among all not left ``out``, 1 the best; ties share their middle rank.

    A target without a score (NaN) ties with all others that have none, behind those that do.

    >>> place(np.array([0.9, 0.5, 0.5, 0.1]), 1, np.zeros(4, bool))
    2.5
    """
    known = np.where(np.isnan(scores), -np.inf, scores)
    others = ~out
    others[target] = False
    above = int((known[others] > known[target]).sum())
    equal = int((known[others] == known[target]).sum())
    return 1 + above + equal / 2


def metrics(ranks: Sequence[float], precision: float) -> dict[str, float]:
    """Mean reciprocal rank, hits, recall and median rank; ``precision`` is the pooled AUC-PR."""
    found = np.asarray(ranks, float)
    values = {"mrr": float((1 / found).mean())}
    values |= {f"hit_{k}": float((found <= k).mean()) for k in HITS}
    values |= {f"recall_{k}": float((found <= k).mean()) for k in RECALLS}
    values["median_rank"] = float(np.median(found))
    values["auc_pr"] = precision
    return {name: round(value, 4) for name, value in values.items()}


def pooled_precision(standing: Sequence[Floats], targets: Sequence[float]) -> float:
    """Area under the precision-recall curve (average precision) over all deals at once.

    ``standing``: for each deal the scores of its pool, sorted ascending, on a scale that deals
    share; ``targets``: the score of each deal's target, which is in ``standing`` too.
    """
    ordered = np.sort(np.asarray(targets, float))[::-1]
    hits = np.arange(1, len(ordered) + 1)
    found = np.zeros(len(ordered), np.int64)
    for one in standing:
        found += len(one) - np.searchsorted(one, ordered, "left")
    return float((hits / np.maximum(found, hits)).mean())


def chance(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Two-sided p of the difference of mean reciprocal ranks, signs flipped at random.

    >>> chance([1, 1, 1], [1, 1, 1])
    1.0
    """
    difference = 1 / np.asarray(ours, float) - 1 / np.asarray(theirs, float)
    draws = np.random.default_rng(_SEED).choice((-1.0, 1.0), (DRAWS, len(difference)))
    seen = abs(difference.sum())
    return float((1 + (abs(draws @ difference) >= seen - 1e-12).sum()) / (1 + DRAWS))


def holm(chances: Mapping[str, float]) -> dict[str, float]:
    """The p values corrected for their number (Holm 1979).

    >>> holm({"a": 0.01, "b": 0.04, "c": 0.03})
    {'a': 0.03, 'b': 0.06, 'c': 0.06}
    """
    corrected: dict[str, float] = {}
    highest = 0.0
    for number, (name, value) in enumerate(sorted(chances.items(), key=lambda one: one[1])):
        highest = max(highest, min(1.0, value * (len(chances) - number)))
        corrected[name] = round(highest, 4)
    return {name: corrected[name] for name in chances}


def standard(scores: Floats) -> NDArray[np.float32]:
    """Scores with mean 0 and deviation 1 over the pool; all 0 where they are all alike."""
    spread = float(scores.std())
    if spread < 1e-9:
        return np.zeros(len(scores), np.float32)
    standing: NDArray[np.float32] = ((scores - scores.mean()) / spread).astype(np.float32)
    return standing
