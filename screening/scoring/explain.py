"""Fits with their reasons, made only for what is shown; the rest keep their numbers."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from screening.records import Evidence, Fit, Gap, Rule, Signal
from screening.scoring import scorers
from screening.scoring.profile import Strengths
from screening.scoring.ranking import Ranking

Quote = Callable[[int, int, str, float], Evidence]
"""(passage row, company row, technology, similarity) → the evidence that stands there."""
_QUOTES_PER_GAP = 2


def fits(
    ranking: Ranking,
    strengths: Strengths,
    gaps: Sequence[Gap],
    ids: Sequence[str],
    names: Mapping[int, str],
    bands: Mapping[int, Rule],
    quote: Quote,
    *,
    covered: float,
    shown: int,
) -> tuple[Fit, ...]:
    """A Fit per ranked target; the first ``shown`` carry evidence.

    ``ids`` are company ids by row; ``names`` firm names and ``bands`` host rules by row.
    """
    places = scorers.ranks(ranking.totals.tolist())
    found = []
    for place, (row, total) in enumerate(zip(ranking.rows, ranking.totals, strict=True)):
        closed = _closed(ranking, place, covered)
        evidence: tuple[Evidence, ...] = ()
        if place < shown:
            wanted = list(dict.fromkeys([int(ranking.chosen[place]), *closed]))
            evidence = _evidence(ranking, strengths, gaps, int(row), wanted, quote)
        rule = bands.get(int(row))
        found.append(
            Fit(
                company_id=ids[row],
                rank=places[place],
                total=_plain(total),
                signals=_signals(ranking, gaps, names, place, evidence),
                covered=tuple(gaps[ranking.gaps[g]].technology for g in closed),
                evidence=evidence,
                band=rule.band if rule else "",
                band_rule=rule.id if rule else "",
            )
        )
    return tuple(found)


def _closed(ranking: Ranking, place: int, covered: float) -> list[int]:
    filled = ranking.filled[place]
    order = np.argsort(-filled, kind="stable")
    return [int(g) for g in order if filled[g] >= covered]


def _evidence(
    ranking: Ranking,
    strengths: Strengths,
    gaps: Sequence[Gap],
    row: int,
    closed: Sequence[int],
    quote: Quote,
) -> tuple[Evidence, ...]:
    found: list[Evidence] = []
    for g in closed:
        k = int(ranking.gaps[g])
        for place in range(_QUOTES_PER_GAP):
            passage = int(strengths.passage[row, k, place])
            if passage >= 0 and (strengths.depth[row, k, place] > 0 or not found):
                similarity = _plain(strengths.similarity[row, k, place])
                found.append(quote(passage, row, gaps[k].technology, similarity))
    return tuple(found)


def _signals(
    ranking: Ranking,
    gaps: Sequence[Gap],
    names: Mapping[int, str],
    place: int,
    evidence: Sequence[Evidence],
) -> tuple[Signal, ...]:
    best = int(ranking.chosen[place])
    technology = gaps[int(ranking.gaps[best])].technology
    ids = tuple(e.id for e in evidence if e.technology == technology)
    near = int(ranking.nearest[place])
    details = {
        "gap_fill": f"closes {ranking.filled[place, best]:.0%} of {technology}"
        f" (goal {ranking.goal[best]:.2f})",
        "strength": f"depth over its best passages on {technology}",
        "relatedness": f"cosine {ranking.nearness[place]:.2f} to {names.get(near, 'the firm')}"
        if near >= 0
        else "no firm with text to compare with",
        "breadth": f"reaches half of {int((ranking.filled[place] >= 0.5).sum())} of"
        f" {len(ranking.gaps)} gaps",
    }
    found = []
    for name, detail in details.items():
        score = float(ranking.signals[name][place])
        known = None if np.isnan(score) else _plain(score)
        proof = ids if name in ("gap_fill", "strength") else ()
        found.append(Signal(name=name, score=known, detail=detail, evidence=proof))
    return tuple(found)


def _plain(value: float) -> float:
    return round(float(value), 4)
