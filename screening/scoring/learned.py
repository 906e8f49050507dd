"""Weights learned from past deals: the mix of signals that puts what was really bought first.

A deal is a choice of one company among many. The conditional logit (McFadden 1974) over the
logarithms of the signals gives the weights of a geometric mean, which is what the scorer is, so
that what is learned can be read, weighed and defended like what is set by hand. Pairwise logistic
regression and boosted trees stand beside it for comparison.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from screening.scoring.scorers import FLOOR

Floats = NDArray[np.float64]
Rank = Callable[[Floats], Floats]
"""Signals of candidates (candidates, signals), as logarithms → a score for each."""
PENALTY = 0.01
NEAREST = 600
"""Of the best candidates by the hand weights, so many are learned from (ours)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One deal: ``logs`` (candidates, signals) of what could have been bought, best by the hand
    weights first, ``bought`` the row of what was; ``place`` is its rank by the hand weights, kept
    where it was not among the candidates but for being bought."""

    id: str
    acquirer: str
    year: int
    logs: Floats
    bought: int
    place: float
    inside: bool

    def rank(self, score: Rank) -> float:
        """Where the bought one stands by another score; ties share their middle rank."""
        if not self.inside:
            return self.place
        found = score(self.logs)
        own = found[self.bought]
        equal = (found == own).sum() - 1
        return float(1 + (found > own).sum() + equal / 2)


def logs(signals: Mapping[str, NDArray[np.float32]], rows: NDArray[np.int64]) -> Floats:
    """Logarithms of the signals of some rows, in the order of the names; an unknown one counts as
    the middle of the others, which moves nobody."""
    columns = [signals[name][rows].astype(np.float64) for name in sorted(signals)]
    known = np.stack(columns, axis=1)
    told = ~np.isnan(known).all(axis=0)
    middle = np.ones(known.shape[1])
    middle[told] = np.nanmedian(known[:, told], axis=0)
    return np.log(np.maximum(np.where(np.isnan(known), middle, known), FLOOR))


def conditional(choices: Sequence[Choice], penalty: float = PENALTY) -> Floats:
    """Weights, none below 0, by penalised likelihood of the conditional logit: the chance that a
    company is bought is the softmax of its weighted logarithms (McFadden 1974).

    >>> told = np.log(np.array([[0.9, 0.2], [0.3, 0.9], [0.2, 0.5]]))
    >>> one = Choice(id="a", acquirer="A", year=2020, logs=told, bought=0, place=1, inside=True)
    >>> first, second = conditional([one])
    >>> bool(first > 0), float(second)
    (True, 0.0)
    """
    from scipy.optimize import minimize

    beside = [np.delete(c.logs, c.bought, 0)[:NEAREST] - c.logs[c.bought] for c in choices]
    spread = np.concatenate(beside).std(axis=0)
    spread[spread == 0] = 1
    beside = [one / spread for one in beside]

    def loss(weights: Floats) -> tuple[float, Floats]:
        total, slope = 0.0, np.zeros_like(weights)
        for one in beside:
            lead = one @ weights
            top = max(float(lead.max(initial=0)), 0.0)
            odds = np.exp(lead - top)
            whole = odds.sum() + np.exp(-top)
            total += top + float(np.log(whole))
            slope += odds @ one / whole
        count = len(beside)
        return (
            total / count + penalty * float(weights @ weights),
            slope / count + 2 * penalty * weights,
        )

    start = np.full(beside[0].shape[1], 0.3)
    found = minimize(loss, start, jac=True, bounds=[(0, None)] * len(start), method="L-BFGS-B")
    weights: Floats = found.x / spread
    return weights


def pairwise(choices: Sequence[Choice]) -> Floats:
    """Weights by logistic regression on the differences of the bought one to each other one."""
    from sklearn.linear_model import LogisticRegression

    ahead = [c.logs[c.bought] - np.delete(c.logs, c.bought, 0)[:NEAREST] for c in choices]
    pairs = np.concatenate(ahead)
    share = np.concatenate([np.full(len(one), 1 / len(one)) for one in ahead])
    model = LogisticRegression(fit_intercept=False, max_iter=2000)
    model.fit(
        np.concatenate([pairs, -pairs]),
        np.repeat([1, 0], len(pairs)),
        sample_weight=np.concatenate([share, share]),
    )
    weights: Floats = np.maximum(model.coef_[0], 0)
    return weights


def boosted(choices: Sequence[Choice]) -> Rank:
    """Boosted trees that may only rise with a signal, on what was bought and what was not."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    rows = [c.logs[: NEAREST + 1] for c in choices]
    bought = [np.arange(len(one)) == c.bought for c, one in zip(choices, rows, strict=True)]
    share = [np.where(own, 1.0, 1 / max(len(own) - 1, 1)) for own in bought]
    model = HistGradientBoostingClassifier(
        monotonic_cst=[1] * rows[0].shape[1],
        max_iter=150,
        learning_rate=0.05,
        max_leaf_nodes=8,
        random_state=0,
    )
    model.fit(np.concatenate(rows), np.concatenate(bought), sample_weight=np.concatenate(share))

    def score(logs: Floats) -> Floats:
        found: Floats = model.decision_function(logs)
        return found

    return score


def weighed(weights: Floats) -> Rank:
    """The score that weights give."""
    return lambda logs: logs @ weights


def held_out(
    choices: Sequence[Choice], learn: Callable[[Sequence[Choice]], Rank], folds: int, seed: int
) -> list[float]:
    """Rank of what was bought in each deal, by what was learned from other acquirers alone."""
    buyers = sorted({one.acquirer for one in choices})
    order = np.random.default_rng(seed).permutation(len(buyers))
    fold = {name: int(order[k]) % folds for k, name in enumerate(buyers)}
    scores = {
        k: learn([one for one in choices if fold[one.acquirer] != k]) for k in set(fold.values())
    }
    return [one.rank(scores[fold[one.acquirer]]) for one in choices]


def held_out_in_time(
    choices: Sequence[Choice], learn: Callable[[Sequence[Choice]], Rank], cuts: Sequence[int]
) -> dict[str, float]:
    """Rank by deal id, by what was learned from earlier deals of other acquirers: those after one
    year of ``cuts`` and up to the next are judged by those up to it."""
    found: dict[str, float] = {}
    for first, last in zip(cuts, [*cuts[1:], max(c.year for c in choices)], strict=True):
        judged = [one for one in choices if first < one.year <= last]
        buyers = {one.acquirer for one in judged}
        known = [one for one in choices if one.year <= first and one.acquirer not in buyers]
        if judged and known:
            score = learn(known)
            found |= {one.id: one.rank(score) for one in judged}
    return found
