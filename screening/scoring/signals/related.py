"""How a target stands to the firm, its rivals and other acquirers."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

WORDS = 0.4
"""What the words shared with the firm's products add to the cosine (set on past deals)."""
RIVALS = 10
_HALF, _SPREAD = 0.6, 0.2
_AHEAD, _STEP = 0.15, 0.1
_MANY = 0.25  # share of the technologies from which on a copy costs more than it saves


def nearness(cosine: Floats, shared: Floats) -> Floats:
    """How near a target's texts are to the firm's: ``cosine + WORDS * shared``, all (targets,).

    Where there are no English words to compare (NaN), the cosine stands in for them.

    >>> c, s = np.array([0.4, 0.4], np.float32), np.array([0.5, np.nan], np.float32)
    >>> nearness(c, s).round(2)
    array([0.6, 0.7], dtype=float32)
    """
    words = np.where(np.isnan(shared), np.maximum(cosine, 0) * 0.75, WORDS * shared)
    found: Floats = (cosine + words).astype(np.float32)
    return found


def absorbability(near: Floats) -> Floats:
    """How well the firm can absorb what the target knows: it rises with what they share.

    Absorptive capacity rests on prior related knowledge (Cohen & Levinthal 1990); a logistic
    curve over nearness, 0.5 where a target of past deals stands in the lower third (ours).

    >>> absorbability(np.array([0.2, 0.6, 1.0, np.nan], np.float32)).round(2)
    array([0.12, 0.5 , 0.88,  nan], dtype=float32)
    """
    return _rising(near, _HALF, _SPREAD)


def relatedness(cosine: Floats, centre: float, width: float, narrow: float) -> Floats:
    """Inverted U over the cosine: neither a stranger nor a copy (Ahuja & Katila 2001).

    ``exp(-(x - centre)^2 / (2 s^2))`` with x (targets,) the cosine between the firm's texts and the
    target's (the nearest firm's, for a province); s is ``width`` below the centre, where
    absorbability falls as well, and ``narrow`` above it, where nothing else speaks against a copy.
    NaN stays NaN.

    >>> relatedness(np.array([0.2, 0.6, 0.8], np.float32), 0.6, 0.4, 0.1).round(3)
    array([0.607, 1.   , 0.135], dtype=float32)
    """
    away = cosine.astype(np.float64) - centre
    spread = np.where(away < 0, width, narrow)
    found: Floats = np.exp(-(away**2) / (2 * spread**2)).astype(np.float32)
    return found


def novelty(target: Floats, firm: Floats) -> Floats:
    """1 less the share of the target's base that the firm has: ``1 - |A and T| / |T|``.

    ``target`` and ``firm`` (targets, technologies) are bases, row by row a target and the firm that
    it stands beside; what both have is the smaller of the two. One of the two sides of overlap
    (Sears & Hoetker 2014); a copy has 0. NaN where the target shows nothing.

    >>> novelty(np.array([[0.5, 0.5], [0.8, 0.2]], np.float32), np.array([[0.8, 0.2]], np.float32))
    array([0.3, 0. ], dtype=float32)
    """
    return _new(target, firm, target.sum(axis=1, dtype=np.float64), target)


def redundancy(target: Floats, firm: Floats) -> Floats:
    """1 less the share of the firm's base that the target doubles: ``1 - |A and T| / |A|``.

    The other side of overlap (Sears & Hoetker 2014); arguments as for ``novelty``. NaN where
    either shows nothing.

    >>> a, t = np.array([[0.8, 0.2]], np.float32), np.array([[0.2, 0.9]], np.float32)
    >>> redundancy(t, a).round(2)
    array([0.6], dtype=float32)
    """
    return _new(target, firm, firm.sum(axis=1, dtype=np.float64), target)


def complementarity(target: Floats, firm: Floats, areas: NDArray[np.int64]) -> Floats:
    """The same areas, other corners of them (Makri, Hitt & Lane 2010).

    ``(common areas - common technologies) / (A + T)  *  A in common areas / A``, where A and T are
    the two bases, arguments as for ``novelty``, and "common" is what both have in the areas, or in
    the technologies, in which both have something. ``areas`` (technologies,) numbers the area of
    each. The paper counts patents by subcategory and class; here strengths stand for them, by
    field and technology. Two firms of one technology have 0, and strangers too. NaN where either
    shows nothing.

    >>> firm = np.array([[0.5, 0.5, 0.0, 0.0]], np.float32)
    >>> t = np.array([[0.5, 0, 0.5, 0], [0.5, 0.5, 0, 0], [0, 0, 0, 1]], np.float32)
    >>> complementarity(t, firm, np.array([0, 0, 0, 1])).tolist()
    [0.5, 0.0, 0.0]
    """
    group = (areas[:, None] == np.unique(areas)).astype(np.float32)
    ours, theirs = firm @ group, target @ group
    mine = firm.sum(axis=1, dtype=np.float64)
    both = mine + target.sum(axis=1, dtype=np.float64)
    known = (mine > 0) & (both > mine)
    apart = (_common(theirs, ours) - _common(*_within(target, firm))) / np.where(known, both, 1)
    reach = ((theirs > 0) * ours).sum(axis=1, dtype=np.float64) / np.where(known, mine, 1)
    found: Floats = np.where(known, np.round(np.clip(apart * reach, 0, 1), 5), np.nan)
    return found.astype(np.float32)


def differentiation(firm: Floats, rivals: Floats) -> Floats:
    """How far the target is from the firm's nearest rivals, beside how near it is to the firm.

    ``firm`` (targets,) and ``rivals`` (targets, rivals) are cosines; the difference of the first
    and the second's mean, on a logistic scale with 0.5 at 0. Gains are larger where the target is
    close to the acquirer and far from its rivals (Hoberg & Phillips 2010).

    >>> differentiation(np.array([0.5], np.float32), np.array([[0.3, 0.5]], np.float32)).round(2)
    array([0.73], dtype=float32)
    """
    return _rising((firm - rivals.mean(axis=1)).astype(np.float32), 0.0, _STEP)


def private_synergy(firm: Floats, others: Floats) -> Floats:
    """What the target is to this firm more than to others that might buy it (Chondrakis 2016).

    ``firm`` (targets,) and ``others`` (targets, others) are cosines; the difference of the first
    and the second's mean, on a logistic scale with 0.5 at 0.15. Others are reference firms of
    the corpus, never another client's mandate.

    >>> private_synergy(np.array([0.5], np.float32), np.array([[0.3, 0.4]], np.float32)).round(2)
    array([0.5], dtype=float32)
    """
    return _rising((firm - others.mean(axis=1)).astype(np.float32), _AHEAD, _STEP)


def _new(target: Floats, firm: Floats, whole: NDArray[np.float64], held: Floats) -> Floats:
    both = np.minimum(*_within(target, firm)).sum(axis=1, dtype=np.float64)
    known = np.broadcast_to(whole > 0, both.shape) & held.any(axis=1)
    part = np.divide(both, whole, out=np.full(len(both), np.nan), where=known)
    rounded: Floats = np.round(np.clip(1 - part, 0, 1), 5).astype(np.float32)
    return rounded


def _common(target: Floats, firm: Floats) -> NDArray[np.float64]:
    """What both have where both have something."""
    found: NDArray[np.float64] = (((firm > 0) & (target > 0)) * (firm + target)).sum(
        axis=1, dtype=np.float64
    )
    return found


def _within(target: Floats, firm: Floats) -> tuple[Floats, Floats]:
    """Both, in the technologies of the firm alone where these are few: what they share is there."""
    held = firm.any(axis=0)
    return (target, firm) if held.mean() > _MANY else (target[:, held], firm[:, held])


def _rising(value: Floats, half: float, spread: float) -> Floats:
    share = 1 / (1 + np.exp((half - value.astype(np.float64)) / spread))
    rounded: Floats = np.round(share, 5).astype(np.float32)
    return rounded
